import { countMonths, firstDayOf, lastDayOf, monthOf, monthsBetween, monthsOver, type Month } from '#kernel/month.js';
import { isAfter, isBefore, plainDate, type PlainDate } from '#kernel/plain-date.js';
import type { Quantity } from './quantity.js';
import { spanOf, type TimeFrame } from './time-frame.js';

/** `even`: the count is measured month by month against a straight line; `none`: it is only due at the end. */
export type Pace = 'even' | 'none';

/** What is owed within a span of days, both ends included. The quota of a task is the list of its targets. */
export interface Target {
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly quantity: number;
  readonly pace: Pace;
  /** The one product that counts here, where a task owes several kinds; null when any deliverable counts. */
  readonly product: string | null;
  /** The one organisation whose items count here, where each member of a group owes its own; null when anybody's do. */
  readonly memberId: number | null;
}

/** As much of a task as its targets follow from. */
export interface Owing {
  readonly quantity: Quantity;
  readonly time: TimeFrame;
  /** The products that the parts of the quantity speak of, in the same order. */
  readonly products: readonly string[];
}

/** A span longer than this many months is measured on the way, not only at its end. */
const LONGEST_UNPACED_SPAN = 3;

const WEEKS_A_YEAR = 52;

/**
 * Turns a task's quantity and time into its targets; a task that owes no number has none.
 * A number without a schedule is due on the last day of the plan's year. Weekly duties are measured by month.
 */
export function targetsOf({ quantity, time, products }: Owing, year: number): Target[] {
  if (quantity.parts.length === 0) return spread(quantity, null, time, year);
  // Two parts of the same product ("01 chuyên trang/quý và 01 chuyên trang Xuân") are not told apart by what is logged.
  const areDistinct = products.length === quantity.parts.length && new Set(products).size === products.length;
  return quantity.parts.flatMap((part, index) => spread(part, areDistinct ? products[index]! : null, time, year));
}

const KINDS_WITH_A_NUMBER: readonly string[] = ['exact', 'minimum', 'range', 'implied'];

function spread(quantity: Omit<Quantity, 'parts'>, product: string | null, time: TimeFrame, year: number): Target[] {
  if (!KINDS_WITH_A_NUMBER.includes(quantity.kind) || !quantity.min) return [];
  const least = Math.ceil(quantity.min);
  const frame = spanOf(time, year);
  const target = (span: Span, count: number, pace: Pace = 'none'): Target => ({ ...span, quantity: count, pace, product, memberId: null });

  const periods = periodsOf(quantity.per, time.recurrence, frame);
  if (quantity.per === 'week') return share(weekly(least, frame), periods!, target);
  if (periods && (quantity.per === 'month' || quantity.per === 'quarter' || quantity.per === 'half')) return periods.map((span) => target(span, least));
  // A product named without a number is owed once each time.
  const total = quantity.kind === 'implied' ? least * (time.count ?? 1) : least;
  if (periods) return share(total, periods, target);
  if (time.dates.length > 1) return share(total, spansUpTo(time, frame), target);
  const isPaced = total > 1 && countMonths(frame.from, frame.to) > LONGEST_UNPACED_SPAN && PACED_KINDS.includes(time.kind);
  return [target(frame, total, isPaced ? 'even' : 'none')];
}

/** Only what runs over a span is expected evenly within it: a deadline asks for nothing before its day. */
const PACED_KINDS: readonly TimeFrame['kind'][] = ['range', 'continuous', 'recurring', 'year', 'half'];

interface Span {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

function weekly(count: number, { from, to }: Span): number {
  return Math.round((count * WEEKS_A_YEAR * countMonths(from, to)) / 12);
}

const MONTHS_A_PERIOD: Readonly<Record<string, number>> = { week: 1, month: 1, quarter: 3, half: 6, WEEKLY: 1, MONTHLY: 1, QUARTERLY: 3, HALFYEARLY: 6 };

/** The periods that each owe a share, or undefined where the whole is owed once. */
function periodsOf(per: Quantity['per'], recurrence: TimeFrame['recurrence'], { from, to }: Span): Span[] | undefined {
  const length = MONTHS_A_PERIOD[per] ?? MONTHS_A_PERIOD[recurrence ?? ''];
  if (length === undefined) return undefined;
  const periods = new Map<string, Month[]>();
  for (const month of monthsBetween(from, to)) {
    const key = `${month.slice(0, 4)}-${Math.ceil(Number(month.slice(5)) / length)}`;
    periods.set(key, [...(periods.get(key) ?? []), month]);
  }
  return [...periods.values()].map((months) => ({ from: firstDayOf(months[0]!), to: lastDayOf(months.at(-1)!) }));
}

/** One span for each day named: of a month or quarter its own days, of a deadline those since the one before. */
function spansUpTo({ kind, dates }: TimeFrame, frame: Span): Span[] {
  return dates.map((date, index) => {
    const to = plainDate(date);
    if (kind === 'multi_month') return { from: firstDayOf(monthOf(to)), to };
    if (kind === 'multi_quarter') return { from: firstDayOf(monthOf(to.subtract({ months: 2 }))), to };
    const before = dates[index - 1];
    return { from: before === undefined ? frame.from : plainDate(before).add({ days: 1 }), to };
  });
}

/** Deals a count out evenly; a span that gets nothing owes nothing. */
function share(count: number, spans: readonly Span[], target: (span: Span, count: number) => Target): Target[] {
  return spans
    .map((span, index) => target(span, evenShare(count, index + 1, spans.length) - evenShare(count, index, spans.length)))
    .filter(({ quantity }) => quantity > 0);
}

/** The same targets for each member of a group on its own ("01 cuộc/xã"). */
export function forEachMember(targets: readonly Target[], memberIds: readonly number[]): Target[] {
  return memberIds.flatMap((memberId) => targets.map((target) => ({ ...target, memberId })));
}

/**
 * What becomes of targets that a later decision changes from a day on. Periods that are over keep what they owed; of a
 * number for the whole plan, what they owed is taken off what the open ones share.
 * @returns the old targets that end on that day, and the new ones that begin to hold
 */
export function amendTargets<T extends Target>(current: readonly T[], owing: Owing, year: number, from: PlainDate): { ended: T[]; added: Target[] } {
  const kept = current.filter(({ to }) => isBefore(to, from));
  const ended = current.filter((target) => !kept.includes(target));
  const fresh = targetsOf(owing, year);
  const open = fresh.filter(({ to }) => !isBefore(to, from));
  if (kept.length === 0 || owing.quantity.per !== 'plan' || owing.quantity.parts.length > 0) return { ended, added: kept.length === 0 ? fresh : open };
  const left = Math.max(0, sumOf(fresh) - sumOf(kept));
  const spans = open.map(({ from: first, to }) => ({ from: first, to }));
  return { ended, added: share(left, spans, (span, count) => ({ ...span, quantity: count, pace: 'none', product: null, memberId: null })) };
}

function sumOf(targets: readonly Target[]): number {
  return targets.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** What an even pace has brought after `done` of `parts` equal parts: whole pieces only, never more than begun. */
export function evenShare(count: number, done: number, parts: number): number {
  return Math.floor((count * done) / parts);
}

/**
 * What an even pace asks for by the end of a date: a month's share is due on the month's last day,
 * and everything on the target's own last day.
 */
export function owedByPace(target: Target, at: PlainDate): number {
  if (!isBefore(at, target.to)) return target.quantity;
  if (isAfter(target.from, at)) return 0;
  return evenShare(target.quantity, monthsOver(target.from, at), countMonths(target.from, target.to));
}
