import { describe, expect, it } from '@jest/globals';
import { readHtml } from './html.js';
import { shapeOf } from '#testing/office-files.js';
import { readPasted } from './read-source.js';

const read = (html: string) => shapeOf(readHtml(html));

describe('An HTML page', () => {
  it('is its headings, paragraphs, items and tables in order', () => {
    const html = `<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body><h1>KẾ HOẠCH</h1>
      <p>Thông tin,
         tuyên&nbsp;truyền</p><script>alert('<p>x</p>')</script><!-- x --><ul><li>một<li>hai</ul><ol start="3" type="a"><li>ba<li>bốn</ol>
      <table><tr><th>TT<th>Nội dung<tr><td>1<td>Họp&nbsp;b&aacute;o</table>cuối</body></html>`;
    expect(read(html)).toEqual([
      'KẾ HOẠCH',
      'Thông tin, tuyên truyền',
      '- một',
      '- hai',
      'c. ba',
      'd. bốn',
      [
        ['TT', 'Nội dung'],
        ['1', 'Họp báo'],
      ],
      'cuối',
    ]);
  });

  it('has its merged cells in their places, and a line for each paragraph and break of a cell', () => {
    const html = `<table><caption>Phụ lục</caption><thead><tr><td rowspan=2>TT<td colspan="2">Thời gian</tr><tr><td>Từ<td>Đến</tr></thead>
      <tbody><tr><td>1<td><p>Tháng 1</p><p>Tháng 2</p><td>Quý I<br>Quý II</tr></tbody></table>`;
    expect(read(html)).toEqual([
      'Phụ lục',
      [
        ['TT', 'Thời gian', '<'],
        ['^', 'Từ', 'Đến'],
        ['1', 'Tháng 1\nTháng 2', 'Quý I\nQuý II'],
      ],
    ]);
  });

  it('takes the table out of a frame of tables', () => {
    const data = '<table><tr><td>1<td>2<td>3</tr><tr><td>4<td>5<td>6</tr></table>';
    const expected = [
      ['1', '2', '3'],
      ['4', '5', '6'],
    ];
    expect(read(`<table><tr><td><p>đầu</p>${data}<p>cuối</p></td></tr></table>`)).toEqual(['đầu', expected, 'cuối']);
    expect(read(`<table><tr><td>bên lề</td><td>${data}</td></tr></table>`)).toEqual([[['bên lề', '']], expected]);
    expect(read('<table><tr><td>a</td><td><table><tr><td>b</td><td>c</td></tr></table></td></tr></table>')).toEqual([[['a', 'b c']]]);
  });

  it('leaves out what is not shown or deleted', () => {
    expect(read('<p>a<span style="display:none">x</span><del>y</del><ins>b</ins><span hidden>z</span></p><pre>c\nd</pre>')).toEqual(['ab', 'c\nd']);
  });

  it('is read however its tags are left open or closed twice', () => {
    expect(read('<table><tr><td>a</td></td></tr></tr><td>b<table></table></p></table></table><b>c')).toEqual([[['a'], ['b']], 'c']);
    expect(read('<td>a</td><tr>b</table>')).toEqual(['ab']);
  });
});

describe('What is pasted', () => {
  it('from Word is its table', () => {
    const html = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><!--[if gte mso 9]><xml><o:p>x</o:p></xml><![endif]--><style>@page{}</style></head><body>
      <!--StartFragment--><p class=MsoNormal><b>PHỤ LỤC<o:p></o:p></b></p><table class=MsoTableGrid style='mso-yfti-tbllook:1184'>
      <tr style='mso-yfti-irow:0'><td width=50 style='mso-padding-alt:0'><p class=MsoNormal>1<o:p></o:p></p></td><td><p class=MsoListParagraph><![if !supportLists]><span
      style='mso-list:Ignore'>-<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>Bài báo<a style='mso-footnote-id:ftn1' href="#_ftn1">[1]</a></p>
      <p class=MsoNormal>Phóng sự<o:p>&nbsp;</o:p></p></td></tr></table><!--EndFragment--></body></html>`;
    expect(shapeOf(readPasted(html))).toEqual(['PHỤ LỤC', [['1', '- Bài báo\nPhóng sự']]]);
  });

  it('from a spreadsheet as text is its table too', () => {
    expect(shapeOf(readPasted('STT\tNội dung\tSố lượng\r\n1\t"Tin,\nbài ""mới"""\t24\r\n'))).toEqual([
      [
        ['STT', 'Nội dung', 'Số lượng'],
        ['1', 'Tin,\nbài "mới"', '24'],
      ],
    ]);
  });

  it('is refused if it is nothing', () => {
    expect(() => readPasted(' \n')).toThrow(/Chưa có nội dung nào được dán/);
    expect(() => readPasted('<table><tr><td> </td></tr></table>')).toThrow(/Chưa có nội dung nào được dán/);
  });
});
