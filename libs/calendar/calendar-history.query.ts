import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { rowsOf } from '#kernel/sql.js';
import { CalendarDay, CalendarYear } from './calendar-day.entity.js';

/** A change of a year's calendar as the audit trail has it. */
export interface CalendarChange {
  /** An instant in UTC. */
  readonly at: string;
  readonly actor: string | null;
  /** Such as `calendar.day-added`. */
  readonly action: string;
  readonly after: { readonly date?: string; readonly year?: number; readonly kind?: string; readonly name?: string; readonly source?: string };
}

/** So many of the latest changes are looked through for those of a year. */
const LOOKED_THROUGH = 500;

@Injectable()
export class CalendarHistoryQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** The latest changes to the days and the announcement of a year, newest first. */
  async ofYear(year: number, limit: number): Promise<CalendarChange[]> {
    const rows = await rowsOf<Omit<CalendarChange, 'after'> & { after: unknown }>(
      this.em,
      `select a.at as "at", u.name as "actor", a.action as "action", a."after" as "after"
       from audit_entry a left join user_account u on u.id = a.actor_id
       where a.subject = 'calendar' order by a.id desc limit ${LOOKED_THROUGH}`,
    );
    return rows
      .map((row) => ({ ...row, after: (typeof row.after === 'string' ? JSON.parse(row.after) : row.after) as CalendarChange['after'] }))
      .filter(({ after }) => after.year === year || after.date?.startsWith(`${year}-`))
      .slice(0, limit);
  }

  /** The days of a year that were taken back, in the order of the dates. */
  async takenBackIn(year: number): Promise<CalendarDay[]> {
    const days = await this.em.find(CalendarDay, { kind: 'plain' }, { orderBy: { date: 'asc' } });
    return days.filter(({ date }) => date.year === year);
  }

  /** Whether the announcement of a year was entered here, so that it can be taken back here. */
  async isAnnouncedHere(year: number): Promise<boolean> {
    return (await this.em.count(CalendarYear, { year })) > 0;
  }
}
