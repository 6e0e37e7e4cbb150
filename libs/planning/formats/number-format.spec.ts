import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { builtInFormat, formatNumber, parseFormatCode } from './number-format.js';

const shown = (value: number, code: string) => formatNumber(value, parseFormatCode(code));

describe('A number in a cell', () => {
  it.each([
    [44260, 'dd/mm/yyyy', '05/03/2021'],
    [44260, '[$-42A]d mmmm yyyy;@', '05/03/2021'],
    [44260.5, 'dd/mm/yyyy hh:mm', '05/03/2021 12:00'],
    [44260, 'dd/mm/yyyy hh:mm', '05/03/2021'],
    [44260, 'mmm-yy', 'tháng 3/2021'],
    [44260, '"Tháng "mm/yyyy', 'tháng 3/2021'],
    [44260, 'yyyy', '2021'],
    [0.3125, 'h:mm', '07:30'],
    [59, 'dd/mm/yyyy', '28/02/1900'],
    [61, 'dd/mm/yyyy', '01/03/1900'],
    [0.95, '0%', '95%'],
    [0.07, '0.00%', '7%'],
    [24, '0" bài"', '24 bài'],
    [24, '"≥ "#,##0', '≥ 24'],
    [24, 'General', '24'],
    [1234567.5, '#,##0.00', '1234567.5'],
    [-1, 'dd/mm/yyyy', '-1'],
    [1e9, 'dd/mm/yyyy', '1000000000'],
    [12, '@', '12'],
  ])('%p in the format %p is shown as %p', (value, code, text) => {
    expect(shown(value, code)).toBe(text);
  });

  it('has formats that are known by their number', () => {
    expect([14, 17, 20, 9, 0, 4].map((id) => formatNumber(0.25, builtInFormat(id)))).toEqual(['31/12/1899', 'tháng 12/1899', '06:00', '25%', '0.25', '0.25']);
  });

  it('is some text in any format', () => {
    fc.assert(fc.property(fc.double(), fc.string(), (value, code) => shown(value, code).length > 0));
  });
});
