import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { InstantType } from '#kernel/column-types.js';

/** How often something was tried since a moment, counted over all processes; changed by statements only (`AttemptLimits`). */
@Entity()
export class AttemptCount {
  /** The kind and a hash of whose: neither an address of a person nor one of a machine stands here. */
  @PrimaryKey({ type: 'string', length: 90 })
  key!: string;

  @Property({ type: InstantType })
  @Index()
  since!: Temporal.Instant;

  @Property({ type: 'integer' })
  count!: number;
}
