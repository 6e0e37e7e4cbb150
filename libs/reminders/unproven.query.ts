import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { hasEvidence, isDeclared } from '#deliverables/counting-sql.js';
import { type PlainDate, plainDate } from '#kernel/plain-date.js';
import { chunksOf, placesFor, rowsOf, type SqlValue } from '#kernel/sql.js';
import type { UnprovenItem, WatchedPlan } from './due.js';

const ITEMS_A_BATCH = 500;

/** Items that appeared since a plan came in and that nothing proves. What was accepted was judged by other means. */
@Injectable()
export class UnprovenQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** @param upTo the last day on which they appeared */
  async *inBatches(plan: WatchedPlan, upTo: PlainDate): AsyncGenerator<UnprovenItem[]> {
    for (let last = 0; ;) {
      const items = await this.items(plan, upTo, 'd.id > ?', [last], ITEMS_A_BATCH);
      if (items.length > 0) yield items;
      if (items.length < ITEMS_A_BATCH) return;
      last = items.at(-1)!.id;
    }
  }

  async among(plan: WatchedPlan, upTo: PlainDate, ids: readonly number[]): Promise<UnprovenItem[]> {
    const items: UnprovenItem[] = [];
    for (const part of chunksOf(ids, ITEMS_A_BATCH)) items.push(...(await this.items(plan, upTo, `d.id in (${placesFor(part)})`, part, part.length)));
    return items;
  }

  private async items(plan: WatchedPlan, upTo: PlainDate, which: string, values: readonly SqlValue[], limit: number): Promise<UnprovenItem[]> {
    const rows = await rowsOf<Omit<UnprovenItem, 'occursOn'> & { occursOn: string }>(
      this.em,
      `select d.id as "id", d.task_id as "taskId", t.label as "taskLabel", t.name as "taskName", d.title as "title", d.occurs_on as "occursOn", d.organisation_id as "organisationId"
       from deliverable d join task t on t.id = d.task_id
       where t.plan_id = ? and d.occurs_on >= ? and d.occurs_on <= ? and d.status = 'published' and ${isDeclared('d')} and not ${hasEvidence('d')} and ${which}
       order by d.id limit ?`,
      [plan.id, plan.loadedOn.toString(), upTo.toString(), ...values, limit],
    );
    return rows.map((row) => ({ ...row, occursOn: plainDate(row.occursOn) }));
  }
}
