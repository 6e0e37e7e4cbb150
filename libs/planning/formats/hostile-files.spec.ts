import { constants, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { LIMITS } from './limits.js';
import { docxOf, shapeOf, xlsxOf, zipOf } from '#testing/office-files.js';
import { readPasted, readSource } from './read-source.js';
import { SourceRefused } from './source-refused.js';

const SECONDS = 5;
const MEGABYTES = 300;

/** Reads a file that must be refused with a sentence, within the time and memory that a server can spare. */
async function expectRefusal(bytes: Uint8Array, name: string, sentence: RegExp): Promise<void> {
  const refusal = await bounded(() => readSource(bytes, name).catch((error: unknown) => error));
  expect(refusal).toBeInstanceOf(SourceRefused);
  expect((refusal as SourceRefused).message).toMatch(sentence);
}

/** Processor time, not that of the clock: other tests run at the same time. */
async function bounded<T>(step: () => Promise<T>, seconds = SECONDS): Promise<T> {
  const before = process.memoryUsage().rss;
  const start = process.cpuUsage();
  const result = await step();
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1e6).toBeLessThan(seconds);
  expect((process.memoryUsage().rss - before) / 1024 / 1024).toBeLessThan(MEGABYTES);
  return result;
}

const text = (content: string) => Buffer.from(content);

