import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock.js';
import { DomainError, NotFound } from '#kernel/domain-error.js';
import { earliest, latest, plainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';
import { MembershipQuery } from '#organisations/membership.query.js';
import { GroupMember, Organisation } from '#organisations/organisation.entity.js';
import type { PlanDocument } from './plan-document.js';
import { Plan } from './plan.entity.js';
import { PlanDuty, Topic } from './plan-content.entity.js';
import { forEachMember, type Owing, type Target, targetsOf } from './quota.js';
import { spanOf } from './time-frame.js';
import { PeriodTarget, Task, TaskParty } from './task.entity.js';

export class PlanAlreadyLoaded extends DomainError {
  readonly code = 'plan-already-loaded';
  readonly kind = 'conflict';

  constructor(number: string, year: number) {
    super(`Kế hoạch số ${number} năm ${year} đã có trong hệ thống.`);
  }
}

@Injectable()
export class PlanService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly memberships: MembershipQuery,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts a plan in force: its organisations (those already known by code are kept as they are), tasks, parties and targets.
   * @throws PlanAlreadyLoaded for a number and year that are there already
   */
  async adopt(document: PlanDocument, { asSample = false } = {}): Promise<Plan> {
    const { number, year } = document;
    if (await this.em.count(Plan, { number, year })) throw new PlanAlreadyLoaded(number, year);
    const organisations = await this.organisationsOf(document);
    const party = (code: string) => organisations.get(code)!;

    const dates = document.tasks.map(({ time }) => spanOf(time, year));
    const span = { from: earliest(dates.map(({ from }) => from))!, to: latest(dates.map(({ to }) => to))! };
    const head = { ...document, issuedOn: plainDate(document.issuedOn) };
    const plan = new Plan(head, party(document.coordinator), span, { on: this.clock.today(), asSample });
    this.em.persist(plan);

    for (const row of document.tasks) {
      const task = new Task(plan, row);
      this.em.persist(task);
      for (const target of await this.targetsOf(row, year, row.lead.map(party))) this.em.persist(new PeriodTarget(task, target));
      row.lead.forEach((code, position) => this.em.persist(new TaskParty(task, party(code), 'lead', position)));
      row.supporting.forEach((code, position) => this.em.persist(new TaskParty(task, party(code), 'supporting', position)));
    }
    document.topics.forEach((text, index) => this.em.persist(new Topic(plan, index + 1, text)));
    document.duties.forEach(({ section, party: name, items }, partyIndex) => {
      items.forEach((text, index) => {
        this.em.persist(new PlanDuty(plan, { section, party: name, partyPosition: partyIndex + 1, position: index + 1 }, text));
      });
    });
    await this.em.flush();
    return plan;
  }

  /** The targets of a task; what is owed by each unit of a group becomes a target of each member of those who lead it. */
  private async targetsOf(row: Owing, year: number, leads: readonly Organisation[]): Promise<Target[]> {
    const targets = targetsOf(row, year);
    if (row.quantity.per !== 'item') return targets;
    const members = await this.memberships.standInFor(leads, plainDate(`${year}-12-31`));
    return members.length === 0 ? targets : forEachMember(targets, members);
  }

  /**
   * The plan of that id or, without one, the plan that is worked on: this year's, else the one before it, else the first
   * to come; a closed one only where none is in force, an archived one never.
   */
  async find(id?: number): Promise<Plan> {
    const plan = id === undefined ? await this.current() : await this.em.findOne(Plan, id, { populate: ['coordinator'] });
    if (!plan) throw new NotFound(id === undefined ? 'Chưa có kế hoạch nào trong hệ thống.' : 'Không tìm thấy kế hoạch này.');
    return plan;
  }

  /** Every plan, the latest year first. */
  async all(): Promise<Plan[]> {
    return this.em.find(Plan, {}, { orderBy: { year: 'desc', id: 'desc' } });
  }

  /** What a plan asks for beside its tasks. */
  async contentOf(plan: Plan): Promise<{ topics: Topic[]; duties: PlanDuty[] }> {
    return {
      topics: await this.em.find(Topic, { plan: plan.id }, { orderBy: { position: 'asc' } }),
      duties: await this.em.find(PlanDuty, { plan: plan.id }, { orderBy: { section: 'desc', partyPosition: 'asc', position: 'asc' } }),
    };
  }

  /** The sample that shipped with the product leaves the stage for a real plan, unless somebody has worked with it. */
  async retireUntouchedSample(forPlan: Plan): Promise<void> {
    const samples = await this.em.find(Plan, { isSample: true, state: 'in-force', id: { $ne: forPlan.id } });
    for (const sample of samples) {
      const [used] = await rowsOf(this.em, 'select 1 from deliverable d join task t on t.id = d.task_id where t.plan_id = ? limit 1', [sample.id]);
      if (!used) sample.state = 'archived';
    }
  }

  /** A plan's tasks in its order, with their targets and parties. */
  async tasksOf(plan: Plan): Promise<Task[]> {
    return this.em.find(Task, { plan: plan.id }, { orderBy: { ordinal: 'asc' }, populate: ['targets', 'parties.organisation'] });
  }

  /** The plan that a task is of. @throws NotFound */
  async findOfTask(taskId: number | undefined): Promise<Plan> {
    const task = taskId === undefined ? null : await this.em.findOne(Task, taskId, { populate: ['plan.coordinator'] });
    if (!task) throw new NotFound('Không tìm thấy nhiệm vụ này.');
    return task.plan;
  }

  private async current(): Promise<Plan | null> {
    const { year } = this.clock.today();
    for (const state of ['in-force', 'closed'] as const) {
      const plan =
        (await this.em.findOne(Plan, { state, year: { $lte: year } }, { orderBy: { year: 'desc', id: 'desc' }, populate: ['coordinator'] })) ??
        (await this.em.findOne(Plan, { state, year: { $gt: year } }, { orderBy: { year: 'asc', id: 'desc' }, populate: ['coordinator'] }));
      if (plan) return plan;
    }
    return null;
  }

  private async organisationsOf(document: PlanDocument): Promise<Map<string, Organisation>> {
    const codes = document.organisations.map(({ code }) => code);
    const known = await this.em.find(Organisation, { code: { $in: codes } });
    const byCode = new Map(known.map((organisation) => [organisation.code, organisation]));
    const added: { organisation: Organisation; members: readonly string[] }[] = [];
    for (const { code, name, shortName, kind, members } of document.organisations) {
      if (byCode.has(code)) continue;
      const organisation = new Organisation(code, name, shortName, kind);
      this.em.persist(organisation);
      byCode.set(code, organisation);
      added.push({ organisation, members });
    }
    for (const { organisation, members } of added) {
      for (const code of members) this.em.persist(new GroupMember(organisation, byCode.get(code)!, null));
    }
    // Whose members are asked for below must be there.
    await this.em.flush();
    return byCode;
  }
}
