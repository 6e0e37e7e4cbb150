import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { type PlainDate, plainDate } from '#kernel/plain-date.js';
import { remembering } from '#kernel/remembering.js';
import { chunksOf, placesFor, rowsOf, type SqlValue } from '#kernel/sql.js';
import { type Member, MembershipQuery } from '#organisations/membership.query.js';
import type { Medium } from '#planning/medium.js';
import type { Quantity } from '#planning/quantity.js';
import type { Pace, Target } from '#planning/quota.js';
import { type Ledgers, sumOfLedgers, type Tally } from './counts.js';
import { type Duty, dutiesOf } from './progress.js';
import { talliesOf } from './tally-rows.js';

/** A task that owes a number, with what it owes: as much as a reminder needs, and no entity. */
export interface OwedTask {
  readonly id: number;
  readonly planId: number;
  readonly ordinal: number;
  readonly label: string;
  readonly name: string;
  readonly medium: Medium;
  readonly unit: string;
  readonly leads: readonly { readonly id: number; readonly name: string }[];
  readonly members: readonly Member[];
  readonly targets: readonly Target[];
  /** The whole of its targets. */
  readonly target: number;
  readonly done: Ledgers;
  readonly duties: readonly Duty[];
}

interface TaskRow {
  readonly id: number;
  readonly planId: number;
  readonly ordinal: number;
  readonly label: string;
  readonly name: string;
  readonly medium: Medium;
  readonly quantity: Quantity | string;
}

interface TargetRow {
  readonly taskId: number;
  readonly from: string;
  readonly to: string;
  readonly quantity: number;
  readonly pace: Pace;
  readonly product: string | null;
  readonly memberId: number | null;
}

interface LeadRow {
  readonly taskId: number;
  readonly id: number;
  readonly name: string;
  readonly kind: string;
}

/** Which tasks, as a condition on `t` with its values. */
interface Scope {
  readonly where: string;
  readonly values: readonly SqlValue[];
}

const TASKS_A_BATCH = 400;

/** Well under what either engine takes in one statement. */
const IDS_A_QUERY = 5000;

const HOLDS = (alias: string) => `(${alias}.valid_from is null or ${alias}.valid_from <= ?) and (${alias}.valid_until is null or ${alias}.valid_until > ?)`;

/** What tasks owe at the end of a date, read in batches: a plan of any size needs no more memory than one batch. */
@Injectable()
export class OwedQuery {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly memberships: MembershipQuery,
  ) {}

  /** The tasks of a plan that have targets, in its order, some hundreds at a time. */
  async *inBatches(planId: number, at: PlainDate): AsyncGenerator<OwedTask[]> {
    for (let last = -1; ;) {
      const rows = await this.tasks({ where: 't.plan_id = ? and t.ordinal > ?', values: [planId, last] }, TASKS_A_BATCH);
      const end = rows.at(-1);
      if (!end) return;
      yield await this.complete(rows, { where: 't.plan_id = ? and t.ordinal > ? and t.ordinal <= ?', values: [planId, last, end.ordinal] }, at);
      if (rows.length < TASKS_A_BATCH) return;
      last = end.ordinal;
    }
  }

  /** The same of some tasks by their ids; those that are no more are left out. Five queries for some thousands. */
  async ofTasks(ids: readonly number[], at: PlainDate): Promise<OwedTask[]> {
    const tasks: OwedTask[] = [];
    for (const part of chunksOf(ids, IDS_A_QUERY)) {
      const scope = { where: `t.id in (${placesFor(part)})`, values: part };
      tasks.push(...(await this.complete(await this.tasks(scope, part.length), scope, at)));
    }
    return tasks;
  }

  private async tasks({ where, values }: Scope, limit: number): Promise<TaskRow[]> {
    return rowsOf<TaskRow>(
      this.em,
      `select t.id as "id", t.plan_id as "planId", t.ordinal as "ordinal", t.label as "label", t.name as "name", t.medium as "medium", t.quantity as "quantity"
       from task t where ${where} order by t.plan_id, t.ordinal limit ?`,
      [...values, limit],
    );
  }

  private async complete(rows: readonly TaskRow[], { where, values }: Scope, at: PlainDate): Promise<OwedTask[]> {
    const day = at.toString();
    const targets = await rowsOf<TargetRow>(
      this.em,
      `select p.task_id as "taskId", p.starts_on as "from", p.ends_on as "to", p.quantity as "quantity", p.pace as "pace", p.product as "product", p.member_id as "memberId"
       from period_target p join task t on t.id = p.task_id where ${where} and ${HOLDS('p')} order by p.starts_on, p.id`,
      [...values, day, day],
    );
    const leads = await rowsOf<LeadRow>(
      this.em,
      `select p.task_id as "taskId", o.id as "id", o.name as "name", o.kind as "kind"
       from task_party p join task t on t.id = p.task_id join organisation o on o.id = p.organisation_id
       where ${where} and p.role = 'lead' and ${HOLDS('p')} order by p.position`,
      [...values, day, day],
    );
    const isByMember = targets.some(({ memberId }) => memberId !== null);
    const tallies = await talliesOf(this.em, `select t.id from task t where ${where}`, values, at, isByMember);
    const groups = [...new Set(leads.filter(({ kind }) => kind === 'group').map(({ id }) => id))];
    const members = await this.memberships.membersOf(groups, at);
    const targetsOf = Map.groupBy(targets, ({ taskId }) => taskId);
    const leadsOf = Map.groupBy(leads, ({ taskId }) => taskId);
    return rows.flatMap((row): OwedTask[] => {
      const own = (targetsOf.get(row.id) ?? []).map((target): Target => ({ ...target, from: dayOf(target.from), to: dayOf(target.to) }));
      return own.length === 0 ? [] : [owedTask(row, own, leadsOf.get(row.id) ?? [], members, tallies.get(row.id) ?? [], at)];
    });
  }
}

function owedTask(
  row: TaskRow,
  targets: readonly Target[],
  leads: readonly LeadRow[],
  members: readonly Member[],
  tallies: readonly Tally[],
  at: PlainDate,
): OwedTask {
  const { quantity, ...task } = row;
  const { unit } = typeof quantity === 'string' ? (JSON.parse(quantity) as Quantity) : quantity;
  const groups = new Set(leads.map(({ id }) => id));
  return {
    ...task,
    unit,
    leads,
    members: members.length === 0 ? members : members.filter(({ groupId }) => groups.has(groupId)),
    targets,
    target: targets.reduce((sum, target) => sum + target.quantity, 0),
    done: sumOfLedgers(tallies),
    duties: dutiesOf(targets, tallies, at),
  };
}

/** The same few days stand in thousands of rows. */
const dayOf = remembering<PlainDate>(20_000, plainDate);
