import type { Rel } from '@mikro-orm/core';
import { Entity, OneToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { InstantType } from '#kernel/column-types.js';
import { User } from './user.entity.js';

/** An address that a person wants instead of theirs. It takes a click at both: the old one knows of it, the new one is theirs. */
@Entity()
export class EmailChange {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @OneToOne(() => User, { deleteRule: 'cascade' })
  user: Rel<User>;

  @Property({ type: 'string', length: 254 })
  newEmail: string;

  /** Of the link that was sent to the old address last; null once it was used. */
  @Property({ type: 'string', length: 64, nullable: true })
  oldHash: string | null = null;

  @Property({ type: 'string', length: 64, nullable: true })
  newHash: string | null = null;

  @Property({ type: 'boolean', default: false })
  isOldConfirmed: boolean = false;

  @Property({ type: 'boolean', default: false })
  isNewConfirmed: boolean = false;

  @Property({ type: InstantType })
  expiresAt: Temporal.Instant;

  constructor(user: User, newEmail: string, expiresAt: Temporal.Instant) {
    this.user = user;
    this.newEmail = newEmail;
    this.expiresAt = expiresAt;
  }
}
