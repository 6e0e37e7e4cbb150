import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Temporal } from 'temporal-polyfill';
import { User } from '#identity/user.entity.js';
import { InstantType, PlainDateType } from '#kernel/column-types.js';
import type { Dong } from '#kernel/money.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { Contract } from './contract.entity.js';
import type { LiquidationMinutes } from './minutes.js';

/** A penalty or another sum that the parties agreed to take off. */
export interface Deduction {
  readonly label: string;
  readonly amount: Dong;
}

/** The minutes by which both parties close a contract. While `issuedAt` is null it is being written. */
@Entity()
export class Liquidation {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'integer', version: true })
  version!: number;

  @OneToOne(() => Contract)
  contract: Rel<Contract>;

  @Property({ type: PlainDateType })
  heldOn: PlainDate;

  @Property({ type: 'string', length: 64 })
  documentNumber: string = '';

  @Property({ type: 'string', length: 200 })
  place: string = '';

  @Property({ type: 'json' })
  deductions: Deduction[] = [];

  @Property({ type: 'text' })
  conclusion: string = '';

  @Property({ type: InstantType })
  createdAt: Temporal.Instant;

  @ManyToOne(() => User, { nullable: true })
  issuedBy: Rel<User> | null = null;

  @Property({ type: InstantType, nullable: true })
  issuedAt: Temporal.Instant | null = null;

  @Property({ type: 'json', nullable: true, lazy: true })
  minutes: LiquidationMinutes | null = null;

  @Property({ type: 'string', length: 64, nullable: true })
  minutesSha256: string | null = null;

  constructor(contract: Rel<Contract>, heldOn: PlainDate, at: Temporal.Instant) {
    this.contract = contract;
    this.heldOn = heldOn;
    this.createdAt = at;
  }
}
