import type { Dong } from '#kernel/money.js';

/** `KCT` (không chịu thuế) is not 0 %: such a line has no tax at all and says so. */
export const VAT_RATES = ['KCT', '0', '5', '8', '10'] as const;
export type VatRate = (typeof VAT_RATES)[number];

/** A line's money: before tax, tax, and both together. */
export interface Amounts {
  readonly net: Dong;
  readonly vat: Dong;
  readonly gross: Dong;
}

const NO_AMOUNTS: Amounts = { net: 0, vat: 0, gross: 0 };

/** The tax is rounded to the whole đồng once a line, half a đồng up. @param quantity may be below nought in an adjustment */
export function amountsOf(quantity: number, unitPrice: Dong, rate: VatRate): Amounts {
  const net = quantity * unitPrice;
  const percent = rate === 'KCT' ? 0 : Number(rate);
  const vat = Math.sign(net) * Math.floor((Math.abs(net) * percent + 50) / 100);
  return { net, vat: vat + 0, gross: net + vat };
}

export function sumOf(amounts: readonly Amounts[]): Amounts {
  return amounts.reduce((sum, one) => ({ net: sum.net + one.net, vat: sum.vat + one.vat, gross: sum.gross + one.gross }), NO_AMOUNTS);
}

/** As it stands in a table: `KCT` or `8%`. */
export function vatName(rate: VatRate): string {
  return rate === 'KCT' ? 'KCT' : `${rate}%`;
}
