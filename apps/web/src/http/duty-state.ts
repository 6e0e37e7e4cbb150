import type { Counts } from '#deliverables/counts.js';
import { isLate, type QuotaStatus } from '#deliverables/quota-status.js';
import { isoToWords, statusView } from './words.js';

interface Standing {
  readonly status: QuotaStatus;
  readonly isMissed: boolean;
}

/** A missed period stays missed when it is made up for: what is told of it is both (counting rule 3). */
const MADE_UP = { key: 'made-up', sign: '!', name: 'quá hạn, đã bù' };

/** The state of a period in colour, sign and word. */
export function dutyStateView({ status, isMissed }: Standing): { key: string; sign: string; name: string } {
  return isMissed && !isLate(status) ? MADE_UP : statusView(status);
}

/** `bù 1, ngày 05/4/2021`; of several, the day of the last. Empty where nothing makes up for it. */
export function makeUpWords({ madeUp, madeUpOn }: Pick<Counts, 'madeUp' | 'madeUpOn'>): string {
  if (madeUp === 0 || madeUpOn === null) return '';
  return `bù ${madeUp}, ${madeUp > 1 ? 'gần nhất ' : ''}ngày ${isoToWords(madeUpOn)}`;
}
