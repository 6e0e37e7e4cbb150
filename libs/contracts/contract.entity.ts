import { BigIntType, Collection, type Rel } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, OneToMany, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';

import type { Temporal } from 'temporal-polyfill';
import { InstantType, PlainDateType } from '#kernel/column-types.js';
import type { Dong } from '#kernel/money.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { Plan } from '#planning/plan.entity.js';
import { Task } from '#planning/task.entity.js';
import type { ContractState } from './contract-status.js';
import type { VatRate } from './vat.js';

/** What the minutes say of a party besides its name, which is that of the document's date. */
export interface PartyParticulars {
  readonly address: string;
  readonly phone: string;
  readonly taxCode: string;
  readonly account: string;
  /** The bank or treasury that holds the account. */
  readonly bank: string;
  readonly representative: string;
  readonly position: string;
  /** The authorisation, where a deputy signs. */
  readonly authorisation: string;
}

export const NO_PARTICULARS: PartyParticulars = {
  address: '',
  phone: '',
  taxCode: '',
  account: '',
  bank: '',
  representative: '',
  position: '',
  authorisation: '',
};

export interface ContractTerms {
  /** Number and symbol, such as `05/HĐ-TT`. */
  number: string;
  title: string;
  /** Null while it is being written. */
  signedOn: PlainDate | null;
  startsOn: PlainDate;
  endsOn: PlainDate;
  /** One basis a line. */
  legalBases: string;
  note: string;
  particularsA: PartyParticulars;
  particularsB: PartyParticulars;
}

/** An agreement between Bên A, which orders, and Bên B, which delivers, on the tasks of one plan. */
@Entity()
@Index({ properties: ['plan', 'partyB'] })
export class Contract {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'integer', version: true })
  version!: number;

  @ManyToOne(() => Plan)
  plan: Rel<Plan>;

  @ManyToOne(() => Organisation, { index: true })
  partyA: Rel<Organisation>;

  @ManyToOne(() => Organisation, { index: true })
  partyB: Rel<Organisation>;

  @Property({ type: 'string', length: 64 })
  number!: string;

  @Property({ type: 'text' })
  title!: string;

  @Property({ type: 'string', length: 16 })
  state: ContractState = 'draft';

  @Property({ type: PlainDateType, nullable: true })
  signedOn: PlainDate | null = null;

  @Property({ type: PlainDateType })
  startsOn!: PlainDate;

  /** As signed; an annex may move it (`endOf` in `contract-terms.ts`). */
  @Property({ type: PlainDateType })
  endsOn!: PlainDate;

  @Property({ type: 'text' })
  legalBases!: string;

  @Property({ type: 'text' })
  note!: string;

  @Property({ type: 'json' })
  particularsA!: PartyParticulars;

  @Property({ type: 'json' })
  particularsB!: PartyParticulars;

  /** Set where it ended otherwise than by liquidation. */
  @Property({ type: PlainDateType, nullable: true })
  endedOn: PlainDate | null = null;

  @Property({ type: 'text', nullable: true })
  endReason: string | null = null;

  @Property({ type: InstantType })
  createdAt: Temporal.Instant;

  @OneToMany(() => ContractLine, (line) => line.contract, { orderBy: { position: 'asc' } })
  lines = new Collection<ContractLine>(this);

  @OneToMany(() => ContractAnnex, (annex) => annex.contract, { orderBy: { effectiveOn: 'asc', id: 'asc' } })
  annexes = new Collection<ContractAnnex>(this);

  @OneToMany(() => ContractPayment, (payment) => payment.contract, { orderBy: { paidOn: 'asc', id: 'asc' } })
  payments = new Collection<ContractPayment>(this);

  constructor(plan: Rel<Plan>, partyA: Rel<Organisation>, partyB: Rel<Organisation>, terms: ContractTerms, at: Temporal.Instant) {
    this.plan = plan;
    this.partyA = partyA;
    this.partyB = partyB;
    Object.assign(this, terms);
    this.createdAt = at;
  }
}

