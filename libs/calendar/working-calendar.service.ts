import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { rowsOf } from '#kernel/sql.js';
import { WorkingCalendar } from '#kernel/working-calendar.js';
import type { CalendarDayKind } from './calendar-day.entity.js';
import { composeYear, type SaidYear } from './composed-year.js';

interface Row {
  readonly year: number;
  /** Null in the row that says that the year is announced. */
  readonly date: string | null;
  readonly kind: CalendarDayKind;
  readonly name: string;
  readonly source: string;
}

/** Everything that administrators say, which is some dozens of rows a year at the most. */
const SAID = `select cast(substr(day, 1, 4) as integer) as "year", day as "date", kind as "kind", name as "name", source as "source" from calendar_day
  union all select year, null, '', '', source from calendar_year
  order by 1, 2`;

/** The working calendar as it holds now. */
@Injectable()
export class WorkingCalendarService {
  #made: { readonly from: string; readonly calendar: WorkingCalendar } | undefined;

  constructor(private readonly em: SqlEntityManager) {}

  /**
   * The shipped table and the proposals with the administrators' words over them. Several processes may work over one
   * database, so the rows are read each time, by one query; while they are the same, so is the calendar with the years
   * that it has made.
   */
  async current(): Promise<WorkingCalendar> {
    const rows = await rowsOf<Row>(this.em, SAID);
    const from = JSON.stringify(rows);
    if (this.#made?.from !== from) {
      const said = saidByYear(rows);
      this.#made = { from, calendar: new WorkingCalendar((year) => composeYear(year, said.get(year))) };
    }
    return this.#made.calendar;
  }
}

function saidByYear(rows: readonly Row[]): ReadonlyMap<number, SaidYear> {
  return new Map(
    [...Map.groupBy(rows, ({ year }) => year)].map(([year, ofYear]) => [
      year,
      {
        days: ofYear.flatMap(({ date, kind, name, source }) => (date === null ? [] : [{ date, kind, name, source }])),
        announcedBy: ofYear.find(({ date }) => date === null)?.source,
      },
    ]),
  );
}
