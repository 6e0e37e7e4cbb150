/** Widths of bold Times letters in thousandths of their size; a letter with marks is as wide as without. */
const WIDTHS: readonly (readonly [string, number])[] = [
  [' .,', 250],
  ['/il', 278],
  ['-():;fjt', 333],
  ['sI', 389],
  ['cerz', 444],
  ['0123456789agovxyJ“”', 500],
  ['bdhknpquđS', 556],
  ['FP', 611],
  ['BELTZ', 667],
  ['wACDĐNRUVXY', 722],
  ['GHKOQ', 778],
  ['m', 833],
  ['M', 944],
  ['W', 1000],
];

const USUAL_WIDTH = 556;

const MARKS = /\p{M}/gu;

/** About how wide bold text is, in twips: enough for the length of the line under it. @param size in points */
export function boldTextWidth(text: string, size: number): number {
  const letters = Array.from(text.normalize('NFD').replace(MARKS, ''));
  const thousandths = letters.reduce((sum, letter) => sum + (WIDTHS.find(([group]) => group.includes(letter))?.[1] ?? USUAL_WIDTH), 0);
  return Math.round((thousandths / 1000) * size * 20);
}
