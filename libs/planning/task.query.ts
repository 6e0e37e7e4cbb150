import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { NotFound } from '#kernel/domain-error.js';
import { plainDate, type PlainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';
import type { Medium } from './medium.js';

/** What logging needs to know of a task, without its entities. */
export interface TaskContext {
  readonly id: number;
  readonly medium: Medium;
  /** The plan's first and last day. */
  readonly startsOn: PlainDate;
  readonly endsOn: PlainDate;
  /** Who leads it, in the plan's order. */
  readonly leads: readonly { readonly id: number; readonly name: string }[];
}

interface ContextRow {
  medium: Medium;
  starts_on: string;
  ends_on: string;
  lead_id: number;
  lead_name: string;
}

const CONTEXT = `select t.medium, p.starts_on, p.ends_on, o.id as lead_id, o.name as lead_name
  from task t join plan p on p.id = t.plan_id join task_party tp on tp.task_id = t.id and tp.role = 'lead' join organisation o on o.id = tp.organisation_id
  where t.id = ? order by tp.position`;

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
      startsOn: plainDate(first.starts_on),
      endsOn: plainDate(first.ends_on),
      leads: rows.map(({ lead_id, lead_name }) => ({ id: lead_id, name: lead_name })),
    };
  }

  /** The tasks of a plan and the organisations that lead them, for lists to choose from. */
  async choices(planId: number): Promise<{ tasks: { id: number; ordinal: number; name: string }[]; leads: { id: number; name: string }[] }> {
    const tasks = await rowsOf<{ id: number; ordinal: number; name: string }>(
      this.em,
      'select id, ordinal, name from task where plan_id = ? order by ordinal',
      [planId],
    );
    const leads = await rowsOf<{ id: number; name: string }>(
      this.em,
      `select distinct o.id, o.name from task_party p join task t on t.id = p.task_id join organisation o on o.id = p.organisation_id
       where t.plan_id = ? and p.role = 'lead' order by o.name`,
      [planId],
    );
    return { tasks, leads };
  }
}
