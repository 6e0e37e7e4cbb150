import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { InstantType } from '#kernel/column-types.js';
import { User } from './user.entity.js';

/**
 * Whom a provider's subject is here. A subject is never given to another person, an e-mail address may be: hence an
 * account is tied to one subject of a provider, and whoever gets the address later is not let in.
 */
@Entity()
@Unique({ properties: ['issuer', 'subject'] })
@Unique({ properties: ['issuer', 'user'] })
export class ExternalIdentity {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'string', length: 500 })
  issuer: string;

  @Property({ type: 'string', length: 255 })
  subject: string;

  @ManyToOne(() => User, { index: true })
  user: Rel<User>;

  @Property({ type: InstantType })
  tiedAt: Temporal.Instant;

  constructor(issuer: string, subject: string, user: User, tiedAt: Temporal.Instant) {
    this.issuer = issuer;
    this.subject = subject;
    this.user = user;
    this.tiedAt = tiedAt;
  }
}
