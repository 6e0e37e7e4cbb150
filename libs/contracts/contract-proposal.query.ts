import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { rowsOf } from '#kernel/sql.js';
import { Task } from '#planning/task.entity.js';

/** A task that a contract's line may be about, with what the plan says of it. */
export interface TaskProposal {
  readonly id: number;
  /** As the plan numbers it. */
  readonly label: string;
  readonly name: string;
  readonly product: string;
  readonly genres: readonly string[];
  readonly unit: string;
  /** What the plan owes over its whole time; null where it names no number. */
  readonly quantity: number | null;
  /** Is it led by Bên B, or by an organisation that Bên B took over from? */
  readonly isLed: boolean;
}

interface Row {
  id: number;
  owed: number | null;
  led: number;
}

/** Bên B and the organisations whose work it took over. */
const FORERUNNERS = `forerunners(id) as (select cast(? as integer) union select s.predecessor_id from succession s join forerunners f on s.successor_id = f.id)`;

const OWED_AND_LED = `with recursive ${FORERUNNERS}
  select t.id as "id",
    (select cast(sum(p.quantity) as integer) from period_target p
      where p.task_id = t.id and p.valid_until is null and (p.member_id is null or p.member_id in (select id from forerunners))) as "owed",
    case when exists (select 1 from task_party tp where tp.task_id = t.id and tp.role = 'lead' and tp.valid_until is null
      and (tp.organisation_id in (select id from forerunners)
        or tp.organisation_id in (select g.group_id from group_member g join organisation w on w.id = g.group_id and w.kind = 'group'
          where g.valid_until is null and g.member_id in (select id from forerunners))))
      then 1 else 0 end as "led"
  from task t where t.plan_id = ?`;

/** What a contract with an organisation is likely to be about. */
@Injectable()
export class ContractProposalQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** The plan's tasks, those that the organisation leads first, each part in the plan's order. */
  async tasksFor(planId: number, partyBId: number): Promise<TaskProposal[]> {
    const rows = await rowsOf<Row>(this.em, OWED_AND_LED, [partyBId, planId]);
    const known = new Map(rows.map((row) => [row.id, row]));
    const tasks = await this.em.find(Task, { plan: planId }, { orderBy: { ordinal: 'asc' } });
    const proposals = tasks.map(({ id, label, name, product, genres, quantity }): TaskProposal => {
      const { owed, led } = known.get(id) ?? { owed: null, led: 0 };
      return { id, label, name, product, genres, unit: quantity.unit, quantity: owed, isLed: led === 1 };
    });
    return proposals.toSorted((a, b) => Number(b.isLed) - Number(a.isLed));
  }
}
