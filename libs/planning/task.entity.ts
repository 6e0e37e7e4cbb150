import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, OneToMany, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { PlainDateType } from '#kernel/column-types.js';
import type { PlainDate } from '#kernel/plain-date.js';
import type { Validity } from '#kernel/validity.js';
import { Organisation } from '#organisations/organisation.entity.js';
import type { SettledDoubt } from './doubt.js';
import { MEDIA, type Medium } from './medium.js';
import { Plan } from './plan.entity.js';
import type { Quantity } from './quantity.js';
import type { Pace, Target } from './quota.js';
import type { TimeFrame } from './time-frame.js';

export interface TaskFacts {
  ordinal: number;
  label?: string | undefined;
  group?: string | null;
  name: string;
  product: string;
  products: readonly string[];
  genres: readonly string[];
  medium: Medium;
  quantity: Quantity;
  time: TimeFrame;
  note?: string;
  doubts: readonly SettledDoubt[];
}

/** One numbered row of the plan's appendix. */
@Entity()
@Unique({ properties: ['plan', 'ordinal'] })
export class Task {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Plan)
  plan: Rel<Plan>;

  /** Its place in the plan, from 1. */
  @Property({ type: 'integer' })
  ordinal: number;

  /** Its number as the plan writes it, such as `4` or `1.1`. */
  @Property({ type: 'string', length: 32, default: '' })
  label: string;

  /** The heading of the appendix that it stands under. */
  @Property({ type: 'text', nullable: true, fieldName: 'heading' })
  group: string | null;

  @Property({ type: 'text' })
  name: string;

  /** The product cell as the plan words it. */
  @Property({ type: 'text' })
  product: string;

  /** The products that the cell names. */
  @Property({ type: 'json', default: '[]' })
  products: string[];

  @Property({ type: 'json' })
  genres: string[];

  @Enum({ items: () => [...MEDIA], type: 'string' })
  medium: Medium;

  @Property({ type: 'json' })
  quantity: Quantity;

  @Property({ type: 'json' })
  time: TimeFrame;

  @Property({ type: 'json' })
  doubts: SettledDoubt[];

  /** Column "ghi chú". */
  @Property({ type: 'text', default: '' })
  note: string;

  @OneToMany(() => PeriodTarget, (target) => target.task, { orderBy: { from: 'asc' } })
  targets = new Collection<PeriodTarget>(this);

  @OneToMany(() => TaskParty, (party) => party.task, { orderBy: { position: 'asc' } })
  parties = new Collection<TaskParty>(this);

  constructor(plan: Rel<Plan>, facts: TaskFacts) {
    this.plan = plan;
    this.ordinal = facts.ordinal;
    this.label = facts.label ?? String(facts.ordinal);
    this.group = facts.group ?? null;
    this.name = facts.name;
    this.product = facts.product;
    this.products = [...facts.products];
    this.genres = [...facts.genres];
    this.medium = facts.medium;
    this.quantity = facts.quantity;
    this.time = facts.time;
    this.doubts = [...facts.doubts];
    this.note = facts.note ?? '';
  }
}

/** A stored target of a task's quota (see `Target`). */
@Entity()
@Index({ properties: ['task', 'from'] })
export class PeriodTarget implements Target, Validity {
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

  /** The member of a group that owes this on its own, by its organisation's id. */
  @ManyToOne(() => Organisation, { mapToPk: true, nullable: true, fieldName: 'member_id' })
  memberId: number | null;

  /** The first day on which the plan asked for this; null from its beginning. */
  @Property({ type: PlainDateType, nullable: true })
  validFrom: PlainDate | null;

  /** The first day on which an amendment had replaced it; null while it holds. */
  @Property({ type: PlainDateType, nullable: true })
  validUntil: PlainDate | null = null;

  constructor(task: Rel<Task>, target: Target, validFrom: PlainDate | null = null) {
    this.task = task;
    this.from = target.from;
    this.to = target.to;
    this.quantity = target.quantity;
    this.pace = target.pace;
    this.product = target.product;
    this.memberId = target.memberId;
    this.validFrom = validFrom;
  }
}

export type PartyRole = 'lead' | 'supporting';

/** An organisation named in "cơ quan chủ trì" (lead) or "cơ quan phối hợp" (supporting), in the plan's order. */
@Entity()
@Unique({ properties: ['task', 'role', 'position'] })
export class TaskParty implements Validity {
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

  /** The first day on which it was a party; null from the plan's beginning. */
  @Property({ type: PlainDateType, nullable: true })
  validFrom: PlainDate | null;

  /** The first day on which it was one no more; null while it is. */
  @Property({ type: PlainDateType, nullable: true })
  validUntil: PlainDate | null = null;

  constructor(task: Rel<Task>, organisation: Rel<Organisation>, role: PartyRole, position: number, validFrom: PlainDate | null = null) {
    this.task = task;
    this.organisation = organisation;
    this.role = role;
    this.position = position;
    this.validFrom = validFrom;
  }
}
