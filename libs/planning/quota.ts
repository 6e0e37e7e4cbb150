import { countMonths, firstDayOf, lastDayOf, monthsBetween, monthsOver, type Month } from '#kernel/month.js';
import { isBefore, plainDate, type PlainDate } from '#kernel/plain-date.js';
import type { Quantity } from './quantity.js';
import type { TimeFrame } from './time-frame.js';

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
}

/** A span longer than this many months is measured on the way, not only at its end. */
const LONGEST_UNPACED_SPAN = 3;

/** Turns a task's quantity and time into its targets; a task that owes no number has none. */
export function targetsOf(quantity: Quantity, time: TimeFrame): Target[] {
  if (quantity.count === null || time.recurrence === 'continuous') return [];
  if (quantity.parts.length > 0) {
    return quantity.parts.flatMap((part) => spread(part.count, part.product, time));
  }
  return spread(quantity.count, null, time);
}

function spread(count: number, product: string | null, time: TimeFrame): Target[] {
  const from = plainDate(time.from);
  const to = plainDate(time.to);
  const months = monthsBetween(from, to);
  if (time.recurrence === 'once') {
    const pace = count > 1 && months.length > LONGEST_UNPACED_SPAN ? 'even' : 'none';
    return [{ from, to, quantity: count, pace, product }];
  }
  const spans = time.recurrence === 'monthly' ? months.map((month) => [month]) : byQuarter(months);
  return spans
    .map((span, index): Target => ({
      from: firstDayOf(span[0]!),
      to: lastDayOf(span.at(-1)!),
      quantity: evenShare(count, index + 1, spans.length) - evenShare(count, index, spans.length),
      pace: 'none',
      product,
    }))
    .filter((target) => target.quantity > 0);
}

function byQuarter(months: readonly Month[]): Month[][] {
  const quarters = new Map<string, Month[]>();
  for (const month of months) {
    const key = `${month.slice(0, 4)}-${Math.ceil(Number(month.slice(5)) / 3)}`;
    quarters.set(key, [...(quarters.get(key) ?? []), month]);
  }
  return [...quarters.values()];
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
  return evenShare(target.quantity, monthsOver(target.from, at), countMonths(target.from, target.to));
}
