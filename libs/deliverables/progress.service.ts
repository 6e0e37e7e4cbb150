import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { PlainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';
import { holdsOn } from '#kernel/validity.js';
import { Plan } from '#planning/plan.entity.js';
import type { Target } from '#planning/quota.js';
import { type Member, MembershipQuery } from '#organisations/membership.query.js';
import { Task, type TaskParty } from '#planning/task.entity.js';
import type { Tally } from './counts.js';
import { isDeclaredOn, ledgersOf } from './counting-sql.js';
import { progressOf, type QuotaProgress } from './progress.js';

export interface TaskProgress {
  readonly task: Task;
  readonly progress: QuotaProgress;
  /** Who leads it on that date and, of the groups among them, the members. */
  readonly leads: readonly TaskParty[];
  readonly members: readonly Member[];
  /** What the plan asked for on that date. */
  readonly targets: readonly Target[];
  readonly tallies: readonly Tally[];
}

interface TallyRow {
  task_id: number;
  on_day: string;
  product: string | null;
  member_id: number | null;
  declared: number;
  evidenced: number;
  accepted: number;
  made_up: number;
  made_up_on: string | null;
}

/**
 * The same rule as `Tally` says, in SQL: a test holds the two together. The answer has a row for each day with an item,
 * not for each item, so it stays small however many items there are.
 */
const tallyRows = (member: string) => `select d.task_id, coalesce(d.credited_on, d.occurs_on) as on_day, d.genre as product, ${member} as member_id,
    ${ledgersOf('d')},
    cast(count(d.credited_on) as integer) as made_up, max(case when d.credited_on is not null then d.occurs_on end) as made_up_on
  from deliverable d
  where d.task_id in (select id from task where plan_id = ?) and ${isDeclaredOn('d')} and d.occurs_on <= ?
  group by d.task_id, coalesce(d.credited_on, d.occurs_on), d.genre`;

const TALLIES = tallyRows('null');

/** Where members of a group each owe their own, their items are counted apart; not so elsewhere, where it would make many more rows. */
const OF_MEMBER = 'case when d.task_id in (select task_id from period_target where member_id is not null) then d.organisation_id end';
const TALLIES_BY_MEMBER = `${tallyRows(OF_MEMBER)}, ${OF_MEMBER}`;

@Injectable()
export class ProgressService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly memberships: MembershipQuery,
  ) {}

  /** Every task of a plan with its quota's standing at the end of a date, in the plan's order. Two queries and the plan's own rows. */
  async ofPlan(plan: Plan, at: PlainDate): Promise<TaskProgress[]> {
    const tasks = await this.em.find(Task, { plan: plan.id }, { orderBy: { ordinal: 'asc' }, populate: ['targets', 'parties.organisation'] });
    const isByMember = tasks.some((task) => task.targets.getItems().some(({ memberId }) => memberId !== null));
    const tallies = await this.talliesOf(plan.id, at, isByMember);
    const members = await this.memberships.membersOf(leadGroupsOf(tasks), at);
    const span = plan.shownSpan();
    return tasks.map((task) => {
      const own = tallies.get(task.id) ?? [];
      // An amendment changes what is owed from its day on; earlier days are told by what held then.
      const targets = task.targets.getItems().filter((target) => holdsOn(target, at));
      const leads = task.parties.getItems().filter((party) => party.role === 'lead' && holdsOn(party, at));
      const groups = new Set(leads.map(({ organisation }) => organisation.id));
      return {
        task,
        targets,
        leads,
        members: members.filter(({ groupId }) => groups.has(groupId)),
        tallies: own,
        progress: progressOf(targets, own, at, span),
      };
    });
  }

  /** Counts by task, day and product of what had appeared by the end of a date. */
  async talliesOf(planId: number, at: PlainDate, isByMember = true): Promise<Map<number, Tally[]>> {
    const rows = await rowsOf<TallyRow>(this.em, isByMember ? TALLIES_BY_MEMBER : TALLIES, [planId, at.toString(), at.toString()]);
    const byTask = new Map<number, Tally[]>();
    for (const { task_id, on_day, product, member_id, declared, evidenced, accepted, made_up, made_up_on } of rows) {
      const tally = { on: on_day, product, memberId: member_id, declared, evidenced, accepted, madeUp: made_up, madeUpOn: made_up_on };
      const known = byTask.get(task_id);
      if (known) known.push(tally);
      else byTask.set(task_id, [tally]);
    }
    return byTask;
  }
}

/** Does the organisation lead the task, itself or as a member of the group that does? */
export function isLedBy({ leads, members }: Pick<TaskProgress, 'leads' | 'members'>, organisationId: number): boolean {
  return leads.some(({ organisation }) => organisation.id === organisationId) || members.some(({ id }) => id === organisationId);
}

function leadGroupsOf(tasks: readonly Task[]): number[] {
  const leads = tasks.flatMap((task) => task.parties.getItems()).filter(({ role, organisation }) => role === 'lead' && organisation.kind === 'group');
  return [...new Set(leads.map(({ organisation }) => organisation.id))];
}
