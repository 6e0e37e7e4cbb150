import type { Rel } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Temporal } from 'temporal-polyfill';
import { InstantType, PlainDateType } from '#kernel/column-types.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { User } from '#identity/user.entity.js';
import { StoredFile } from '#storage/stored-file.entity.js';
import { Deliverable } from '../deliverable.entity.js';

/** `print`: an issue and its page; `air`: a line of the station's log. */
const EVIDENCE_KINDS = ['file', 'link', 'print', 'air'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** What each kind tells; what belongs to another kind is null. */
export interface EvidenceDetails {
  file: StoredFile | null;
  /** As the file was called by whoever brought it, without a path. */
  fileName: string | null;
  url: string | null;
  issueNumber: string | null;
  page: string | null;
  channel: string | null;
  airedOn: PlainDate | null;
  /** `HH:MM`, local time. */
  airedAt: string | null;
  note: string | null;
}

const NO_EVIDENCE_DETAILS: EvidenceDetails = {
  file: null,
  fileName: null,
  url: null,
  issueNumber: null,
  page: null,
  channel: null,
  airedOn: null,
  airedAt: null,
  note: null,
};

/**
 * One proof that an item appeared, beside what the item itself tells. A row is never deleted: what was taken back
 * keeps its row with who did so and when.
 */
@Entity()
@Index({ properties: ['deliverable', 'removedAt'] })
export class Evidence {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Deliverable)
  deliverable: Rel<Deliverable>;

  @Property({ type: 'string', length: 8 })
  kind: EvidenceKind;

  @ManyToOne(() => StoredFile, { nullable: true, index: true, deleteRule: 'restrict' })
  file: Rel<StoredFile> | null = null;

  @Property({ type: 'string', length: 200, nullable: true })
  fileName: string | null = null;

  @Property({ type: 'text', nullable: true })
  url: string | null = null;

  @Property({ type: 'string', length: 60, nullable: true })
  issueNumber: string | null = null;

  @Property({ type: 'string', length: 60, nullable: true })
  page: string | null = null;

  @Property({ type: 'string', length: 120, nullable: true })
  channel: string | null = null;

  @Property({ type: PlainDateType, nullable: true })
  airedOn: PlainDate | null = null;

  @Property({ type: 'string', length: 5, nullable: true })
  airedAt: string | null = null;

  @Property({ type: 'text', nullable: true })
  note: string | null = null;

  @ManyToOne(() => User, { nullable: true })
  addedBy: Rel<User> | null;

  @Property({ type: InstantType })
  addedAt: Temporal.Instant;

  @ManyToOne(() => User, { nullable: true })
  removedBy: Rel<User> | null = null;

  @Property({ type: InstantType, nullable: true })
  removedAt: Temporal.Instant | null = null;

  constructor(deliverable: Rel<Deliverable>, kind: EvidenceKind, details: Partial<EvidenceDetails>, by: User | null, at: Temporal.Instant) {
    this.deliverable = deliverable;
    this.kind = kind;
    Object.assign(this, NO_EVIDENCE_DETAILS, details);
    this.addedBy = by;
    this.addedAt = at;
  }

  remove(by: User | null, at: Temporal.Instant): void {
    this.removedBy = by;
    this.removedAt = at;
  }
}
