import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { type PlainDate, plainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';
import type { WatchedPlan } from './due.js';

/** A plan is watched this long after its last day, so that its last missed period is still spoken of. */
const WATCHED_DAYS_AFTER_END = 31;

@Injectable()
export class WatchedPlanQuery {
  constructor(private readonly em: SqlEntityManager) {}

  async watchedOn(today: PlainDate): Promise<WatchedPlan[]> {
    const rows = await rowsOf<{ id: number; number: string; startsOn: string; loadedOn: string }>(
      this.em,
      `select id as "id", number as "number", starts_on as "startsOn", loaded_on as "loadedOn"
       from plan where state = 'in-force' and starts_on <= ? and ends_on >= ? order by id`,
      [today.toString(), today.subtract({ days: WATCHED_DAYS_AFTER_END }).toString()],
    );
    return rows.map(({ startsOn, loadedOn, ...row }) => ({
      ...row,
      startsOn: plainDate(startsOn),
      loadedOn: plainDate(loadedOn),
    }));
  }
}