describe('A hostile file is refused in bounded time and memory:', () => {
  it('a text of 50 MB', async () => {
    await expectRefusal(Buffer.alloc(50 * 1024 * 1024, 'Kế hoạch '), 'a.txt', /lớn hơn 10 MB/);
    await expectRefusal(Buffer.alloc(LIMITS.uploadBytes + 1, 'a'), 'a.docx', /lớn hơn 10 MB/);
    expect(() => readPasted('a'.repeat(LIMITS.pastedLength + 1))).toThrow(/quá dài/);
  });

  it('a zip file that states a small size and inflates to a gigabyte', async () => {
    await expectRefusal(bomb(1024), 'a.docx', /bung ra quá lớn/);
  });

  it('a zip file whose parts are each within bounds, but not together', async () => {
    // Varied enough that its ratio tells nothing.
    const part = `<sst>${Array.from({ length: 450_000 }, (_, index) => `<si>${index}<t/><r/></si>`).join('')}</sst>`;
    const sheet = part.replaceAll('sst>', 'x>');
    await expectRefusal(
      await zipOf({ 'xl/workbook.xml': '<workbook/>', 'xl/sharedStrings.xml': part + sheet, 'xl/styles.xml': part + sheet + sheet }),
      'a.xlsx',
      /bung ra quá lớn/,
    );
  });

  it('a zip file of thousands of entries', async () => {
    const parts = Object.fromEntries(Array.from({ length: LIMITS.zipEntries + 1 }, (_, index) => [`${index}.xml`, '']));
    await expectRefusal(await zipOf(parts), 'a.docx', /quá nhiều tệp con/);
  });

  it('a spreadsheet of a million empty rows', async () => {
    const rows = Array.from({ length: 1_000_000 }, (_, index) => `<row r="${index + 1}" spans="1:8" ht="15"/>`).join('');
    await expectRefusal(await xlsxOf([{ rows }]), 'a.xlsx', /quá nhiều dòng trống/);
  });

  it('a spreadsheet of too many rows, columns or merged cells', async () => {
    const row = '<row><c><v>1</v></c></row>';
    await expectRefusal(await xlsxOf([{ rows: row.repeat(100_000) }]), 'a.xlsx', /5\.000 dòng/);
    await expectRefusal(await xlsxOf([{ rows: '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>' }]), 'a.xlsx', /256 cột/);
    const wide = `<row>${'<c><v>1</v></c>'.repeat(100)}</row>`.repeat(1000);
    const after = `<mergeCells>${'<mergeCell ref="A1:XFD1048576"/>'.repeat(100_000)}</mergeCells>`;
    await expectRefusal(await xlsxOf([{ rows: wide, after }]), 'a.xlsx', /200\.000 ô/);
  });

  it('an Office file with a DOCTYPE and external entities', async () => {
    const document =
      '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>';
    await expectRefusal(await zipOf({ 'word/document.xml': document }), 'a.docx', /DOCTYPE/);
    await expectRefusal(await zipOf({ 'xl/workbook.xml': '<workbook/>', 'xl/sharedStrings.xml': '<!doctype x><sst/>' }), 'a.xlsx', /DOCTYPE/);
  });

  it('a zip file with a password, one cut off, and one with a bit turned over', async () => {
    const file = Buffer.from(await docxOf('<w:p><w:r><w:t>Kế hoạch</w:t></w:r></w:p>'));
    const locked = Buffer.from(file);
    for (let at = locked.indexOf('PK\x01\x02'); at !== -1; at = locked.indexOf('PK\x01\x02', at + 4)) locked[at + 8]! |= 1;
    await expectRefusal(locked, 'a.docx', /mật khẩu/);
    await expectRefusal(file.subarray(0, file.length - 30), 'a.docx', /bị hỏng/);
    await expectRefusal(file.subarray(0, 40), 'a.docx', /bị hỏng/);
    const turned = Buffer.from(file);
    turned[turned.indexOf('word/document.xml') + 'word/document.xml'.length + 20]! ^= 1;
    await expectRefusal(turned, 'a.docx', /bị hỏng/);
  });

  it('elements and tables nested without end', async () => {
    await expectRefusal(text(`<html>${'<div>'.repeat(1_000_000)}x`), 'a.html', /lồng nhau quá sâu/);
    await expectRefusal(text('<table><tr><td>x'.repeat(500_000)), 'a.html', /bảng lồng trong nhau/);
    await expectRefusal(await docxOf('<w:tbl><w:tr><w:tc>'.repeat(100_000)), 'a.docx', /lồng/);
  });

  it('an element of a million attributes', async () => {
    const attributes = Array.from({ length: 1_000_000 }, (_, index) => `a${index}="x"`).join(' ');
    await expectRefusal(await zipOf({ 'word/document.xml': `<w:document><w:body ${attributes}>` }), 'a.docx', /quá rối/);
  });

  it('a colspan and rowspan beyond any table', async () => {
    await expectRefusal(text('<table><tr><td colspan=100000>x<td>y</table>'), 'a.html', /256 cột/);
    await expectRefusal(
      await docxOf('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="100000"/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc><w:tc/></w:tr></w:tbl>'),
      'a.docx',
      /256 cột/,
    );
    await expectRefusal(text(`<table>${'<tr><td colspan=200 rowspan=65000>x<td>y'.repeat(1000)}</table>`), 'a.html', /256 cột/);
    await expectRefusal(text(`<table>${`<tr>${'<td>x'.repeat(100)}`.repeat(3000)}</table>`), 'a.html', /200\.000 ô/);
    expect(shapeOf(readPasted('<table><tr><td rowspan=65000>a<td>b<tr><td>c</table>'))).toEqual([
      [
        ['a', 'b'],
        ['^', 'c'],
      ],
    ]);
  });

  it('a cell of a megabyte, in every format', async () => {
    const long = 'a'.repeat(1024 * 1024);
    const cell = /32\.767 ký tự/;
    await expectRefusal(text(`<table><tr><td>${long}<td>b</table>`), 'a.html', cell);
    await expectRefusal(text(`a,b,c\n"${'a\n'.repeat(50_000)}",b,c`), 'a.csv', cell);
    await expectRefusal(text(`a\tb\t${long}`), 'a.txt', /dòng dài bất thường/);
    await expectRefusal(text(`a\tb\t${long.slice(0, 50_000)}`), 'a.txt', cell);
    await expectRefusal(text(`|a|b|\n|-|-|\n|${long.slice(0, 50_000)}|b|`), 'a.md', cell);
    await expectRefusal(await xlsxOf([{ rows: `<row><c t="s"><v>0</v></c><c><v>1</v></c></row>` }], { strings: `<si><t>${long}</t></si>` }), 'a.xlsx', cell);
    const tc = (content: string) => `<w:tc><w:p><w:r><w:t>${content}</w:t></w:r></w:p></w:tc>`;
    await expectRefusal(await docxOf(`<w:tbl><w:tr>${tc(long)}${tc('b')}</w:tr></w:tbl>`), 'a.docx', cell);
  });

  it('a table of rows without end, in every format', async () => {
    const count = 300_000;
    const rows = /5\.000 dòng|dòng trống/;
    await expectRefusal(text('<table>' + '<tr><td>1<td>2'.repeat(count)), 'a.html', rows);
    await expectRefusal(text('<table><td>' + '<tr></tr>'.repeat(count)), 'a.html', rows);
    await expectRefusal(text('1,2,3\n'.repeat(count)), 'a.csv', rows);
    await expectRefusal(text(',,\n'.repeat(count)), 'a.csv', rows);
    await expectRefusal(text('1\t2\t3\n'.repeat(count)), 'a.txt', rows);
    await expectRefusal(text('|1|2|\n'.repeat(count)), 'a.md', rows);
    await expectRefusal(text('một dòng\n'.repeat(count)), 'a.txt', /quá nhiều chữ/);
  });

  it.each([
    ['*', 'a.md'],
    ['**a ', 'a.md'],
    ['_a', 'a.md'],
    ['[a](', 'a.md'],
    ['`a', 'a.md'],
    ['\\', 'a.md'],
    ['> ', 'a.md'],
    ['#\n', 'a.md'],
    ['|', 'a.md'],
    ['|\n|-', 'a.md'],
    ['\t\t"', 'a.txt'],
    ['\t\t"', 'a.csv'],
    [',"', 'a.csv'],
    ['\n', 'a.csv'],
    ['\n', 'a.html'],
    ['&', 'a.html'],
    ['<!--', 'a.html'],
    ['<a ', 'a.html'],
    ['<x y="', 'a.html'],
    ['</p>', 'a.html'],
  ])(
    'as many %j as fit into %s, on one line or on many, unless it is read',
    async (piece, name) => {
      const many = (length: number) => piece.repeat(Math.ceil(length / piece.length));
      const line = `${many(1_000)}\n`;
      for (const content of [many(8 * 1024 * 1024), line.repeat(Math.floor(LIMITS.plainTextLength / line.length))]) {
        const refusal = await bounded(() => readSource(text(content), name).catch((error: unknown) => error));
        if (refusal instanceof Error) expect(refusal).toBeInstanceOf(SourceRefused);
      }
    },
    60_000,
  );
});

