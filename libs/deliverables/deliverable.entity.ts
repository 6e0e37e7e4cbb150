import type { Rel } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { User } from '#identity/user.entity.js';
import { InstantType, PlainDateType } from '#kernel/column-types.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { Task } from '#planning/task.entity.js';
import { IllegalTransition, NotMovable } from './deliverable.errors.js';
import { DELIVERABLE_STATUSES, type DeliverableStatus, mayBecome } from './deliverable-status.js';
import { searchKey, titleKey } from './identity-of-piece.js';

/** What is told of a deliverable; which of these are asked for depends on its medium. */
export interface DeliverableDetails {
  title: string;
  genre: string | null;
  author: string | null;
  issueNumber: string | null;
  page: string | null;
  url: string | null;
  /** `HH:MM`, local time. */
  airedAt: string | null;
  channel: string | null;
  programme: string | null;
  durationSeconds: number | null;
  place: string | null;
  attendance: number | null;
  documentNumber: string | null;
  note: string | null;
}

export const NO_DETAILS: DeliverableDetails = {
  title: '',
  genre: null,
  author: null,
  issueNumber: null,
  page: null,
  url: null,
  airedAt: null,
  channel: null,
  programme: null,
  durationSeconds: null,
  place: null,
  attendance: null,
  documentNumber: null,
  note: null,
};

export interface Publication extends DeliverableDetails {
  occursOn: PlainDate;
  /** What tells the piece from every other by its address, if it has one (`identifyingUrlKey`). */
  urlKey: string | null;
  /** The original of which this is a repeat; a rerun never counts (rule 2). */
  rerunOf: Deliverable | null;
  /** The last day of the earlier, missed period that it makes up for (rule 3). */
  creditedOn: PlainDate | null;
}

const IS_STANDING = "status in ('planned', 'published', 'accepted')";

/**
 * One product of a task: a slot in the calendar while planned, a counted item once published, aired or held.
 * The two partial unique indexes stop the same piece from being logged twice, whoever comes second (rule 7).
 */
@Entity()
@Index({ properties: ['task', 'occursOn'] })
@Unique({
  name: 'deliverable_same_url',
  expression: `create unique index "deliverable_same_url" on "deliverable" ("url_key") where ${IS_STANDING} and url_key is not null and rerun_of_id is null`,
})
@Unique({
  name: 'deliverable_same_title_and_day',
  expression: `create unique index "deliverable_same_title_and_day" on "deliverable" ("task_id", "title_key", "occurs_on") where ${IS_STANDING} and title_key <> '' and rerun_of_id is null`,
})
export class Deliverable {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  /** Counts the changes; a form carries the one it was opened with, so that the second of two editors is told. */
  @Property({ type: 'integer', version: true })
  version!: number;

  @ManyToOne(() => Task)
  task: Rel<Task>;

  /** Whose item it is: the lead organisation that delivers it. */
  @ManyToOne(() => Organisation, { index: true })
  organisation: Rel<Organisation>;

  @Enum({ items: () => [...DELIVERABLE_STATUSES], type: 'string', index: true })
  status: DeliverableStatus = 'planned';

  /** The day it appeared or, while planned, is to appear. */
  @Property({ type: PlainDateType })
  @Index()
  occursOn: PlainDate;

  /** The day it had been planned for, kept after publication; null where it was never planned. */
  @Property({ type: PlainDateType, nullable: true })
  plannedOn: PlainDate | null;

  @Property({ type: PlainDateType, nullable: true })
  creditedOn: PlainDate | null = null;

  @ManyToOne(() => Deliverable, { nullable: true, index: true })
  rerunOf: Rel<Deliverable> | null = null;

  @Property({ type: 'string', length: 300 })
  title: string = '';

  @Property({ type: 'string', length: 120, nullable: true })
  genre: string | null = null;

  @Property({ type: 'string', length: 200, nullable: true })
  author: string | null = null;

  @Property({ type: 'string', length: 60, nullable: true })
  issueNumber: string | null = null;

  @Property({ type: 'string', length: 60, nullable: true })
  page: string | null = null;

  @Property({ type: 'text', nullable: true })
  url: string | null = null;

  @Property({ type: 'string', length: 5, nullable: true })
  airedAt: string | null = null;

  @Property({ type: 'string', length: 120, nullable: true })
  channel: string | null = null;

