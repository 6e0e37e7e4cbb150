import { describe, expect, it } from '@jest/globals';
import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import { readFileSync } from 'node:fs';
import type { OrganisationDirectory } from '#organisations/organisation-names.js';
import { xlsxOf } from '#testing/office-files.js';
import { readPasted, readSource } from '../formats/read-source.js';
import { DISTRICT_2023, HEADER_105, ROWS_105, SUBHEADER_105 } from './fixtures/tables.js';
import { planReadingReport } from './plan-reading-report.js';
import { readAppendix } from './read-appendix.js';
import { understandPlan } from './understand.js';

interface Named {
  code: string;
  name: string;
  shortName: string;
}

const sample = JSON.parse(readFileSync(new URL('../plans/105-KH-UBND.json', import.meta.url), 'utf8')) as { organisations: Named[] };
const directory: OrganisationDirectory = { entries: sample.organisations.map(({ code, name, shortName }) => ({ code, names: [name, shortName] })) };
const plan105 = readFileSync(new URL('fixtures/ke-hoach-105.txt', import.meta.url));

async function reportOf(bytes: Uint8Array, fileName: string, year: number) {
  const reading = readAppendix(await readSource(bytes, fileName));
  return planReadingReport(understandPlan(reading, { year, issuedOn: reading.head.issuedOn, directory }));
}

describe('The whole text of the plan 105', () => {
  it('gives its head, thirteen tasks and the doubts that it deserves', async () => {
    const report = await reportOf(plan105, 'ke-hoach-105.txt', 2021);
    expect(Object.keys(report)).toEqual(['plan', 'tasks', 'doubts']);
    expect(report.plan).toEqual({
      number: '105/KH-UBND',
      issuedOn: '2020-12-30',
      year: 2021,
      issuer: 'Ủy ban nhân dân tỉnh Bến Tre',
      place: 'Bến Tre',
      title: 'Kế hoạch thông tin, tuyên truyền cải cách hành chính năm 2021',
    });
    expect(report.tasks.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 13 }, (_, index) => String(index + 1)));
    expect(report.tasks.flatMap(({ ordinal, doubts }) => doubts.map(({ code }) => `${ordinal} ${code}`))).toEqual([
      '1 implied-quantity',
      '2 no-quantity',
      '3 implied-quantity',
      '5 year-disagrees',
      '10 implied-quantity',
    ]);
    expect(report.doubts.map(({ code }) => code)).toEqual(['head-from-appendix', 'section-numbered-twice']);
  });

  it('writes each task with the fixed keys in their order', async () => {
    const [first] = (await reportOf(plan105, 'ke-hoach-105.txt', 2021)).tasks;
    expect(Object.keys(first!)).toEqual(['ordinal', 'name', 'products', 'quantity', 'time', 'lead', 'supporting', 'note', 'doubts']);
    expect(Object.keys(first!.quantity)).toEqual(['kind', 'min', 'max', 'unit', 'per', 'perYear', 'parts', 'source']);
    expect(Object.keys(first!.time)).toEqual(['kind', 'from', 'to', 'recurrence', 'dates', 'count', 'source']);
    expect(Object.keys(first!.doubts[0]!)).toEqual(['code', 'message', 'source']);
  });

  it('gives eleven topics, five forms and the duties of eleven parties', async () => {
    const { topics, forms, duties } = readAppendix(await readSource(plan105, 'ke-hoach-105.txt'));
    expect([topics.length, forms.length, duties.length]).toEqual([11, 5, 11]);
    expect(topics[0]).toBe('Việc xây dựng, ban hành văn bản quy phạm pháp luật của HĐND và UBND các cấp');
    expect(forms[3]).toMatch(/^Tổ chức các cuộc thi về CCHC/);
    expect(duties.map(({ items }) => items.length)).toEqual([4, 5, 3, 2, 1, 2, 1, 1, 1, 1, 1]);
    expect(duties[3]!.items[0]).toContain('kiểm soát TTHC; quyền được phản ánh');
  });

  it('is the same table from a CSV file, a pasted page and Markdown', async () => {
    const wanted = (await reportOf(plan105, 'ke-hoach-105.txt', 2021)).tasks;
    const rows: readonly (readonly string[])[] = [HEADER_105, SUBHEADER_105, ...ROWS_105];
    const csv = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\r\n');
    const html = `<table>${rows.map((row) => `<tr>${row.map((text) => `<td>${text.replace(', ', ',<br>')}</td>`).join('')}</tr>`).join('')}</table>`;
    const markdown = rows
      .map((row) => `| ${row.join(' | ')} |`)
      .toSpliced(1, 0, `|${'---|'.repeat(8)}`)
      .join('\n');
    expect((await reportOf(Buffer.from(csv), 'plan.csv', 2021)).tasks).toEqual(wanted);
    expect((await reportOf(Buffer.from(markdown), 'plan.md', 2021)).tasks).toEqual(wanted);
    const pasted = understandPlan(readAppendix(readPasted(html)), { year: 2021, issuedOn: null, directory });
    expect(pasted.tasks.map(({ lead, supporting, quantity, time }) => [lead, supporting, quantity.min, time.from, time.to])).toEqual(
      wanted.map(({ lead, supporting, quantity, time }) => [lead, supporting, quantity.min, time.from, time.to]),
    );
  });
});

