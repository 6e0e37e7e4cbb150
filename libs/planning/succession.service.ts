import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import type { Actor } from '#identity/actor.js';
import { signatureOf, Signatures } from '#identity/signatures.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput, NotFound } from '#kernel/domain-error.js';
import { formatDate, isAfter, type PlainDate } from '#kernel/plain-date.js';
import { endedBy } from '#organisations/ending.js';
import { Organisation, Succession } from '#organisations/organisation.entity.js';
import type { SuccessionInput } from '#organisations/organisation.input.js';
import { assertSensibleDay } from '#organisations/sensible-day.js';
import { DutyPassing, type Passed } from './duty-passing.js';
import { assertMayKeepOrganisations } from './organisation.service.js';
import { DutiesAlreadyPassed, NoSuccessor, NotYetInEffect } from './succession.errors.js';

/** Mergers, splits and abolitions: recording them, and passing what is open on to the successor once a person confirms it. */
@Injectable()
export class SuccessionService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly signatures: Signatures,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** With both organisations. @throws NotFound */
  async find(id: number | undefined): Promise<Succession> {
    const succession = id === undefined ? null : await this.em.findOne(Succession, id, { populate: ['predecessor', 'successor'] });
    if (!succession) throw new NotFound('Không tìm thấy việc sắp xếp cơ quan này.');
    return succession;
  }

  /** What an organisation came from and what became of it, by day. */
  async of(organisationId: number): Promise<{ before: Succession[]; after: Succession[] }> {
    const all = await this.em.find(
      Succession,
      { $or: [{ predecessor: organisationId }, { successor: organisationId }] },
      { populate: ['predecessor', 'successor'], orderBy: { effectiveOn: 'asc', id: 'asc' } },
    );
    return {
      before: all.filter(({ successor }) => successor?.id === organisationId),
      after: all.filter(({ predecessor }) => predecessor.id === organisationId),
    };
  }

  /** Writes down what becomes of an organisation; nothing moves by it. @throws Forbidden, NotFound, InvalidInput */
  async record(actor: Actor, predecessorId: number, { kind, successor: successorId, effectiveOn, basis }: SuccessionInput): Promise<Succession> {
    assertMayKeepOrganisations(actor);
    const predecessor = await this.em.findOne(Organisation, predecessorId);
    if (!predecessor) throw new NotFound('Không tìm thấy cơ quan này.');
    assertSensibleDay(effectiveOn, this.clock.today(), 'effectiveOn');
    const [known, ...others] = (await this.of(predecessorId)).after;
    if (known && (known.kind !== 'split' || kind !== 'split' || !known.effectiveOn.equals(effectiveOn))) {
      throw new InvalidInput(
        `Đã ghi cơ quan này ${known.kind === 'split' ? 'chia tách' : 'kết thúc'} từ ngày ${formatDate(known.effectiveOn)}; chỉ ghi thêm được cơ quan mới khi chia tách cùng ngày.`,
        'kind',
      );
    }
    if ([known, ...others].some((succession) => succession && succession.successor?.id === successorId)) {
      throw new InvalidInput('Cơ quan này đã được ghi là nơi tiếp nhận.', 'successor');
    }
    const successor = successorId === null ? null : await this.successorFor(predecessor, successorId, effectiveOn);
    const succession = new Succession(predecessor, successor, { kind, effectiveOn, basis });
    await this.em.transactional(async (em) => {
      await em.persist(succession).flush();
      await this.note(actor, 'organisation.succession-recorded', succession);
    });
    return succession;
  }

  /** Says who takes the work over, where that was left open. @throws Forbidden, NotFound, InvalidInput, DutiesAlreadyPassed */
  async nameSuccessor(actor: Actor, id: number | undefined, successorId: number): Promise<Succession> {
    assertMayKeepOrganisations(actor);
    const succession = await this.find(id);
    await this.refusePassed(succession);
    const successor = await this.successorFor(succession.predecessor, successorId, succession.effectiveOn);
    await this.em.transactional(async () => {
      succession.successor = successor;
      await this.em.flush();
      await this.note(actor, 'organisation.successor-named', succession);
    });
    return succession;
  }

  /** Takes back what was written down by mistake, as long as nothing was passed on. @throws Forbidden, NotFound, DutiesAlreadyPassed */
  async withdraw(actor: Actor, id: number | undefined): Promise<Succession> {
    assertMayKeepOrganisations(actor);
    const succession = await this.find(id);
    await this.refusePassed(succession);
    await this.em.transactional(async (em) => {
      await this.note(actor, 'organisation.succession-withdrawn', succession);
      await em.remove(succession).flush();
    });
    return succession;
  }

  /**
   * Passes what is open in the predecessor's name on to the successor, from the day on which the succession took effect,
   * so that the plan as of an earlier day still shows the predecessor.
   * @param chosen of a split, which of its duties go to this successor (see `dutyKey`); all go where it is undefined
   * @throws Forbidden, NotFound, NoSuccessor, NotYetInEffect, DutiesAlreadyPassed; InvalidInput where nothing is chosen
   */
  async pass(actor: Actor, id: number | undefined, chosen?: ReadonlySet<string>): Promise<Passed> {
    assertMayKeepOrganisations(actor);
    const succession = await this.find(id);
    const { predecessor, successor, effectiveOn, kind } = succession;
    await this.refusePassed(succession);
    if (!successor) throw new NoSuccessor();
    if (isAfter(effectiveOn, this.clock.today())) throw new NotYetInEffect(effectiveOn);
    if (kind === 'split' && chosen?.size === 0) throw new InvalidInput(`Hãy chọn ít nhất một việc chuyển sang ${successor.name}.`, 'move');
    return this.em.transactional(async (em) => {
      // Of two who confirm at the same moment, the second finds it passed.
      const mark = { passedOn: this.clock.today(), passedBy: signatureOf(actor) };
      const claimed = await em.nativeUpdate(Succession, { id: succession.id, passedOn: null }, mark);
      if (claimed !== 1) throw new DutiesAlreadyPassed(mark.passedOn, 'người khác');
      const passed = await new DutyPassing(em, predecessor, successor, effectiveOn, kind === 'split' ? chosen : undefined).pass();
      await this.note(actor, 'organisation.duties-passed', succession, passed);
      return passed;
    });
  }

  private async successorFor(predecessor: Organisation, successorId: number, effectiveOn: PlainDate): Promise<Organisation> {
    if (successorId === predecessor.id) throw new InvalidInput('Cơ quan tiếp nhận phải là cơ quan khác.', 'successor');
    const successor = await this.em.findOne(Organisation, successorId);
    if (!successor) throw new InvalidInput('Không tìm thấy cơ quan này.', 'successor');
    if ((successor.kind === 'group') !== (predecessor.kind === 'group')) {
      throw new InvalidInput('Một nhóm chỉ chuyển được cho một nhóm, một cơ quan cho một cơ quan.', 'successor');
    }
    const endedOn = await endedBy(this.em, successorId, effectiveOn);
    if (endedOn) {
      throw new InvalidInput(`${successor.name} đã kết thúc từ ngày ${formatDate(endedOn)}; hãy chọn cơ quan đang hoạt động.`, 'successor');
    }
    return successor;
  }

  /** @throws DutiesAlreadyPassed */
  private async refusePassed({ passedOn, passedBy }: Succession): Promise<void> {
    if (passedOn) throw new DutiesAlreadyPassed(passedOn, passedBy ? await this.signatures.inWords(passedBy) : 'người khác');
  }

  private async note(actor: Actor, action: string, { id, predecessor, successor, kind, effectiveOn, basis }: Succession, more: object = {}): Promise<void> {
    const after = { succession: id, successor: successor?.name ?? null, kind, effectiveOn: effectiveOn.toString(), basis, ...more };
    await this.audit.record({ at: this.clock.now(), actorId: actor.userId, action, subject: 'organisation', subjectId: predecessor.id, before: null, after });
  }
}
