import { describe, expect, it } from '@jest/globals';
import { formatDong, readDong } from './money.js';

describe('sums of money', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1.000'],
    [115_500_000, '115.500.000'],
    [-2_500_000, '-2.500.000'],
  ])('writes %d as %s', (sum, text) => expect(formatDong(sum)).toBe(text));

  it.each([
    ['115500000', 115_500_000],
    ['115.500.000', 115_500_000],
    ['115,500,000', 115_500_000],
    ['115 500 000 đồng', 115_500_000],
    ['1.000đ', 1000],
    ['0', 0],
    [' 250000 VNĐ ', 250_000],
  ])('reads %s', (text, sum) => expect(readDong(text)).toBe(sum));

  it.each(['', '-5', '1.5', '1.00', '1.000,50', '12.34.567', 'một triệu', '1e6', '9999999999999', '1.000,000'])('does not guess what "%s" means', (text) => {
    expect(readDong(text)).toBeUndefined();
  });
});
