import { Entity, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { InstantType } from '#kernel/column-types.js';
import type { MailMessage } from './mail-message.js';

/** A letter that landed in the built-in mailbox, because no SMTP server is set. */
@Entity()
export class MailboxLetter {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'string', length: 255 })
  @Unique()
  messageId: string;

  @Property({ type: 'string', length: 254 })
  toAddress: string;

  @Property({ type: 'string', length: 200 })
  toName: string;

  @Property({ type: 'text' })
  subject: string;

  @Property({ type: 'text' })
  text: string;

  @Property({ type: 'text' })
  html: string;

  @Property({ type: InstantType })
  @Index()
  sentAt: Temporal.Instant;

  constructor(message: MailMessage) {
    this.messageId = message.messageId;
    this.toAddress = message.to.address;
    this.toName = message.to.name;
    this.subject = message.subject;
    this.text = message.text;
    this.html = message.html;
    this.sentAt = Temporal.Instant.fromEpochMilliseconds(message.date.getTime());
  }
}
