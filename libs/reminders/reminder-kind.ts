import type { Duty } from '#deliverables/progress.js';
import { isAfter, isBefore, type PlainDate } from '#kernel/plain-date.js';
import type { WorkingCalendar } from '#kernel/working-calendar.js';

/** `ahead`: seven working days before the period ends; `eve`: one; `missed`: the working day after it ended unmet. */
export type ReminderKind = 'ahead' | 'eve' | 'missed';

const AHEAD_WORKING_DAYS = 7;
const EVE_WORKING_DAYS = 1;

/**
 * Which letter a period calls for on a day, or undefined for none. Only the latest stage: whoever slept through
 * the first is not sent it after the second.
 */
export function reminderDue(period: { from: PlainDate; to: PlainDate }, today: PlainDate, calendar: WorkingCalendar): ReminderKind | undefined {
  const { to } = period;
  if (isAfter(today, to)) return isBefore(today, calendar.workingDaysAfter(to, 1)) ? undefined : 'missed';
  if (!isBefore(today, calendar.workingDaysBefore(to, EVE_WORKING_DAYS))) return 'eve';
  if (!isBefore(today, calendar.workingDaysBefore(to, AHEAD_WORKING_DAYS))) return 'ahead';
  return undefined;
}

/**
 * The duties of a task that a letter may speak of: unmet, and of the missed shares of an even pace only the last,
 * because its shortfall holds those before it. Duties over the same days are told in one letter.
 */
export function remindable(duties: readonly Duty[], today: PlainDate): Duty[] {
  const unmet = duties.filter(({ missing }) => missing > 0);
  const lastMissedShare = unmet.findLast(({ isShareOfPace, to }) => isShareOfPace && isAfter(today, to));
  const chosen = unmet.filter((duty) => !duty.isShareOfPace || !isAfter(today, duty.to) || duty === lastMissedShare);
  return chosen.filter((duty, index) => chosen.findIndex(({ from, to }) => from.equals(duty.from) && to.equals(duty.to)) === index);
}
