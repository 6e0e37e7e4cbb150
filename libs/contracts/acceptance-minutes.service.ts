import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '#identity/actor.js';
import { findAcceptance } from './acceptance-change.js';
import { type LineAllowance, type Outcome, outcomeOf } from './acceptance-outcome.js';
import { AcceptanceProductsQuery, type RoundItem } from './acceptance-products.query.js';
import type { Acceptance } from './acceptance.entity.js';
import { ContractItemsQuery, type LineCounts } from './contract-items.query.js';
import { daysOf, quantityOn } from './contract-terms.js';
import type { ContractLine } from './contract.entity.js';
import type { AcceptanceMinutes, MinutesLine, MinutesProduct } from './minutes.js';
import { MinutesHeadService } from './minutes-head.service.js';
import { makeUpNote, productOf, refusedOf } from './minutes-products.js';
import { amountsOf, sumOf } from './vat.js';

/** A round as it would be issued now: its items and what becomes of them. */
export interface RoundSettlement {
  readonly items: readonly RoundItem[];
  readonly counts: ReadonlyMap<number, LineCounts>;
  readonly allowances: ReadonlyMap<number, LineAllowance>;
  readonly outcome: Outcome;
}

/** The minutes of a round: as they were frozen, or as they would be. */
@Injectable()
export class AcceptanceMinutesService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly counts: ContractItemsQuery,
    private readonly products: AcceptanceProductsQuery,
    private readonly heads: MinutesHeadService,
  ) {}

  /** @throws NotFound, also for whoever may not see it */
  async minutesOf(actor: Actor, id: number | undefined): Promise<{ minutes: AcceptanceMinutes; isIssued: boolean }> {
    const acceptance = await findAcceptance(this.em, actor, id);
    if (acceptance.state !== 'issued') return { minutes: await this.build(acceptance, await this.settle(acceptance), null), isIssued: false };
    await this.em.populate(acceptance, ['minutes']);
    return { minutes: acceptance.minutes!, isIssued: true };
  }

  /** What becomes of each item by the contract, its annexes in effect and the rounds before. */
  async settle(acceptance: Acceptance): Promise<RoundSettlement> {
    const { contract, heldOn } = acceptance;
    const annexes = contract.annexes.getItems();
    const counts = await this.counts.countsOf(daysOf(contract, heldOn), heldOn);
    const items = await this.products.itemsOf(acceptance.id);
    const reversed = Map.groupBy(
      items.filter(({ kind }) => kind === 'reversal'),
      ({ lineId }) => lineId,
    );
    const allowances = new Map(
      contract.lines
        .getItems()
        .map((line): [number, LineAllowance] => [
          line.id,
          { contracted: quantityOn(line, annexes, heldOn), acceptedBefore: counts.get(line.id)?.accepted ?? 0, reversed: reversed.get(line.id)?.length ?? 0 },
        ]),
    );
    const passed = items.filter(({ kind, state }) => kind === 'item' && state === 'passed');
    return { items, counts, allowances, outcome: outcomeOf(passed, allowances) };
  }

  async build(acceptance: Acceptance, settlement: RoundSettlement, round: number | null): Promise<AcceptanceMinutes> {
    const { contract, words, heldOn } = acceptance;
    const { documentNumber, place, quality, progress, conclusion } = words;
    const evidence = await this.products.evidenceOf(settlement.items.filter(({ id, kind }) => kind === 'reversal' || settlement.outcome.accepted.has(id)));
    const lines = contract.lines.getItems().map((line) => lineOf(line, settlement));
    const failed = settlement.items.filter(({ kind, state }) => kind === 'item' && state === 'failed');
    const reversals = settlement.items.filter(({ kind }) => kind === 'reversal');
    const productsOf = (line: ContractLine): MinutesProduct[] => {
      const accepted = settlement.items.filter(({ id, lineId }) => lineId === line.id && settlement.outcome.accepted.has(id));
      const row = (item: RoundItem, sign: 1 | -1, note: string) =>
        productOf(item, evidence.get(item.deliverableId) ?? [], { unitPrice: line.unitPrice, amount: sign * line.unitPrice }, note);
      return [
        ...accepted.map((item) => row(item, 1, makeUpNote(item))),
        ...reversals
          .filter(({ lineId }) => lineId === line.id)
          .map((item) => row(item, -1, `Điều chỉnh giảm sản phẩm đã nghiệm thu đợt ${item.acceptedIn ?? ''}`)),
      ];
    };
    return {
      format: 1,
      ...(await this.heads.headOf(contract, { documentNumber, place, heldOn })),
      round,
      lines,
      products: contract.lines.getItems().flatMap(productsOf),
      refused: failed.map((item) => refusedOf(item, item.reason)),
      reversals: reversals.map((item) => refusedOf(item, item.reason)),
      totals: sumOf(lines.map(({ amounts }) => amounts)),
      totalsToDate: sumOf(lines.map(({ amountsToDate }) => amountsToDate)),
      quality,
      progress,
      conclusion,
    };
  }
}

/** A contract line as the minutes tell of it in every case. */
export function lineHead(line: ContractLine, contracted: number, counts: LineCounts | undefined) {
  const { id, position, task, description, unit, unitPrice, vat } = line;
  return {
    lineId: id,
    position,
    taskLabel: task.label,
    taskName: task.name,
    description,
    unit,
    unitPrice,
    vat,
    contracted,
    declared: counts?.declared ?? 0,
    evidenced: counts?.evidenced ?? 0,
  };
}

function lineOf(line: ContractLine, { items, counts, allowances, outcome }: RoundSettlement): MinutesLine {
  const { contracted, acceptedBefore, reversed } = allowances.get(line.id)!;
  const ofLine = items.filter(({ lineId, kind }) => lineId === line.id && kind === 'item');
  const accepted = ofLine.filter(({ id }) => outcome.accepted.has(id)).length;
  const acceptedToDate = acceptedBefore + accepted - reversed;
  return {
    ...lineHead(line, contracted, counts.get(line.id)),
    acceptedBefore,
    accepted,
    reversed,
    refused: ofLine.filter(({ state }) => state === 'failed').length,
    beyond: ofLine.filter((item) => outcome.beyond.has(item.id)).length,
    acceptedToDate,
    difference: acceptedToDate - contracted,
    amounts: amountsOf(accepted - reversed, line.unitPrice, line.vat),
    amountsToDate: amountsOf(acceptedToDate, line.unitPrice, line.vat),
  };
}
