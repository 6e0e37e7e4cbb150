import type { Rel } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { User } from '#identity/user.entity.js';
import { InstantType, PlainDateType } from '#kernel/column-types.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { Plan } from '#planning/plan.entity.js';
import { Task } from '#planning/task.entity.js';
import { ReminderMail } from './reminder-mail.entity.js';
import { STAGE_KINDS, type StageKind } from './stage-kind.js';

const REMINDER_STATES = ['pending', 'sending', 'sent', 'failed', 'cancelled'] as const;
export type ReminderState = (typeof REMINDER_STATES)[number];

/**
 * Why a reminder was not sent after all: the obligation was met; it is owed no more (moved, amended, the plan closed,
 * the account too); a later stage took its place; somebody asked to wait; a summary had nothing to say.
 */
const CANCELLATIONS = ['met', 'gone', 'superseded', 'snoozed', 'empty'] as const;
export type Cancellation = (typeof CANCELLATIONS)[number];

/**
 * One thing that one person is owed word of: an obligation (see `obligation.ts`) at one of its stages. The unique key
 * makes planning safe to repeat. It waits until it is gathered into a letter and then shares the letter's fate, or is
 * cancelled on the way. The rows are written by SQL in the services, never by hydration.
 */
@Entity()
@Unique({ name: 'reminder_once', properties: ['obligation', 'stage', 'recipient'] })
@Index({ name: 'reminder_open', expression: `create index "reminder_open" on "reminder" ("recipient_id", "mail_id") where state in ('pending', 'sending')` })
@Index({ properties: ['state', 'id'] })
export class Reminder {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'string', length: 80 })
  obligation!: string;

  /** Unique within the obligation, such as `ahead-7` or `late-2021-02-08`. */
  @Property({ type: 'string', length: 40 })
  stage!: string;

  @Enum({ items: () => [...STAGE_KINDS], type: 'string' })
  kind!: StageKind;

  @ManyToOne(() => User, { index: true })
  recipient!: Rel<User>;

  @ManyToOne(() => Plan)
  plan!: Rel<Plan>;

  @ManyToOne(() => Task, { nullable: true, index: true })
  task!: Rel<Task> | null;

  /** The day from which it was due. */
  @Property({ type: PlainDateType })
  dueOn!: PlainDate;

  @Enum({ items: () => [...REMINDER_STATES], type: 'string' })
  state!: ReminderState;

  @Enum({ items: () => [...CANCELLATIONS], type: 'string', nullable: true })
  cancellation!: Cancellation | null;

  @ManyToOne(() => ReminderMail, { nullable: true, index: true })
  mail!: Rel<ReminderMail> | null;

  @Property({ type: InstantType })
  createdAt!: Temporal.Instant;

  /** When it was sent, failed or cancelled. */
  @Property({ type: InstantType, nullable: true })
  settledAt!: Temporal.Instant | null;

  /** When its signed link was used, and what was logged by it or asked for. */
  @Property({ type: InstantType, nullable: true })
  linkUsedAt!: Temporal.Instant | null;

  @Property({ type: InstantType, nullable: true })
  linkRevokedAt!: Temporal.Instant | null;
}