describe('A table of 2 000 rows is read in less than two seconds', () => {
  const rows = Array.from({ length: 2_000 }, (_, index) => [
    String(index + 1),
    `Tuyên truyền cải cách hành chính, nội dung số ${index}`,
    'Bài báo (số lượng 24 bài)',
    'Tháng 01/2021',
    'Tháng 12/2021',
    'Sở Nội vụ',
    'Các cơ quan, đơn vị',
    'x',
  ]);
  const write = (cell: (text: string) => string, row: (cells: string) => string) => rows.map((texts) => row(texts.map(cell).join(''))).join('');
  const w = (content: string) =>
    `<w:tc><w:tcPr><w:tcW w:w="100"/></w:tcPr><w:p><w:pPr><w:jc w:val="both"/></w:pPr><w:r><w:rPr><w:sz w:val="26"/></w:rPr><w:t>${content}</w:t></w:r></w:p></w:tc>`;

  it.each([
    ['.docx', async () => docxOf(`<w:tbl>${write(w, (cells) => `<w:tr>${cells}</w:tr>`)}</w:tbl>`)],
    [
      '.xlsx',
      async () =>
        xlsxOf([
          {
            rows: write(
              (content) => `<c t="inlineStr"><is><t>${content}</t></is></c>`,
              (cells) => `<row>${cells}</row>`,
            ),
          },
        ]),
    ],
    [
      '.html',
      () =>
        text(
          `<table>${write(
            (content) => `<td><p>${content}</p></td>`,
            (cells) => `<tr>${cells}</tr>`,
          )}</table>`,
        ),
    ],
    [
      '.csv',
      () =>
        text(
          write(
            (content) => `"${content}",`,
            (cells) => `${cells.slice(0, -1)}\n`,
          ),
        ),
    ],
    [
      '.tsv',
      () =>
        text(
          write(
            (content) => `${content}\t`,
            (cells) => `${cells.slice(0, -1)}\n`,
          ),
        ),
    ],
    [
      '.txt',
      () =>
        text(
          write(
            (content) => `${content}\t`,
            (cells) => `${cells.slice(0, -1)}\n`,
          ),
        ),
    ],
    [
      '.md',
      () =>
        text(
          write(
            (content) => `| ${content} `,
            (cells) => `${cells}|\n`,
          ),
        ),
    ],
  ])('from %s', async (extension, make) => {
    const bytes = await make();
    const document = await bounded(() => readSource(bytes, `a${extension}`), 2);
    expect(shapeOf(document)).toEqual([rows]);
  });
});

/** A zip file with one part that inflates to the given megabytes, whose sizes are stated as ten bytes. */
function bomb(megabytes: number): Uint8Array {
  // One megabyte of zeros, deflated so that it can be repeated: a block that is not the last one.
  const block = deflateRawSync(Buffer.alloc(1024 * 1024), { finishFlush: constants.Z_FULL_FLUSH });
  const data = Buffer.concat(Array.from({ length: megabytes }, () => block));
  const name = Buffer.from('word/document.xml');
  const header = (signature: string, middle: number) => {
    const bytes = Buffer.alloc(signature === 'PK\x03\x04' ? 30 : 46);
    bytes.write(signature, 'latin1');
    bytes.writeUInt16LE(8, middle);
    bytes.writeUInt32LE(data.length, middle + 10);
    bytes.writeUInt32LE(10, middle + 14);
    bytes.writeUInt16LE(name.length, middle + 18);
    return bytes;
  };
  const local = Buffer.concat([header('PK\x03\x04', 8), name, data]);
  const central = Buffer.concat([header('PK\x01\x02', 10), name]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
