import { lastDayOf } from '#kernel/month.js';
import { parsePlainDate } from '#kernel/plain-date.js';

/** Whole days, both ends included, as `YYYY-MM-DD`. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Where within a longer period: "đầu", "giữa", "cuối". */
export type Part = 'start' | 'middle' | 'end';

/**
 * A stretch of time that the words name. Its year is null until it is known which year is meant;
 * `dayOnly` is a day without its month, `bare` a number that takes its unit from its neighbour.
 */
export type Period = { year: number | null } & (
  | { unit: 'day'; day: number; month: number }
  | { unit: 'dayOnly'; number: number }
  | { unit: 'bare'; number: number }
  | { unit: 'month'; number: number }
  | { unit: 'quarter'; number: number }
  | { unit: 'half'; number: number }
  /** The first or the last months of a year. */
  | { unit: 'months'; number: number; at: 'start' | 'end' }
  /** The days up to the 15th of a month, or those from the 16th on. */
  | { unit: 'halfMonth'; number: number; at: 'start' | 'end' }
  | { unit: 'year' }
  /** The n-th week of a month; 0 is the last. */
  | { unit: 'week'; number: number; month: number }
  | { unit: 'part'; part: Part; of: Period }
  | { unit: 'lunarNewYear' }
);

export type PeriodProblem = 'month-out-of-range' | 'quarter-out-of-range' | 'no-such-date' | 'time-unknown';

const MONTHS = 12;

/** The days of a period whose year is known, or what is wrong with it. */
export function spanOf(period: Period, year: number): Span | PeriodProblem {
  switch (period.unit) {
    case 'day':
      return dayOf(year, period.month, period.day);
    case 'month':
      return isMonth(period.number) ? monthsOf(year, period.number, period.number) : 'month-out-of-range';
    case 'quarter':
      return period.number >= 1 && period.number <= 4 ? monthsOf(year, period.number * 3 - 2, period.number * 3) : 'quarter-out-of-range';
    case 'half':
      return monthsOf(year, period.number * 6 - 5, period.number * 6);
    case 'months':
      if (!isMonth(period.number)) return 'month-out-of-range';
      return period.at === 'start' ? monthsOf(year, 1, period.number) : monthsOf(year, MONTHS + 1 - period.number, MONTHS);
    case 'halfMonth':
      return isMonth(period.number) ? halfOfMonth(year, period.number, period.at) : 'month-out-of-range';
    case 'year':
      return monthsOf(year, 1, MONTHS);
    case 'week':
      return isMonth(period.month) ? weekOf(year, period.month, period.number) : 'month-out-of-range';
    case 'part':
      return partOf(period, year);
    case 'lunarNewYear':
      return aroundLunarNewYear(year);
    case 'dayOnly':
    case 'bare':
      return 'time-unknown';
  }
}

export function isSpan(found: Span | PeriodProblem): found is Span {
  return typeof found !== 'string';
}

export function monthsOf(year: number, first: number, last: number): Span {
  return { from: iso(year, first, 1), to: lastDayOf(iso(year, last, 1).slice(0, 7)).toString() };
}

function isMonth(number: number): boolean {
  return number >= 1 && number <= MONTHS;
}

function dayOf(year: number, month: number, day: number): Span | PeriodProblem {
  if (!isMonth(month)) return 'month-out-of-range';
  const date = iso(year, month, day);
  return parsePlainDate(date) ? { from: date, to: date } : 'no-such-date';
}

const MIDDLE_OF_MONTH = 15;

function halfOfMonth(year: number, month: number, at: 'start' | 'end'): Span {
  if (at === 'start') return { from: iso(year, month, 1), to: iso(year, month, MIDDLE_OF_MONTH) };
  return { from: iso(year, month, MIDDLE_OF_MONTH + 1), to: monthsOf(year, month, month).to };
}

const WEEK = 7;

function weekOf(year: number, month: number, number: number): Span | PeriodProblem {
  const whole = monthsOf(year, month, month);
  const lastDay = Number(whole.to.slice(-2));
  if (number > 5) return 'time-unknown';
  const first = number === 0 ? lastDay - WEEK + 1 : (number - 1) * WEEK + 1;
  if (first > lastDay) return 'no-such-date';
  return { from: iso(year, month, first), to: iso(year, month, Math.min(first + WEEK - 1, lastDay)) };
}

/** What "đầu", "giữa" and "cuối" are taken to mean; offices agree on no more than that they are vague. */
const PARTS_OF_YEAR: Record<Part, [number, number]> = { start: [1, 3], middle: [6, 7], end: [10, 12] };
const PART_ORDER: readonly Part[] = ['start', 'middle', 'end'];
const THIRD_OF_MONTH = 10;

function partOf({ part, of }: Extract<Period, { unit: 'part' }>, year: number): Span | PeriodProblem {
  const place = PART_ORDER.indexOf(part);
  if (of.unit === 'year') return monthsOf(year, ...PARTS_OF_YEAR[part]);
  const whole = spanOf(of, year);
  if (!isSpan(whole)) return whole;
  const firstMonth = Number(whole.from.slice(5, 7));
  if (of.unit === 'quarter') return monthsOf(year, firstMonth + place, firstMonth + place);
  if (of.unit === 'half') return monthsOf(year, firstMonth + place * 2, firstMonth + place * 2 + 1);
  if (of.unit !== 'month') return 'time-unknown';
  const first = place * THIRD_OF_MONTH + 1;
  return { from: iso(year, firstMonth, first), to: part === 'end' ? whole.to : iso(year, firstMonth, first + THIRD_OF_MONTH - 1) };
}

/** The first day of the Chinese-Vietnamese year; no library is right for Viet Nam, so it is a table. */
const LUNAR_NEW_YEARS = new Map(
  [
    '2021-02-12',
    '2022-02-01',
    '2023-01-22',
    '2024-02-10',
    '2025-01-29',
    '2026-02-17',
    '2027-02-06',
    '2028-01-26',
    '2029-02-13',
    '2030-02-02',
    '2031-01-23',
    '2032-02-11',
  ].map((date) => [Number(date.slice(0, 4)), date]),
);
const DAYS_BEFORE = 15;
const DAYS_AFTER = 5;

function aroundLunarNewYear(year: number): Span | PeriodProblem {
  const first = parsePlainDate(LUNAR_NEW_YEARS.get(year) ?? '');
  if (!first) return 'time-unknown';
  return { from: first.subtract({ days: DAYS_BEFORE }).toString(), to: first.add({ days: DAYS_AFTER }).toString() };
}

function iso(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
