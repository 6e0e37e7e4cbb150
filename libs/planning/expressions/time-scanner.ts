import { Cursor } from './cursor.js';
import { readCycleName, readEvery } from './time-cycles.js';
import { readPart, readPoint, weekNumber } from './time-points.js';
import type { ScannedSign, TimeSign } from './time-sign.js';
import { EVENT_BEGINNINGS, FIXED_PHRASES, ISSUED, OPEN_BEGINNINGS } from './time-words.js';
import { rawOf, tokenise } from './token.js';

/** First pass over a time expression: its words as signs, from left to right. */
export function scanTime(text: string): ScannedSign[] {
  const cursor = new Cursor(tokenise(text));
  const signs: ScannedSign[] = [];
  while (!cursor.isDone) {
    const start = cursor.at;
    const found = scanners.reduce<TimeSign[] | undefined>((sofar, scan) => sofar ?? cursor.attempt(() => scan(cursor)), undefined);
    if (!found) cursor.take();
    const words = rawOf(cursor.since(start));
    signs.push(...(found ?? [{ is: 'unknown' } as const]).map((sign) => ({ ...sign, words })));
  }
  return signs;
}

type Scan = (cursor: Cursor) => TimeSign[] | undefined;

/** Tried in this order at each place: a longer meaning before a shorter one. */
const scanners: readonly Scan[] = [
  eventPhrase,
  openPhrase,
  (cursor) => one(readEvery(cursor)),
  severalTimes,
  stage,
  clockTime,
  weekday,
  allYear,
  monthsWithoutPlace,
  (cursor) => asPeriod(cursor),
  duration,
  (cursor) => withPart(cursor),
  weekOfCycle,
  fixedPhrase,
  unitAlone,
];

function one(sign: TimeSign | undefined): TimeSign[] | undefined {
  return sign ? [sign] : undefined;
}

function asPeriod(cursor: Cursor): TimeSign[] | undefined {
  const period = readPoint(cursor);
  return period && [{ is: 'period', period }];
}

function withPart(cursor: Cursor): TimeSign[] | undefined {
  const part = readPart(cursor);
  return part && [{ is: 'part', part }];
}

function fixedPhrase(cursor: Cursor): TimeSign[] | undefined {
  for (const [sign, phrases] of FIXED_PHRASES) {
    if (cursor.acceptOneOf(phrases)) return [sign];
  }
  return undefined;
}

/** "cả năm", "suốt năm 2021", "quanh năm": all the time; the year is read on its own. */
function allYear(cursor: Cursor): TimeSign[] | undefined {
  return cursor.accept('quanh', 'cả', 'suốt cả', 'suốt', 'toàn') && cursor.sees('năm') ? [{ is: 'continuous' }] : undefined;
}

/** "1-2 lần/tháng": the lower number counts; that there is another is told as a word not read. */
function severalTimes(cursor: Cursor): TimeSign[] | undefined {
  const least = cursor.digits();
  if (!least || !cursor.accept('-', 'đến', 'tới')) return undefined;
  const start = cursor.at;
  const most = cursor.digits();
  if (!most || most < least || !cursor.accept('lần', 'đợt', 'kỳ', 'lượt')) return undefined;
  cursor.at = start;
  const every = readEvery(cursor);
  return every && [{ ...every, times: Math.max(1, Math.round((every.times / most) * least)) }, { is: 'unknown' }];
}

/** "đợt 1", "lần II": numbers the times and says nothing of when. */
function stage(cursor: Cursor): TimeSign[] | undefined {
  if (!cursor.accept('đợt', 'lần', 'vòng', 'bước', 'kỳ')) return undefined;
  const number = cursor.accept('thứ nhất') || cursor.digits() !== undefined || cursor.roman() !== undefined;
  return number ? [{ is: 'noise' }] : undefined;
}

/** "6 tháng" with nothing that says which: it only counts in a list of reports. */
function monthsWithoutPlace(cursor: Cursor): TimeSign[] | undefined {
  const number = cursor.digits() ?? cursor.numberWord();
  if (number === undefined || !cursor.accept('tháng')) return undefined;
  return cursor.peek()?.kind === 'number' || cursor.sees('đầu', 'cuối') ? undefined : [{ is: 'months', number }];
}

