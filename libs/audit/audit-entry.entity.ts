import type { Rel } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { User } from '#identity/user.entity.js';
import { InstantType } from '#kernel/column-types.js';

/** What an entry is about; `subjectId` is the row's id within its kind. */
export type AuditSubject =
  | 'deliverable'
  | 'plan'
  | 'draft'
  | 'organisation'
  | 'calendar'
  | 'contract'
  | 'acceptance'
  | 'settings'
  | 'reminder'
  | 'letter'
  | 'trail'
  | 'account'
  | 'session'
  | 'system'
  | 'token';

/** Who did what to which item, with the item as it was before and after. Entries are only ever added, by `AuditTrail`. */
@Entity()
@Index({ properties: ['subjectId', 'subject', 'id'] })
export class AuditEntry {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: InstantType })
  at!: Temporal.Instant;

  /** Null for what the system did by itself. */
  @ManyToOne(() => User, { nullable: true })
  actor!: Rel<User> | null;

  /** Such as `deliverable.published`. */
  @Property({ type: 'string', length: 60 })
  action!: string;

  @Property({ type: 'string', length: 16, default: 'deliverable' })
  subject!: AuditSubject;

  @Property({ type: 'integer' })
  subjectId!: number;

  @Property({ type: 'json', nullable: true })
  before!: object | null;

  @Property({ type: 'json', nullable: true })
  after!: object | null;

  /** How whoever did it came (`entry-origin.ts`); null for the pages, and for what the system did by itself. */
  @Property({ type: 'string', length: 30, nullable: true })
  via!: string | null;

  /** Its place in the chain, from 1 without a gap. */
  @Property({ type: 'integer', nullable: true })
  @Unique()
  position!: number;

  /** SHA-256 over the entry's content and the hash of the one before it (`audit-hash.ts`). */
  @Property({ type: 'string', length: 64, nullable: true })
  hash!: string;
}
