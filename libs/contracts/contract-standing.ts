import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock.js';
import type { Dong } from '#kernel/money.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';
import type { Contract, ContractLine } from './contract.entity.js';
import { ContractItemsQuery, type LineCounts } from './contract-items.query.js';
import { endOf, quantityOn } from './contract-terms.js';
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

  /** @param contract with its lines, annexes and payments loaded. Four queries, however many items */
  async of(contract: Contract, at: PlainDate = this.clock.today()): Promise<ContractStanding> {
    const annexes = contract.annexes.getItems();
    const endsOn = endOf(contract, annexes, at);
    const counts = await this.items.countsOf({ id: contract.id, startsOn: contract.startsOn, endsOn }, at);
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
    const paid = contract.payments.getItems().filter(({ struckAt }) => struckAt === null);
    const totalPaid = paid.reduce((sum, { amount }) => sum + amount, 0);
    const acceptedValue = sumOf(lines.map((line) => line.acceptedValue));
    const rounds = await rowsOf<Round>(
      this.em,
      `select id, state, round, held_on as "heldOn" from acceptance where contract_id = ? and state <> 'cancelled' order by held_on, id`,
      [contract.id],
    );
    const begun = await rowsOf(this.em, 'select id from liquidation where contract_id = ?', [contract.id]);
    return {
      at,
      endsOn,
      lines,
      rounds,
      contractedValue: sumOf(lines.map((line) => line.contractedValue)),
      acceptedValue,
      advance: paid.filter(({ kind }) => kind === 'advance').reduce((sum, { amount }) => sum + amount, 0),
      paid: totalPaid,
      payable: acceptedValue.gross - totalPaid,
      isLiquidationBegun: begun.length > 0,
    };
  }
}
