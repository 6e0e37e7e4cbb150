import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, OneToMany, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { PlainDateType } from '#kernel/column-types.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { MEDIA, type Medium } from './medium.js';
import { Plan } from './plan.entity.js';
import type { Quantity } from './quantity.js';
import type { Pace, Target } from './quota.js';
import type { TimeFrame } from './time-frame.js';

/** Something in the plan's own text that a person should look at; it warns and changes nothing. */
export interface Doubt {
  readonly code: string;
  readonly message: string;
}

export interface TaskFacts {
  ordinal: number;
  name: string;
  product: string;
  genres: readonly string[];
  medium: Medium;
  quantity: Quantity;
  time: TimeFrame;
  doubts: readonly Doubt[];
}

/** One numbered row of the plan's appendix. */
@Entity()
@Unique({ properties: ['plan', 'ordinal'] })
export class Task {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Plan)
  plan: Rel<Plan>;

  @Property({ type: 'integer' })
  ordinal: number;

  @Property({ type: 'text' })
  name: string;

  /** The product cell as the plan words it. */
  @Property({ type: 'text' })
  product: string;

  @Property({ type: 'json' })
  genres: string[];

  @Enum({ items: () => [...MEDIA], type: 'string' })
  medium: Medium;

  @Property({ type: 'json' })
  quantity: Quantity;

  @Property({ type: 'json' })
  time: TimeFrame;

  @Property({ type: 'json' })
  doubts: Doubt[];

  @OneToMany(() => PeriodTarget, (target) => target.task, { orderBy: { from: 'asc' } })
  targets = new Collection<PeriodTarget>(this);

  @OneToMany(() => TaskParty, (party) => party.task, { orderBy: { position: 'asc' } })
  parties = new Collection<TaskParty>(this);

  constructor(plan: Rel<Plan>, facts: TaskFacts) {
    this.plan = plan;
    this.ordinal = facts.ordinal;
    this.name = facts.name;
    this.product = facts.product;
    this.genres = [...facts.genres];
    this.medium = facts.medium;
    this.quantity = facts.quantity;
    this.time = facts.time;
    this.doubts = [...facts.doubts];
  }
}

/** A stored target of a task's quota (see `Target`). */
@Entity()
@Index({ properties: ['task', 'from'] })
export class PeriodTarget implements Target {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Task)
  task: Rel<Task>;

  @Property({ type: PlainDateType, fieldName: 'starts_on' })
  from: PlainDate;

  @Property({ type: PlainDateType, fieldName: 'ends_on' })
  to: PlainDate;

  @Property({ type: 'integer' })
  quantity: number;

  @Enum({ items: () => ['even', 'none'], type: 'string' })
  pace: Pace;

  @Property({ type: 'string', length: 255, nullable: true })
  product: string | null;

  constructor(task: Task, target: Target) {
    this.task = task;
    this.from = target.from;
    this.to = target.to;
    this.quantity = target.quantity;
    this.pace = target.pace;
    this.product = target.product;
  }
}

export type PartyRole = 'lead' | 'supporting';

/** An organisation named in "cơ quan chủ trì" (lead) or "cơ quan phối hợp" (supporting), in the plan's order. */
@Entity()
@Unique({ properties: ['task', 'role', 'position'] })
export class TaskParty {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Task)
  task: Rel<Task>;

  @ManyToOne(() => Organisation, { index: true })
  organisation: Rel<Organisation>;

  @Enum({ items: () => ['lead', 'supporting'], type: 'string' })
  role: PartyRole;

  @Property({ type: 'integer' })
  position: number;

  constructor(task: Task, organisation: Organisation, role: PartyRole, position: number) {
    this.task = task;
    this.organisation = organisation;
    this.role = role;
    this.position = position;
  }
}
