import type { TimeFrame } from '../time-frame.js';
import { isSpan, monthsOf, type Period } from './period.js';
import type { TimeFact } from './time-fact.js';
import type { Cycle } from './time-sign.js';
import { daysOf, readPoints } from './time-points-reading.js';
import { frameOf, type TimeReading } from './time-reading.js';

const ENDS_OF: Partial<Record<Cycle, readonly number[]>> = {
  month: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  quarter: [3, 6, 9, 12],
  half: [6, 12],
  year: [12],
};
const KIND_OF_SPAN = new Map<number, TimeFrame['kind']>([
  [3, 'quarter'],
  [6, 'half'],
  [12, 'year'],
]);
const REPORT_SPANS = [3, 6, 9, 12];

/**
 * "hàng quý, 6 tháng, cuối năm": a list of reports. One of a longer period takes the place of the shorter that ends on
 * the same day (the second quarter's goes into the half year's, the fourth's into the year's), as the Ministry of Home
 * Affairs collects them. Undefined where the statements are not such a list.
 */
export function readReports(facts: readonly TimeFact[], planYear: number, isNamed: boolean): TimeReading | undefined {
  const named = facts.flatMap((fact) => (fact.is === 'point' && fact.period.year !== null ? [fact.period.year] : []));
  const year = named[0] ?? planYear;
  if (named.some((other) => other !== year)) return undefined;
  const items = facts.filter(({ is }) => is !== 'open' && is !== 'periodic');
  const ends = items.map(endsOf);
  if (ends.length === 0 || ends.some((end) => end === undefined)) return undefined;
  const isLoneSpan = items.filter((item) => !isYear(item)).length === 1 && items.some(({ is }) => is === 'months');
  if (isLoneSpan && !isNamed && items.length === 1) return undefined;
  const isListOfCycles = items.some(({ is }) => is === 'every' || is === 'unit');
  const months = [...new Set(ends.flatMap((end) => end!))].toSorted((a, b) => a - b);
  if (isListOfCycles && items.filter((item) => !isYear(item)).length === 1 && !namesYearReport(items)) return undefined;
  if (months.length === 1) return oneReport(items, year, months[0]!);
  const dates = months.map((month) => monthsOf(year, month, month).to);
  return frameOf('multi_report', { ...monthsOf(year, 1, 12), dates, count: dates.length });
}

function isYear(fact: TimeFact): boolean {
  return fact.is === 'point' && fact.period.unit === 'year';
}

/** A year without its number is a report of its own ("hàng quý, năm"); one with it only says which year ("hàng quý năm 2021"). */
function namesYearReport(items: readonly TimeFact[]): boolean {
  return items.length > 1 && items.some((item) => item.is === 'unit' || item.is === 'continuous' || isVagueEndOfYear(item));
}

/** The months at whose end a report is due. */
function endsOf(fact: TimeFact): readonly number[] | undefined {
  if (fact.is === 'every') return fact.times === 1 ? ENDS_OF[fact.cycle] : undefined;
  if (fact.is === 'unit') return ENDS_OF[fact.cycle];
  if (fact.is === 'months') return REPORT_SPANS.includes(fact.number) ? [fact.number] : undefined;
  if (fact.is === 'continuous') return [12];
  return fact.is === 'point' ? endOfPeriod(fact.period) : undefined;
}

function endOfPeriod(period: Period): readonly number[] | undefined {
  if (period.unit === 'day' || period.unit === 'week' || period.unit === 'lunarNewYear') return undefined;
  const span = daysOf(period);
  return isSpan(span) ? [Number(span.to.slice(5, 7))] : undefined;
}

function isVagueEndOfYear(fact: TimeFact): boolean {
  return fact.is === 'point' && fact.period.unit === 'part' && fact.period.part === 'end' && fact.period.of.unit === 'year';
}

function oneReport(items: readonly TimeFact[], year: number, month: number): TimeReading {
  const points = items.flatMap((item) => (item.is === 'point' && item.period.unit !== 'year' ? [item.period] : []));
  if (points.length > 0) return readPoints(points.slice(0, 1));
  const whole = { from: monthsOf(year, 1, 1).from, to: monthsOf(year, month, month).to };
  const kind = KIND_OF_SPAN.get(month);
  return kind ? frameOf(kind, { ...whole, dates: [whole.to] }) : frameOf('range', whole);
}
