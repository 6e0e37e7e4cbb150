import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { NotFound } from '#kernel/domain-error.js';
import { plainDate, type PlainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';
import { byName } from '#kernel/vietnamese-order.js';
import type { Medium } from './medium.js';
import type { PlanState } from './plan.entity.js';

/** What logging needs to know of a task, without its entities. */
export interface TaskContext {
  readonly id: number;
  readonly medium: Medium;
  readonly planState: PlanState;
  /** The plan's first and last day. */
  readonly startsOn: PlainDate;
  readonly endsOn: PlainDate;
  /** Who leads it, in the plan's order; after a group, its members. */
  readonly leads: readonly { readonly id: number; readonly name: string }[];
}

interface ContextRow {
  medium: Medium;
  starts_on: string;
  ends_on: string;
  state: PlanState;
  lead_id: number;
  lead_name: string;
}

/** Where a group leads, its members stand behind it: each logs its own. What a district leads is not its communes'. */
const CONTEXT = `select t.medium, p.starts_on, p.ends_on, p.state, o.id as lead_id, o.name as lead_name
  from task t join plan p on p.id = t.plan_id join task_party tp on tp.task_id = t.id and tp.role = 'lead' and tp.valid_until is null
    join organisation o on o.id = tp.organisation_id
      or (o.id in (select g.member_id from group_member g join organisation w on w.id = g.group_id and w.kind = 'group'
        where g.group_id = tp.organisation_id and g.valid_until is null))
  where t.id = ? order by tp.position, case when o.id = tp.organisation_id then 0 else 1 end, o.name`;

@Injectable()
export class TaskQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** One query, because it is asked at every logging. @throws NotFound */
  async contextOf(taskId: number | undefined): Promise<TaskContext> {
    const rows = taskId === undefined ? [] : await rowsOf<ContextRow>(this.em, CONTEXT, [taskId]);
    const [first] = rows;
    if (!first || taskId === undefined) throw new NotFound('Không tìm thấy nhiệm vụ này.', 'task');
    return {
      id: taskId,
      medium: first.medium,
      planState: first.state,
      startsOn: plainDate(first.starts_on),
      endsOn: plainDate(first.ends_on),
      leads: rows.map(({ lead_id, lead_name }) => ({ id: lead_id, name: lead_name })),
    };
  }

  /** The tasks of a plan and the organisations that lead them, for lists to choose from. */
  async choices(planId: number): Promise<{ tasks: { id: number; ordinal: string; name: string }[]; leads: { id: number; name: string }[] }> {
    const tasks = await rowsOf<{ id: number; ordinal: string; name: string }>(
      this.em,
      'select id, label as ordinal, name from task where plan_id = ? order by task.ordinal',
      [planId],
    );
    const leads = await rowsOf<{ id: number; name: string }>(
      this.em,
      `select distinct o.id, o.name from task_party p join task t on t.id = p.task_id join organisation o on o.id = p.organisation_id
       where t.plan_id = ? and p.role = 'lead' and p.valid_until is null`,
      [planId],
    );
    return { tasks, leads: leads.toSorted(byName) };
  }
}
