import type { Cursor } from './cursor.js';
import type { Part, Period } from './period.js';

const FIRST_YEAR = 1900;
const LAST_YEAR = 2999;
const CENTURY = 2000;

/** A date, month, quarter, half or year that is named here. */
export function readPoint(cursor: Cursor): Period | undefined {
  for (const read of POINTS) {
    const period = cursor.attempt(() => read(cursor));
    if (period) return period;
  }
  return undefined;
}

/** "đầu", "giữa", "cuối" and the ten-day weeks ("trung tuần"), which come before a period. */
export function readPart(cursor: Cursor): Part | undefined {
  if (cursor.accept('vào đầu', 'ngay từ đầu', 'đầu', 'thượng tuần')) return 'start';
  if (cursor.accept('vào giữa', 'giữa', 'trung tuần')) return 'middle';
  if (cursor.accept('vào cuối', 'cuối', 'hạ tuần')) return 'end';
  return undefined;
}

const POINTS: readonly ((cursor: Cursor) => Period | undefined)[] = [
  isoDate,
  fullDate,
  dayWithWords,
  halfYear,
  halfMonth,
  monthsOfYear,
  month,
  quarter,
  year,
  shortDate,
  dayOnly,
  lunarNewYear,
  bareNumber,
];

/** `2021-12-15` */
function isoDate(cursor: Cursor): Period | undefined {
  const named = yearNumber(cursor);
  const [month_, day] = named && cursor.accept('-') ? [cursor.digits(), cursor.accept('-') ? cursor.digits() : undefined] : [];
  return month_ !== undefined && day !== undefined ? { unit: 'day', day, month: month_, year: named! } : undefined;
}

/** `15/8/2021`, `15-8-2021`, `15.8.21`, with or without "ngày" */
function fullDate(cursor: Cursor): Period | undefined {
  cursor.accept('ngày', 'hôm');
  const day = cursor.digits();
  const separator = cursor.peek()?.text ?? '';
  if (day === undefined || !['/', '-', '.'].includes(separator) || !cursor.accept(separator)) return undefined;
  const named = cursor.digits();
  if (named === undefined || !cursor.accept(separator)) return undefined;
  const inYear = yearNumber(cursor) ?? shortYear(cursor);
  return inYear === undefined ? undefined : { unit: 'day', day, month: named, year: inYear };
}

/** `ngày 05 tháng 3 năm 2021`, `05 tháng 3`; a week: `tuần 2 tháng 3` */
function dayWithWords(cursor: Cursor): Period | undefined {
  const week = weekNumber(cursor);
  if (week === undefined) cursor.accept('ngày');
  const day = week ?? cursor.digits();
  if (day === undefined) return undefined;
  cursor.accept('của', 'trong');
  if (!cursor.accept('tháng')) return undefined;
  const named = cursor.digits();
  if (named === undefined || (week === undefined && cursor.sees('tháng'))) return undefined;
  const inYear = yearSuffix(cursor);
  return week === undefined ? { unit: 'day', day, month: named, year: inYear } : { unit: 'week', number: week, month: named, year: inYear };
}

/** `tuần 2`, `tuần thứ hai`, `tuần đầu tiên`; 0 for `tuần cuối`. */
export function weekNumber(cursor: Cursor): number | undefined {
  return cursor.attempt(() => {
    if (!cursor.accept('tuần')) return undefined;
    if (cursor.accept('đầu tiên', 'đầu', 'thứ nhất')) return 1;
    if (cursor.accept('cuối cùng', 'cuối')) return 0;
    cursor.accept('thứ');
    const number = cursor.digits() ?? cursor.numberWord();
    return number !== undefined && number >= 1 ? number : undefined;
  });
}

/** `6 tháng đầu năm`, `nửa cuối năm 2021` */
function halfYear(cursor: Cursor): Period | undefined {
  if (!cursor.accept('nửa', 'nữa')) return undefined;
  const at = edgeOf(cursor);
  if (!at) return undefined;
  cursor.accept('của');
  const inYear = ofYear(cursor);
  return inYear === undefined ? undefined : { unit: 'half', number: at === 'start' ? 1 : 2, year: inYear };
}

/** `nửa đầu tháng 9`, `nửa cuối tháng 9/2021` */
function halfMonth(cursor: Cursor): Period | undefined {
  if (!cursor.accept('nửa', 'nữa')) return undefined;
  const at = edgeOf(cursor) ?? (cursor.accept('sau') ? 'end' : undefined);
  if (!at) return undefined;
  cursor.accept('của');
  const whole = month(cursor);
  return whole?.unit === 'month' ? { unit: 'halfMonth', number: whole.number, at, year: whole.year } : undefined;
}

/** `9 tháng đầu năm 2021`, `3 tháng cuối năm`; six are a half */
function monthsOfYear(cursor: Cursor): Period | undefined {
  const number = cursor.digits() ?? cursor.numberWord();
  if (number === undefined || !cursor.accept('tháng')) return undefined;
  const at = edgeOf(cursor);
  if (!at) return undefined;
  cursor.accept('của');
  const inYear = ofYear(cursor) ?? yearSuffix(cursor);
  return number === 6 ? { unit: 'half', number: at === 'start' ? 1 : 2, year: inYear } : { unit: 'months', number, at, year: inYear };
}

function edgeOf(cursor: Cursor): 'start' | 'end' | undefined {
  if (cursor.accept('đầu')) return 'start';
  return cursor.accept('cuối') ? 'end' : undefined;
}

