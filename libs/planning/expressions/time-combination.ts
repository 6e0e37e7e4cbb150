import { isSpan, monthsOf, type Period, type Span } from './period.js';
import { countIn, recurrenceOf } from './recurrence.js';
import { readReports } from './report-list.js';
import type { TimeFact, TimeFacts } from './time-fact.js';
import { dayAfter, daysOf, readDeadlines, readPoints, readRange } from './time-points-reading.js';
import { frameOf, type TimeReading, unknownTime, withDoubts } from './time-reading.js';
import { settlePeriods } from './year-resolution.js';

export interface TimeContext {
  readonly year: number;
  /** The day the plan was issued, which an event may hang on. */
  readonly issuedOn?: string | null;
}

type Fact<Kind extends TimeFact['is']> = Extract<TimeFact, { is: Kind }>;

/** Third pass: the statements of an expression together, as one time frame. */
export function combineTime(parsed: TimeFacts, context: TimeContext): TimeReading {
  const written = absorbed(parsed.facts);
  const facts = settlePeriods(written, context.year);
  const reading = readFacts(facts, written, parsed, context);
  if (reading.frame.kind === 'unknown') return reading;
  if (parsed.isAbout) return asVague(reading);
  return parsed.isExpected && !reading.doubts.includes('fuzzy-time') ? withDoubts(reading, 'fuzzy-time') : reading;
}

function readFacts(facts: readonly TimeFact[], written: readonly TimeFact[], parsed: TimeFacts, context: TimeContext): TimeReading {
  const of = <Kind extends TimeFact['is']>(kind: Kind) => facts.filter((fact): fact is Fact<Kind> => fact.is === kind);
  const points = of('point').map(({ period }) => period);
  const years = points.filter(({ unit }) => unit === 'year');
  const periods = points.filter(({ unit }) => unit !== 'year');
  const open = of('open').length > 0 || (of('periodic').length > 0 && facts.every(({ is }) => is === 'periodic' || is === 'open'));
  const alsoOpen = (reading: TimeReading) => (of('open').length > 0 ? withDoubts(reading, 'no-schedule') : reading);
  if (of('lunar').length > 0) return unknownTime('lunar-calendar');
  const problem = points.map(daysOf).find((span) => !isSpan(span));
  if (problem !== undefined && typeof problem === 'string') return unknownTime(problem);

  const deadlines = of('deadline');
  const ranges = of('range');
  const every = of('every');
  if (deadlines.length > 0) {
    const isWhole = ranges.length + periods.length + of('continuous').length === 0;
    const event = of('event')[0];
    const reading = event ? untilDeadline(readDeadlines(deadlines), readEvent(event, context)) : readDeadlines(deadlines);
    return alsoOpen(isWhole ? reading : withDoubts(reading, 'several-times'));
  }
  if (parsed.isReport) {
    const reports = readReports(facts, context.year, parsed.isNamedReport);
    if (reports) return alsoOpen(reports);
  }
  const unread = of('unit').length + of('months').length;
  if (unread > 0 && unread + years.length === facts.length) return unknownTime('time-unknown');
  const limit = limitOf(facts, written, [...periods, ...years], context.year);
  if (every.length > 0) {
    if (typeof limit === 'string') return unknownTime('end-before-start');
    const [{ cycle, times }] = every as [Fact<'every'>];
    const isOne = every.every((other) => other.cycle === cycle && other.times === times);
    const reading = frameOf('recurring', { ...limit.span, recurrence: recurrenceOf(cycle, times), count: countIn(limit.span, cycle, times) }, limit.doubts);
    return alsoOpen(isOne && unread === 0 && !hasDayBehind(parsed.facts) ? reading : withDoubts(reading, 'several-times'));
  }
  if (of('continuous').length > 0) {
    return typeof limit === 'string' ? unknownTime('end-before-start') : alsoOpen(frameOf('continuous', limit.span, limit.doubts));
  }
  if (ranges.length > 0) {
    const reading = readRange(ranges[0]!, rangesOf(written)[0]);
    return alsoOpen(ranges.length + periods.length + unread === 1 ? reading : withDoubts(reading, 'several-times'));
  }
  const since = of('since');
  if (since.length > 0) return alsoOpen(since.length + periods.length === 1 ? readSince(since[0]!) : withDoubts(readSince(since[0]!), 'several-times'));
  if (periods.length > 0) return alsoOpen(unread === 0 ? readPoints(periods) : withDoubts(readPoints(periods), 'several-times'));
  const event = of('event')[0];
  if (event) return readEvent(event, of('unset').length > 0 ? { ...context, issuedOn: null } : context);
  if (years.length > 0) return alsoOpen(readYears(years, parsed.isToFinish));
  if (open) return frameOf('open', {}, ['no-schedule']);
  return unknownTime(of('unset').length > 0 ? 'no-time' : 'time-unknown');
}

/**
 * Leaves out what another statement already says: the day of "ngày 15 hằng tháng", which a recurrence does not keep,
 * and the "hằng năm" of "trước ngày 15/3 hằng năm", which is the plan's year.
 */
