import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { PlainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';
import { Plan } from '#planning/plan.entity.js';
import { Task } from '#planning/task.entity.js';
import { progressOf, type QuotaProgress, type Tally } from './progress.js';

export interface TaskProgress {
  readonly task: Task;
  readonly progress: QuotaProgress;
  readonly tallies: readonly Tally[];
}

interface TallyRow {
  task_id: number;
  on_day: string;
  product: string | null;
  declared: number;
  accepted: number;
  made_up: number;
}

/**
 * The same rule as `Tally` says, in SQL: a test holds the two together. The answer has a row for each day with an item,
 * not for each item, so it stays small however many items there are.
 */
const TALLIES = `select d.task_id, coalesce(d.credited_on, d.occurs_on) as on_day, d.genre as product,
    cast(count(*) as integer) as declared,
    cast(sum(case when d.status = 'accepted' then 1 else 0 end) as integer) as accepted,
    cast(count(d.credited_on) as integer) as made_up
  from deliverable d
  where d.task_id in (select id from task where plan_id = ?) and d.status in ('published', 'accepted') and d.rerun_of_id is null and d.occurs_on <= ?
  group by d.task_id, coalesce(d.credited_on, d.occurs_on), d.genre`;

@Injectable()
export class ProgressService {
  constructor(private readonly em: SqlEntityManager) {}

  /** Every task of a plan with its quota's standing at the end of a date, in the plan's order. Two queries and the plan's own rows. */
  async ofPlan(plan: Plan, at: PlainDate): Promise<TaskProgress[]> {
    const tasks = await this.em.find(Task, { plan: plan.id }, { orderBy: { ordinal: 'asc' }, populate: ['targets', 'parties.organisation'] });
    const tallies = await this.talliesOf(plan.id, at);
    const span = { from: plan.startsOn, to: plan.endsOn };
    return tasks.map((task) => {
      const own = tallies.get(task.id) ?? [];
      return { task, tallies: own, progress: progressOf(task.targets.getItems(), own, at, span) };
    });
  }

  /** Counts by task, day and product of what had appeared by the end of a date. */
  async talliesOf(planId: number, at: PlainDate): Promise<Map<number, Tally[]>> {
    const rows = await rowsOf<TallyRow>(this.em, TALLIES, [planId, at.toString()]);
    const byTask = new Map<number, Tally[]>();
    for (const { task_id, on_day, product, declared, accepted, made_up } of rows) {
      const tally = { on: on_day, product, declared, accepted, madeUp: made_up };
      const known = byTask.get(task_id);
      if (known) known.push(tally);
      else byTask.set(task_id, [tally]);
    }
    return byTask;
  }
}
