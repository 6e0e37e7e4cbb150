import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_OFFICE } from '#contracts/office-settings.entity.js';
import { formatDong, MOST_DONG } from '#kernel/money.js';
import { PROJECT_ROOT } from '#kernel/project-root.js';
import { amountInWords, numberWords } from './amount-in-words.js';

interface Vector {
  readonly n: number;
  readonly words: string;
  readonly words_linh: string;
  readonly amount_line: string;
  readonly digits: string;
}

const VECTORS = JSON.parse(readFileSync(join(PROJECT_ROOT, 'libs/testing/number-words.json'), 'utf8')) as Vector[];
const LINH = { ...DEFAULT_OFFICE, oddWord: 'linh' } as const;

describe('A number in words', () => {
  it.each(VECTORS)('$n is “$words”', ({ n, words, words_linh, amount_line, digits }) => {
    expect(numberWords(n, DEFAULT_OFFICE)).toBe(words);
    expect(numberWords(n, LINH)).toBe(words_linh);
    expect(amountInWords(n, DEFAULT_OFFICE)).toBe(amount_line);
    expect(formatDong(n)).toBe(digits);
  });

  it('is read as the office is used to', () => {
    expect(amountInWords(1_005_000, { oddWord: 'linh', thousandWord: 'ngàn', saysEven: true })).toBe('Một triệu không trăm linh năm ngàn đồng chẵn');
  });

  it('below nought begins with “âm”', () => {
    expect(amountInWords(-24_000_000, DEFAULT_OFFICE)).toBe('Âm hai mươi tư triệu đồng');
  });

  it('of a sum always begins with a capital, ends in “đồng”, and is NFC in single spaces', () => {
    fc.assert(
      fc.property(fc.integer({ min: -MOST_DONG, max: MOST_DONG }), (sum) => {
        const words = amountInWords(sum, DEFAULT_OFFICE);
        expect(words).toMatch(/^\p{Lu}[\p{Ll} ]+ đồng$/u);
        expect(words).not.toMatch(/ {2}/);
        expect(words).toBe(words.normalize('NFC'));
      }),
    );
  });

  it('tells different sums apart', () => {
    const sum = fc.integer({ min: 0, max: MOST_DONG });
    fc.assert(fc.property(sum, sum, (a, b) => (amountInWords(a, LINH) === amountInWords(b, LINH)) === (a === b)));
  });

  it('refuses what is no whole number', () => {
    expect(() => numberWords(1.5, DEFAULT_OFFICE)).toThrow(RangeError);
  });
});