function clockTime(cursor: Cursor): TimeSign[] | undefined {
  if (cursor.digits() === undefined || !cursor.accept('giờ', 'h', 'g', ': 00', ': 30')) return undefined;
  if (cursor.digits() !== undefined) cursor.accept('phút', 'p');
  return [{ is: 'clock' }];
}

/** "thứ Ba", "thứ 2", "chủ nhật" */
function weekday(cursor: Cursor): TimeSign[] | undefined {
  cursor.accept('ngày', 'vào', 'các ngày');
  if (cursor.accept('chủ nhật')) return [{ is: 'weekday' }];
  if (!cursor.accept('thứ')) return undefined;
  const number = cursor.digits() ?? cursor.numberWord();
  return number !== undefined && number >= 2 && number <= 7 ? [{ is: 'weekday' }] : undefined;
}

function weekOfCycle(cursor: Cursor): TimeSign[] | undefined {
  const number = weekNumber(cursor);
  return number === undefined ? undefined : [{ is: 'week', number }];
}

/** "30 ngày", "10 ngày làm việc" */
function duration(cursor: Cursor): TimeSign[] | undefined {
  if (cursor.digits() === undefined || !cursor.accept('ngày làm việc', 'ngày', 'tuần', 'năm') || cursor.peek()?.kind === 'number') return undefined;
  return [{ is: 'duration' }];
}

function unitAlone(cursor: Cursor): TimeSign[] | undefined {
  const cycle = readCycleName(cursor);
  return cycle && [{ is: 'unit', cycle }];
}

/** "Ngay sau khi Kế hoạch được ban hành", "trước khi khai giảng", "trong vòng 30 ngày kể từ…" */
function eventPhrase(cursor: Cursor): TimeSign[] | undefined {
  if (cursor.sees('sau khi có', 'ngay sau khi có', 'ngay khi có')) {
    skipPhrase(cursor);
    return [{ is: 'open' }];
  }
  const start = cursor.at;
  const isWithin = cursor.sees('trong vòng');
  if (!cursor.acceptOneOf(EVENT_BEGINNINGS) || (cursor.peek()?.kind === 'number' && !isWithin)) return undefined;
  skipPhrase(cursor, 'cho đến', 'đến', 'tới');
  return [eventOf(new Cursor(cursor.since(start)))];
}

/** Whether the words speak of the plan itself being issued, and on which day, where they name it. */
function eventOf(cursor: Cursor): TimeSign {
  cursor.skipUntil('kế hoạch', ...ISSUED);
  const isIssueFirst = cursor.accept(...ISSUED);
  cursor.accept(...ISSUED);
  const isPlan = cursor.accept('kế hoạch này', 'kế hoạch');
  cursor.accept('được');
  const isIssueOfPlan = isIssueFirst ? isPlan || cursor.isDone || cursor.sees('ngày') : isPlan && cursor.accept(...ISSUED);
  return { is: 'event', isIssueOfPlan, issuedOn: (isIssueOfPlan && readPoint(cursor)) || null };
}

function openPhrase(cursor: Cursor): TimeSign[] | undefined {
  if (!cursor.acceptOneOf(OPEN_BEGINNINGS)) return undefined;
  skipPhrase(cursor);
  return [{ is: 'open' }];
}

const TIME_AGAIN = ['hàng', 'mỗi', 'định kỳ', 'thường xuyên', 'trước', 'chậm nhất', 'tháng', 'quý', 'ngày', 'cuối năm', 'đầu năm', 'đột xuất'];
const JOINED_TIMES = ['và', 'hoặc'].flatMap((word) => TIME_AGAIN.map((time) => `${word} ${time}`));

/** Steps over the words that belong to an open phrase or an event; numbers and dates in them are not the time. */
function skipPhrase(cursor: Cursor, ...ends: readonly string[]): void {
  while (!cursor.isDone && !cursor.sees(',', ';', '(', ...ends, ...JOINED_TIMES)) cursor.take();
}
