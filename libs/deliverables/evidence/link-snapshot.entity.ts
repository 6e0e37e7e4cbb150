import type { Rel } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Temporal } from 'temporal-polyfill';
import { InstantType } from '#kernel/column-types.js';
import { User } from '#identity/user.entity.js';
import { Deliverable } from '../deliverable.entity.js';

/** What a page was found to say. */
export interface PageRecord {
  /** Where the redirects ended. */
  readonly finalUrl: string;
  readonly title: string | null;
  readonly author: string | null;
  /** As the page tells it, read to `YYYY-MM-DD` in Viet Nam; null where it tells none. */
  readonly publishedOn: string | null;
  /** What a reader sees, without markup, cut to a bound. */
  readonly text: string;
  /** SHA-256 of the bytes as they came. */
  readonly sha256: string;
}

/** A linked page as it was at one moment, so that a link that dies later does not void the proof. Only ever added. */
@Entity()
@Index({ properties: ['deliverable', 'id'] })
export class LinkSnapshot {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Deliverable)
  deliverable: Rel<Deliverable>;

  /** As the item or its evidence gives it. */
  @Property({ type: 'text' })
  url: string;

  @Property({ type: 'text' })
  finalUrl: string;

  @Property({ type: 'text', nullable: true })
  title: string | null;

  @Property({ type: 'text', nullable: true })
  author: string | null;

  @Property({ type: 'string', length: 10, nullable: true })
  publishedOn: string | null;

  @Property({ type: 'text' })
  text: string;

  @Property({ type: 'string', length: 64 })
  sha256: string;

  @ManyToOne(() => User, { nullable: true })
  takenBy: Rel<User> | null;

  @Property({ type: InstantType })
  takenAt: Temporal.Instant;

  constructor(deliverable: Rel<Deliverable>, url: string, page: PageRecord, takenBy: User | null, takenAt: Temporal.Instant) {
    this.deliverable = deliverable;
    this.url = url;
    this.finalUrl = page.finalUrl;
    this.title = page.title;
    this.author = page.author;
    this.publishedOn = page.publishedOn;
    this.text = page.text;
    this.sha256 = page.sha256;
    this.takenBy = takenBy;
    this.takenAt = takenAt;
  }
}
