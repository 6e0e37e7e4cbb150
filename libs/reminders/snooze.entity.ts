import type { Rel } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { User } from '#identity/user.entity.js';
import { InstantType, PlainDateType } from '#kernel/column-types.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { Task } from '#planning/task.entity.js';

/** An organisation asked not to be reminded of an obligation before a working day, and why. The latest one holds. */
@Entity()
@Index({ properties: ['until', 'obligation'] })
export class Snooze {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'string', length: 80 })
  obligation: string;

  @ManyToOne(() => Organisation)
  organisation: Rel<Organisation>;

  @ManyToOne(() => Task, { index: true })
  task: Rel<Task>;

  @Property({ type: PlainDateType })
  until: PlainDate;

  @Property({ type: 'text' })
  reason: string;

  @ManyToOne(() => User)
  by: Rel<User>;

  @Property({ type: InstantType })
  createdAt: Temporal.Instant;

  constructor(obligation: string, organisation: Rel<Organisation>, task: Rel<Task>, until: PlainDate, reason: string, by: Rel<User>, at: Temporal.Instant) {
    this.obligation = obligation;
    this.organisation = organisation;
    this.task = task;
    this.until = until;
    this.reason = reason;
    this.by = by;
    this.createdAt = at;
  }
}
