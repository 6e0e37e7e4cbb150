import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { rowsOf } from '#kernel/sql.js';
import { Acceptance } from './acceptance.entity.js';
import { lineHead } from './acceptance-minutes.service.js';
import { ContractItemsQuery } from './contract-items.query.js';
import { contractValueOn, daysOf, paidBy, quantityOn } from './contract-terms.js';
import type { Contract } from './contract.entity.js';
import { ContractService } from './contract.service.js';
import { draftOn, findForLiquidation, type LiquidationDraft } from './liquidation-draft.js';
import type { LiquidationMinutes } from './minutes.js';
import { MinutesHeadService } from './minutes-head.service.js';
import { amountsOf, sumOf } from './vat.js';

const COUNTS_BY_ROUND = `select i.acceptance_id as "acceptanceId", i.line_id as "lineId", cast(sum(case when i.kind = 'item' then 1 else -1 end) as integer) as "count"
  from acceptance_item i join acceptance a on a.id = i.acceptance_id
  where a.contract_id = ? and a.state = 'issued' and i.state = 'accepted' group by i.acceptance_id, i.line_id`;

/** The liquidation minutes of a contract: as they were frozen, or as they would be. */
@Injectable()
export class LiquidationMinutesService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly contracts: ContractService,
    private readonly counts: ContractItemsQuery,
    private readonly heads: MinutesHeadService,
    private readonly clock: Clock,
  ) {}

  /** Where none was begun yet, as it would be today. @throws NotFound, also for whoever may not see it */
  async minutesOf(actor: Actor, contractId: number | undefined): Promise<{ minutes: LiquidationMinutes; isIssued: boolean }> {
    const { contract, liquidation } = await findForLiquidation(this.em, this.contracts, actor, contractId);
    if (!liquidation?.issuedAt) return { minutes: await this.build(contract, liquidation ?? draftOn(this.clock.today())), isIssued: false };
    await this.em.populate(liquidation, ['minutes']);
    return { minutes: liquidation.minutes!, isIssued: true };
  }

  async build(contract: Contract, { heldOn, documentNumber, place, deductions, conclusion }: LiquidationDraft): Promise<LiquidationMinutes> {
    const annexes = contract.annexes.getItems();
    const counts = await this.counts.countsOf(daysOf(contract, heldOn), heldOn);
    const lines = contract.lines.getItems().map((line) => {
      const contracted = quantityOn(line, annexes, heldOn);
      const acceptedToDate = counts.get(line.id)?.accepted ?? 0;
      return {
        ...lineHead(line, contracted, counts.get(line.id)),
        acceptedToDate,
        difference: acceptedToDate - contracted,
        amountsToDate: amountsOf(acceptedToDate, line.unitPrice, line.vat),
      };
    });
    const acceptedValue = sumOf(lines.map(({ amountsToDate }) => amountsToDate));
    const deducted = deductions.reduce((sum, { amount }) => sum + amount, 0);
    const { advance, paid } = paidBy(contract, heldOn);
    const payable = acceptedValue.gross - deducted;
    return {
      format: 1,
      ...(await this.heads.headOf(contract, { documentNumber, place, heldOn })),
      lines,
      rounds: await this.roundsOf(contract),
      contractValue: contractValueOn(contract.lines.getItems(), annexes, heldOn),
      acceptedValue,
      deductions: deductions.map(({ label, amount }) => ({ label, amount })),
      deducted,
      payable,
      advance,
      paid,
      remaining: payable - paid,
      conclusion,
    };
  }

  /** What each issued round came to, as its own minutes say. */
  private async roundsOf(contract: Contract): Promise<LiquidationMinutes['rounds']> {
    const rounds = await this.em.find(Acceptance, { contract: contract.id, state: 'issued' }, { orderBy: { round: 'asc' } });
    const counts = await rowsOf<{ acceptanceId: number; lineId: number; count: number }>(this.em, COUNTS_BY_ROUND, [contract.id]);
    const lines = new Map(contract.lines.getItems().map((line) => [line.id, line]));
    return rounds.map(({ id, round, heldOn, words }) => ({
      round: round!,
      heldOn: heldOn.toString(),
      documentNumber: words.documentNumber,
      gross: counts
        .filter(({ acceptanceId }) => acceptanceId === id)
        .reduce((sum, { lineId, count }) => {
          const line = lines.get(lineId)!;
          return sum + amountsOf(count, line.unitPrice, line.vat).gross;
        }, 0),
    }));
  }
}
