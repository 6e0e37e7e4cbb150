import { isAfter, type PlainDate, plainDate } from './plain-date.js';
import { firstDayOf, lastDayOf, type Month } from './month.js';

export type DayKind = 'off' | 'work';
/** `announced` by a document, or `proposed` from the rules until there is one. */
type CalendarStatus = 'announced' | 'proposed';

/** One exception to the Monday-to-Friday week: a weekday off, or a Saturday worked in its place. */
export interface CalendarException {
  readonly date: string;
  readonly kind: DayKind;
  readonly status: CalendarStatus;
  readonly name: string;
  /** The document, or for a proposal the rule, that says so. */
  readonly source?: string;
}

/** What is known of one year. */
export interface YearCalendar {
  /** Proposed as long as one of its days is. */
  readonly status: CalendarStatus;
  /** The document that announced the year, or what its proposal is based on. */
  readonly source: string;
  /** In the order of the dates, each date once. */
  readonly exceptions: readonly CalendarException[];
}

const PLAIN_YEAR: YearCalendar = { status: 'proposed', source: '', exceptions: [] };

/** Beyond these years nothing is known but the week. */
export const FIRST_CALENDAR_YEAR = 2000;
export const LAST_CALENDAR_YEAR = 2100;

/**
 * The working days of public offices: Monday to Friday, less the days off, plus the make-up days.
 * Days are exact calendar dates; the exceptions are data, because they are announced year by year. A year is asked for
 * when its first day is, and then kept.
 */
export class WorkingCalendar {
  readonly #years = new Map<number, { readonly calendar: YearCalendar; readonly days: ReadonlyMap<string, CalendarException> }>();

  constructor(private readonly yearCalendar: (year: number) => YearCalendar) {}

  isWorkingDay(date: PlainDate): boolean {
    const exception = this.exceptionOn(date);
    return exception ? exception.kind === 'work' : date.dayOfWeek <= 5;
  }

  exceptionOn(date: PlainDate): CalendarException | undefined {
    return this.#year(date.year).days.get(date.toString());
  }

  /** The exceptions from a day to another, both included, in the order of the dates. */
  exceptionsBetween(from: PlainDate, to: PlainDate): CalendarException[] {
    const years = Array.from({ length: Math.max(0, to.year - from.year + 1) }, (_, offset) => from.year + offset);
    return years.flatMap((year) => this.exceptionsOf(year)).filter(({ date }) => date >= from.toString() && date <= to.toString());
  }

  exceptionsOf(year: number): readonly CalendarException[] {
    return this.#year(year).calendar.exceptions;
  }

  /** Whether the days off of a year have all been announced, and by what; for a proposal, what it is based on. */
  statusOf(year: number): Pick<YearCalendar, 'status' | 'source'> {
    const { status, source } = this.#year(year).calendar;
    return { status, source };
  }

  workingDaysIn(month: Month): number {
    let count = 0;
    for (let day = firstDayOf(month); !isAfter(day, lastDayOf(month)); day = day.add({ days: 1 })) if (this.isWorkingDay(day)) count += 1;
    return count;
  }

  /** The date itself if it is worked, else the nearest working day before it. */
  onOrBefore(date: PlainDate): PlainDate {
    return this.#nearest(date, -1);
  }

  /** The nearest working day strictly before the date. */
  previousWorkingDay(date: PlainDate): PlainDate {
    return this.workingDaysBefore(date, 1);
  }

  /**
   * The working day that is `count` of them away, as offices count time limits: the date itself is not counted, so the
   * first day after a Friday, a Saturday or a Sunday is the same Monday. A negative count goes back. With 0 it is the
   * date itself if that is worked, else the next working day.
   * @throws RangeError where the count is not a whole number
   */
  addWorkingDays(date: PlainDate, count: number): PlainDate {
    if (!Number.isInteger(count)) throw new RangeError(`not a whole number of days: ${count}`);
    if (count === 0) return this.#nearest(date, 1);
    return count > 0 ? this.workingDaysAfter(date, count) : this.workingDaysBefore(date, -count);
  }

  /** The `count`-th working day strictly before the date (`count` ≥ 1). */
  workingDaysBefore(date: PlainDate, count: number): PlainDate {
    return this.#step(date, count, -1);
  }

  /** The `count`-th working day strictly after the date (`count` ≥ 1). */
  workingDaysAfter(date: PlainDate, count: number): PlainDate {
    return this.#step(date, count, 1);
  }

  #step(date: PlainDate, count: number, direction: 1 | -1): PlainDate {
    let day = date;
    for (let left = count; left > 0; left -= 1) day = this.#nearest(day.add({ days: direction }), direction);
    return day;
  }

  #nearest(date: PlainDate, direction: 1 | -1): PlainDate {
    let day = date;
    while (!this.isWorkingDay(day)) day = day.add({ days: direction });
    return day;
  }

  #year(year: number) {
    const known = this.#years.get(year);
    if (known) return known;
    const calendar = isCalendarYear(year) ? this.yearCalendar(year) : PLAIN_YEAR;
    const made = { calendar, days: new Map(calendar.exceptions.map((exception) => [exception.date, exception])) };
    if (isCalendarYear(year)) this.#years.set(year, made);
    return made;
  }
}

export function isCalendarYear(year: number): boolean {
  return Number.isInteger(year) && year >= FIRST_CALENDAR_YEAR && year <= LAST_CALENDAR_YEAR;
}

/** Whether an exception changes anything: a weekday off, or a Saturday or Sunday worked. */
export function changesTheWeek(date: PlainDate | string, kind: DayKind): boolean {
  const { dayOfWeek } = typeof date === 'string' ? plainDate(date) : date;
  return dayOfWeek <= 5 === (kind === 'off');
}