/** So many units of one task's product, at one price. */
@Entity()
@Unique({ properties: ['contract', 'position'] })
export class ContractLine {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Contract)
  contract: Rel<Contract>;

  /** From 1. */
  @Property({ type: 'integer' })
  position: number;

  @ManyToOne(() => Task, { index: true })
  task: Rel<Task>;

  /** Items of this genre alone; null: every item of the task that no other line names. */
  @Property({ type: 'string', length: 120, nullable: true })
  genre: string | null;

  /** What is delivered, in the contract's words. */
  @Property({ type: 'text' })
  description: string;

  /** Such as `bài`, `phóng sự`, `buổi`. */
  @Property({ type: 'string', length: 60 })
  unit: string;

  /** As signed; what holds on a day follows from the annexes. */
  @Property({ type: 'integer' })
  quantity: number;

  /** Before tax. */
  @Property({ type: new BigIntType('number') })
  unitPrice: Dong;

  @Property({ type: 'string', length: 4 })
  vat: VatRate;

  constructor(
    contract: Rel<Contract>,
    position: number,
    terms: { task: Rel<Task>; genre: string | null; description: string; unit: string; quantity: number; unitPrice: Dong; vat: VatRate },
  ) {
    this.contract = contract;
    this.position = position;
    this.task = terms.task;
    this.genre = terms.genre;
    this.description = terms.description;
    this.unit = terms.unit;
    this.quantity = terms.quantity;
    this.unitPrice = terms.unitPrice;
    this.vat = terms.vat;
  }
}

/** A line's new quantity, the whole of it and not the difference. */
export interface AnnexedQuantity {
  readonly lineId: number;
  readonly quantity: number;
}

/** A signed annex: other quantities, or another last day, from a day on. */
@Entity()
export class ContractAnnex {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Contract, { index: true })
  contract: Rel<Contract>;

  @Property({ type: 'string', length: 64 })
  number: string;

  @Property({ type: PlainDateType })
  signedOn: PlainDate;

  @Property({ type: PlainDateType })
  effectiveOn: PlainDate;

  @Property({ type: 'json' })
  quantities: AnnexedQuantity[];

  /** Null where the contract's end stays. */
  @Property({ type: PlainDateType, nullable: true })
  endsOn: PlainDate | null;

  @Property({ type: 'text' })
  note: string;

  @Property({ type: InstantType })
  createdAt: Temporal.Instant;

  constructor(
    contract: Rel<Contract>,
    terms: {
      number: string;
      signedOn: PlainDate;
      effectiveOn: PlainDate;
      quantities: readonly AnnexedQuantity[];
      endsOn: PlainDate | null;
      note: string;
    },
    at: Temporal.Instant,
  ) {
    this.contract = contract;
    this.number = terms.number;
    this.signedOn = terms.signedOn;
    this.effectiveOn = terms.effectiveOn;
    this.quantities = [...terms.quantities];
    this.endsOn = terms.endsOn;
    this.note = terms.note;
    this.createdAt = at;
  }
}

export const PAYMENT_KINDS = ['advance', 'payment'] as const;
export type PaymentKind = (typeof PAYMENT_KINDS)[number];

/** Money that Bên A has paid. A mistaken one is struck out with a reason, never deleted. */
@Entity()
export class ContractPayment {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Contract, { index: true })
  contract: Rel<Contract>;

  @Property({ type: 'string', length: 8 })
  kind: PaymentKind;

  @Property({ type: new BigIntType('number') })
  amount: Dong;

  @Property({ type: PlainDateType })
  paidOn: PlainDate;

  /** The voucher, or whatever it is known by. */
  @Property({ type: 'text' })
  note: string;

  @Property({ type: InstantType })
  createdAt: Temporal.Instant;

  @Property({ type: InstantType, nullable: true })
  struckAt: Temporal.Instant | null = null;

  @Property({ type: 'text', nullable: true })
  struckReason: string | null = null;

  constructor(contract: Rel<Contract>, terms: { kind: PaymentKind; amount: Dong; paidOn: PlainDate; note: string }, at: Temporal.Instant) {
    this.contract = contract;
    this.kind = terms.kind;
    this.amount = terms.amount;
    this.paidOn = terms.paidOn;
    this.note = terms.note;
    this.createdAt = at;
  }
}
