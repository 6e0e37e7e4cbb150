import { isAfter, isBefore, type PlainDate, plainDate } from '#kernel/plain-date.js';
import type { WorkingCalendar } from '#kernel/working-calendar.js';
import type { Period } from './obligation.js';
import type { ReminderRules } from './reminder-rules.js';
import type { Audience, StageKind } from './stage-kind.js';

/** A stage that an obligation has reached. */
export interface Stage {
  readonly kind: StageKind;
  /** Unique within the obligation. */
  readonly key: string;
  /** The working day from which it is due. */
  readonly on: PlainDate;
  readonly to: readonly Audience[];
}

/** After a missed period is told, its first weekly word waits at least so long. */
const DAYS_BEFORE_FIRST_WEEKLY = 5;

/**
 * The stages that a period has reached on a day and that are still true, the earliest first. What falls on a day off
 * falls on the working day before. Before the period is over only what precedes its end is true, afterwards only what follows.
 * @param isShareOfPace a month's share of a yearly number: behind, but not overdue, so told once before its day and once after
 */
export function dutyStages({ from, to }: Period, isShareOfPace: boolean, rules: ReminderRules, today: PlainDate, calendar: WorkingCalendar): Stage[] {
  if (!isAfter(today, to)) return stagesBefore({ from, to }, isShareOfPace, rules, today, calendar);
  const missedOn = calendar.workingDaysAfter(to, 1);
  const stages: Stage[] = [{ kind: 'missed', key: 'missed', on: missedOn, to: rules.missed.to }];
  if (!isShareOfPace) {
    stages.push({ kind: 'escalated', key: 'escalated', on: calendar.workingDaysAfter(to, rules.escalated.afterWorkingDays), to: rules.escalated.to });
    const week = weekOf(today, calendar);
    if (missedOn.until(week.monday).days >= DAYS_BEFORE_FIRST_WEEKLY) {
      stages.push({ kind: 'late', key: `late-${week.monday.toString()}`, on: week.on, to: rules.late.to });
    }
  }
  return reached(stages, today);
}

function stagesBefore({ from, to }: Period, isShareOfPace: boolean, rules: ReminderRules, today: PlainDate, calendar: WorkingCalendar): Stage[] {
  const stages: Stage[] = [{ kind: 'start', key: 'start', on: calendar.onOrBefore(from), to: rules.start.to }];
  // A share of a pace is no deadline: once is enough.
  const ahead = isShareOfPace ? [Math.max(...rules.ahead.workingDays)].filter(Number.isFinite) : rules.ahead.workingDays;
  for (const days of ahead) {
    const on = days === 0 ? calendar.onOrBefore(to) : calendar.workingDaysBefore(to, days);
    stages.push({ kind: 'ahead', key: `ahead-${days}`, on, to: rules.ahead.to });
  }
  return reached(stages, today);
}

function reached(stages: readonly Stage[], today: PlainDate): Stage[] {
  return stages.filter(({ on, to }) => to.length > 0 && !isAfter(on, today)).toSorted((a, b) => (isBefore(a.on, b.on) ? -1 : Number(isAfter(a.on, b.on))));
}

/** Two weekly letters are at least so many days apart: one that a long holiday would bring forward to the next morning is left out. */
const DAYS_BETWEEN_WEEKLIES = 3;

/** The last Monday whose letters are due: one that is a day off has them on the working day before. */
export function weekOf(today: PlainDate, calendar: WorkingCalendar): { monday: PlainDate; on: PlainDate } {
  for (let monday = today.add({ days: 8 - today.dayOfWeek }); ; monday = monday.subtract({ days: 7 })) {
    const on = calendar.onOrBefore(monday);
    const before = calendar.onOrBefore(monday.subtract({ days: 7 }));
    if (!isAfter(on, today) && before.until(on).days >= DAYS_BETWEEN_WEEKLIES) return { monday, on };
  }
}

/** The month whose first working day came last: on it the month before is looked back on. */
export function monthTurnOf(today: PlainDate, calendar: WorkingCalendar): { first: PlainDate; on: PlainDate } {
  const first = today.with({ day: 1 });
  const on = calendar.addWorkingDays(first, 0);
  if (!isAfter(on, today)) return { first, on };
  const before = first.subtract({ months: 1 });
  return { first: before, on: calendar.addWorkingDays(before, 0) };
}

export type SummaryKind = 'weekly' | 'monthly';

/** The summary that is due on a day: of the week before its Monday, or of the month before its first. */
export function summaryStage(kind: SummaryKind, to: readonly Audience[], today: PlainDate, calendar: WorkingCalendar): Stage {
  if (kind === 'weekly') {
    const { monday, on } = weekOf(today, calendar);
    return { kind, key: `weekly-${monday.toString()}`, on, to };
  }
  const { first, on } = monthTurnOf(today, calendar);
  return { kind, key: `monthly-${first.toPlainYearMonth().toString()}`, on, to };
}

/** The week or the month that a summary looks back on, by its stage's key. */
export function summarySpan({ kind, key }: Pick<Stage, 'kind' | 'key'>): Period {
  const day = key.slice(key.indexOf('-') + 1);
  if (kind === 'weekly') {
    const monday = plainDate(day);
    return { from: monday.subtract({ days: 7 }), to: monday.subtract({ days: 1 }) };
  }
  const first = plainDate(`${day}-01`);
  return { from: first.subtract({ months: 1 }), to: first.subtract({ days: 1 }) };
}

/** Of the stages an obligation has reached, the one a person is told: the last that is for them. */
export function latestFor(stages: readonly Stage[], audiences: ReadonlySet<Audience>): Stage | undefined {
  return stages.findLast(({ to }) => to.some((audience) => audiences.has(audience)));
}
