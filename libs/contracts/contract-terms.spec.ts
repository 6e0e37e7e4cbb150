import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MOST_DONG } from '#kernel/money.js';
import { plainDate } from '#kernel/plain-date.js';
import { type AnnexTerms, contractValueOn, endOf, quantityOn } from './contract-terms.js';
import { amountsOf, sumOf, VAT_RATES } from './vat.js';

const annex = (id: number, effectiveOn: string, quantity: number | null, endsOn: string | null = null): AnnexTerms => ({
  id,
  effectiveOn: plainDate(effectiveOn),
  quantities: quantity === null ? [] : [{ lineId: 1, quantity }],
  endsOn: endsOn === null ? null : plainDate(endsOn),
});

const LINE = { id: 1, quantity: 24, unitPrice: 1_500_000, vat: '8' } as const;

describe('what a line orders on a day', () => {
  it('is what was signed until an annex takes effect, and then the annex, not the difference', () => {
    const annexes = [annex(1, '2021-06-01', 30)];
    expect(quantityOn(LINE, annexes, plainDate('2021-05-31'))).toBe(24);
    expect(quantityOn(LINE, annexes, plainDate('2021-06-01'))).toBe(30);
  });

  it('follows the order in which annexes take effect, not in which they were entered', () => {
    const annexes = [annex(1, '2021-09-01', 20), annex(2, '2021-06-01', 30)];
    expect(quantityOn(LINE, annexes, plainDate('2021-07-01'))).toBe(30);
    expect(quantityOn(LINE, annexes, plainDate('2021-09-01'))).toBe(20);
  });

  it('is, of two annexes on one day, what the later entered says', () => {
    expect(quantityOn(LINE, [annex(2, '2021-06-01', 28), annex(1, '2021-06-01', 30)], plainDate('2021-06-01'))).toBe(28);
  });

  it('is untouched by an annex about other lines, or about the end alone', () => {
    const other = { ...annex(1, '2021-06-01', null), quantities: [{ lineId: 2, quantity: 5 }] };
    expect(quantityOn(LINE, [other, annex(2, '2021-06-02', null, '2022-01-31')], plainDate('2021-12-01'))).toBe(24);
  });

  it('may be nothing at all', () => {
    expect(quantityOn(LINE, [annex(1, '2021-06-01', 0)], plainDate('2021-06-01'))).toBe(0);
  });
});

describe('the last day', () => {
  const contract = { endsOn: plainDate('2021-12-31') };

  it('moves with the last annex in effect that names one', () => {
    const annexes = [annex(1, '2021-06-01', null, '2022-01-31'), annex(2, '2021-07-01', 30)];
    expect(endOf(contract, annexes, plainDate('2021-05-31')).toString()).toBe('2021-12-31');
    expect(endOf(contract, annexes, plainDate('2021-08-01')).toString()).toBe('2022-01-31');
  });
});

describe('the value', () => {
  it('is that of the quantities of the day, tax included', () => {
    const annexes = [annex(1, '2021-06-01', 30)];
    expect(contractValueOn([LINE], annexes, plainDate('2021-01-01'))).toEqual({ net: 36_000_000, vat: 2_880_000, gross: 38_880_000 });
    expect(contractValueOn([LINE], annexes, plainDate('2021-06-01')).gross).toBe(48_600_000);
  });

  it('rounds the tax to the đồng once a line, half a đồng up, and a taking back exactly as far down', () => {
    expect(amountsOf(1, 10, '5')).toEqual({ net: 10, vat: 1, gross: 11 });
    expect(amountsOf(-1, 10, '5')).toEqual({ net: -10, vat: -1, gross: -11 });
    expect(amountsOf(3, 1_234_567, 'KCT')).toEqual({ net: 3_703_701, vat: 0, gross: 3_703_701 });
  });

  it('is whole, adds up and never goes astray within the sums that are taken in', () => {
    const anyLine = fc.record({
      quantity: fc.integer({ min: 0, max: 100_000 }),
      price: fc.integer({ min: 0, max: 9_999_999 }),
      vat: fc.constantFrom(...VAT_RATES),
    });
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 60 }), (lines) => {
        const amounts = lines.map(({ quantity, price, vat }) => amountsOf(quantity, price, vat));
        const total = sumOf(amounts);
        expect(Number.isSafeInteger(total.gross)).toBe(true);
        expect(total.net + total.vat).toBe(total.gross);
        for (const [index, { net, vat, gross }] of amounts.entries()) {
          expect(net + vat).toBe(gross);
          const percent = lines[index]!.vat === 'KCT' ? 0 : Number(lines[index]!.vat);
          expect(Math.abs(vat * 100 - net * percent)).toBeLessThanOrEqual(50);
          expect(net).toBeLessThanOrEqual(MOST_DONG);
        }
      }),
    );
  });
});
