// Row 6: a plan of 2 000 rows as Word and as tab-separated text, from its bytes to typed tasks, as the import does it before it is shown.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import yazl from 'yazl';
import { understandPlan } from '../../dist/libs/planning/appendix/understand.js';
import { readAppendix } from '../../dist/libs/planning/appendix/read-appendix.js';
import { readSource } from '../../dist/libs/planning/formats/read-source.js';
import { median, timed } from './figures.mjs';

const ROWS = 2000;
const ROUNDS = 5;
const YEAR = 2021;

const HEADING = ['STT', 'Nội dung nhiệm vụ', 'Sản phẩm', 'Thời gian thực hiện', 'Cơ quan chủ trì', 'Cơ quan phối hợp', 'Ghi chú'];
const PLAN = new URL('../../libs/planning/plans/105-KH-UBND.json', import.meta.url);

/** The slower of the two formats, in seconds, beside what it takes to parse the same rows as JSON. */
export async function importing() {
  const { organisations, tasks } = JSON.parse(readFileSync(PLAN, 'utf8'));
  const directory = { entries: organisations.map(({ code, name, shortName }) => ({ code, names: [name, shortName] })) };
  const rows = Array.from({ length: ROWS }, (_, index) => rowOf(index, tasks[index % tasks.length], organisations));
  const files = { docx: await docxOf([HEADING, ...rows]), tsv: Buffer.from([HEADING, ...rows].map((cells) => cells.join('\t')).join('\n')) };
  const json = JSON.stringify(rows);

  const times = { docx: [], tsv: [], json: [] };
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [format, bytes] of Object.entries(files)) {
      const ms = await timed(() => take(bytes, format, directory));
      if (round >= 0) times[format].push(ms);
    }
    times.json.push(await timed(() => JSON.parse(json)));
  }
  const [docx, tsv, parsing] = [median(times.docx), median(times.tsv), median(times.json)];
  const slower = Math.max(docx, tsv);
  return {
    figure: slower / 1000,
    parts: `docx ${docx.toFixed(0)} ms, tsv ${tsv.toFixed(0)} ms; ${(slower / parsing).toFixed(0)} times JSON.parse of the rows`,
  };
}

async function take(bytes, format, directory) {
  const reading = readAppendix(await readSource(bytes, `ke-hoach.${format}`));
  const { tasks } = understandPlan(reading, { year: YEAR, issuedOn: null, directory });
  if (tasks.length !== ROWS) throw new Error(`read ${tasks.length} of ${ROWS} tasks from .${format}`);
}

/** No two rows are alike in what has to be understood: a table of repeated cells would be read from memory. */
function rowOf(index, { name, product, note }, organisations) {
  const day = `${1 + (index % 28)}/${1 + (Math.floor(index / 28) % 12)}/${YEAR}`;
  const times = [
    'Mỗi tháng',
    `Từ ngày ${day} đến hết năm`,
    `Chậm nhất ngày ${day}`,
    `Trước ngày ${day} và 25/12/${YEAR}`,
    `Quý ${['I', 'II', 'III', 'IV'][index % 4]}`,
  ];
  const lead = organisations[index % organisations.length].name;
  const supporting = `${organisations[(index * 7) % organisations.length].name}; các cơ quan, đơn vị liên quan đến nội dung số ${index}`;
  return [
    String(index + 1),
    `${name} (đợt ${index})`,
    `${product} (số lượng ${1 + (index % 97)} bài, đợt ${index})`,
    times[index % times.length],
    lead,
    supporting,
    note ?? '',
  ];
}

const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

/** A Word file with one table and nothing else that is needed to read it. */
async function docxOf(rows) {
  const cell = (text) => `<w:tc><w:p><w:r><w:t xml:space="preserve">${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</w:t></w:r></w:p></w:tc>`;
  const table = rows.map((cells) => `<w:tr>${cells.map(cell).join('')}</w:tr>`).join('');
  const zip = new yazl.ZipFile();
  zip.addBuffer(
    Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="${WORD}"><w:body><w:tbl>${table}</w:tbl></w:body></w:document>`),
    'word/document.xml',
  );
  zip.end();
  const chunks = [];
  zip.outputStream.on('data', (chunk) => chunks.push(chunk));
  await once(zip.outputStream, 'end');
  return Buffer.concat(chunks);
}