function absorbed(facts: readonly TimeFact[]): readonly TimeFact[] {
  const isRecurring = facts.some(({ is }) => is === 'every');
  const isDated = facts.some((fact) => namesMonth(fact));
  return facts.filter((fact) => {
    if (fact.is === 'every' && fact.cycle === 'year' && fact.times === 1) return !isDated;
    return !(isRecurring && namesOnlyDays(fact));
  });
}

/** "hàng quý (trước ngày 15 tháng cuối quý)": a day of its own, which a recurrence does not keep. */
function hasDayBehind(facts: readonly TimeFact[]): boolean {
  const cycle = facts.findIndex(({ is }) => is === 'every');
  return facts.some((fact, index) => index > cycle && fact.is === 'deadline' && namesOnlyDays(fact));
}

function periodsIn(fact: TimeFact): readonly Period[] {
  if (fact.is === 'point' || fact.is === 'since') return [fact.period];
  if (fact.is === 'range') return [fact.from, fact.to];
  return fact.is === 'deadline' ? fact.periods : [];
}

function namesMonth(fact: TimeFact): boolean {
  return periodsIn(fact).some(({ unit }) => unit !== 'dayOnly' && unit !== 'bare' && unit !== 'year');
}

function namesOnlyDays(fact: TimeFact): boolean {
  const periods = periodsIn(fact);
  return periods.length > 0 && periods.every(({ unit }) => unit === 'dayOnly' || unit === 'bare');
}

function rangesOf(facts: readonly TimeFact[]): Fact<'range'>[] {
  return facts.filter((fact): fact is Fact<'range'> => fact.is === 'range');
}

interface Limit {
  readonly span: Span;
  readonly doubts: TimeReading['doubts'];
}

/** The span within which something recurs or goes on: a range, a period, a year, else the plan's year. */
function limitOf(facts: readonly TimeFact[], written: readonly TimeFact[], periods: readonly Period[], year: number): Limit | 'no-limit' {
  const range = rangesOf(facts)[0];
  const since = facts.find((fact): fact is Fact<'since'> => fact.is === 'since');
  if (range || since) {
    const { frame, doubts } = range ? readRange(range, rangesOf(written)[0]) : readSince(since!);
    return frame.from !== null && frame.to !== null ? { span: { from: frame.from, to: frame.to }, doubts } : 'no-limit';
  }
  const narrow = periods.filter(({ unit }) => unit !== 'year');
  const spans = (narrow.length > 0 ? narrow : periods).map(daysOf).filter(isSpan);
  if (spans.length === 0) return { span: monthsOf(year, 1, 12), doubts: [] };
  const [froms, tos] = [spans.map(({ from }) => from).toSorted(), spans.map(({ to }) => to).toSorted()];
  return { span: { from: froms[0]!, to: tos.at(-1)! }, doubts: spans.length > 1 && narrow.length > 0 ? ['several-times'] : [] };
}

function readSince({ period, isAfter }: Fact<'since'>): TimeReading {
  const span = daysOf(period);
  if (!isSpan(span)) return unknownTime(span);
  const from = isAfter ? dayAfter(span.to) : span.from;
  return frameOf('range', { from, to: `${from.slice(0, 4)}-12-31` }, ['no-end']);
}

function readEvent({ isIssueOfPlan, issuedOn }: Fact<'event'>, context: TimeContext): TimeReading {
  const named = issuedOn && daysOf(issuedOn);
  const from = named && isSpan(named) ? named.from : isIssueOfPlan ? (context.issuedOn ?? null) : null;
  return frameOf('event', { from }, ['no-schedule']);
}

/** "từ khi ban hành kế hoạch đến ngày 15/6": a range, where the day of the event is known. */
function untilDeadline(deadline: TimeReading, event: TimeReading): TimeReading {
  const [from, to] = [event.frame.from, deadline.frame.to];
  if (deadline.frame.kind !== 'deadline' || from === null || to === null) return withDoubts(deadline, 'no-schedule');
  return from <= to ? frameOf('range', { from, to }, deadline.doubts) : unknownTime('end-before-start');
}

function readYears(years: readonly Period[], isToFinish: boolean): TimeReading {
  const spans = years.map(daysOf).filter(isSpan);
  const froms = spans.map(({ from }) => from).toSorted();
  const tos = [...new Set(spans.map(({ to }) => to))].toSorted();
  const whole = { from: froms[0]!, to: tos.at(-1)! };
  if (!isToFinish) return frameOf('continuous', whole);
  return tos.length === 1 ? frameOf('year', { ...whole, dates: tos }) : frameOf('range', whole);
}

/** "khoảng": the days are kept as a stretch, but none of them is a date to be late on. */
function asVague({ frame, doubts }: TimeReading): TimeReading {
  const all = doubts.includes('fuzzy-time') ? doubts : [...doubts, 'fuzzy-time' as const];
  return frame.from !== null && frame.to !== null && frame.recurrence === null
    ? frameOf('fuzzy', { from: frame.from, to: frame.to }, all)
    : { frame, doubts: all };
}
