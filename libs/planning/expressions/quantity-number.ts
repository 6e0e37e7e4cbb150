import type { Cursor } from './cursor.js';

const MOST = 999_999_999;
const LONGEST_FRACTION = 3;

/** What stands where a number should: its value, or that it cannot be a count (a fraction, too many digits). */
export type FoundNumber = { value: number } | { value: null };

/** `24`, `02`, `1.000`, `1 000`, `95,5`; undefined where no digit stands. */
export function readNumber(cursor: Cursor): FoundNumber | undefined {
  const first = cursor.peek();
  if (first?.kind !== 'number') return undefined;
  let digits = cursor.take()!.text;
  while (isThousands(cursor, digits)) digits += takeThousands(cursor);
  if (isFraction(cursor)) {
    cursor.take();
    const fraction = cursor.take()!.text;
    return { value: Number(digits) <= MOST && fraction.length <= LONGEST_FRACTION ? Number(`${digits}.${fraction}`) : null };
  }
  return { value: Number(digits) <= MOST ? Number(digits) : null };
}

/** Three digits after a point, or after a space where the first group has no leading zero. */
function isThousands(cursor: Cursor, digits: string): boolean {
  if (digits.startsWith('0')) return false;
  const [next, following] = [cursor.peek(), cursor.peek(1)];
  if (next?.text === '.' && next.isGlued) return following?.kind === 'number' && following.isGlued && following.text.length === 3;
  return next?.kind === 'number' && !next.isGlued && next.text.length === 3 && digits.length <= 3;
}

function takeThousands(cursor: Cursor): string {
  if (cursor.peek()!.kind !== 'number') cursor.take();
  return cursor.take()!.text;
}

function isFraction(cursor: Cursor): boolean {
  const [comma, fraction] = [cursor.peek(), cursor.peek(1)];
  return (comma?.text === ',' || comma?.text === '.') && comma.isGlued && fraction?.kind === 'number' && fraction.isGlued;
}
