import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { PlainDate } from '#kernel/plain-date.js';
import { holdsOn } from '#kernel/validity.js';
import { Plan } from '#planning/plan.entity.js';
import type { Target } from '#planning/quota.js';
import { type Member, MembershipQuery } from '#organisations/membership.query.js';
import { Task, type TaskParty } from '#planning/task.entity.js';
import type { Tally } from './counts.js';
import { progressOf, type QuotaProgress } from './progress.js';
import { OF_PLAN, talliesOf } from './tally-rows.js';

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
    const tallies = await talliesOf(this.em, OF_PLAN, [plan.id], at, isByMember);
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
}

/** Does the organisation lead the task, itself or as a member of the group that does? */
export function isLedBy({ leads, members }: Pick<TaskProgress, 'leads' | 'members'>, organisationId: number): boolean {
  return leads.some(({ organisation }) => organisation.id === organisationId) || members.some(({ id }) => id === organisationId);
}

function leadGroupsOf(tasks: readonly Task[]): number[] {
  const leads = tasks.flatMap((task) => task.parties.getItems()).filter(({ role, organisation }) => role === 'lead' && organisation.kind === 'group');
  return [...new Set(leads.map(({ organisation }) => organisation.id))];
}
