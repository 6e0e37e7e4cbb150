import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock.js';
import type { Dong } from '#kernel/money.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { placesFor, rowsOf } from '#kernel/sql.js';
import type { Contract, ContractLine } from './contract.entity.js';
import { ContractItemsQuery, type LineCounts } from './contract-items.query.js';
import { daysOf, paidBy, quantityOn } from './contract-terms.js';
import { type Amounts, amountsOf, sumOf } from './vat.js';

export interface LineStanding extends LineCounts {
  readonly line: ContractLine;
  /** By the annexes in effect. */
  readonly contracted: number;
  /** Still to be accepted; never below nought. */
  readonly remaining: number;
  /** Declared beyond what is contracted; never below nought. */
  readonly beyond: number;
  readonly contractedValue: Amounts;
  readonly acceptedValue: Amounts;
}

/** An acceptance of the contract that was not given up. */
export interface Round {
  readonly id: number;
  readonly state: 'draft' | 'review' | 'reviewed' | 'issued';
  readonly round: number | null;
  /** `YYYY-MM-DD`. */
  readonly heldOn: string;
}

export interface ContractStanding {
  readonly at: PlainDate;
  /** The last day of delivery by the annexes in effect. */
  readonly endsOn: PlainDate;
  readonly lines: readonly LineStanding[];
  readonly rounds: readonly Round[];
  readonly contractedValue: Amounts;
  readonly acceptedValue: Amounts;
  readonly advance: Dong;
  /** The advance included. */
  readonly paid: Dong;
  /** Accepted but not paid; below nought where more was paid than accepted. */
  readonly payable: Dong;
  readonly isLiquidationBegun: boolean;
}

const NOTHING = { declared: 0, evidenced: 0, accepted: 0, outside: 0 };

/** Where a contract stands at the end of a day. */
@Injectable()
export class ContractStandingQuery {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly items: ContractItemsQuery,
    private readonly clock: Clock,
  ) {}

  /** @param contract with its lines, annexes and payments loaded */
  async of(contract: Contract, at: PlainDate = this.clock.today()): Promise<ContractStanding> {
    return (await this.ofAll([contract], at)).get(contract.id)!;
  }

  /** As `of`, by the contract's id. Four queries, however many items and contracts. */
  async ofAll(contracts: readonly Contract[], at: PlainDate): Promise<Map<number, ContractStanding>> {
    if (contracts.length === 0) return new Map();
    const counts = await this.items.countsOfAll(
      contracts.map((contract) => daysOf(contract, at)),
      at,
    );
    const ids = contracts.map(({ id }) => id);
    const rounds = await rowsOf<Round & { contractId: number }>(
      this.em,
      `select id, contract_id as "contractId", state, round, held_on as "heldOn" from acceptance
       where contract_id in (${placesFor(ids)}) and state <> 'cancelled' order by held_on, id`,
      ids,
    );
    const begun = await rowsOf<{ contractId: number }>(
      this.em,
      `select contract_id as "contractId" from liquidation where contract_id in (${placesFor(ids)})`,
      ids,
    );
    return new Map(
      contracts.map((contract) => {
        const own = rounds.filter(({ contractId }) => contractId === contract.id).map(({ id, state, round, heldOn }): Round => ({ id, state, round, heldOn }));
        const isLiquidationBegun = begun.some(({ contractId }) => contractId === contract.id);
        return [contract.id, { ...standingOf(contract, counts, at), rounds: own, isLiquidationBegun }];
      }),
    );
  }
}

function standingOf(contract: Contract, counts: ReadonlyMap<number, LineCounts>, at: PlainDate): Omit<ContractStanding, 'rounds' | 'isLiquidationBegun'> {
  const annexes = contract.annexes.getItems();
  const lines = contract.lines.getItems().map((line): LineStanding => {
    const count = counts.get(line.id) ?? { ...NOTHING, lineId: line.id };
    const contracted = quantityOn(line, annexes, at);
    return {
      ...count,
      line,
      contracted,
      remaining: Math.max(0, contracted - count.accepted),
      beyond: Math.max(0, count.declared - contracted),
      contractedValue: amountsOf(contracted, line.unitPrice, line.vat),
      acceptedValue: amountsOf(count.accepted, line.unitPrice, line.vat),
    };
  });
  const acceptedValue = sumOf(lines.map((line) => line.acceptedValue));
  const { advance, paid } = paidBy(contract, at);
  return {
    at,
    endsOn: daysOf(contract, at).endsOn,
    lines,
    contractedValue: sumOf(lines.map((line) => line.contractedValue)),
    acceptedValue,
    advance,
    paid,
    payable: acceptedValue.gross - paid,
  };
}
