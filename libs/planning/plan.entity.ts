import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { PlainDateType } from '#kernel/column-types.js';
import { earliest, isAfter, isBefore, latest, plainDate, type PlainDate } from '#kernel/plain-date.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { Task } from './task.entity.js';

export interface PlanHead {
  number: string;
  title: string;
  year: number;
  issuer: string;
  place: string;
  issuedOn: PlainDate;
}

/** `closed`: the year is over, nothing is logged or mailed any more; `archived`: out of the lists too. A draft is not a plan yet. */
export const PLAN_STATES = ['in-force', 'closed', 'archived'] as const;
export type PlanState = (typeof PLAN_STATES)[number];

@Entity()
@Unique({ properties: ['number', 'year'] })
export class Plan {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  /** The document's number and symbol, such as `105/KH-UBND`. */
  @Property({ type: 'string', length: 64 })
  number: string;

  @Property({ type: 'text' })
  title: string;

  @Property({ type: 'integer' })
  year: number;

  @Property({ type: 'string', length: 255 })
  issuer: string;

  @Property({ type: 'string', length: 128 })
  place: string;

  @Property({ type: PlainDateType })
  issuedOn: PlainDate;

  /** Who signs the contracts, watches and accepts: Sở Nội vụ. */
  @ManyToOne(() => Organisation)
  coordinator: Rel<Organisation>;

  /** The first and last day of any task; no item is dated outside. */
  @Property({ type: PlainDateType })
  startsOn: PlainDate;

  @Property({ type: PlainDateType })
  endsOn: PlainDate;

  /** True for the plan that ships with the product, moved to a year it was not issued for. */
  @Property({ type: 'boolean' })
  isSample: boolean;

  /** The day it came into this system; what had ended before is never mailed about. */
  @Property({ type: PlainDateType })
  loadedOn: PlainDate;

  @Property({ type: 'string', length: 16, default: 'in-force' })
  state: PlanState = 'in-force';

  @OneToMany(() => Task, (task) => task.plan, { orderBy: { ordinal: 'asc' } })
  tasks = new Collection<Task>(this);

  constructor(head: PlanHead, coordinator: Organisation, span: { from: PlainDate; to: PlainDate }, loaded: { on: PlainDate; asSample: boolean }) {
    this.number = head.number;
    this.title = head.title;
    this.year = head.year;
    this.issuer = head.issuer;
    this.place = head.place;
    this.issuedOn = head.issuedOn;
    this.coordinator = coordinator;
    this.startsOn = span.from;
    this.endsOn = span.to;
    this.loadedOn = loaded.on;
    this.isSample = loaded.asSample;
  }

  /** The days to show month by month: the plan's own, of what runs over several years no more than half a year beside its year. */
  shownSpan(): { from: PlainDate; to: PlainDate } {
    return {
      from: latest([this.startsOn, plainDate(`${this.year - 1}-07-01`)])!,
      to: earliest([this.endsOn, plainDate(`${this.year + 1}-06-30`)])!,
    };
  }

  spans(date: PlainDate): boolean {
    return !isBefore(date, this.startsOn) && !isAfter(date, this.endsOn);
  }
}
