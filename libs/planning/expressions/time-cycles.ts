import type { Cursor } from './cursor.js';
import type { Cycle, TimeSign } from './time-sign.js';

export type Every = Extract<TimeSign, { is: 'every' }>;

const EVERY = ['mỗi một', 'mỗi', 'hàng', 'từng', 'tất cả các', 'trong các', 'các'] as const;
const MOST_WORDS_OF_UNIT = 5;
const TIMES = ['lần', 'kỳ', 'đợt', 'lượt'] as const;
/** Between a count and its cycle: "01 lần/quý", "2 lần mỗi quý", "hai lần trong năm". */
const PER = ['/ một', '/ mỗi', '/', 'mỗi một', 'mỗi', 'hàng', 'trong một', 'trong', 'trên', 'một', 'cho mỗi'] as const;

/** A phrase that says how often: "mỗi quý", "02 lần/năm", "6 tháng/lần", "theo tháng", "01 chuyên mục/tuần". */
export function readEvery(cursor: Cursor): Every | undefined {
  for (const read of [cycleOnce, cycleThenCount, countThenCycle, everyCycle]) {
    const every = cursor.attempt(() => read(cursor));
    if (every) return every;
  }
  return undefined;
}

/** A cycle without a number of its own. */
export function readCycleName(cursor: Cursor): Cycle | undefined {
  if (cursor.sees('quy định', 'quy chế', 'quy trình', 'quy mô')) return undefined;
  if (cursor.accept('tuần lễ', 'tuần')) return 'week';
  if (cursor.accept('nửa năm', 'nữa năm', 'bán niên')) return 'half';
  if (cursor.accept('tháng')) return 'month';
  if (cursor.accept('quý')) return 'quarter';
  return cursor.accept('năm') ? 'year' : undefined;
}

/** "6 tháng/lần", "quý một lần", "hai tuần 1 lần" */
function cycleOnce(cursor: Cursor): Every | undefined {
  cursor.accept(...EVERY);
  const every = cycleOfLength(cursor);
  if (!every || !cursor.accept('/')) return undefined;
  amount(cursor);
  return cursor.acceptOneOf(TIMES) ? every : undefined;
}

/** "mỗi tháng 2 lần", "năm hai lần", "quý một lần", "mỗi tháng 01 chuyên mục" */
function cycleThenCount(cursor: Cursor): Every | undefined {
  const isDistributive = !cursor.sees('các', 'trong các') && cursor.accept(...EVERY);
  const every = cycleOfLength(cursor);
  cursor.accept(',', ':', 'là', 'thực hiện', 'tổ chức', 'có');
  const times = every ? amount(cursor) : undefined;
  if (!every || !times || !(cursor.accept(...TIMES) || (isDistributive && unitWords(cursor)))) return undefined;
  return { ...every, times: every.times * times };
}

/** Steps over what is counted; "30 ngày" and "6 tháng" are lengths of time and count nothing. */
function unitWords(cursor: Cursor): boolean {
  const start = cursor.at;
  if (cursor.sees('ngày', 'tuần', 'tháng', 'quý', 'năm', 'giờ', 'phút', 'và', 'đến')) return false;
  while (cursor.peek()?.kind === 'word' && cursor.at - start < MOST_WORDS_OF_UNIT && !cursor.sees(...PER)) cursor.take();
  return cursor.at > start;
}

/** "1 lần/quý", "02 lần trong năm", "01 chuyên mục/tuần" */
function countThenCycle(cursor: Cursor): Every | undefined {
  const times = amount(cursor);
  if (!times) return undefined;
  if (!(cursor.accept(...TIMES) || unitWords(cursor)) || !cursor.acceptOneOf(PER)) return undefined;
  const every = cycleOfLength(cursor);
  return every ? { ...every, times: every.times * times } : undefined;
}

/** "mỗi tháng", "hàng quý", "mỗi 6 tháng", "theo quý", "các tháng trong năm", "định kỳ 6 tháng" */
function everyCycle(cursor: Cursor): Every | undefined {
  const isPeriodic = cursor.accept('định kỳ theo', 'định kỳ');
  const isDistributive = cursor.accept(...EVERY, 'theo');
  if (!isPeriodic && !isDistributive) return cursor.accept('nửa năm', 'bán niên') ? { is: 'every', cycle: 'half', times: 1 } : undefined;
  const every = cycleOfLength(cursor);
  const isNumbered = cursor.peek()?.kind === 'number' || (every?.cycle === 'quarter' && cursor.attempt(() => cursor.roman()) !== undefined);
  return every && !isNumbered && !(isPeriodic && cursor.sees('đầu', 'cuối')) ? every : undefined;
}

function amount(cursor: Cursor): number | undefined {
  const number = cursor.digits() ?? cursor.numberWord();
  if (number && cursor.peek()?.text === '(') {
    cursor.attempt(() => (cursor.accept('(') && cursor.numberWord() && cursor.accept(')') ? true : undefined));
  }
  return number && number <= MOST_TIMES ? number : undefined;
}

const MOST_TIMES = 999;
const MONTHS = 12;
const WEEKS = 52;
const CYCLE_OF_MONTHS = new Map<number, Cycle>([
  [1, 'month'],
  [3, 'quarter'],
  [6, 'half'],
  [12, 'year'],
]);

/** A cycle that may have a length: "quý", "6 tháng", "hai tuần". One that has no name is so many times a year. */
export function cycleOfLength(cursor: Cursor): Every | undefined {
  const name = cursor.attempt(() => (cursor.sees('tháng giêng', 'tháng chạp') ? undefined : readCycleName(cursor)));
  if (name) return { is: 'every', cycle: name, times: 1 };
  const length = amount(cursor);
  const unit = length ? readCycleName(cursor) : undefined;
  if (!length || !unit) return undefined;
  if (length === 1) return { is: 'every', cycle: unit, times: 1 };
  const ofMonths = unit === 'month' ? CYCLE_OF_MONTHS.get(length) : unit === 'quarter' ? CYCLE_OF_MONTHS.get(length * 3) : undefined;
  if (ofMonths) return { is: 'every', cycle: ofMonths, times: 1 };
  const perYear = unit === 'week' ? WEEKS / length : unit === 'month' ? MONTHS / length : 0;
  return Number.isInteger(perYear) && perYear > 0 ? { is: 'every', cycle: 'year', times: perYear } : undefined;
}
