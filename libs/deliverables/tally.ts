import { laterOf, NOTHING_COUNTED, type Tally } from './counts.js';
import { COUNTED_STATUSES, type DeliverableStatus } from './deliverable-status.js';

/** As much of an item as counting needs; dates as `YYYY-MM-DD`. */
export interface CountableItem {
  readonly status: DeliverableStatus;
  readonly occursOn: string;
  readonly creditedOn: string | null;
  readonly isRerun: boolean;
  readonly product: string | null;
  /** Whose item it is, where each member of a group owes its own. */
  readonly memberId: number | null;
  readonly hasEvidence: boolean;
  /** The day from which an adjustment takes it out of the counts (rule 8). */
  readonly takenBackOn: string | null;
}

/**
 * Does the item count as declared at the end of a day? Published, aired or held by then, not a rerun, and not yet taken
 * back (rules 1, 2, 6 and 8).
 */
export function countsAsDeclared({ status, isRerun, occursOn, takenBackOn }: CountableItem, at: string): boolean {
  return COUNTED_STATUSES.includes(status) && !isRerun && occursOn <= at && (takenBackOn === null || takenBackOn > at);
}

/** Counts items by day and product, as they stood at the end of a date; each item counts at most once (rules 1 to 3). */
export function tally(items: readonly CountableItem[], at: string): Tally[] {
  const tallies = new Map<string, { -readonly [Field in keyof Tally]: Tally[Field] }>();
  for (const item of items) {
    if (!countsAsDeclared(item, at)) continue;
    const on = item.creditedOn ?? item.occursOn;
    const key = JSON.stringify([on, item.product, item.memberId]);
    const known = tallies.get(key) ?? { on, product: item.product, memberId: item.memberId, ...NOTHING_COUNTED };
    known.declared += 1;
    known.evidenced += item.hasEvidence ? 1 : 0;
    known.accepted += item.status === 'accepted' ? 1 : 0;
    if (item.creditedOn !== null) {
      known.madeUp += 1;
      known.madeUpOn = laterOf(known.madeUpOn, item.occursOn);
    }
    tallies.set(key, known);
  }
  return [...tallies.values()];
}
