import { describe, expect, it } from '@jest/globals';
import * as docx from 'docx';
import { docxOf, shapeOf, zipOf } from '#testing/office-files.js';
import { readSource } from './read-source.js';

const p = (content: string, properties = '') => `<w:p>${properties && `<w:pPr>${properties}</w:pPr>`}${content}</w:p>`;
const r = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
const tc = (content: string, properties = '') => `<w:tc><w:tcPr>${properties}</w:tcPr>${content}</w:tc>`;
const tr = (...cells: string[]) => `<w:tr>${cells.join('')}</w:tr>`;
const tbl = (...rows: string[]) => `<w:tbl>${rows.join('')}</w:tbl>`;
const cellOf = (text: string) => tc(p(r(text)));
const inList = (list: number, level = 0) => `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>`;

async function read(body: string, parts: Parameters<typeof docxOf>[1] = {}) {
  return shapeOf(await readSource(await docxOf(body, parts), 'ke-hoach.docx'));
}

describe('A Word document', () => {
  it('is its paragraphs and tables in order', async () => {
    const table = tbl(tr(cellOf('1'), cellOf('Họp báo')), tr(cellOf('2'), cellOf('Tập huấn')));
    expect(await read(p(r('KẾ ') + r('HOẠCH')) + table + p('') + p(r('Nơi nhận:')))).toEqual([
      'KẾ HOẠCH',
      [
        ['1', 'Họp báo'],
        ['2', 'Tập huấn'],
      ],
      'Nơi nhận:',
    ]);
  });

  it('has its merged cells in their places', async () => {
    const restart = '<w:vMerge w:val="restart"/>';
    const table = tbl(
      tr(tc(p(r('TT')), restart), tc(p(r('Thời gian')), '<w:gridSpan w:val="2"/>'), tc(p(r('Ghi chú')), restart)),
      tr(tc(p(''), '<w:vMerge/>'), cellOf('Từ'), cellOf('Đến'), tc(p(''), '<w:vMerge w:val="continue"/>')),
    );
    expect(await read(table)).toEqual([
      [
        ['TT', 'Thời gian', '<', 'Ghi chú'],
        ['^', 'Từ', 'Đến', '^'],
      ],
    ]);
  });

  it('pads a row that starts or ends inside the grid', async () => {
    const shifted = `<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>${cellOf('b')}</w:tr>`;
    expect(await read(tbl(tr(cellOf('1'), cellOf('2'), cellOf('3')), shifted))).toEqual([
      [
        ['1', '2', '3'],
        ['', 'b', ''],
      ],
    ]);
  });

  it('separates a cell’s paragraphs and breaks by \\n, and its tabs by a space', async () => {
    const content = p('<w:r><w:t>Hợp đồng;</w:t><w:br/><w:t>Biên bản</w:t><w:tab/><w:t>nghiệm thu</w:t></w:r>') + p('') + p(r('thanh lý'));
    expect(await read(tbl(tr(cellOf('3'), tc(content))))).toEqual([[['3', 'Hợp đồng;\nBiên bản nghiệm thu\nthanh lý']]]);
  });

  it('is read as if its tracked changes were accepted', async () => {
    const deleted = '<w:del><w:r><w:delText>cũ</w:delText><w:t>cũ</w:t></w:r></w:del>';
    const changed = p(`${deleted}<w:ins>${r('24 bài')}</w:ins><w:moveFrom>${r('x')}</w:moveFrom><w:moveTo>${r('/năm')}</w:moveTo>`);
    const joined = p(r('Báo '), '<w:rPr><w:del/></w:rPr>') + p(r('Đồng Khởi'));
    const row = `<w:tr><w:trPr><w:del/></w:trPr>${cellOf('bỏ')}${cellOf('bỏ')}</w:tr>`;
    expect(await read(changed + joined + tbl(row, tr(cellOf('a'), cellOf('b'))))).toEqual(['24 bài/năm', 'Báo Đồng Khởi', [['a', 'b']]]);
  });

  it('keeps the results of fields and links, not their instructions, nor references to notes', async () => {
    const field = (kind: string) => `<w:r><w:fldChar w:fldCharType="${kind}"/></w:r>`;
    const instruction = '<w:r><w:instrText>PAGE</w:instrText></w:r>';
    const nested =
      field('begin') + r('nhánh') + field('begin') + instruction + field('separate') + r('9') + field('end') + field('separate') + r('12') + field('end');
    const link = `<w:hyperlink r:id="rId1">${r('bentre.gov.vn')}</w:hyperlink>`;
    const note = '<w:r><w:footnoteReference w:id="1"/></w:r>';
    expect(await read(p(`${nested}${r(' số; ')}${link}${note}<w:fldSimple w:instr="DATE">${r('; 5/3')}</w:fldSimple>`))).toEqual(['12 số; bentre.gov.vn; 5/3']);
  });

  it('goes on after a field that never ends', async () => {
    expect(await read(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r('ẩn')) + p(r('còn')))).toEqual(['còn']);
  });

  it('has the text of a text box once, before the paragraph it hangs on', async () => {
    const box = `<w:txbxContent>${p(r('Dự thảo'))}</w:txbxContent>`;
    const drawn = `<w:r><mc:AlternateContent><mc:Choice Requires="wps">${box}</mc:Choice><mc:Fallback><w:pict>${box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
    expect(await read(p(r('Số: ') + drawn + r('105')))).toEqual(['Dự thảo', 'Số: 105']);
  });

  it('leaves out hidden text, and reads signs of the Symbol font', async () => {
    const hidden = '<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>';
    const visible = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t xml:space="preserve"> 48</w:t></w:r>';
    expect(await read(p(`${hidden}<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>${visible}`))).toEqual(['≥ 48']);
  });

  it('makes a table within a cell part of its text if it is small, and a table of its own if it holds data', async () => {
    const small = tbl(tr(cellOf('Bài'), cellOf('24')));
    const large = tbl(tr(cellOf('a'), cellOf('b'), cellOf('c')), tr(cellOf('d'), cellOf('e'), cellOf('f')));
    const data = [
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ];
    expect(await read(tbl(tr(cellOf('1'), tc(p(r('Tin:')) + small + p('')))))).toEqual([[['1', 'Tin:\nBài 24']]]);
    expect(await read(tbl(tr(cellOf('1'), tc(p(r('xem')) + large + p('')))))).toEqual([[['1', 'xem']], data]);
    expect(await read(tbl(tr(tc(p(r('Khung')) + large + p('')))))).toEqual(['Khung', data]);
  });

  it('is read from the strict kind and with another prefix as well', async () => {
    const document =
      '<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:body><x:p><x:r><x:t>Kế hoạch</x:t></x:r></x:p></x:body></x:document>';
    expect(shapeOf(await readSource(await zipOf({ 'word/document2.xml': document }), 'a.docx'))).toEqual(['Kế hoạch']);
  });

  it('that a library wrote has its merged header', async () => {
    const cell = (text: string, options: object = {}) => new docx.TableCell({ children: [new docx.Paragraph(text)], ...options });
    const rows = [
      [cell('TT', { rowSpan: 2 }), cell('Nội dung', { rowSpan: 2 }), cell('Thời gian', { columnSpan: 2 })],
      [cell('Triển khai'), cell('Hoàn thành')],
      [cell('1'), cell('Xây dựng kế hoạch'), cell('Tháng 01/2021'), cell('Tháng 12/2021')],
    ];
    const table = new docx.Table({ rows: rows.map((children) => new docx.TableRow({ children })) });
    const file = new docx.Document({
      sections: [{ headers: { default: new docx.Header({ children: [new docx.Paragraph('2')] }) }, children: [new docx.Paragraph('PHỤ LỤC'), table] }],
    });
    expect(shapeOf(await readSource(await docx.Packer.toBuffer(file), 'a.docx'))).toEqual([
      'PHỤ LỤC',
      [
        ['TT', 'Nội dung', 'Thời gian', '<'],
        ['^', '^', 'Triển khai', 'Hoàn thành'],
        ['1', 'Xây dựng kế hoạch', 'Tháng 01/2021', 'Tháng 12/2021'],
      ],
    ]);
  });
});

describe('Automatic numbers of a Word document', () => {
  const level = (depth: number, format: string, text: string, more = '') =>
    `<w:lvl w:ilvl="${depth}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`;
  const numbering = `
    <w:abstractNum w:abstractNumId="7">${level(0, 'decimal', '%1.')}${level(1, 'decimal', '%1.%2')}</w:abstractNum>
    <w:abstractNum w:abstractNumId="8">${level(0, 'upperRoman', '%1.', '<w:pStyle w:val="Muc"/>')}${level(1, 'lowerLetter', '%2)')}</w:abstractNum>
    <w:abstractNum w:abstractNumId="9">${level(0, 'bullet', '&#xF0B7;')}</w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
    <w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
    <w:num w:numId="3"><w:abstractNumId w:val="9"/></w:num>
    <w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>`;

  it('fill the cells of an ordinal column', async () => {
    const rows = ['Họp báo', 'Tập huấn'].map((name) => tr(tc(p('', inList(1))), cellOf(name)));
    expect(await read(tbl(...rows), { numbering })).toEqual([
      [
        ['1.', 'Họp báo'],
        ['2.', 'Tập huấn'],
      ],
    ]);
  });

  it('count on several levels, each anew below the one above it', async () => {
    const paragraphs = [p(r('a'), inList(1)), p(r('b'), inList(1, 1)), p(r('c'), inList(1, 1)), p(r('d'), inList(1)), p(r('e'), inList(1, 1))];
    expect(await read(paragraphs.join(''), { numbering })).toEqual(['1. a', '1.1 b', '1.2 c', '2. d', '2.1 e']);
  });

  it('are Roman, letters or dashes as the list says', async () => {
    const paragraphs = [p(r('a'), inList(2)), p(r('b'), inList(2, 1)), p(r('c'), inList(2)), p(r('d'), inList(3))];
    expect(await read(paragraphs.join(''), { numbering })).toEqual(['I. a', 'a) b', 'II. c', '- d']);
  });

  it('start anew where a list says so, and go on otherwise', async () => {
    expect(await read([p(r('a'), inList(1)), p(r('b'), inList(4)), p(r('c'), inList(4)), p(r('d'), inList(0))].join(''), { numbering })).toEqual([
      '1. a',
      '5. b',
      '6. c',
      'd',
    ]);
  });

  it('come from the paragraph’s style and what it is based on', async () => {
    const styles =
      '<w:style w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style><w:style w:styleId="Con"><w:basedOn w:val="Muc"/></w:style>';
    expect(await read(p(r('a'), '<w:pStyle w:val="Muc"/>') + p(r('b'), '<w:pStyle w:val="Con"/>'), { numbering, styles })).toEqual(['I. a', 'II. b']);
  });

  it('do not count a paragraph whose end is deleted, nor the list that a change replaced', async () => {
    const deleted = p(`<w:del>${r('x')}</w:del>`, `${inList(1)}<w:rPr><w:del/></w:rPr>`);
    const changed = p(r('a'), `${inList(1)}<w:pPrChange><w:pPr>${inList(2)}</w:pPr></w:pPrChange>`);
    expect(await read(deleted + changed, { numbering })).toEqual(['1. a']);
  });
});
