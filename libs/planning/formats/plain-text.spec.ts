import { describe, expect, it } from '@jest/globals';
import { shapeOf } from '#testing/office-files.js';
import { readPlainText } from './plain-text.js';

const read = (text: string) => shapeOf(readPlainText(text, 'hard'));
const readMarkdown = (text: string) => shapeOf(readPlainText(text, 'soft'));

describe('A plain text', () => {
  it('of a plan has paragraphs without marks and its rows in tables that blank lines end', () => {
    const text = `

**KẾ HOẠCH  
Thông tin, tuyên truyền cải cách hành chính năm 2021**

## **II. NỘI DUNG, HÌNH THỨC**

- Các cơ quan (*Đài Phát thanh - Truyền hình tỉnh, Báo Đồng Khởi*); phối hợp
+ Việc xây dựng

**Phụ lục**  
*(Ban hành kèm theo Kế hoạch số 105/KH-UBND  
của Ủy ban nhân dân tỉnh)*

Số TT\tNỘI DUNG\tTHỜI GIAN\t\tGHI CHÚ
\t\tTriển khai\tHoàn thành\t
1\tXây dựng Kế hoạch\tTháng 12/2020\tTháng 12/2021\t

2\tTiếp xúc cử tri\t\tMỗi tháng\t
Nơi nhận:`;
    expect(read(text)).toEqual([
      'KẾ HOẠCH',
      'Thông tin, tuyên truyền cải cách hành chính năm 2021',
      'II. NỘI DUNG, HÌNH THỨC',
      '- Các cơ quan (Đài Phát thanh - Truyền hình tỉnh, Báo Đồng Khởi); phối hợp',
      '+ Việc xây dựng',
      'Phụ lục',
      '(Ban hành kèm theo Kế hoạch số 105/KH-UBND',
      'của Ủy ban nhân dân tỉnh)',
      [
        ['Số TT', 'NỘI DUNG', 'THỜI GIAN', '', 'GHI CHÚ'],
        ['', '', 'Triển khai', 'Hoàn thành', ''],
        ['1', 'Xây dựng Kế hoạch', 'Tháng 12/2020', 'Tháng 12/2021', ''],
      ],
      [['2', 'Tiếp xúc cử tri', '', 'Mỗi tháng', '']],
      'Nơi nhận:',
    ]);
  });

  it('pads rows whose last tabs an editor cut off, within a table only', () => {
    expect(read('Số:\t105\n\nTT\tNội dung\tGhi chú\nI\tTUYÊN TRUYỀN\n1\tTin\t')).toEqual([
      'Số: 105',
      [
        ['TT', 'Nội dung', 'Ghi chú'],
        ['I', 'TUYÊN TRUYỀN', ''],
        ['1', 'Tin', ''],
      ],
    ]);
  });

  it('takes a quotation mark that is never closed as it is', () => {
    expect(read('1\t2\t"Cà phê\n3\t4\t5')).toEqual([
      [
        ['1', '2', '"Cà phê'],
        ['3', '4', '5'],
      ],
    ]);
  });

  it('keeps stars, dashes and underlines that are no marks', () => {
    expect(read('2 * 3 * 4\n(*) Ghi chú (*)\nNgày ____ tháng ____\nsnake_case_name\n24*12*2')).toEqual([
      '2 * 3 * 4',
      '(*) Ghi chú (*)',
      'Ngày ____ tháng ____',
      'snake_case_name',
      '24*12*2',
    ]);
  });
});

describe('A Markdown text', () => {
  it('has its pipe tables with all cells, however many the header has', () => {
    const text = '| STT | **Nội dung** |\n|:---|---:|\n| 1 | Tin<br>bài \\| ảnh |\n| 2 | a | thêm |\n\ncuối';
    expect(readMarkdown(text)).toEqual([
      [
        ['STT', 'Nội dung', ''],
        ['1', 'Tin\nbài | ảnh', ''],
        ['2', 'a', 'thêm'],
      ],
      'cuối',
    ]);
  });

  it('may leave out the outer pipes, or the header', () => {
    expect(readMarkdown('a | b\n--- | ---\n1 | 2\n\n| 3 | 4 |\n| 5 | 6 |')).toEqual([
      [
        ['a', 'b'],
        ['1', '2'],
      ],
      [
        ['3', '4'],
        ['5', '6'],
      ],
    ]);
  });

  it('keeps the lines of a paragraph together and gives each item its own', () => {
    expect(readMarkdown('# Kế hoạch\n\nmột\nhai\\\nba\n* bốn\n1. năm\n\n---\n> [sáu](http://x.vn) `bảy` ***tám*** __chín__ &amp; \\*mười\\*')).toEqual([
      'Kế hoạch',
      'một\nhai\nba',
      '- bốn',
      '1. năm',
      'sáu bảy tám chín & *mười*',
    ]);
  });
});
