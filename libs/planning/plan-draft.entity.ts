import type { Rel } from '@mikro-orm/core';
import { Entity, Enum, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Temporal } from 'temporal-polyfill';
import { InstantType } from '#kernel/column-types.js';
import type { DraftContent } from './draft-content.js';
import { Plan } from './plan.entity.js';

/** `file`, `paste`: read from what somebody gave; `next-year`: made from a plan that was there. */
const DRAFT_ORIGINS = ['file', 'paste', 'next-year'] as const;
export type DraftOrigin = (typeof DRAFT_ORIGINS)[number];

/** A plan on its way in: as read, as corrected, and who confirmed what. Nothing of it counts until it is put in force. */
@Entity()
export class PlanDraft {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'integer', version: true })
  version!: number;

  @Enum({ items: () => [...DRAFT_ORIGINS], type: 'string' })
  origin: DraftOrigin;

  /** The file's name, or what the draft was made from. */
  @Property({ type: 'string', length: 255 })
  sourceName: string;

  @Property({ type: 'json' })
  content: DraftContent;

  /** A signature (`signatureOf`). */
  @Property({ type: 'string', length: 255 })
  createdBy: string;

  @Property({ type: InstantType })
  createdAt: Temporal.Instant;

  @Property({ type: InstantType })
  changedAt: Temporal.Instant;

  /** The plan it became; null while it is a draft. */
  @ManyToOne(() => Plan, { nullable: true })
  plan: Rel<Plan> | null = null;

  constructor(origin: DraftOrigin, sourceName: string, content: DraftContent, created: { by: string; at: Temporal.Instant }) {
    this.origin = origin;
    this.sourceName = sourceName;
    this.content = content;
    this.createdBy = created.by;
    this.createdAt = created.at;
    this.changedAt = created.at;
  }

  change(content: DraftContent, at: Temporal.Instant): void {
    this.content = content;
    this.changedAt = at;
  }

  become(plan: Plan, at: Temporal.Instant): void {
    this.plan = plan;
    this.changedAt = at;
  }
}
