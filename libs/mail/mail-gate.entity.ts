import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { InstantType } from '#kernel/column-types.js';

/** Whether mail may leave at all: one row. Whoever takes letters to send changes it first, so that they come one by one. */
@Entity()
export class MailGate {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'integer', default: 0 })
  turns!: number;

  /** Since when the settings of the mail server are known to be wrong; null while mail leaves. */
  @Property({ type: InstantType, nullable: true })
  stoppedAt!: Temporal.Instant | null;

  /** The server's words. */
  @Property({ type: 'text', nullable: true })
  words!: string | null;

  /** Which settings those were, so that others are tried at once. */
  @Property({ type: 'string', length: 64, nullable: true })
  settings!: string | null;

  /** When one letter is tried again. */
  @Property({ type: InstantType, nullable: true })
  probeAt!: Temporal.Instant | null;
}
