import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { codeOfName, freeCode } from './organisation-code.js';

describe('The code of an organisation', () => {
  it.each([
    ['Sở Nội vụ', 'so-noi-vu'],
    ['Báo và Đài Phát thanh - Truyền hình Vĩnh Long', 'bao-va-dai-phat-thanh-truyen-hinh-vinh-long'],
    ['  UBND thị xã Duyên Hải (cũ) ', 'ubnd-thi-xa-duyen-hai-cu'],
    ['Sở Nội vụ'.normalize('NFD'), 'so-noi-vu'],
    ['–', 'co-quan'],
  ])('of “%s” is %s', (name, code) => {
    expect(codeOfName(name)).toBe(code);
  });

  it('is short, plain and free, whatever the name and however many bear it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 1, max: 12 }), (name, count) => {
        const taken = new Set<string>();
        for (let index = 0; index < count; index += 1) taken.add(freeCode(codeOfName(name), taken));
        expect(taken.size).toBe(count);
        for (const code of taken) {
          expect(code).toMatch(/^[a-z0-9][a-z0-9-]*$/);
          expect(code.length).toBeLessThanOrEqual(64);
        }
      }),
    );
  });
});