/** `tháng 3`, `T3/2021`, `tháng Ba`, `tháng 3 năm 2021` */
function month(cursor: Cursor): Period | undefined {
  if (!cursor.accept('tháng') && !isAbbreviated(cursor, 't')) return undefined;
  const number = cursor.digits() ?? cursor.numberWord();
  return number === undefined || cursor.sees('tháng') ? undefined : { unit: 'month', number, year: yearSuffix(cursor) };
}

/** `quý II`, `Q.3/2021`, `quý ba`, `quý I năm 2021` */
function quarter(cursor: Cursor): Period | undefined {
  if (!cursor.accept('quý') && !isAbbreviated(cursor, 'q')) return undefined;
  const number = cursor.digits() ?? cursor.roman() ?? (cursor.sees('năm') ? undefined : cursor.numberWord());
  return number === undefined ? undefined : { unit: 'quarter', number, year: yearSuffix(cursor) };
}

/** `T3`, `T.3`, `Q.III`: the letter stands for the unit only right before its number. */
function isAbbreviated(cursor: Cursor, letter: string): boolean {
  if (cursor.peek()?.text !== letter) return false;
  const hasDot = cursor.peek(1)?.text === '.';
  const number = cursor.peek(hasDot ? 2 : 1);
  if (number?.kind !== 'number' && !(letter === 'q' && /^[iv]+$/.test(number?.text ?? ''))) return false;
  cursor.at += hasDot ? 2 : 1;
  return true;
}

/** `năm 2021`, `2021`, `năm nay`; a bare "năm" means the year of the plan. */
function year(cursor: Cursor): Period | undefined {
  const named = cursor.attempt(() => yearNumber(cursor));
  if (named !== undefined) return cursor.sees('/') ? undefined : { unit: 'year', year: named };
  const inYear = ofYear(cursor);
  return inYear === undefined ? undefined : { unit: 'year', year: inYear };
}

/** `12/2020` is a number with its year, `15/6` a day with its month. */
function shortDate(cursor: Cursor): Period | undefined {
  cursor.accept('ngày');
  const first = cursor.digits() ?? (cursor.peek(1)?.text === '/' ? cursor.roman() : undefined);
  if (first === undefined) return undefined;
  const inYear = cursor.attempt(() => (cursor.accept('/', '-', '.') ? yearNumber(cursor) : undefined));
  if (inYear !== undefined) return { unit: 'bare', number: first, year: inYear };
  if (!cursor.accept('/')) return undefined;
  const second = cursor.digits();
  return second === undefined ? undefined : { unit: 'day', day: first, month: second, year: yearSuffix(cursor) };
}

function dayOnly(cursor: Cursor): Period | undefined {
  if (!cursor.accept('ngày', 'mùng', 'mồng')) return undefined;
  const number = cursor.digits();
  return number === undefined || isAmountOfSomething(cursor) ? undefined : { unit: 'dayOnly', number, year: null };
}

function lunarNewYear(cursor: Cursor): Period | undefined {
  if (!cursor.accept('tết') || cursor.sees('dương lịch', 'trung thu', 'độc lập')) return undefined;
  cursor.accept('nguyên đán', 'âm lịch', 'cổ truyền');
  return { unit: 'lunarNewYear', year: ofYear(cursor) ?? null };
}

/** A number that takes its unit from its neighbour: the 6 of "tháng 3, 6". */
function bareNumber(cursor: Cursor): Period | undefined {
  const number = cursor.digits() ?? cursor.roman();
  return number === undefined || isAmountOfSomething(cursor) ? undefined : { unit: 'bare', number, year: yearSuffix(cursor) };
}

/** "30 ngày", "15 giờ": the number does not name a period. */
function isAmountOfSomething(cursor: Cursor): boolean {
  return cursor.peek()?.kind === 'word' && !cursor.sees('và', 'đến', 'tới', 'hàng', 'mỗi', 'của', 'hoặc', 'năm', 'trong', 'từng', 'tháng');
}

/** The year that follows a period: `/2021`, `năm 2021`, ` 2021`. Null when none is named. */
function yearSuffix(cursor: Cursor): number | null {
  const named = cursor.attempt(() => {
    if (cursor.accept('/ năm', '- năm', '-', '.')) return yearNumber(cursor);
    if (cursor.accept('/')) return yearNumber(cursor) ?? shortYear(cursor);
    cursor.accept('của', 'trong');
    return ofYear(cursor) ?? undefined;
  });
  return named ?? null;
}

/** A number; null for "năm" alone or "năm nay"; undefined when no year stands here. */
function ofYear(cursor: Cursor): number | null | undefined {
  return cursor.attempt(() => {
    if (!cursor.accept('năm kế hoạch', 'năm')) return undefined;
    if (cursor.accept('nay', 'này')) return null;
    if (cursor.sees('học', 'sau', 'tới', 'trước', 'ngoái')) return undefined;
    const named = yearNumber(cursor);
    if (named !== undefined) return named;
    const next = cursor.peek();
    return next?.kind === 'number' && next.text.length >= 4 ? undefined : null;
  });
}

function yearNumber(cursor: Cursor): number | undefined {
  return cursor.attempt(() => {
    const number = cursor.peek()?.text.length === 4 ? cursor.digits() : undefined;
    return number !== undefined && number >= FIRST_YEAR && number <= LAST_YEAR ? number : undefined;
  });
}

/** `21` for 2021, only where a month or day before it leaves no other reading. */
function shortYear(cursor: Cursor): number | undefined {
  return cursor.attempt(() => {
    const text = cursor.peek()?.text ?? '';
    const number = text.length === 2 ? cursor.digits() : undefined;
    return number !== undefined && number > 12 && cursor.peek()?.text !== '/' ? CENTURY + number : undefined;
  });
}
