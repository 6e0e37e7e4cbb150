import type { Ledgers } from '#deliverables/counts.js';

/**
 * The three ledgers side by side, never merged (counting rule 5), for the partial `three-numbers`: `5 · 4 · 2`, or with
 * their words where the partial is given `isLabelled=true`.
 * @param doneVerb what is said of an item of this medium that counts: `đã phát`, `đã tổ chức`
 */
export function threeNumbers({ declared, evidenced, accepted }: Ledgers, doneVerb = 'đã đăng, phát') {
  return {
    declared,
    evidenced,
    accepted,
    doneVerb,
    title: threeNumbersInWords({ declared, evidenced, accepted }, doneVerb),
    /** Something appeared of which there is no proof yet. */
    isUnproven: evidenced < declared,
  };
}

/** `5 đã phát · 4 có minh chứng · 2 đã nghiệm thu`: for a tooltip, a letter, the command line. */
export function threeNumbersInWords({ declared, evidenced, accepted }: Ledgers, doneVerb = 'đã đăng, phát'): string {
  return `${declared} ${doneVerb} · ${evidenced} có minh chứng · ${accepted} đã nghiệm thu`;
}