  @Property({ type: 'string', length: 200, nullable: true })
  programme: string | null = null;

  @Property({ type: 'integer', nullable: true })
  durationSeconds: number | null = null;

  @Property({ type: 'string', length: 300, nullable: true })
  place: string | null = null;

  @Property({ type: 'integer', nullable: true })
  attendance: number | null = null;

  @Property({ type: 'string', length: 120, nullable: true })
  documentNumber: string | null = null;

  @Property({ type: 'text', nullable: true })
  note: string | null = null;

  /** Why it was withdrawn or refused. */
  @Property({ type: 'text', nullable: true })
  reason: string | null = null;

  @Property({ type: 'text', nullable: true })
  urlKey: string | null = null;

  @Property({ type: 'string', length: 300 })
  titleKey: string = '';

  @Property({ type: 'text' })
  searchKey: string = '';

  @ManyToOne(() => User, { nullable: true })
  createdBy: Rel<User> | null;

  /** How it came in, where not by the pages after signing in: by the signed link of a reminder. */
  @Property({ type: 'string', length: 16, nullable: true })
  loggedVia: 'mail-link' | null = null;

  @Property({ type: InstantType })
  createdAt: Temporal.Instant;

  @Property({ type: InstantType })
  changedAt: Temporal.Instant;

  constructor(task: Task, organisation: Organisation, occursOn: PlainDate, by: User | null, at: Temporal.Instant) {
    this.task = task;
    this.organisation = organisation;
    this.occursOn = occursOn;
    this.plannedOn = null;
    this.createdBy = by;
    this.createdAt = at;
    this.changedAt = at;
  }

  get isRerun(): boolean {
    return this.rerunOf !== null;
  }

  /** Makes it a slot in the calendar. */
  plan(on: PlainDate, details: Partial<DeliverableDetails>, at: Temporal.Instant): void {
    if (this.status !== 'planned') throw new NotMovable();
    this.occursOn = on;
    this.plannedOn = on;
    this.describe({ ...NO_DETAILS, ...details }, at);
  }

  /** Another day for a slot; what has appeared does not move. */
  moveTo(on: PlainDate, at: Temporal.Instant): void {
    if (this.status !== 'planned') throw new NotMovable();
    this.occursOn = on;
    this.plannedOn = on;
    this.changedAt = at;
  }

  /** It was published, aired or held: from now on it counts. */
  publish(publication: Publication, at: Temporal.Instant): void {
    this.become('published');
    this.record(publication, at);
  }

  /** Corrects what was told of a published item. */
  amend(publication: Publication, at: Temporal.Instant): void {
    if (this.status !== 'published') throw new IllegalTransition(this.status, 'published');
    this.record(publication, at);
  }

  /** Takes a mistaken logging back: a slot becomes a slot again, anything else is withdrawn. */
  undoPublication(at: Temporal.Instant): void {
    if (this.plannedOn === null) {
      this.withdraw('Hoàn tác ghi nhận', at);
      return;
    }
    this.become('planned');
    this.occursOn = this.plannedOn;
    this.rerunOf = null;
    this.creditedOn = null;
    this.changedAt = at;
  }

  withdraw(reason: string, at: Temporal.Instant): void {
    this.become('withdrawn');
    this.reason = reason;
    this.changedAt = at;
  }

  accept(at: Temporal.Instant): void {
    this.become('accepted');
    this.changedAt = at;
  }

  reject(reason: string, at: Temporal.Instant): void {
    this.become('rejected');
    this.reason = reason;
    this.changedAt = at;
  }

  private become(status: DeliverableStatus): void {
    if (!mayBecome(this.status, status)) throw new IllegalTransition(this.status, status);
    this.status = status;
  }

  private record({ occursOn, urlKey, rerunOf, creditedOn, ...details }: Publication, at: Temporal.Instant): void {
    this.occursOn = occursOn;
    this.urlKey = urlKey;
    this.rerunOf = rerunOf;
    this.creditedOn = creditedOn;
    this.describe(details, at);
  }

  private describe(details: DeliverableDetails, at: Temporal.Instant): void {
    Object.assign(this, details);
    this.titleKey = titleKey(details.title);
    this.searchKey = searchKey([details.title, details.author, details.programme, details.place, details.documentNumber].filter(Boolean).join(' '));
    this.changedAt = at;
  }
}
