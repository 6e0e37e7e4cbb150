import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import type { Temporal } from 'temporal-polyfill';
import { InstantType, PlainDateType } from '#kernel/column-types.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { User } from '#identity/user.entity.js';
import { Deliverable } from './deliverable.entity.js';

/**
 * Takes an accepted item out of the counts from a day on, with a reason (counting rule 8): the item itself stays as it
 * was accepted, as an entry in a ledger stays and is reversed by another.
 */
@Entity()
export class Adjustment {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Deliverable)
  @Unique()
  deliverable: Rel<Deliverable>;

  /** The day of the acceptance that says so. */
  @Property({ type: PlainDateType })
  effectiveOn: PlainDate;

  @Property({ type: 'text' })
  reason: string;

  @ManyToOne(() => User, { nullable: true })
  madeBy: Rel<User> | null;

  @Property({ type: InstantType })
  madeAt: Temporal.Instant;

  constructor(deliverable: Rel<Deliverable>, effectiveOn: PlainDate, reason: string, madeBy: User | null, madeAt: Temporal.Instant) {
    this.deliverable = deliverable;
    this.effectiveOn = effectiveOn;
    this.reason = reason;
    this.madeBy = madeBy;
    this.madeAt = madeAt;
  }
}
