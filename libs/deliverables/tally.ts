import type { DeliverableStatus } from './deliverable-status.js';
import { COUNTED_STATUSES } from './deliverable-status.js';
import type { Tally } from './progress.js';

/** As much of an item as counting needs; dates as `YYYY-MM-DD`. */
export interface CountableItem {
  readonly status: DeliverableStatus;
  readonly occursOn: string;
  readonly creditedOn: string | null;
  readonly isRerun: boolean;
  readonly product: string | null;
  /** Whose item it is, where each member of a group owes its own. */
  readonly memberId: number | null;
}

/** Does the item count as declared? Published, aired or held, and not a rerun (rules 1, 2 and 6). */
export function countsAsDeclared(item: CountableItem): boolean {
  return COUNTED_STATUSES.includes(item.status) && !item.isRerun;
}

/** Counts items by day and product, as they stood at the end of a date; each item counts at most once (rules 1 to 3). */
export function tally(items: readonly CountableItem[], at: string): Tally[] {
  const tallies = new Map<string, { on: string; product: string | null; memberId: number | null; declared: number; accepted: number; madeUp: number }>();
  for (const item of items) {
    if (!countsAsDeclared(item) || item.occursOn > at) continue;
    const on = item.creditedOn ?? item.occursOn;
    const key = JSON.stringify([on, item.product, item.memberId]);
    const known = tallies.get(key) ?? { on, product: item.product, memberId: item.memberId, declared: 0, accepted: 0, madeUp: 0 };
    known.declared += 1;
    known.accepted += item.status === 'accepted' ? 1 : 0;
    known.madeUp += item.creditedOn === null ? 0 : 1;
    tallies.set(key, known);
  }
  return [...tallies.values()];
}
