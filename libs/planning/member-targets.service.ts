import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { PlainDate } from '#kernel/plain-date.js';
import { holdsOn } from '#kernel/validity.js';
import { MembershipQuery } from '#organisations/membership.query.js';
import { forEachMember, targetsOf } from './quota.js';
import { PeriodTarget, Task } from './task.entity.js';

/** Keeps what each member of a group owes ("01 cuộc/xã") in step with who its members are. */
@Injectable()
export class MemberTargetsService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly memberships: MembershipQuery,
  ) {}

  /** After the members of a group changed from a day on: who came owes from then, who went owes no more. Safe to repeat. */
  async renew(groupId: number, from: PlainDate): Promise<void> {
    const tasks = await this.em.find(
      Task,
      { plan: { state: 'in-force' }, parties: { organisation: groupId, role: 'lead', validUntil: null } },
      { populate: ['plan', 'targets', 'parties.organisation'], populateWhere: 'all' },
    );
    for (const task of tasks) if (task.quantity.per === 'item') await this.renewTask(task, from);
    await this.em.flush();
  }

  private async renewTask(task: Task, from: PlainDate): Promise<void> {
    const leads = task.parties.getItems().filter((party) => party.role === 'lead' && holdsOn(party, from));
    const wanted = await this.memberships.standInFor(
      leads.map(({ organisation }) => organisation),
      from,
    );
    // Without a member that is known, the group as a whole goes on owing what it owed.
    if (wanted.length === 0) return;
    const current = task.targets.getItems().filter(({ validUntil }) => validUntil === null);
    const gone = current.filter(({ memberId }) => memberId === null || !wanted.includes(memberId));
    const come = wanted.filter((id) => current.every(({ memberId }) => memberId !== id));
    for (const target of gone) target.validUntil = from;
    for (const target of forEachMember(targetsOf(task, task.plan.year), come)) this.em.persist(new PeriodTarget(task, target, from));
  }
}
