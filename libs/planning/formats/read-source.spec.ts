import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { docxOf, shapeOf, xlsxOf, zipOf } from '#testing/office-files.js';
import { readPasted, readSource } from './read-source.js';
import type { SourceDocument } from './source-document.js';
import { SourceRefused } from './source-refused.js';

const read = async (content: string | Uint8Array, name: string) =>
  shapeOf(await readSource(typeof content === 'string' ? Buffer.from(content) : content, name));

const TABLE = [
  ['STT', 'Nội dung', 'Số lượng'],
  ['1', 'Tin, bài', '24'],
];
const asText = (separator: string) => TABLE.map((row) => row.map((text) => (separator === ',' ? `"${text}"` : text)).join(separator)).join('\n');
const asHtml = `<table>${TABLE.map((row) => `<tr>${row.map((text) => `<td>${text}</td>`).join('')}</tr>`).join('')}</table>`;
const asPipes = asText('|').replace('\n', '\n-|-|-\n');

describe('A file', () => {
  it('is recognised by its content, whatever it is called', async () => {
    const docx = await docxOf(
      `<w:tbl>${TABLE.map((row) => `<w:tr>${row.map((text) => `<w:tc><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`).join('')}</w:tr>`).join('')}</w:tbl>`,
    );
    const xlsx = await xlsxOf([
      { rows: TABLE.map((row) => `<row>${row.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`).join('') },
    ]);
    const files: [string | Uint8Array, string[]][] = [
      [docx, ['a.docx', 'a.xlsx', 'a.doc', 'a']],
      [xlsx, ['a.xlsx', 'a.docx', 'a.csv']],
      [asHtml, ['a.html', 'a.xls', 'a.txt', 'a.csv', 'a.md', 'a']],
      [asText('\t'), ['a.tsv', 'a.csv', 'a.txt', 'a.xls', 'a.md', 'a']],
      [asText(','), ['a.csv', 'a.tsv']],
      [asText(';'), ['a.csv', 'a.tsv']],
      [asPipes, ['a.md', 'a.txt', 'a']],
      [`${asText(';')}\n2;Họp báo;12`, ['a.txt']],
    ];
    for (const [content, names] of files) {
      for (const name of names) expect((await read(content, name)).map((block) => block.slice(0, 2))).toEqual([TABLE]);
    }
  });

  it('of prose with one table of tabs is read as such even if it is called .csv', async () => {
    const prose = Array.from({ length: 8 }, (_, index) => `Câu thứ ${index}${', và'.repeat(index)}.`).join('\n');
    expect((await read(`${prose}\n\n${asText('\t')}`, 'a.csv')).at(-1)).toEqual(TABLE);
  });

  it.each([
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1…', 'a.doc', /\.doc đời cũ.*lưu lại thành \.docx/],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1…', 'a.xls', /\.xls đời cũ.*lưu lại thành \.xlsx/],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..W\0o\0r\0k\0b\0o\0o\0k\0', 'a.doc', /\.xls đời cũ/],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0', 'a.docx', /đặt mật khẩu/],
    ['%PDF-1.7', 'a.docx', /PDF chưa đọc được/],
    ['\x89PNG\r\n', 'a.txt', /Tệp ảnh/],
    ['\xff\xd8\xff\xe0', 'a.jpg', /Tệp ảnh/],
    ['{\\rtf1', 'a.doc', /\.rtf chưa đọc được/],
    ['MIME-Version: 1.0', 'a.doc', /\.mht/],
    ['Rar!\x1a', 'a.rar', /\.rar/],
    ['MZ\0\x01\x02\0', 'a.exe', /Không nhận ra loại tệp/],
    ['\x01\x02\x03\x04', 'a.txt', /Không nhận ra loại tệp/],
    ['', 'a.txt', /không có chữ nào/],
    ['\n \t \n', 'a.csv', /không có chữ nào/],
  ])('that starts with %j and is called %p is refused with what to do', async (content, name, sentence) => {
    const reading = readSource(Buffer.from(content, 'latin1'), name);
    await expect(reading).rejects.toThrow(sentence);
    await expect(reading).rejects.toMatchObject({ name: 'SourceRefused', code: 'source-refused', kind: 'invalid', field: 'file' });
  });

  it('that is another kind of zip file is refused with what to do', async () => {
    await expect(read(await zipOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<x/>' }), 'a.odt')).rejects.toThrow(/OpenDocument/);
    await expect(read(await zipOf({ 'xl/workbook.bin': 'x' }), 'a.xlsb')).rejects.toThrow(/\.xlsb/);
    await expect(read(await zipOf({ 'ppt/presentation.xml': '<x/>' }), 'a.pptx')).rejects.toThrow(/PowerPoint/);
    await expect(read(await zipOf({ 'ke-hoach.docx': 'x' }), 'a.zip')).rejects.toThrow(/giải nén/);
  });

  it('of any bytes under any name is a document with even rows, or refused', async () => {
    const name = fc.constantFrom('a.txt', 'a.csv', 'a.tsv', 'a.md', 'a.html', 'a.docx', 'a');
    const markup = fc.array(
      fc.constantFrom(
        '<table>',
        '<tr>',
        '<td colspan=3>',
        '<td rowspan=2>',
        '</td>',
        '</table>',
        '<p>',
        '</p>',
        '<li>',
        '|',
        '-',
        '\t',
        '"',
        '\n',
        ',',
        ';',
        '*',
        '#',
        'ấ',
        ' a ',
      ),
      { maxLength: 60 },
    );
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      markup.map((parts) => Buffer.from(parts.join(''))),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(content, name, async (bytes, fileName) => expectEvenOrRefused(() => readSource(bytes, fileName))),
      { numRuns: 500 },
    );
    await fc.assert(fc.asyncProperty(markup, async (parts) => expectEvenOrRefused(() => Promise.resolve(readPasted(parts.join(''))))));
  });

  it('of Office with any bytes changed or cut off is a document or refused', async () => {
    const files = [await docxOf('<w:p><w:r><w:t>Kế hoạch</w:t></w:r></w:p>'), await xlsxOf([{ rows: '<row><c><v>1</v></c></row>' }])];
    const change = fc.tuple(fc.nat(), fc.nat({ max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), fc.array(change, { maxLength: 4 }), fc.option(fc.nat()), async (file, changes, end) => {
        const bytes = Uint8Array.from(end === null ? file : file.subarray(0, end % file.length));
        for (const [at, value] of changes) bytes[at % (bytes.length || 1)] = value;
        await expectEvenOrRefused(() => readSource(bytes, 'a.docx'));
      }),
      { numRuns: 500 },
    );
  });

  it('of Word with any markup in it is a document with even rows, or refused', async () => {
    const tags = ['p', 'r', 't', 'tbl', 'tr', 'tc', 'tcPr', 'trPr', 'pPr', 'rPr', 'txbxContent', 'del', 'vanish'].flatMap((name) => [
      `<w:${name}>`,
      `</w:${name}>`,
    ]);
    const parts = fc.array(
      fc.constantFrom(...tags, '<w:vMerge/>', '<w:gridSpan w:val="2"/>', '<w:fldChar w:fldCharType="begin"/>', '<mc:Choice>', '<mc:AlternateContent>', 'ấ'),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(parts, async (body) => expectEvenOrRefused(async () => readSource(await docxOf(body.join('')), 'a.docx'))),
      { numRuns: 200 },
    );
  });
});

async function expectEvenOrRefused(reading: () => Promise<SourceDocument>): Promise<void> {
  try {
    for (const block of (await reading()).blocks) {
      if (block.kind === 'paragraph') expect(block.text).not.toBe('');
      else expect(new Set(block.rows.map((row) => row.length)).size).toBe(1);
    }
  } catch (error) {
    if (!(error instanceof SourceRefused)) throw error;
    expect(error.message).toMatch(/^\p{Lu}.*\.$/u);
  }
}
