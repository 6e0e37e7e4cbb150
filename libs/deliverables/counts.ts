/** The ledgers that stand side by side and are never merged (rule 5). */
export interface Ledgers {
  /** Published, aired or held. */
  readonly declared: number;
  /** Of the declared, those with evidence. */
  readonly evidenced: number;
  /** Of the declared, those that Sở Nội vụ accepted. */
  readonly accepted: number;
}

/** What is counted of any group of items; a rerun is none of them (rule 2). */
export interface Counts extends Ledgers {
  /** Of the declared, those credited to an earlier period than the one they appeared in. */
  readonly madeUp: number;
  /** The day on which the last of those appeared, `YYYY-MM-DD`; null where there is none. */
  readonly madeUpOn: string | null;
}

/**
 * How many items count on one day for one product of a task. Items that count are published or accepted
 * (rules 1 and 6) and no reruns (rule 2); a make-up item stands on the last day of the period it is credited to (rule 3).
 */
export interface Tally extends Counts {
  /** `YYYY-MM-DD`. */
  readonly on: string;
  readonly product: string | null;
  /** Whose items these are, where each member of a group owes its own; null where it does not matter. */
  readonly memberId: number | null;
}

export const NOTHING_COUNTED: Counts = { declared: 0, evidenced: 0, accepted: 0, madeUp: 0, madeUpOn: null };

export function sumOfLedgers(all: readonly Ledgers[]): Ledgers {
  return all.reduce<Ledgers>(
    (sum, { declared, evidenced, accepted }) => ({
      declared: sum.declared + declared,
      evidenced: sum.evidenced + evidenced,
      accepted: sum.accepted + accepted,
    }),
    { declared: 0, evidenced: 0, accepted: 0 },
  );
}

export function sumOfCounts(all: readonly Counts[]): Counts {
  // A dashboard sums ten thousand items some hundred times: one pass, and nothing made on the way.
  const sum: { -readonly [Field in keyof Counts]: Counts[Field] } = { ...NOTHING_COUNTED };
  for (const { declared, evidenced, accepted, madeUp, madeUpOn } of all) {
    sum.declared += declared;
    sum.evidenced += evidenced;
    sum.accepted += accepted;
    sum.madeUp += madeUp;
    sum.madeUpOn = laterOf(sum.madeUpOn, madeUpOn);
  }
  return sum;
}

/** Of two days as `YYYY-MM-DD`, the later; null stands for none. */
export function laterOf(one: string | null, other: string | null): string | null {
  return one === null || (other !== null && other > one) ? other : one;
}
