import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { isBefore, type PlainDate } from '#kernel/plain-date.js';
import { holdsOn } from '#kernel/validity.js';
import { MembershipQuery } from '#organisations/membership.query.js';
import type { GroupMember } from '#organisations/organisation.entity.js';
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
    for (const task of await this.ledBy(groupId)) await this.renewTask(task, from);
    await this.em.flush();
  }

  /** After an end of a membership was taken back: what it had closed goes on, unless the plan was amended meanwhile. */
  async reopen({ group, member }: GroupMember, end: PlainDate): Promise<void> {
    for (const task of await this.ledBy(group.id)) {
      const own = task.targets.getItems().filter(({ memberId }) => memberId === member.id);
      if (own.some(({ validUntil }) => validUntil === null)) continue;
      for (const target of own) if (target.validUntil?.equals(end)) target.validUntil = null;
    }
    await this.em.flush();
  }

  /** After a membership that was to begin on a day was taken back: it never owed, and a group left without members owes again. */
  async forget({ group, member, validUntil }: GroupMember, from: PlainDate): Promise<void> {
    for (const task of await this.ledBy(group.id)) {
      const isOfIt = (target: PeriodTarget) =>
        target.memberId === member.id &&
        target.validFrom !== null &&
        !isBefore(target.validFrom, from) &&
        (validUntil === null || isBefore(target.validFrom, validUntil));
      const [gone, left] = [task.targets.getItems().filter(isOfIt), task.targets.getItems().filter((target) => !isOfIt(target))];
      this.em.remove(gone);
      if (left.some((target) => target.validUntil === null)) continue;
      for (const target of left) if (target.memberId === null && target.validUntil?.equals(from)) target.validUntil = null;
    }
    await this.em.flush();
    await this.renew(group.id, from);
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

  /** The tasks in force of which each member of a group owes its own. */
  private async ledBy(groupId: number): Promise<Task[]> {
    const tasks = await this.em.find(
      Task,
      { plan: { state: 'in-force' }, parties: { organisation: groupId, role: 'lead', validUntil: null } },
      { populate: ['plan', 'targets', 'parties.organisation'], populateWhere: 'all' },
    );
    return tasks.filter(({ quantity }) => quantity.per === 'item');
  }
}
