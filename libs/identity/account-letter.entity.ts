import type { Rel } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { InstantType } from '#kernel/column-types.js';
import { User } from './user.entity.js';

/** What a letter about an account is for. */
export type AccountLetterKind =
  | 'invitation'
  | 'invited-known'
  | 'reset'
  | 'email-old'
  | 'email-new'
  | 'email-told'
  | 'password-changed'
  | 'second-factor-on'
  | 'second-factor-off'
  | 'token-made';

/** Tells somebody what was done with their account; the other kinds lead to a link that is made for the address of now. */
function isNews(kind: AccountLetterKind): boolean {
  return ['email-told', 'password-changed', 'second-factor-on', 'second-factor-off', 'token-made'].includes(kind);
}

/**
 * A letter about an account that waits to be sent. It holds no secret: the one-time link is made when the letter leaves,
 * so a copy of the database lets nobody in. Without a person it stands for an address that nobody has, and is dropped:
 * asking for a link is as much work for an address known as for one unknown.
 */
@Entity()
@Index({ properties: ['settledAt', 'nextAttemptAt'] })
export class AccountLetter {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'string', length: 20 })
  kind: AccountLetterKind;

  @ManyToOne(() => User, { index: true, nullable: true, deleteRule: 'cascade' })
  user: Rel<User> | null;

  /** Whose mailbox it goes to where that is settled already: news goes to whoever had the account then, not to whoever took it. */
  @Property({ type: 'string', length: 254, nullable: true })
  address: string | null;

  @Property({ type: InstantType })
  createdAt: Temporal.Instant;

  @Property({ type: InstantType })
  nextAttemptAt: Temporal.Instant;

  @Property({ type: 'integer', default: 0 })
  attempts: number = 0;

  /** Sent, or given up. */
  @Property({ type: InstantType, nullable: true })
  settledAt: Temporal.Instant | null = null;

  /** The mail server's words where it was refused. */
  @Property({ type: 'string', length: 300, nullable: true })
  failure: string | null = null;

  constructor(kind: AccountLetterKind, user: User | null, at: Temporal.Instant) {
    this.kind = kind;
    this.user = user;
    this.address = user && isNews(kind) ? user.email : null;
    this.createdAt = at;
    this.nextAttemptAt = at;
  }
}
