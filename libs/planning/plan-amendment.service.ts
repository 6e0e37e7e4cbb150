import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import type { Actor } from '#identity/actor.js';
import { signatureOf } from '#identity/signatures.js';
import { Clock } from '#kernel/clock.js';
import { InvalidForm } from '#kernel/form-input.js';
import { compareDates, formatDate, isAfter, isBefore, type PlainDate } from '#kernel/plain-date.js';
import { holdsOn } from '#kernel/validity.js';
import { MembershipQuery } from '#organisations/membership.query.js';
import { Organisation } from '#organisations/organisation.entity.js';
import type { Doubt } from './doubt.js';
import { readQuantity } from './expressions/quantity-expression.js';
import { readTime } from './expressions/time-expression.js';
import { type AmendedField, PlanAmendment } from './plan-amendment.entity.js';
import { assertMayPlan } from './plan-draft.service.js';
import type { Plan } from './plan.entity.js';
import { amendTargets, forEachMember, targetsOf } from './quota.js';
import { type PartyRole, PeriodTarget, Task, TaskParty } from './task.entity.js';
import type { Quantity } from './quantity.js';
import { spanOf, type TimeFrame } from './time-frame.js';

/** A change to one task, in words; what is left out stays as it is. Parties are organisation ids, in order. */
export interface AmendmentInput {
  readonly basis: string;
  readonly effectiveOn: PlainDate;
  readonly quantity?: string | undefined;
  readonly time?: string | undefined;
  readonly lead?: readonly number[] | undefined;
  readonly supporting?: readonly number[] | undefined;
}

export interface AmendmentReading {
  readonly quantity: Quantity;
  readonly time: TimeFrame;
  readonly doubts: readonly Doubt[];
}

