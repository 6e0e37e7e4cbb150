import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { NotFound } from '#kernel/domain-error.js';
import { plainDate, type PlainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';
import type { Validity } from '#kernel/validity.js';
import { byName } from '#kernel/vietnamese-order.js';
import type { Medium } from './medium.js';
import type { PlanState } from './plan.entity.js';

/** Who leads a task, or a member of the group that does, and when it was one. */
export interface Lead extends Validity {
  readonly id: number;
  readonly name: string;
  readonly isGroup: boolean;
  /** The group that it stands behind. */
  readonly memberOf: number | null;
}

/** What logging needs to know of a task, without its entities. */
export interface TaskContext {
  readonly id: number;
  readonly medium: Medium;
  readonly planState: PlanState;
  /** The plan's first and last day. */
  readonly startsOn: PlainDate;
  readonly endsOn: PlainDate;
  /** Who leads it, in the plan's order; after a group, its members of any day. */
  readonly leads: readonly Lead[];
}

interface ContextRow {
  medium: Medium;
  starts_on: string;
  ends_on: string;
  state: PlanState;
  lead_id: number;
  lead_name: string;
  lead_kind: string;
  member_of: number | null;
  valid_from: string | null;
  valid_until: string | null;
}

/** Where a group leads, its members stand behind it: each logs its own. What a district leads is not its communes'. */
const CONTEXT = `select t.medium, p.starts_on, p.ends_on, p.state, o.id as lead_id, o.name as lead_name, o.kind as lead_kind,
    l.member_of, l.valid_from, l.valid_until
  from task t join plan p on p.id = t.plan_id join task_party tp on tp.task_id = t.id and tp.role = 'lead' and tp.valid_until is null
    join (select o.id as party_id, o.id as lead_id, cast(null as integer) as member_of, cast(null as text) as valid_from, cast(null as text) as valid_until
        from organisation o
      union all select g.group_id, g.member_id, g.group_id, g.valid_from, g.valid_until
        from group_member g join organisation w on w.id = g.group_id and w.kind = 'group') l on l.party_id = tp.organisation_id
    join organisation o on o.id = l.lead_id
  where t.id = ? order by tp.position, case when l.member_of is null then 0 else 1 end, o.name, l.valid_from`;

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
      leads: rows.map((row) => ({
        id: row.lead_id,
        name: row.lead_name,
        isGroup: row.lead_kind === 'group',
        memberOf: row.member_of,
        validFrom: row.valid_from === null ? null : plainDate(row.valid_from),
        validUntil: row.valid_until === null ? null : plainDate(row.valid_until),
      })),
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
