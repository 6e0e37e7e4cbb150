import type { Rel } from '@mikro-orm/core';
import { Entity, Enum, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import type { Temporal } from 'temporal-polyfill';
import { InstantType } from '#kernel/column-types.js';
import { DUTY_SECTIONS, type DutySection } from './duty-section.js';
import { Plan } from './plan.entity.js';

/** A topic the plan asks to be written about (mục "nội dung cụ thể"). Items are tagged with topics. */
@Entity()
@Unique({ properties: ['plan', 'position'] })
export class Topic {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Plan)
  plan: Rel<Plan>;

  /** From 1, in the plan's order. */
  @Property({ type: 'integer' })
  position: number;

  /** The plan's own words. */
  @Property({ type: 'text' })
  text: string;

  constructor(plan: Rel<Plan>, position: number, text: string) {
    this.plan = plan;
    this.position = position;
    this.text = text;
  }
}

export const DUTY_STATES = ['open', 'under-way', 'done'] as const;
export type DutyState = (typeof DUTY_STATES)[number];

/** One thing the plan asks of a party beside the tasks of its appendix: a line of a checklist. */
@Entity()
@Unique({ properties: ['plan', 'section', 'partyPosition', 'position'] })
export class PlanDuty {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Plan)
  plan: Rel<Plan>;

  @Enum({ items: () => [...DUTY_SECTIONS], type: 'string' })
  section: DutySection;

  @Property({ type: 'integer' })
  partyPosition: number;

  /** Whom it is asked of, in the plan's words. */
  @Property({ type: 'text' })
  party: string;

  @Property({ type: 'integer' })
  position: number;

  @Property({ type: 'text' })
  text: string;

  @Enum({ items: () => [...DUTY_STATES], type: 'string' })
  state: DutyState = 'open';

  @Property({ type: 'text' })
  note = '';

  /** A signature (`signatureOf`). */
  @Property({ type: 'string', length: 255, nullable: true })
  changedBy: string | null = null;

  @Property({ type: InstantType, nullable: true })
  changedAt: Temporal.Instant | null = null;

  constructor(plan: Rel<Plan>, place: { section: DutySection; partyPosition: number; party: string; position: number }, text: string) {
    this.plan = plan;
    this.section = place.section;
    this.partyPosition = place.partyPosition;
    this.party = place.party;
    this.position = place.position;
    this.text = text;
  }

  report(state: DutyState, note: string, by: string, at: Temporal.Instant): void {
    this.state = state;
    this.note = note;
    this.changedBy = by;
    this.changedAt = at;
  }
}
