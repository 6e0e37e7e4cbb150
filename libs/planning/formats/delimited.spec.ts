import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findDelimiter, readDelimited } from './delimited.js';
import { shapeOf } from '#testing/office-files.js';

const read = (text: string, delimiter: Parameters<typeof readDelimited>[1]) => shapeOf(readDelimited(text, delimiter));

describe('A file of separated values', () => {
  it('has comments and titles as paragraphs and all else as one table', () => {
    const text = '# Năm 2023. Cấp huyện.\nKẾ HOẠCH\t\t\nSTT\tNội dung\tChỉ tiêu\nI\tHỘI NGHỊ\t\n\n1.1\tTin, bài\t≥ 48\n';
    expect(read(text, '\t')).toEqual([
      'Năm 2023. Cấp huyện.',
      'KẾ HOẠCH',
      [
        ['STT', 'Nội dung', 'Chỉ tiêu'],
        ['I', 'HỘI NGHỊ', ''],
        ['1.1', 'Tin, bài', '≥ 48'],
      ],
    ]);
  });

  it('keeps line breaks and separators within quotes, and pads ragged rows', () => {
    expect(read('sep=;\r\nSTT;Nội dung;Số\r\n1;"Tin;\r\nbài ""mới""";24\r\n2;Diễn đàn "Cà phê"\r\n', ';')).toEqual([
      [
        ['STT', 'Nội dung', 'Số'],
        ['1', 'Tin;\nbài "mới"', '24'],
        ['2', 'Diễn đàn "Cà phê"', ''],
      ],
    ]);
  });

  it('takes a quotation mark that is never closed as it is', () => {
    expect(read('a,b,c\n"d,e,f\n', ',')).toEqual([
      [
        ['a', 'b', 'c'],
        ['"d', 'e', 'f'],
      ],
    ]);
  });

  it('is recognised by what stands equally often on its lines', () => {
    expect(findDelimiter('a;b;c\n1;x, y, z;2\n2;x, y;3')).toBe(';');
    expect(findDelimiter('a,b\n"x;\ny;",c')).toBe(',');
    expect(findDelimiter('# a, b\na\tb, c\n1\t2')).toBe('\t');
    expect(findDelimiter('Một câu, có dấu phẩy.\nMột câu khác.\nCâu nữa.')).toBeUndefined();
    expect(findDelimiter('Một, hai\nBa, bốn\nNăm, sáu', true)).toBeUndefined();
  });

  it('gives back the cells that were written in quotes', () => {
    const anyCell = fc.string({ unit: fc.constantFrom('a', 'ơ', '"', ',', ';', '\n', ' '), minLength: 1 }).map((text) => `x${text}x`);
    fc.assert(
      fc.property(fc.array(fc.tuple(anyCell, anyCell, anyCell), { minLength: 1, maxLength: 6 }), (rows) => {
        const text = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');
        const clean = (cell: string) => cell.replace(/ +/g, ' ').replace(/ ?\n[ \n]*/g, '\n');
        expect(read(text, ',')).toEqual([rows.map((row) => row.map(clean))]);
      }),
    );
  });
});
