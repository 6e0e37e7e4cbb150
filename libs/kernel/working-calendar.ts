import type { PlainDate } from './plain-date.js';

export type DayKind = 'off' | 'work';

/** One exception to the Monday-to-Friday week: a weekday off, or a Saturday worked in its place. */
export interface CalendarException {
  readonly date: string;
  readonly kind: DayKind;
  readonly status: 'announced' | 'proposed';
  readonly name: string;
}

/**
 * The working days of public offices: Monday to Friday, less the days off, plus the make-up Saturdays.
 * Days are exact calendar dates; the exceptions are data, because they are announced year by year.
 */
export class WorkingCalendar {
  readonly #kinds: ReadonlyMap<string, DayKind>;

  constructor(exceptions: readonly CalendarException[]) {
    this.#kinds = new Map(exceptions.map(({ date, kind }) => [date, kind]));
  }

  isWorkingDay(date: PlainDate): boolean {
    const kind = this.#kinds.get(date.toString());
    return kind ? kind === 'work' : date.dayOfWeek <= 5;
  }

  /** The date itself if it is worked, else the nearest working day before it. */
  onOrBefore(date: PlainDate): PlainDate {
    let day = date;
    while (!this.isWorkingDay(day)) day = day.subtract({ days: 1 });
    return day;
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
    for (let left = count; left > 0;) {
      day = day.add({ days: direction });
      if (this.isWorkingDay(day)) left -= 1;
    }
    return day;
  }
}
