import { Entity, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { InstantType } from '#kernel/column-types.js';

/**
 * A request that must not be done twice, with its answer once there is one. Whoever inserts the row does the work; the
 * unique index decides between processes. Passing state, as a session is: a day later it is gone.
 */
@Entity()
@Unique({ properties: ['owner', 'key'] })
export class AnsweredRequest {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  /** `account 7` for programs, `session <hash>` for forms. */
  @Property({ type: 'string', length: 80 })
  owner!: string;

  @Property({ type: 'string', length: 128 })
  key!: string;

  /** SHA-256 of method, address and content. */
  @Property({ type: 'string', length: 64 })
  fingerprint!: string;

  /** Null while the work is under way. */
  @Property({ type: 'integer', nullable: true })
  status!: number | null;

  @Property({ type: 'text', nullable: true })
  location!: string | null;

  @Property({ type: 'text', nullable: true })
  contentType!: string | null;

  @Property({ type: 'text', nullable: true })
  body!: string | null;

  @Property({ type: InstantType })
  @Index()
  createdAt!: Temporal.Instant;
}
