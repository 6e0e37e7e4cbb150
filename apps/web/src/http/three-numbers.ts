/** How many items appeared, of those how many have evidence, and of those that appeared how many were accepted. */
export interface ThreeCounts {
  readonly declared: number;
  readonly evidenced: number;
  readonly accepted: number;
}

/**
 * The three ledgers side by side, never merged (counting rule 5), for the partial `three-numbers`.
 * @param doneVerb what is said of an item of this medium that counts: `đã phát`, `đã tổ chức`
 */
export function threeNumbers({ declared, evidenced, accepted }: ThreeCounts, doneVerb = 'đã đăng, phát') {
  return {
    declared,
    evidenced,
    accepted,
    doneVerb,
    /** Which is told without its verb's "đã" where the label is a heading. */
    title: `${declared} ${doneVerb} · ${evidenced} có minh chứng · ${accepted} đã nghiệm thu`,
    isUnproven: evidenced < declared,
  };
}
