import { OptimisticLockError } from '@mikro-orm/core';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { canonicalJson, sha256 } from '#audit/audit-hash.js';
import { AuditTrail } from '#audit/audit-trail.js';
import type { Actor } from '#identity/actor.js';
import { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { DomainError, InvalidInput } from '#kernel/domain-error.js';
import { formatDate, isAfter, isBefore, type PlainDate } from '#kernel/plain-date.js';
import { changeRows } from '#kernel/sql.js';
import { assertMayKeepContracts } from './contract-access.js';
import { hasUnfinishedRound, lastIssuedDay } from './contract-rounds.js';
import { mayBecome } from './contract-status.js';
import type { Contract } from './contract.entity.js';
import { ContractNotInState } from './contract.errors.js';
import { ContractService } from './contract.service.js';
import { findForLiquidation } from './liquidation-draft.js';
import { LiquidationMinutesService } from './liquidation-minutes.service.js';
import { Liquidation } from './liquidation.entity.js';
import type { LiquidationInput } from './liquidation.input.js';

/** Somebody else saved the liquidation after this form was opened. */
class LiquidationChanged extends DomainError {
  readonly code = 'liquidation-changed';
  readonly kind = 'conflict';

  constructor() {
    super('Người khác vừa sửa bản thanh lý này sau khi bạn mở biểu mẫu. Nội dung bạn nhập vẫn còn bên dưới; hãy so lại rồi lưu.');
  }
}

/** Closes a contract by minutes of both parties. A custom and no condition: early, late, and whatever is left undone. */
@Injectable()
export class LiquidationService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly contracts: ContractService,
    private readonly minutes: LiquidationMinutesService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** The contract, and its liquidation if one was begun. @throws NotFound, also for whoever may not see it */
  async find(actor: Actor, contractId: number | undefined): Promise<{ contract: Contract; liquidation: Liquidation | null }> {
    return findForLiquidation(this.em, this.contracts, actor, contractId);
  }

  /**
   * Writes or changes the draft. @param version that the form was opened with, 0 where there was none yet
   * @throws Forbidden, NotFound, ContractNotInState, LiquidationChanged, InvalidInput (`heldOn`)
   */
  async save(actor: Actor, contractId: number | undefined, version: number, input: LiquidationInput): Promise<Liquidation> {
    return this.change(actor, contractId, version, async (contract, known) => {
      await this.assertDay(contract, input.heldOn);
      const before = known && snapshotOf(known);
      const liquidation = known ?? new Liquidation(contract, input.heldOn, this.clock.now());
      Object.assign(liquidation, { ...input, deductions: [...input.deductions] });
      await this.em.persist(liquidation).flush();
      return { liquidation, told: { action: before ? 'liquidation.changed' : 'liquidation.drafted', before, after: snapshotOf(liquidation) } };
    });
  }

  /** For good: the minutes are frozen and the contract is liquidated. @throws as `save` */
  async issue(actor: Actor, contractId: number | undefined, version: number): Promise<Liquidation> {
    return this.change(actor, contractId, version, async (contract, liquidation) => {
      if (!liquidation) throw new ContractNotInState('Hãy soạn và lưu bản thanh lý trước khi ban hành.');
      await this.assertDay(contract, liquidation.heldOn);
      const minutes = await this.minutes.build(contract, liquidation);
      liquidation.minutes = minutes;
      liquidation.minutesSha256 = sha256(canonicalJson(minutes));
      liquidation.issuedBy = actor.userId === 0 ? null : this.em.getReference(User, actor.userId);
      liquidation.issuedAt = this.clock.now();
      contract.state = 'liquidated';
      await this.em.flush();
      const { acceptedValue, deducted, paid, remaining } = minutes;
      const sums = { accepted: acceptedValue.gross, deducted, paid, remaining, sha256: liquidation.minutesSha256 };
      return {
        liquidation,
        told: { action: 'liquidation.issued', before: { state: 'signed' }, after: { state: contract.state, ...snapshotOf(liquidation), ...sums } },
      };
    });
  }

  private async change(
    actor: Actor,
    contractId: number | undefined,
    version: number,
    step: (
      contract: Contract,
      known: Liquidation | null,
    ) => Promise<{ liquidation: Liquidation; told: { action: string; before: object | null; after: object } }>,
  ): Promise<Liquidation> {
    assertMayKeepContracts(actor);
    try {
      return await this.em.transactional(
        async (em) => {
          // The first statement writes, so that the second of two waits here and then reads what the first left.
          await changeRows(em, 'update contract set version = version where id = ?', [contractId ?? 0]);
          const { contract, liquidation: known } = await findForLiquidation(em, this.contracts, actor, contractId);
          await this.assertOpen(contract);
          if ((known?.version ?? 0) !== version) throw new LiquidationChanged();
          const { liquidation, told } = await step(contract, known);
          await this.audit.record({ at: this.clock.now(), actorId: actor.userId || null, subject: 'contract', subjectId: contract.id, ...told });
          return liquidation;
        },
        { clear: true },
      );
    } catch (error) {
      if (error instanceof OptimisticLockError) throw new LiquidationChanged();
      throw error;
    }
  }

  private async assertOpen({ id, state }: Contract): Promise<void> {
    if (state === 'draft') throw new ContractNotInState('Hợp đồng chưa ký nên chưa thanh lý được.');
    if (!mayBecome(state, 'liquidated')) throw new ContractNotInState('Hợp đồng đã thanh lý hoặc chấm dứt nên bản thanh lý không thay đổi được nữa.');
    if (await hasUnfinishedRound(this.em, id))
      throw new ContractNotInState('Còn một đợt nghiệm thu chưa xong; hãy ban hành hoặc hủy đợt đó trước khi thanh lý.');
  }

  /** Dates do not run backwards: signing, acceptance, liquidation, today. */
  private async assertDay({ id, signedOn }: Contract, heldOn: PlainDate): Promise<void> {
    if (isAfter(heldOn, this.clock.today())) throw new InvalidInput('Ngày thanh lý chưa tới.', 'heldOn');
    if (signedOn && isBefore(heldOn, signedOn)) throw new InvalidInput(`Ngày thanh lý không được trước ngày ký hợp đồng (${formatDate(signedOn)}).`, 'heldOn');
    const last = await lastIssuedDay(this.em, id);
    if (last && isBefore(heldOn, last)) throw new InvalidInput(`Ngày thanh lý không được trước đợt nghiệm thu gần nhất (${formatDate(last)}).`, 'heldOn');
  }
}

function snapshotOf({ heldOn, documentNumber, place, deductions, conclusion }: Liquidation): object {
  return { heldOn: heldOn.toString(), documentNumber, place, deductions, conclusion };
}
