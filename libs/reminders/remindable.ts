import type { Duty } from '#deliverables/progress.js';
import { isAfter, type PlainDate } from '#kernel/plain-date.js';

/**
 * The duties of a task that a letter may speak of: unmet, and of the missed shares of an even pace only the last,
 * because its shortfall holds those before it. Duties over the same days are told as one.
 */
export function remindable(duties: readonly Duty[], today: PlainDate): Duty[] {
  const unmet = duties.filter(({ missing }) => missing > 0);
  const lastMissedShare = unmet.findLast(({ isShareOfPace, to }) => isShareOfPace && isAfter(today, to));
  const chosen = unmet.filter((duty) => !duty.isShareOfPace || !isAfter(today, duty.to) || duty === lastMissedShare);
  return chosen.filter((duty, index) => chosen.findIndex(({ from, to }) => from.equals(duty.from) && to.equals(duty.to)) === index);
}
