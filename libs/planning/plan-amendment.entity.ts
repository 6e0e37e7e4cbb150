import type { Rel } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Temporal } from 'temporal-polyfill';
import { InstantType, PlainDateType } from '#kernel/column-types.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { Plan } from './plan.entity.js';

/** One field of one task as it was and as it became, in the plan's words. */
export interface AmendedField {
  readonly taskId: number;
  /** The task's number as the plan writes it. */
  readonly label: string;
  readonly field: 'quantity' | 'time' | 'lead' | 'supporting';
  readonly before: string;
  readonly after: string;
}

/** A dated decision that changes a plan in force. What it changes holds from `effectiveOn`; the days before stay as they were. */
@Entity()
@Index({ properties: ['plan', 'effectiveOn'] })
export class PlanAmendment {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Plan)
  plan: Rel<Plan>;

  /** The document it rests on: number and symbol, date and subject in one line. */
  @Property({ type: 'text' })
  basis: string;

  @Property({ type: PlainDateType })
  effectiveOn: PlainDate;

  @Property({ type: 'json' })
  changes: AmendedField[];

  /** A signature (`signatureOf`). */
  @Property({ type: 'string', length: 255 })
  createdBy: string;

  @Property({ type: InstantType })
  createdAt: Temporal.Instant;

  constructor(plan: Rel<Plan>, basis: string, effectiveOn: PlainDate, changes: readonly AmendedField[], created: { by: string; at: Temporal.Instant }) {
    this.plan = plan;
    this.basis = basis;
    this.effectiveOn = effectiveOn;
    this.changes = [...changes];
    this.createdBy = created.by;
    this.createdAt = created.at;
  }
}
