import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { InstantType } from '#kernel/column-types.js';
import { User } from './user.entity.js';

/** An address by which a person's calendar program reads what is due. Only a hash of its secret is kept; it is shown once. */
@Entity()
export class CalendarFeed {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => User, { index: true })
  user: Rel<User>;

  @Property({ type: 'string', length: 80 })
  name: string;

  @Property({ type: 'string', length: 64, unique: true })
  tokenHash: string;

  @Property({ type: InstantType })
  createdAt: Temporal.Instant;

  @Property({ type: InstantType, nullable: true })
  revokedAt: Temporal.Instant | null = null;

  constructor(user: User, name: string, tokenHash: string, createdAt: Temporal.Instant) {
    this.user = user;
    this.name = name;
    this.tokenHash = tokenHash;
    this.createdAt = createdAt;
  }
}
