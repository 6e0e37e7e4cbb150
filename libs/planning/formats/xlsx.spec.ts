import { describe, expect, it } from '@jest/globals';
import { shapeOf, xlsxOf } from '#testing/office-files.js';
import { readSource } from './read-source.js';

const inline = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const row = (...cells: string[]) => `<row>${cells.join('')}</row>`;
const texts = (...cells: string[]) => row(...cells.map((text) => (text === '' ? '<c/>' : inline(text))));

async function read(...workbook: Parameters<typeof xlsxOf>) {
  return shapeOf(await readSource(await xlsxOf(...workbook), 'ke-hoach.xlsx'));
}

const values = async (cells: string, parts: Parameters<typeof xlsxOf>[1] = {}) => {
  const [table] = await read([{ rows: row(inline('a'), inline('b'), inline('c')) + row(cells) }], parts);
  return (table as string[][])[1];
};

describe('A workbook', () => {
  it('is a title and a table, without the empty rows and columns around them', async () => {
    const rows = `${texts('', 'KẾ HOẠCH', '', '')}<row r="2"/>${texts('', 'STT', 'Nội dung', 'Ghi chú')}${texts('', '1', 'Họp báo', '')}${texts('', '', '', '')}`;
    expect(await read([{ rows }])).toEqual([
      'KẾ HOẠCH',
      [
        ['STT', 'Nội dung', 'Ghi chú'],
        ['1', 'Họp báo', ''],
      ],
    ]);
  });

  it('has its merged cells in their places, and both rows of a header in the table', async () => {
    const rows = texts('PHỤ LỤC', '', '', '') + texts('TT', 'Thời gian', '', '') + texts('', 'Từ', 'Đến', 'Ghi chú') + texts('1', '5/3', '6/3', '');
    const after = '<mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="A2:A3"/><mergeCell ref="B2:C2"/><mergeCell ref="XFD1:XFD9"/></mergeCells>';
    expect(await read([{ rows, after }])).toEqual([
      'PHỤ LỤC',
      [
        ['TT', 'Thời gian', '<', ''],
        ['^', 'Từ', 'Đến', 'Ghi chú'],
        ['1', '5/3', '6/3', ''],
      ],
    ]);
  });

  it('finds cells by their references, whatever is left out between them', async () => {
    const rows = `<row r="3"><c r="B3" t="inlineStr"><is><t>a</t></is></c><c r="D3" t="inlineStr"><is><t>b</t></is></c>${inline('c')}</row><row r="9"><c r="C9"><v>1</v></c></row>`;
    expect(await read([{ rows }])).toEqual([
      [
        ['a', '', 'b', 'c'],
        ['', '1', '', ''],
      ],
    ]);
  });

  it('is its visible sheets in order', async () => {
    const sheet = (text: string, state?: string) => ({ rows: texts(text), ...(state && { state }) });
    expect(await read([sheet('một'), sheet('ẩn', 'hidden'), sheet('rất ẩn', 'veryHidden'), sheet('hai')])).toEqual(['một', 'hai']);
  });

  it('joins the runs of a shared text, without its pronunciation', async () => {
    const strings = '<si><t>x</t></si><si><r><t>Báo </t></r><r><rPr><b/></rPr><t>Đồng_x000A_Khởi</t></r><rPh><t>y</t></rPh></si>';
    expect(await values('<c t="s"><v>1</v></c><c t="s"><v>0</v></c><c t="s"><v>99</v></c>', { strings })).toEqual(['Báo Đồng\nKhởi', 'x', '']);
  });

  it('shows plain numbers, results of formulas and truth values', async () => {
    expect(await values('<c><v>1000</v></c><c><v>0.1</v></c><c><v>0.30000000000000004</v></c>')).toEqual(['1000', '0.1', '0.3']);
    expect(await values('<c><f>A1*2</f><v>24.0</v></c><c t="str"><f>A1&amp;"x"</f><v>24 bài</v></c><c t="b"><v>1</v></c>')).toEqual(['24', '24 bài', 'TRUE']);
    expect(await values('<c t="e"><v>#REF!</v></c><c><v>1E+3</v></c><c t="d"><v>2021-03-05T00:00:00</v></c>')).toEqual(['#REF!', '1000', '05/03/2021']);
  });

  it('shows dates as dates, by the calendar it counts in', async () => {
    const styles =
      '<numFmts><numFmt numFmtId="164" formatCode="mmm\\-yy"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>';
    expect(await values('<c s="1"><v>44260</v></c><c s="2"><v>44260</v></c><c s="0"><v>44260</v></c>', { styles })).toEqual([
      '05/03/2021',
      'tháng 3/2021',
      '44260',
    ]);
    expect(await values('<c s="1"><v>42798</v></c>', { styles, properties: '<workbookPr date1904="1"/>' })).toEqual(['05/03/2021', '', '']);
  });
});
