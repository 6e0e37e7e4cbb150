/** An item that passed, in the order in which items are accepted: by day, then by when it was logged. */
export interface PassedItem {
  readonly id: number;
  readonly lineId: number;
}

/** What the contract leaves of a line for a round. */
export interface LineAllowance {
  readonly contracted: number;
  /** In the rounds before, less what was taken back. */
  readonly acceptedBefore: number;
  /** Taken back in this round: its place is free again. */
  readonly reversed: number;
}

export interface Outcome {
  /** The ids of items that are accepted. */
  readonly accepted: ReadonlySet<number>;
  /** Passed, but more than is contracted: neither accepted nor paid without a signed annex. */
  readonly beyond: ReadonlySet<number>;
}

/** The smaller of done and contracted, line by line: the earliest items come first. */
export function outcomeOf(passed: readonly PassedItem[], allowances: ReadonlyMap<number, LineAllowance>): Outcome {
  const left = new Map([...allowances].map(([lineId, allowance]) => [lineId, roomIn(allowance)]));
  const accepted = new Set<number>();
  const beyond = new Set<number>();
  for (const { id, lineId } of passed) {
    const room = left.get(lineId) ?? 0;
    (room > 0 ? accepted : beyond).add(id);
    left.set(lineId, room - 1);
  }
  return { accepted, beyond };
}

/** How many more a line takes; never below nought, also where an annex ordered less than was accepted already. */
export function roomIn({ contracted, acceptedBefore, reversed }: LineAllowance): number {
  return Math.max(0, contracted - acceptedBefore + reversed);
}
