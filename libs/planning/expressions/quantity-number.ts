import type { Cursor } from './cursor.js';

const MOST = 999_999_999;
const LONGEST_FRACTION = 3;

/** What stands where a number should: its value, or that it cannot be a count (a fraction, too many digits). */
export type FoundNumber = { value: number } | { value: null };

/** `24`, `02`, `1.000`, `1 000`, `95,5`, `10 nghìn` before what is counted; undefined where no digit stands. */
export function readNumber(cursor: Cursor): FoundNumber | undefined {
  const found = readDigits(cursor);
  const times = found && multiplier(cursor);
  if (!found || times === undefined || found.value === null) return found;
  const value = Math.round(found.value * times * ROUNDING) / ROUNDING;
  return { value: value <= MOST ? value : null };
}

const ROUNDING = 1000;
const MULTIPLIERS = [
  ['nghìn', 1000],
  ['ngàn', 1000],
  ['triệu', 1_000_000],
] as const;

/** Not of money, nor where nothing is named that it counts. */
function multiplier(cursor: Cursor): number | undefined {
  return cursor.attempt(() => {
    const found = MULTIPLIERS.find(([word]) => cursor.accept(word));
    return found && cursor.peek()?.kind === 'word' && !cursor.sees('đồng', 'vnđ', 'vnd', 'và', 'đến') ? found[1] : undefined;
  });
}

/** "hai", "mười lăm", "hai mươi bốn", "một trăm linh hai" */
export function readNumberWords(cursor: Cursor): number | undefined {
  const first = cursor.numberWord();
  if (first === undefined) return undefined;
  if (!cursor.accept('trăm')) return belowHundred(cursor, first);
  cursor.accept('linh', 'lẻ');
  const rest = cursor.numberWord();
  return first * HUNDRED + (rest === undefined ? 0 : belowHundred(cursor, rest));
}

const TEN = 10;
const HUNDRED = 100;

function belowHundred(cursor: Cursor, first: number): number {
  if (first < TEN && !cursor.accept('mươi')) return first;
  const tens = first < TEN ? first * TEN : first;
  if (first > TEN) return first;
  if (cursor.accept('mốt')) return tens + 1;
  if (cursor.accept('lăm', 'nhăm')) return tens + 5;
  return (
    tens +
    (cursor.attempt(() => {
      const unit = cursor.numberWord();
      return unit !== undefined && unit < TEN ? unit : undefined;
    }) ?? 0)
  );
}

function readDigits(cursor: Cursor): FoundNumber | undefined {
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
