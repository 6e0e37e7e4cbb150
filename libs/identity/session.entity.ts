import type { Rel } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { InstantType } from '#kernel/column-types.js';
import { User } from './user.entity.js';

/** A signed-in browser. The row holds only a hash of the cookie's secret, so a copy of the database signs nobody in. */
@Entity()
export class Session {
  @PrimaryKey({ type: 'string', length: 64 })
  tokenHash: string;

  @ManyToOne(() => User, { index: true })
  user: Rel<User>;

  @Property({ type: InstantType })
  createdAt: Temporal.Instant;

  @Property({ type: InstantType })
  @Index()
  expiresAt: Temporal.Instant;

  /** Of the last request, to within some minutes. */
  @Property({ type: InstantType })
  lastSeenAt: Temporal.Instant;

  /** The password was right, the second factor is still to come: nobody is signed in by it yet. */
  @Property({ type: 'boolean', default: false })
  awaitsCode: boolean = false;

  /** In words that its owner knows it by, such as `Chrome trên Windows`. */
  @Property({ type: 'string', length: 80, default: '' })
  device: string;

  constructor(tokenHash: string, user: User, createdAt: Temporal.Instant, expiresAt: Temporal.Instant, device: string) {
    this.tokenHash = tokenHash;
    this.user = user;
    this.createdAt = createdAt;
    this.lastSeenAt = createdAt;
    this.expiresAt = expiresAt;
    this.device = device;
  }
}

/** A one-time link by which a person chooses a password for the first time. */
@Entity()
export class SetUpLink {
  @PrimaryKey({ type: 'string', length: 64 })
  tokenHash: string;

  /** Null on the link that makes the first account of an empty system. */
  @ManyToOne(() => User, { index: true, nullable: true })
  user: Rel<User> | null;

  @Property({ type: InstantType })
  expiresAt: Temporal.Instant;

  constructor(tokenHash: string, user: User | null, expiresAt: Temporal.Instant) {
    this.tokenHash = tokenHash;
    this.user = user;
    this.expiresAt = expiresAt;
  }
}
