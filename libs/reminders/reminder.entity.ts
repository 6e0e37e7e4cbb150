import type { Rel } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { User } from '#identity/user.entity.js';
import { InstantType, PlainDateType } from '#kernel/column-types.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { Task } from '#planning/task.entity.js';
import type { ReminderKind } from './reminder-kind.js';

const REMINDER_STATES = ['pending', 'sending', 'sent', 'cancelled'] as const;
export type ReminderState = (typeof REMINDER_STATES)[number];

/**
 * One letter owed to one person about one period of one task. The unique key makes planning safe to repeat;
 * the state moves pending → sending (with a lease) → sent, back to pending after a failure,
 * or to cancelled where the duty was met meanwhile. The rows are written by SQL in the services, never by hydration.
 */
@Entity()
@Unique({ name: 'reminder_once', properties: ['task', 'periodFrom', 'periodTo', 'kind', 'recipient'] })
@Index({ properties: ['state', 'nextAttemptAt'] })
export class Reminder {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Task)
  task: Rel<Task>;

  @Property({ type: PlainDateType })
  periodFrom: PlainDate;

  @Property({ type: PlainDateType })
  periodTo: PlainDate;

  @Enum({ items: () => ['ahead', 'eve', 'missed'], type: 'string' })
  kind: ReminderKind;

  @ManyToOne(() => User, { index: true })
  recipient: Rel<User>;

  @Enum({ items: () => [...REMINDER_STATES], type: 'string' })
  state: ReminderState = 'pending';

  @Property({ type: 'integer' })
  attempts: number = 0;

  @Property({ type: InstantType })
  nextAttemptAt: Temporal.Instant;

  /** While sending: until when the row belongs to the worker that took it. */
  @Property({ type: InstantType, nullable: true })
  leaseUntil: Temporal.Instant | null = null;

  /** The mail server's words at the last failure. */
  @Property({ type: 'text', nullable: true })
  lastError: string | null = null;

  @Property({ type: InstantType, nullable: true })
  sentAt: Temporal.Instant | null = null;

  @Property({ type: InstantType })
  createdAt: Temporal.Instant;

  constructor(task: Task, period: { from: PlainDate; to: PlainDate }, kind: ReminderKind, recipient: User, at: Temporal.Instant) {
    this.task = task;
    this.periodFrom = period.from;
    this.periodTo = period.to;
    this.kind = kind;
    this.recipient = recipient;
    this.nextAttemptAt = at;
    this.createdAt = at;
  }
}
