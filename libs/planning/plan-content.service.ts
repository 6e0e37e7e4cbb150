import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import { type Actor, assertMay, reachOf } from '#identity/actor.js';
import { signatureOf, Signatures } from '#identity/signatures.js';
import { Clock } from '#kernel/clock.js';
import { NotFound, OutOfReach } from '#kernel/domain-error.js';
import { rowsOf } from '#kernel/sql.js';
import { normaliseOrganisationName } from '#organisations/organisation-names.js';
import { Organisation } from '#organisations/organisation.entity.js';
import type { DutyInput } from './duty.input.js';
import { PlanDuty } from './plan-content.entity.js';
import { DutyChangedMeanwhile, PlanContentIsClosed } from './plan-content.errors.js';

export interface PlanTopic {
  readonly id: number;
  /** From 1, in the plan's order. */
  readonly position: number;
  readonly text: string;
}

/** What a plan asks for beside the tasks of its appendix: the topics to write about, and the duties of its parties. */
@Injectable()
export class PlanContentService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly signatures: Signatures,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** In the plan's order. */
  async topicsOf(planId: number): Promise<PlanTopic[]> {
    return rowsOf<PlanTopic>(this.em, 'select id, position, text from topic where plan_id = ? order by position', [planId]);
  }

  /** The plan that a topic is of, if there is such a topic. */
  async planIdOf(topicId: number): Promise<number | undefined> {
    const [row] = await rowsOf<{ id: number }>(this.em, 'select plan_id as id from topic where id = ?', [topicId]);
    return row?.id;
  }

  /** In the plan's order, parties before forms. */
  async dutiesOf(planId: number): Promise<PlanDuty[]> {
    return this.em.find(PlanDuty, { plan: planId }, { orderBy: { partyPosition: 'asc', position: 'asc' } });
  }

  /** @throws NotFound */
  async findDuty(id: number | undefined): Promise<PlanDuty> {
    const duty = id === undefined ? null : await this.em.findOne(PlanDuty, id, { populate: ['plan'] });
    if (!duty) throw new NotFound('Không tìm thấy nhiệm vụ này trong kế hoạch.');
    return duty;
  }

  /**
   * Which of a plan's parties the actor may report for: all for Sở Nội vụ, for an editor the parties that are their own
   * organisations by name or short name, for others none.
   */
  async reporterOf(actor: Actor): Promise<(duty: Pick<PlanDuty, 'party'>) => boolean> {
    const reach = reachOf(actor, 'duties.change');
    if (reach === 'all') return () => true;
    const organisations = await this.em.find(Organisation, { id: { $in: [...reach] } });
    const own = new Set(organisations.flatMap(({ name, shortName }) => [normaliseOrganisationName(name), normaliseOrganisationName(shortName)]));
    return ({ party }) => own.has(normaliseOrganisationName(party));
  }

  /**
   * Says how far a duty is; what says nothing new is not written down.
   * @throws NotFound, Forbidden, PlanContentIsClosed, DutyChangedMeanwhile
   */
  async report(actor: Actor, id: number | undefined, { state, note, seen }: DutyInput): Promise<PlanDuty> {
    const duty = await this.findDuty(id);
    assertMay(actor, 'duties.change', 'Tài khoản của bạn chỉ được xem.');
    const mayReport = await this.reporterOf(actor);
    if (!mayReport(duty)) throw new OutOfReach('Không tìm thấy nhiệm vụ này trong kế hoạch.');
    if (duty.plan.state !== 'in-force') throw new PlanContentIsClosed();
    if (seen !== (duty.changedAt?.toString() ?? ''))
      throw new DutyChangedMeanwhile(duty.changedBy ? await this.signatures.inWords(duty.changedBy) : 'Người khác');
    if (duty.state === state && duty.note === note) return duty;

    const at = this.clock.now();
    const before = snapshotOf(duty);
    await this.em.begin();
    try {
      duty.report(state, note, signatureOf(actor), at);
      await this.em.flush();
      const after = snapshotOf(duty);
      await this.audit.record({ at, actorId: actor.userId, action: 'plan.duty-changed', subject: 'plan', subjectId: duty.plan.id, before, after });
      await this.em.commit();
    } catch (error) {
      await this.em.rollback();
      this.em.clear();
      throw error;
    }
    return duty;
  }
}

/** The duty as plain data, for the audit trail. */
function snapshotOf({ id, section, party, text, state, note }: PlanDuty): object {
  return { duty: id, section, party, text, state, note };
}
