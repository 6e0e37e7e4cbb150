import { plainDate } from '#kernel/plain-date.js';
import type { TimeFrame } from '../time-frame.js';
import { isSpan, type Period, type PeriodProblem, type Span, spanOf } from './period.js';
import type { TimeFact } from './time-fact.js';
import { frameOf, type TimeReading, unknownTime } from './time-reading.js';

const KIND_OF_ONE: Partial<Record<Period['unit'], TimeFrame['kind']>> = {
  day: 'point_day',
  month: 'point_month',
  quarter: 'quarter',
  half: 'half',
  part: 'fuzzy',
  week: 'fuzzy',
  lunarNewYear: 'fuzzy',
};
const KIND_OF_SEVERAL: Partial<Record<Period['unit'], TimeFrame['kind']>> = {
  day: 'multi_deadline',
  month: 'multi_month',
  quarter: 'multi_quarter',
  half: 'multi_report',
};
/** Beyond this many months a range that runs backwards is a slip rather than a winter. */
const LONGEST_WINTER = 8;

/** One point in time, or several of one unit. */
export function readPoints(periods: readonly Period[]): TimeReading {
  const spans = periods.map(daysOf);
  const problem = spans.find((span) => !isSpan(span));
  if (problem !== undefined) return unknownTime(problem as PeriodProblem);
  const known = (spans as Span[]).toSorted((a, b) => a.to.localeCompare(b.to));
  const { unit } = periods[0]!;
  if (known.length === 1) return readOne(periods[0]!, known[0]!);
  const kind = periods.every((period) => period.unit === unit) ? KIND_OF_SEVERAL[unit] : undefined;
  const isOverYears = unit === 'half' && known[0]!.to.slice(0, 4) !== known.at(-1)!.to.slice(0, 4);
  if (!kind || isOverYears) return unknownTime('time-unknown');
  const dates = [...new Set(known.map(({ to }) => to))];
  if (dates.length === 1) return readOne(periods[0]!, known[0]!);
  return frameOf(kind, { from: kind === 'multi_deadline' ? null : known[0]!.from, to: dates.at(-1)!, dates, count: dates.length });
}

function readOne({ unit }: Period, { from, to }: Span): TimeReading {
  // The first or last months of a year, or half a month, are a stretch like any range.
  if (unit === 'months' || unit === 'halfMonth') return frameOf('range', { from, to });
  const kind = KIND_OF_ONE[unit];
  if (!kind) return unknownTime('time-unknown');
  if (kind === 'fuzzy') return frameOf(kind, { from, to }, ['fuzzy-time']);
  return frameOf(kind, { from, to, dates: [to] });
}

export function daysOf(period: Period): Span | PeriodProblem {
  return period.year === null ? 'time-unknown' : spanOf(period, period.year);
}

type Range = Extract<TimeFact, { is: 'range' }>;

/** A range from the first day of one period to the last of another; `written` is the same with the years as written. */
export function readRange({ from, to, isToStrict }: Range, written: Range | undefined): TimeReading {
  const [first, last] = [daysOf(from), daysOf(to)];
  if (!isSpan(first)) return unknownTime(first);
  if (!isSpan(last)) return unknownTime(last);
  const doubts = [from, to].some(({ unit }) => KIND_OF_ONE[unit] === 'fuzzy') ? (['fuzzy-time'] as const) : [];
  const end = isToStrict ? dayBefore(last.from) : last.to;
  if (first.from <= end) return frameOf('range', { from: first.from, to: end }, isToStrict ? [...doubts, 'strictly-before'] : doubts);
  const wrapped = written && wrapYear({ is: 'range', from, to, isToStrict }, written);
  if (!wrapped) return unknownTime('end-before-start');
  const reading = readRange(wrapped, undefined);
  return { ...reading, doubts: [...reading.doubts, 'crosses-year'] };
}

/** "từ tháng 11 đến tháng 2": over the turn of the year, in the direction that the written year leaves open. */
function wrapYear(range: Range, written: Range): Range | undefined {
  const [first, last] = [monthIn(range.from), monthIn(range.to)];
  const isNear = last + 12 - first < LONGEST_WINTER && last !== first;
  if (!isNear) return undefined;
  if (written.to.year === null) return { ...range, to: inYear(range.to, range.from.year! + 1) };
  return written.from.year === null ? { ...range, from: inYear(range.from, range.to.year! - 1) } : undefined;
}

function inYear(period: Period, year: number): Period {
  return period.unit === 'part' ? { ...period, year, of: { ...period.of, year } } : { ...period, year };
}

function monthIn(period: Period): number {
  const span = daysOf(period);
  return isSpan(span) ? Number(span.to.slice(5, 7)) : 0;
}

type Deadlines = Extract<TimeFact, { is: 'deadline' }>;

/** One deadline or several; strict ones end on the day before. */
export function readDeadlines(deadlines: readonly Deadlines[]): TimeReading {
  const spans = deadlines.flatMap(({ periods, isStrict }) =>
    periods.map((period) => ({ span: daysOf(period), isVague: KIND_OF_ONE[period.unit] === 'fuzzy', isStrict })),
  );
  const problem = spans.find(({ span }) => !isSpan(span));
  if (problem) return unknownTime(problem.span as PeriodProblem);
  const dates = [
    ...new Set(spans.map(({ span, isVague, isStrict }) => (isStrict && !isVague ? dayBefore((span as Span).from) : (span as Span).to))),
  ].toSorted();
  const doubts = [
    ...(spans.some(({ isStrict }) => isStrict) ? (['strictly-before'] as const) : []),
    ...(spans.some(({ isVague }) => isVague) ? (['fuzzy-time'] as const) : []),
  ];
  const to = dates.at(-1)!;
  return dates.length === 1 ? frameOf('deadline', { to, dates }, doubts) : frameOf('multi_deadline', { to, dates, count: dates.length }, doubts);
}

function dayBefore(date: string): string {
  return plainDate(date).subtract({ days: 1 }).toString();
}

export function dayAfter(date: string): string {
  return plainDate(date).add({ days: 1 }).toString();
}