/** The plan as Word writes it: a first page in two columns, a heading of two rows with merged cells, a page's end in the middle. */
async function wordFile(): Promise<Uint8Array> {
  const cell = (text: string, span: { columnSpan?: number; rowSpan?: number } = {}) =>
    new TableCell({ ...span, children: text.split('\n').map((line) => new Paragraph(line)) });
  const row = (texts: readonly string[]) => new TableRow({ children: texts.map((text) => cell(text)) });
  const heading = () => [
    new TableRow({
      tableHeader: true,
      children: HEADER_105.flatMap((text, index) => (index === 4 ? [] : [cell(text, index === 3 ? { columnSpan: 2 } : { rowSpan: 2 })])),
    }),
    row(['Triển khai', 'Hoàn thành']),
  ];
  const left = 'ỦY BAN NHÂN DÂN\nTỈNH BẾN TRE\nSố: 105/KH-UBND';
  const right = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nBến Tre, ngày 30 tháng 12 năm 2020';
  const children = [
    new Table({ rows: [row([left, right])] }),
    new Paragraph('KẾ HOẠCH'),
    new Paragraph('Thông tin, tuyên truyền cải cách hành chính năm 2021'),
    new Paragraph('Thực hiện Kế hoạch số 7018/KH-UBND ngày 29 tháng 12 năm 2020, UBND tỉnh xây dựng Kế hoạch như sau:'),
    new Table({ rows: [...heading(), ...ROWS_105.slice(0, 6).map(row)] }),
    new Paragraph('2'),
    new Table({ rows: [...heading(), ...ROWS_105.slice(6).map(row)] }),
  ];
  return Packer.toBuffer(new Document({ sections: [{ children }] }));
}

describe('The plan 105 as a Word file', () => {
  it('gives the same thirteen tasks, and its head from the first page without a doubt', async () => {
    const report = await reportOf(await wordFile(), 'ke-hoach-105.docx', 2021);
    const wanted = await reportOf(plan105, 'ke-hoach-105.txt', 2021);
    expect(report.tasks).toEqual(wanted.tasks);
    expect(report.plan).toEqual(wanted.plan);
    expect(report.doubts).toEqual([]);
  });
});

describe('The plan 105 as a workbook', () => {
  it('gives the same thirteen tasks under merged cells, numbers written as numbers', async () => {
    const cellOf = (text: string) => (/^\d+$/.test(text) ? `<c><v>${text}</v></c>` : `<c t="inlineStr"><is><t>${text}</t></is></c>`);
    const rows = [['PHỤ LỤC'], HEADER_105, SUBHEADER_105, ...ROWS_105, ['', 'Nơi nhận:'], ['', '- Như trên;']];
    const merged = ['A1:H1', 'D2:E2', ...['A', 'B', 'C', 'F', 'G', 'H'].map((column) => `${column}2:${column}3`)].map((ref) => `<mergeCell ref="${ref}"/>`);
    const sheet = { rows: rows.map((row) => `<row>${row.map(cellOf).join('')}</row>`).join(''), after: `<mergeCells>${merged.join('')}</mergeCells>` };
    const wanted = await reportOf(plan105, 'ke-hoach-105.txt', 2021);
    expect((await reportOf(await xlsxOf([sheet]), 'ke-hoach-105.xlsx', 2021)).tasks).toEqual(wanted.tasks);
  });
});

describe('The district’s table as a file of tabs', () => {
  it('gives its six tasks, a remark before the heading or not', async () => {
    const text = ['# Kế hoạch năm 2023 của huyện.', ...DISTRICT_2023.map((row) => row.join('\t'))].join('\n');
    const report = await reportOf(Buffer.from(text), 'plan-district-2023.tsv', 2023);
    expect(report.tasks.map(({ ordinal }) => ordinal)).toEqual(['1.1', '1.2', '2.1', '2.2', '2.3', '2.4']);
  });
});
