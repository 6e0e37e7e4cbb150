import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput, NotFound } from '#kernel/domain-error.js';
import { InvalidForm } from '#kernel/form-input.js';
import { formatDong, MOST_DONG } from '#kernel/money.js';
import { formatDate, isAfter, isBefore, type PlainDate } from '#kernel/plain-date.js';
import { type Contract, ContractAnnex, ContractPayment } from './contract.entity.js';
import { ContractNotInState } from './contract.errors.js';
import { ContractItemsQuery } from './contract-items.query.js';
import { hasUnfinishedRound, lastIssuedDay } from './contract-rounds.js';
import { ContractService } from './contract.service.js';
import { mayBecome } from './contract-status.js';
import type { AnnexInput, PaymentInput } from './contract-steps.input.js';
import { contractValueOn, daysOf } from './contract-terms.js';

/** What happens to a contract once it is signed, acceptance and liquidation apart. Each method is one transaction with its audit entry. */
@Injectable()
export class ContractStepsService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly contracts: ContractService,
    private readonly items: ContractItemsQuery,
    private readonly clock: Clock,
  ) {}

  /** @throws as `ContractService.change`; InvalidForm for a day before the signing, or a quantity below what is accepted */
  async annex(actor: Actor, id: number, version: number, input: AnnexInput): Promise<ContractAnnex> {
    const at = this.clock.now();
    let annex!: ContractAnnex;
    await this.contracts.change(
      actor,
      id,
      version,
      'contract.annexed',
      async (contract) => {
        if (contract.state !== 'signed') throw new ContractNotInState('Chỉ ký phụ lục cho hợp đồng đã ký và chưa thanh lý, chấm dứt.');
        await this.assertAnnexHolds(contract, input);
        annex = new ContractAnnex(contract, input, at);
        this.em.persist(annex);
        contract.annexes.add(annex);
      },
      { annex: { ...input, signedOn: input.signedOn.toString(), effectiveOn: input.effectiveOn.toString(), endsOn: input.endsOn?.toString() ?? null } },
    );
    return annex;
  }

  /** Money that was paid, an advance or a payment. @throws as `annex` */
  async pay(actor: Actor, id: number, version: number, input: PaymentInput): Promise<void> {
    await this.contracts.change(
      actor,
      id,
      version,
      'contract.paid',
      async (contract) => {
        if (contract.state === 'draft') throw new ContractNotInState('Hợp đồng chưa ký nên chưa ghi được khoản chi.');
        if (isAfter(input.paidOn, this.clock.today())) throw new InvalidInput('Ngày chi chưa tới.', 'paidOn');
        if (isBefore(input.paidOn, contract.signedOn!))
          throw new InvalidInput(`Ngày chi không được trước ngày ký (${formatDate(contract.signedOn!)}).`, 'paidOn');
        contract.payments.add(new ContractPayment(contract, input, this.clock.now()));
      },
      { payment: { ...input, paidOn: input.paidOn.toString() } },
    );
  }

  /** Strikes a payment out that was entered by mistake. @throws as `annex`, NotFound */
  async strikePayment(actor: Actor, id: number, paymentId: number | undefined, version: number, reason: string): Promise<void> {
    await this.contracts.change(
      actor,
      id,
      version,
      'contract.payment-struck',
      async (contract) => {
        const payment = contract.payments.getItems().find((one) => one.id === paymentId);
        if (!payment) throw new NotFound('Không tìm thấy khoản chi này.');
        if (payment.struckAt) throw new ContractNotInState('Khoản chi này đã được gạch bỏ.');
        payment.struckAt = this.clock.now();
        payment.struckReason = reason;
      },
      { paymentId, reason },
    );
  }

  /** It ends otherwise than by liquidation. @throws as `annex` */
  async end(actor: Actor, id: number, version: number, { endedOn, reason }: { endedOn: PlainDate; reason: string }): Promise<void> {
    await this.contracts.change(actor, id, version, 'contract.ended', async (contract) => {
      if (!mayBecome(contract.state, 'ended')) throw new ContractNotInState('Chỉ chấm dứt được hợp đồng đã ký và chưa thanh lý.');
      if (isAfter(endedOn, this.clock.today())) throw new InvalidInput('Ngày chấm dứt chưa tới; hãy ghi khi hợp đồng đã chấm dứt.', 'endedOn');
      if (isBefore(endedOn, contract.signedOn!)) throw new InvalidInput('Ngày chấm dứt không được trước ngày ký.', 'endedOn');
      const accepted = await lastIssuedDay(this.em, id);
      if (accepted && isBefore(endedOn, accepted)) {
        throw new InvalidInput(`Đã nghiệm thu ngày ${formatDate(accepted)}; ngày chấm dứt không được trước ngày đó.`, 'endedOn');
      }
      if (await hasUnfinishedRound(this.em, id)) throw new ContractNotInState('Còn một đợt nghiệm thu đang soạn; hãy ban hành hoặc hủy đợt ấy trước.');
      Object.assign(contract, { state: 'ended', endedOn, endReason: reason });
    });
  }

  private async assertAnnexHolds(contract: Contract, { number, signedOn, effectiveOn, endsOn, quantities }: AnnexInput): Promise<void> {
    const errors: Record<string, string> = {};
    const annexes = contract.annexes.getItems();
    if (annexes.some((annex) => annex.number === number)) errors.number = 'Hợp đồng đã có phụ lục mang số này.';
    if (isBefore(signedOn, contract.signedOn!)) errors.signedOn = `Phụ lục không được ký trước hợp đồng (${formatDate(contract.signedOn!)}).`;
    if (isAfter(signedOn, this.clock.today())) errors.signedOn = 'Ngày ký chưa tới.';
    if (isBefore(effectiveOn, contract.signedOn!)) errors.effectiveOn = 'Ngày có hiệu lực không được trước ngày ký hợp đồng.';
    if (endsOn && isBefore(endsOn, contract.startsOn)) errors.endsOn = 'Ngày kết thúc mới phải sau ngày bắt đầu.';
    const lastAccepted = await lastIssuedDay(this.em, contract.id);
    if (lastAccepted && isBefore(effectiveOn, lastAccepted)) {
      errors.effectiveOn = `Đã nghiệm thu ngày ${formatDate(lastAccepted)}; phụ lục phải có hiệu lực từ ngày đó trở đi.`;
    }
    const today = this.clock.today();
    const counts = await this.items.countsOf(daysOf(contract, today), today);
    for (const { lineId, quantity } of quantities) {
      const accepted = counts.get(lineId)?.accepted ?? 0;
      if (quantity < accepted) errors[`quantity-${lineId}`] = `Đã nghiệm thu ${accepted}; số lượng mới không được ít hơn.`;
    }
    const value = contractValueOn(contract.lines.getItems(), [...annexes, { id: Number.MAX_SAFE_INTEGER, effectiveOn, quantities, endsOn }], effectiveOn);
    if (value.gross > MOST_DONG) errors[''] = `Giá trị hợp đồng sau phụ lục vượt ${formatDong(MOST_DONG)} đồng; hãy xem lại số lượng.`;
    if (Object.keys(errors).length > 0) throw new InvalidForm(errors);
  }
}
