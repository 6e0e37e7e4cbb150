import { Entity, Enum, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import type { Temporal } from 'temporal-polyfill';
import { InstantType, PlainDateType } from '#kernel/column-types.js';
import type { PlainDate } from '#kernel/plain-date.js';

/** `plain` takes back what the shipped table or a proposal says of the day: it is what its weekday is. */
const CALENDAR_DAY_KINDS = ['off', 'work', 'plain'] as const;
export type CalendarDayKind = (typeof CALENDAR_DAY_KINDS)[number];

/** What an administrator says of one day, over the shipped table and the proposals. */
@Entity()
export class CalendarDay {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: PlainDateType, fieldName: 'day' })
  @Unique()
  date: PlainDate;

  @Enum({ items: () => [...CALENDAR_DAY_KINDS], type: 'string' })
  kind: CalendarDayKind;

  @Property({ type: 'string', length: 255 })
  name: string;

  /** The document that says so. */
  @Property({ type: 'text' })
  source: string;

  /** A signature (`signatureOf`). */
  @Property({ type: 'string', length: 255 })
  changedBy: string;

  @Property({ type: InstantType })
  changedAt: Temporal.Instant;

  constructor(date: PlainDate, kind: CalendarDayKind, said: { name: string; source: string }, changed: { by: string; at: Temporal.Instant }) {
    this.date = date;
    this.kind = kind;
    this.name = said.name;
    this.source = said.source;
    this.changedBy = changed.by;
    this.changedAt = changed.at;
  }

  say(kind: CalendarDayKind, said: { name: string; source: string }, changed: { by: string; at: Temporal.Instant }): void {
    this.kind = kind;
    this.name = said.name;
    this.source = said.source;
    this.changedBy = changed.by;
    this.changedAt = changed.at;
  }
}

/** A year whose days off have been announced, and by which document; until then they are proposals. */
@Entity()
export class CalendarYear {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'integer' })
  @Unique()
  year: number;

  @Property({ type: 'text' })
  source: string;

  /** A signature (`signatureOf`). */
  @Property({ type: 'string', length: 255 })
  changedBy: string;

  @Property({ type: InstantType })
  changedAt: Temporal.Instant;

  constructor(year: number, source: string, changed: { by: string; at: Temporal.Instant }) {
    this.year = year;
    this.source = source;
    this.changedBy = changed.by;
    this.changedAt = changed.at;
  }
}