/** Decisions that change a plan in force from a day on. What the plan asked for on the days before stays as it was. */
@Injectable()
export class PlanAmendmentService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly memberships: MembershipQuery,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async of(plan: Plan): Promise<PlanAmendment[]> {
    return this.em.find(PlanAmendment, { plan: plan.id }, { orderBy: { effectiveOn: 'desc', id: 'desc' } });
  }

  /** How the new words are understood, before anything is kept. */
  read(task: Task, { quantity, time }: Pick<AmendmentInput, 'quantity' | 'time'>): AmendmentReading {
    const context = { year: task.plan.year, issuedOn: task.plan.issuedOn.toString() };
    const newQuantity = quantity === undefined ? undefined : readQuantity(quantity);
    const newTime = time === undefined ? undefined : readTime(time, context);
    return {
      quantity: newQuantity ? { ...newQuantity.value, unit: newQuantity.value.unit || task.quantity.unit } : task.quantity,
      time: newTime?.value ?? task.time,
      doubts: [...(newQuantity?.doubts ?? []), ...(newTime?.doubts ?? [])],
    };
  }

  /**
   * Changes one task from `effectiveOn`. Periods that were over by then keep their targets.
   * @throws Forbidden; InvalidForm for words that are not understood, a day outside the plan, or no change at all
   */
  async amend(actor: Actor, taskId: number, input: AmendmentInput): Promise<PlanAmendment> {
    assertMayPlan(actor);
    return this.em.transactional(async (em) => {
      const task = await em.findOneOrFail(Task, taskId, { populate: ['plan', 'targets', 'parties.organisation'] });
      const reading = this.read(task, input);
      await this.assertSound(task, input, reading);
      const changes = await this.apply(task, input, reading);
      if (changes.length === 0) throw new InvalidForm({ quantity: 'Chưa có gì khác với kế hoạch hiện nay.' });
      const amendment = new PlanAmendment(task.plan, input.basis, input.effectiveOn, changes, { by: signatureOf(actor), at: this.clock.now() });
      await em.persist(amendment).flush();
      const after = { basis: input.basis, effectiveOn: input.effectiveOn.toString(), changes };
      await this.audit.record({
        at: this.clock.now(),
        actorId: actor.userId,
        action: 'plan.amended',
        subject: 'plan',
        subjectId: task.plan.id,
        before: null,
        after,
      });
      return amendment;
    });
  }

  private async assertSound(task: Task, { basis, effectiveOn, quantity, time, lead }: AmendmentInput, reading: AmendmentReading): Promise<void> {
    const errors: Record<string, string> = {};
    const { startsOn, endsOn } = task.plan;
    if (basis.trim() === '') errors.basis = 'Ghi văn bản làm căn cứ, ví dụ “Quyết định số 12/QĐ-UBND ngày 05/7/2021”.';
    if (task.plan.state !== 'in-force') errors[''] = 'Chỉ điều chỉnh được kế hoạch đang thực hiện.';
    if (isBefore(effectiveOn, startsOn) || isAfter(effectiveOn, endsOn)) {
      errors.effectiveOn = `Ngày hiệu lực phải trong thời gian của kế hoạch: ${formatDate(startsOn)} – ${formatDate(endsOn)}.`;
    }
    const last = (await this.of(task.plan))
      .filter(({ changes }) => changes.some(({ taskId }) => taskId === task.id))
      .map((amendment) => amendment.effectiveOn)
      .toSorted(compareDates)
      .at(-1);
    if (last && isBefore(effectiveOn, last))
      errors.effectiveOn = `Nhiệm vụ đã được điều chỉnh từ ngày ${formatDate(last)}; ngày hiệu lực mới không được trước ngày đó.`;
    if (quantity !== undefined && reading.quantity.kind === 'none')
      errors.quantity = 'Chưa hiểu số lượng này; viết như “30 bài”, “02 chuyên mục/tháng”, “Không giới hạn”.';
    if (time !== undefined && reading.time.kind === 'unknown') errors.time = 'Chưa hiểu thời gian này; viết như “Tháng 3/2021”, “Quý III/2021”, “Mỗi tháng”.';
    if (lead?.length === 0) errors.lead = 'Chọn cơ quan chủ trì.';
    if (Object.keys(errors).length > 0) throw new InvalidForm(errors);
  }

  private async apply(task: Task, input: AmendmentInput, reading: AmendmentReading): Promise<AmendedField[]> {
    const changes: AmendedField[] = [];
    const told = (field: AmendedField['field'], before: string, after: string) => changes.push({ taskId: task.id, label: task.label, field, before, after });
    const { effectiveOn } = input;
    if (input.lead) this.replaceParties(task, 'lead', await this.organisations(input.lead), effectiveOn, (before, after) => told('lead', before, after));
    if (input.supporting) {
      this.replaceParties(task, 'supporting', await this.organisations(input.supporting), effectiveOn, (before, after) => told('supporting', before, after));
    }
    if (input.quantity !== undefined && input.quantity !== task.quantity.source) told('quantity', task.quantity.source, input.quantity);
    if (input.time !== undefined && input.time !== task.time.source) told('time', task.time.source, input.time);
    if (changes.some(({ field }) => field === 'quantity' || field === 'time')) await this.replaceTargets(task, reading, effectiveOn);
    return changes;
  }

  private async replaceTargets(task: Task, { quantity, time }: AmendmentReading, from: PlainDate): Promise<void> {
    const { plan } = task;
    const owing = { quantity, time, products: task.products };
    const current = task.targets.getItems().filter(({ validUntil }) => validUntil === null);
    if (quantity.per === 'item') {
      const leads = task.parties.getItems().filter((party) => party.role === 'lead' && holdsOn(party, from));
      const members = await this.memberships.standInFor(
        leads.map(({ organisation }) => organisation),
        from,
      );
      for (const target of current) target.validUntil = from;
      for (const target of forEachMember(targetsOf(owing, plan.year), members)) this.em.persist(new PeriodTarget(task, target, from));
    } else {
      const { ended, added } = amendTargets(current, owing, plan.year, from);
      for (const target of ended) target.validUntil = from;
      for (const target of added) this.em.persist(new PeriodTarget(task, target, from));
    }
    task.quantity = quantity;
    task.time = time;
    // Nothing may be owed outside the plan's own days.
    const span = spanOf(time, plan.year);
    if (isBefore(span.from, plan.startsOn)) plan.startsOn = span.from;
    if (isAfter(span.to, plan.endsOn)) plan.endsOn = span.to;
  }

  private replaceParties(task: Task, role: PartyRole, wanted: readonly Organisation[], from: PlainDate, tell: (before: string, after: string) => void): void {
    const all = task.parties.getItems().filter((party) => party.role === role);
    const current = all.filter(({ validUntil }) => validUntil === null);
    const names = (organisations: readonly { name: string }[]) => organisations.map(({ name }) => name).join('; ');
    const before = current.map(({ organisation }) => organisation);
    if (before.map(({ id }) => id).join() === wanted.map(({ id }) => id).join()) return;
    tell(names(before), names(wanted));
    for (const party of current) party.validUntil = from;
    const next = Math.max(-1, ...all.map(({ position }) => position)) + 1;
    wanted.forEach((organisation, index) => this.em.persist(new TaskParty(task, organisation, role, next + index, from)));
  }

  private async organisations(ids: readonly number[]): Promise<Organisation[]> {
    const found = await this.em.find(Organisation, { id: { $in: [...ids] } });
    return ids.flatMap((id) => found.find((organisation) => organisation.id === id) ?? []);
  }
}
