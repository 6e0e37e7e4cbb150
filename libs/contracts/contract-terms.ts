import { isAfter, type PlainDate } from '#kernel/plain-date.js';
import type { Contract, PaymentKind } from './contract.entity.js';
import { type Amounts, amountsOf, sumOf, type VatRate } from './vat.js';
import type { Dong } from '#kernel/money.js';

/** As much of an annex as its effect needs. */
export interface AnnexTerms {
  readonly id: number;
  readonly effectiveOn: PlainDate;
  readonly quantities: readonly { readonly lineId: number; readonly quantity: number }[];
  readonly endsOn: PlainDate | null;
}

export interface LineTerms {
  readonly id: number;
  readonly quantity: number;
  readonly unitPrice: Dong;
  readonly vat: VatRate;
}

/** What is contracted for a line on a day: the word of the last annex in effect by then, else what was signed. */
export function quantityOn(line: Pick<LineTerms, 'id' | 'quantity'>, annexes: readonly AnnexTerms[], on: PlainDate): number {
  const changes = inEffect(annexes, on).flatMap(({ quantities }) => quantities.filter(({ lineId }) => lineId === line.id));
  return changes.at(-1)?.quantity ?? line.quantity;
}

/** The last day of delivery by the annexes in effect on a day. */
export function endOf(contract: { readonly endsOn: PlainDate }, annexes: readonly AnnexTerms[], on: PlainDate): PlainDate {
  return inEffect(annexes, on).findLast(({ endsOn }) => endsOn !== null)?.endsOn ?? contract.endsOn;
}

export function contractValueOn(lines: readonly LineTerms[], annexes: readonly AnnexTerms[], on: PlainDate): Amounts {
  return sumOf(lines.map((line) => amountsOf(quantityOn(line, annexes, on), line.unitPrice, line.vat)));
}

/** The days within which items fall under a contract. */
export interface ContractDays {
  readonly id: number;
  readonly startsOn: PlainDate;
  /** By the annexes in effect. */
  readonly endsOn: PlainDate;
}

/** A contract's days as they hold on a day. @param contract with its annexes loaded */
export function daysOf(contract: Contract, on: PlainDate): ContractDays {
  const { id, startsOn, annexes } = contract;
  return { id, startsOn, endsOn: endOf(contract, annexes.getItems(), on) };
}

/** What had been paid by the end of a day, the advance by itself and among it; what is struck out was never paid. @param contract with its payments loaded */
export function paidBy({ payments }: Contract, on: PlainDate): { advance: Dong; paid: Dong } {
  const made = payments.getItems().filter(({ struckAt, paidOn }) => struckAt === null && !isAfter(paidOn, on));
  const sumOfKind = (kind: PaymentKind) => made.filter((one) => one.kind === kind).reduce((sum, { amount }) => sum + amount, 0);
  const advance = sumOfKind('advance');
  return { advance, paid: advance + sumOfKind('payment') };
}

/** In the order in which they took effect; of two on one day the later entered has the last word. */
function inEffect(annexes: readonly AnnexTerms[], on: PlainDate): AnnexTerms[] {
  return annexes
    .filter(({ effectiveOn }) => !isAfter(effectiveOn, on))
    .toSorted((a, b) => a.effectiveOn.toString().localeCompare(b.effectiveOn.toString()) || a.id - b.id);
}
