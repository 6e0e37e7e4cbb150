import type { Cursor } from './cursor.js';
import type { QuantityDoubtCode } from './quantity-doubts.js';
import { type FoundNumber, readNumber, readNumberWords } from './quantity-number.js';
import { unitOf } from './quantity-unit.js';
import { AT_LEAST, AT_MOST, BROADCASTS, MEASURES, readUnit, RERUNS } from './quantity-words.js';
import { cycleOfLength } from './time-cycles.js';

export interface Amount {
  readonly min: number | null;
  readonly max: number | null;
  readonly isPercentage: boolean;
}

/** What a word before a number makes of it: "tối thiểu", "tối đa", "từ". */
export type Bound = 'least' | 'most' | 'from';

export interface ReadAmount {
  /** Undefined for a number that cannot be a count. */
  readonly amount: Amount | undefined;
  readonly unit: string | undefined;
  readonly isPartlyRead: boolean;
  readonly doubts: readonly QuantityDoubtCode[];
}

/** A bound right before a number. */
export function readBound(cursor: Cursor): Bound | undefined {
  return cursor.attempt((): Bound | undefined => {
    const found = cursor.acceptOneOf(AT_LEAST) ? 'least' : cursor.acceptOneOf(AT_MOST) ? 'most' : cursor.accept('từ') ? 'from' : undefined;
    return found && cursor.peek()?.kind === 'number' ? found : undefined;
  });
}

/** "24 bài", "02-03 bài", "từ 02 bài đến 03 bài", "80% - 90%", "hai lớp" */
export function readAmount(cursor: Cursor, bound: Bound | undefined): ReadAmount | undefined {
  const first = readNumber(cursor) ?? numberInWords(cursor);
  if (!first) return undefined;
  const upTo = cursor.attempt(() => upToNumber(cursor));
  const isPercentage = cursor.accept('%', 'phần trăm');
  const last = upTo ?? (isPercentage ? upToPercentage(cursor) : undefined);
  const values = [first.value, ...(last ? [last.value] : [])];
  const isCount = values.every((value) => value !== null && (isPercentage || Number.isInteger(value)));
  if (!isCount) return { amount: undefined, unit: undefined, isPartlyRead: true, doubts: [] };
  const numbers = values as number[];
  const amount = { ...spanOf(numbers, bound), isPercentage };
  if (isPercentage) skipWhole(cursor);
  const unit = isPercentage ? undefined : unitHere(cursor);
  return { amount, unit, isPartlyRead: false, doubts: numbers[0]! > numbers.at(-1)! ? ['range-reversed'] : [] };
}

/** The other end of a range: "-03", "đến 03", and "bài đến 03 bài" where both ends have the same unit. */
function upToNumber(cursor: Cursor): FoundNumber | undefined {
  const unit = readUnit(cursor);
  const last = cursor.accept('-', 'đến', 'tới') ? readNumber(cursor) : undefined;
  const end = cursor.at;
  const isSame = unit === undefined || readUnit(cursor) === unit;
  cursor.at = end;
  return isSame ? last : undefined;
}

function spanOf(numbers: readonly number[], bound: Bound | undefined): { min: number; max: number | null } {
  const [min, max] = [Math.min(...numbers), Math.max(...numbers)];
  if (bound === 'most') return { min: 0, max };
  return { min, max: bound && numbers.length === 1 ? null : max };
}

function upToPercentage(cursor: Cursor): { value: number | null } | undefined {
  return cursor.attempt(() => {
    const last = cursor.accept('-', 'đến', 'tới') ? readNumber(cursor) : undefined;
    return last && cursor.accept('%', 'phần trăm') ? last : undefined;
  });
}

/** "hai lớp": a word is a number only right before something that is counted. */
function numberInWords(cursor: Cursor): { value: number } | undefined {
  return cursor.attempt(() => {
    const value = readNumberWords(cursor);
    const start = cursor.at;
    const isOfUnits = value !== undefined && readUnit(cursor) !== undefined;
    cursor.at = start;
    return isOfUnits ? { value } : undefined;
  });
}

const PERIODS_BEHIND = ['từ', 'đến', 'trên'].flatMap((word) => ['tháng', 'quý', 'tuần', 'ngày', 'hết'].map((period) => `${word} ${period}`));

/** The unit right behind a number: a known one, else all words up to the next sign. */
function unitHere(cursor: Cursor): string | undefined {
  if (cursor.peek()?.text === '"') return quotedWords(cursor);
  const known = readUnit(cursor);
  if (known) return known;
  const start = cursor.at;
  while (cursor.peek()?.kind === 'word' && !cursor.sees('mỗi', 'hàng', 'trong', 'trở lên', 'trở xuống', 'và', 'phát lại', 'theo', 'năm', ...PERIODS_BEHIND))
    cursor.take();
  return unitOf(cursor.since(start)) || undefined;
}

export function quotedWords(cursor: Cursor): string | undefined {
  cursor.take();
  const start = cursor.at;
  cursor.skipUntil('"');
  const words = cursor.since(start);
  cursor.take();
  return unitOf(words) || undefined;
}

/** The whole that a percentage is of: "cơ quan, đơn vị". */
function skipWhole(cursor: Cursor): void {
  const skipWords = () => {
    while (cursor.peek()?.kind === 'word' && !cursor.sees('mỗi', 'hàng', 'trong', 'trở lên', 'trở xuống')) cursor.take();
  };
  skipWords();
  while (cursor.peek()?.text === ',' && cursor.peek(1)?.kind === 'word') {
    cursor.take();
    skipWords();
  }
}

/** Steps over minutes, people, money: the number and its word. @param counted the one measure that is counted here */
export function skipMeasure(cursor: Cursor, counted: string): boolean {
  const measures = MEASURES.filter((word) => word !== counted);
  const found = cursor.attempt(() => {
    if (!readNumber(cursor)) return undefined;
    if (cursor.accept('-', 'đến')) readNumber(cursor);
    return cursor.acceptOneOf(measures) ? true : undefined;
  });
  return found === true;
}

/** Steps over "phát lại 02 lần/tuần", "thời lượng 15 phút". */
export function skipRerun(cursor: Cursor, isAfterAmount: boolean): boolean {
  if (!cursor.accept(...RERUNS, ...(isAfterAmount ? BROADCASTS : []))) return false;
  cursor.attempt(() => {
    cursor.accept(':', 'từ', 'tối thiểu', 'khoảng');
    if (!readNumber(cursor)) return undefined;
    if (cursor.accept('-', 'đến')) readNumber(cursor);
    cursor.accept('lần', 'lượt', ...MEASURES);
    cursor.attempt(() => (cursor.accept('/', 'mỗi', 'một', 'trong') ? (cycleOfLength(cursor) ?? cursor.take()) : undefined));
    return true;
  });
  return true;
}
