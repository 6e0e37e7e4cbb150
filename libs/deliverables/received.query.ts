import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { PlainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';
import { byName } from '#kernel/vietnamese-order.js';
import { isDeclaredOn, ledgersOf } from './counting-sql.js';
import type { Ledgers } from './counts.js';

/** What one organisation has reported for a task, of what counts as declared (rules 1, 2, 6 and 8). */
export interface Received extends Ledgers {
  readonly organisationId: number;
  readonly name: string;
  /** The day of its latest item, `YYYY-MM-DD`. */
  readonly lastOn: string;
}

/** What came in for a task, by who sent it. */
@Injectable()
export class ReceivedQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** Each organisation with an item that had appeared by the end of a date, by name. */
  async ofTask(taskId: number, at: PlainDate): Promise<Received[]> {
    const rows = await rowsOf<Received>(
      this.em,
      `select o.id as "organisationId", o.name as "name", ${ledgersOf('d')}, max(d.occurs_on) as "lastOn"
       from deliverable d join organisation o on o.id = d.organisation_id
       where d.task_id = ? and ${isDeclaredOn('d')} and d.occurs_on <= ?
       group by o.id, o.name`,
      [taskId, at.toString(), at.toString()],
    );
    return rows.toSorted(byName);
  }
}
