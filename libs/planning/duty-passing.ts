import type { SqlEntityManager } from '@mikro-orm/sql';
import { FurtherRole } from '#identity/further-role.entity.js';
import { User } from '#identity/user.entity.js';
import { isAfter, type PlainDate } from '#kernel/plain-date.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import { GroupMember, type Organisation } from '#organisations/organisation.entity.js';
import { Plan } from './plan.entity.js';
import { type PartyRole, PeriodTarget, TaskParty } from './task.entity.js';

/** How much changed hands. */
export interface Passed {
  readonly tasks: number;
  readonly plans: number;
  /** The groups and districts that it belonged to. */
  readonly groups: number;
  /** The subordinate units that belonged to it. */
  readonly units: number;
  readonly accounts: number;
  /** Whose roles went over: who may do what has changed. */
  readonly accountIds: readonly number[];
  readonly slots: number;
}

/** Names one thing among those that may go to one successor or another. */
export function dutyKey(kind: 'party' | 'plan' | 'group' | 'unit' | 'account', id: number): string {
  return `${kind}-${id}`;
}

/**
 * One handing over of everything open from one organisation to another, in the transaction of an entity manager.
 * What was logged stays with whoever logged it; closed plans, and those over before the day, stay as they are.
 */
export class DutyPassing {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly from: Organisation,
    private readonly to: Organisation,
    private readonly day: PlainDate,
    /** The keys of what goes over, or undefined for all. */
    private readonly chosen?: ReadonlySet<string>,
  ) {}

  async pass(): Promise<Passed> {
    // 1. Tasks, and the plans that it coordinates.
    const tasks = await this.passParties();
    const plans = await this.passCoordination();
    // 2. Groups and districts, a district's own units, and what each member of one owes on its own.
    const groups = await this.passMemberships();
    const units = await this.passUnits();
    await this.passTargets(groups);
    // 3. People, so that they can go on.
    const accountIds = await this.passAccounts();
    await this.em.flush();
    // 4. Slots of tasks that are no longer its own: the successor's people must be able to fill them.
    const slots = await this.passSlots();
    return { tasks, plans, groups: groups.length, units, accounts: accountIds.length, accountIds, slots };
  }

  private isChosen(kind: Parameters<typeof dutyKey>[0], id: number): boolean {
    return this.chosen === undefined || this.chosen.has(dutyKey(kind, id));
  }

  private get openPlan() {
    return { state: 'in-force' as const, endsOn: { $gte: this.day } };
  }

  private async passParties(): Promise<number> {
    const open = await this.em.find(TaskParty, { organisation: this.from.id, validUntil: null, task: { plan: this.openPlan } }, { orderBy: { id: 'asc' } });
    const passed = open.filter(({ id }) => this.isChosen('party', id));
    const parties = await this.em.find(TaskParty, { task: { $in: passed.map(({ task }) => task.id) } }, { orderBy: { position: 'asc' } });
    const byTask = Map.groupBy(parties, ({ task }) => task.id);
    // Who leads before who supports: the successor may do both, and then it leads.
    for (const party of passed.toSorted((a, b) => a.role.localeCompare(b.role))) this.passParty(party, byTask.get(party.task.id)!);
    return new Set(passed.map(({ task }) => task.id)).size;
  }

  private passParty(party: TaskParty, parties: TaskParty[]): void {
    const from = later(this.day, party.validFrom);
    party.validUntil = from;
    const standing = parties.filter(({ organisation, validUntil }) => organisation.id === this.to.id && validUntil === null);
    if (standing.some(({ role }) => role === 'lead' || role === party.role)) return;
    for (const supporting of standing) supporting.validUntil = later(from, supporting.validFrom);
    const added = new TaskParty(party.task, this.to, party.role, freePosition(parties, party.role), from);
    parties.push(added);
    this.em.persist(added);
  }

  private async passCoordination(): Promise<number> {
    const plans = await this.em.find(Plan, { coordinator: this.from.id, ...this.openPlan });
    const passed = plans.filter(({ id }) => this.isChosen('plan', id));
    for (const plan of passed) plan.coordinator = this.to;
    return passed.length;
  }

  /** @returns those that went over */
  private async passMemberships(): Promise<readonly GroupMember[]> {
    const open = await this.em.find(GroupMember, { member: this.from.id, validUntil: null }, { populate: ['group'] });
    const passed = open.filter(({ id }) => this.isChosen('group', id));
    for (const membership of passed) {
      const from = later(this.day, membership.validFrom);
      membership.validUntil = from;
      if (await this.mayBelongTo(membership.group)) this.em.persist(new GroupMember(membership.group, this.to, from));
    }
    return passed;
  }

  /** Of a group unless it is a member already; of a district only as `MembershipService` would let it. */
  private async mayBelongTo(group: Organisation): Promise<boolean> {
    if (group.kind === 'group') return (await this.em.count(GroupMember, { group: group.id, member: this.to.id, validUntil: null })) === 0;
    return group.id !== this.to.id && !(await this.isUnit(this.to)) && !(await this.hasUnits(this.to));
  }

  /** A district's units are its successor's, if that is a district too; else they belong to none from then on. */
  private async passUnits(): Promise<number> {
    if (this.from.kind !== 'authority') return 0;
    const open = await this.em.find(GroupMember, { group: this.from.id, validUntil: null }, { populate: ['member'] });
    const passed = open.filter(({ id }) => this.isChosen('unit', id));
    const staysUnit = open.some((unit) => unit.member.id === this.to.id && !passed.includes(unit));
    const isDistrict = this.to.kind === 'authority' && !staysUnit && !(await this.isUnit(this.to));
    for (const unit of passed) {
      const from = later(this.day, unit.validFrom);
      unit.validUntil = from;
      if (isDistrict && unit.member.id !== this.to.id) this.em.persist(new GroupMember(this.to, unit.member, from));
    }
    return passed.length;
  }

  /** Of another district than the one whose duties are passed on. */
  private async isUnit({ id }: Organisation): Promise<boolean> {
    return (await this.em.count(GroupMember, { member: id, group: { kind: 'authority', id: { $ne: this.from.id } }, validUntil: null })) > 0;
  }

  private async hasUnits({ id }: Organisation): Promise<boolean> {
    return (await this.em.count(GroupMember, { group: { id, kind: 'authority' }, validUntil: null })) > 0;
  }

  /**
   * What it owed by itself as a member: what it has done by now stays its own, the rest is the successor's,
   * unless that owes as much already (two units merged into one owe once).
   */
  private async passTargets(memberships: readonly GroupMember[]): Promise<void> {
    const groups = memberships.filter(({ group }) => group.kind === 'group').map(({ group }) => group.id);
    // Of a split only what is owed as a member of a group that goes over: a district, or another group, has no part in it.
    const parties = this.chosen === undefined ? [] : await this.em.find(TaskParty, { organisation: { $in: groups }, task: { plan: this.openPlan } });
    const ofGroups = this.chosen === undefined ? {} : { id: { $in: parties.map(({ task }) => task.id) } };
    const open = await this.em.find(PeriodTarget, {
      memberId: this.from.id,
      validUntil: null,
      to: { $gte: this.day },
      task: { plan: this.openPlan, ...ofGroups },
    });
    const ofSuccessor = await this.em.find(PeriodTarget, { memberId: this.to.id, validUntil: null, task: { $in: open.map(({ task }) => task.id) } });
    for (const target of open) {
      const { task, from, to, quantity, pace, product } = target;
      const done = Math.min(quantity, await this.doneFor(target));
      if (done === quantity) continue;
      const since = later(this.day, target.validFrom);
      target.validUntil = since;
      const owe = (memberId: number, count: number) => this.em.persist(new PeriodTarget(task, { from, to, quantity: count, pace, product, memberId }, since));
      if (done > 0) owe(this.from.id, done);
      const owesAlready = ofSuccessor.some((other) => other.task.id === task.id && other.from.equals(from) && other.to.equals(to) && other.product === product);
      if (!owesAlready) owe(this.to.id, quantity - done);
    }
  }

  /** Items are kept by a lib above this one, hence their table and not their entity, here and below. */
  private async doneFor({ task, from, to, product }: PeriodTarget): Promise<number> {
    const [row] = await rowsOf<{ done: number }>(
      this.em,
      `select cast(count(*) as integer) as done from deliverable d where d.task_id = ? and d.organisation_id = ? and d.status in ('published', 'accepted')
         and d.rerun_of_id is null and coalesce(d.credited_on, d.occurs_on) between ? and ?${product === null ? '' : ' and d.genre = ?'}`,
      [task.id, this.from.id, from.toString(), to.toString(), ...(product === null ? [] : [product])],
    );
    return row?.done ?? 0;
  }

  private async passAccounts(): Promise<number[]> {
    const own = await this.em.find(User, { organisation: this.from.id, isActive: true });
    const passed = own.filter(({ id }) => this.isChosen('account', id));
    for (const account of passed) account.organisation = this.to;
    const further = await this.em.find(FurtherRole, { organisation: this.from.id, user: { isActive: true } }, { populate: ['user'] });
    const moved = further.filter(({ user }) => this.isChosen('account', user.id));
    for (const role of moved) await this.passRole(role);
    return [...new Set([...passed, ...moved.map(({ user }) => user)].map(({ id }) => id))];
  }

  /** Unless the person is that at the successor already. */
  private async passRole(further: FurtherRole): Promise<void> {
    const { user, role } = further;
    const isThere =
      (user.organisation.id === this.to.id && user.role === role) || (await this.em.count(FurtherRole, { user, role, organisation: this.to.id })) > 0;
    if (isThere) this.em.remove(further);
    else further.organisation = this.to;
  }

  private async passSlots(): Promise<number> {
    return changeRows(
      this.em,
      `update deliverable set organisation_id = ?, version = version + 1
       where organisation_id = ? and status = 'planned'
         and task_id in (select t.id from task t join plan p on p.id = t.plan_id where p.state = 'in-force' and p.ends_on >= ?)
         and task_id not in (select tp.task_id from task_party tp where tp.role = 'lead' and tp.valid_until is null
           and (tp.organisation_id = ? or tp.organisation_id in (select g.group_id from group_member g join organisation w on w.id = g.group_id and w.kind = 'group'
             where g.member_id = ? and g.valid_until is null)))`,
      [this.to.id, this.from.id, this.day.toString(), this.from.id, this.from.id],
    );
  }
}

/** After all that ever stood in the role: what ended keeps its place. */
function freePosition(parties: readonly TaskParty[], role: PartyRole): number {
  return 1 + Math.max(-1, ...parties.filter((party) => party.role === role).map(({ position }) => position));
}

function later(day: PlainDate, since: PlainDate | null): PlainDate {
  return since && isAfter(since, day) ? since : day;
}
