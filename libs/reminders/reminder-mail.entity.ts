import type { Rel } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { User } from '#identity/user.entity.js';
import { InstantType, PlainDateType } from '#kernel/column-types.js';
import type { PlainDate } from '#kernel/plain-date.js';

const MAIL_STATES = ['pending', 'sending', 'sent', 'failed', 'cancelled'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/**
 * The one letter of a day to one person, with everything the person is owed word of that day. It moves pending →
 * sending (with a lease) → sent; back to pending after a failure that may pass, to failed after one that will not, to
 * cancelled where nothing in it is owed any more. Like the reminders in it, it is written by SQL.
 */
@Entity()
@Unique({ name: 'reminder_mail_once_a_day', properties: ['recipient', 'day'] })
@Index({
  name: 'reminder_mail_open',
  expression: `create index "reminder_mail_open" on "reminder_mail" ("next_attempt_at", "id") where state in ('pending', 'sending')`,
})
@Index({ properties: ['lastAttemptAt'] })
export class ReminderMail {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  /** The part of the Message-ID before the @, the same however often the letter is tried. */
  @Property({ type: 'string', length: 64 })
  @Unique()
  messageKey!: string;

  @ManyToOne(() => User)
  recipient!: Rel<User>;

  @Property({ type: PlainDateType })
  day!: PlainDate;

  @Enum({ items: () => [...MAIL_STATES], type: 'string' })
  state!: MailState;

  /** A try ended without an answer, so the letter may have arrived: nothing is added to it any more. */
  @Property({ type: 'boolean' })
  isInDoubt!: boolean;

  @Property({ type: 'integer' })
  attempts!: number;

  @Property({ type: InstantType })
  nextAttemptAt!: Temporal.Instant;

  @Property({ type: InstantType, nullable: true })
  lastAttemptAt!: Temporal.Instant | null;

  /** While sending: until when, and by what word, the letter belongs to the worker that took it. */
  @Property({ type: InstantType, nullable: true })
  leaseUntil!: Temporal.Instant | null;

  @Property({ type: 'string', length: 36, nullable: true })
  claim!: string | null;

  /** What went wrong the last time: the mail server's words. */
  @Property({ type: 'text', nullable: true })
  lastError!: string | null;

  /** As it was sent. */
  @Property({ type: 'text', nullable: true })
  subject!: string | null;

  @Property({ type: InstantType })
  createdAt!: Temporal.Instant;

  @Property({ type: InstantType, nullable: true })
  @Index()
  sentAt!: Temporal.Instant | null;
}
