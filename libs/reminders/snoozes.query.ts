import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { type PlainDate, plainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';

/** Until which day an organisation asked to be left alone about an obligation, by `OBLIGATION ORGANISATION`. */
export type SnoozeDays = ReadonlyMap<string, PlainDate>;

export interface SnoozeLine {
  readonly id: number;
  readonly taskId: number;
  readonly taskLabel: string;
  readonly taskName: string;
  readonly organisation: string;
  readonly until: PlainDate;
  readonly reason: string;
  readonly by: string;
}

@Injectable()
export class SnoozesQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** The latest wish of each; of plans that are in force. */
  async days(): Promise<SnoozeDays> {
    const rows = await rowsOf<{ obligation: string; organisationId: number; until: string }>(
      this.em,
      `select s.obligation as "obligation", s.organisation_id as "organisationId", s.until as "until" from snooze s
       join task t on t.id = s.task_id join plan p on p.id = t.plan_id where p.state = 'in-force' order by s.id`,
    );
    return new Map(rows.map(({ obligation, organisationId, until }) => [`${obligation} ${organisationId}`, plainDate(until)]));
  }

  /** Those that still hold on a day, the soonest to end first. @param planId of one plan, or of all */
  async openOn(today: PlainDate, planId?: number): Promise<SnoozeLine[]> {
    const rows = await rowsOf<Omit<SnoozeLine, 'until'> & { until: string }>(
      this.em,
      `select s.id as "id", s.task_id as "taskId", t.label as "taskLabel", t.name as "taskName", o.name as "organisation", s.until as "until", s.reason as "reason", u.name as "by"
       from snooze s join task t on t.id = s.task_id join organisation o on o.id = s.organisation_id join user_account u on u.id = s.by_id
       where s.until > ?${planId === undefined ? '' : ' and t.plan_id = ?'}
         and not exists (select 1 from snooze later where later.obligation = s.obligation and later.organisation_id = s.organisation_id and later.id > s.id)
       order by s.until, s.id limit 100`,
      planId === undefined ? [today.toString()] : [today.toString(), planId],
    );
    return rows.map((row) => ({ ...row, until: plainDate(row.until) }));
  }
}
