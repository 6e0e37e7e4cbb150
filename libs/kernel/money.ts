/** Sums are whole đồng, kept as integers: no sum of ours has a fraction. */
export type Dong = number;

/** The largest sum that is taken in: well within what an integer of JavaScript holds exactly, even after multiplying. */
export const MOST_DONG = 999_999_999_999;

/** `115500000` → `115.500.000`, without the unit. */
export function formatDong(sum: Dong): string {
  return `${sum < 0 ? '-' : ''}${String(Math.abs(sum)).replace(/\B(?=(\d{3})+$)/g, '.')}`;
}

/**
 * Reads a sum as people type it: `115500000`, `115.500.000`, `115 500 000 đồng`; dots, commas and spaces only between
 * groups of three digits. @returns undefined for anything else, and for what is over `MOST_DONG`
 */
export function readDong(text: string): Dong | undefined {
  const figures = text
    .normalize('NFC')
    .trim()
    .replace(/\s*(đồng|đ|vnđ|vnd)$/iu, '');
  if (!/^(\d{1,15}|\d{1,3}([.,\s\u00a0])\d{3}(\2\d{3})*)$/u.test(figures)) return undefined;
  const sum = Number(figures.replace(/\D/g, ''));
  return sum <= MOST_DONG ? sum : undefined;
}
