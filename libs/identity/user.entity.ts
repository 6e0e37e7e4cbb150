import { randomBytes } from 'node:crypto';
import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { InstantType } from '#kernel/column-types.js';
import { emailKey } from '#kernel/email-address.js';
import { Organisation } from '#organisations/organisation.entity.js';
import type { Role } from './role.js';

@Entity({ tableName: 'user_account' })
export class User {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  /** Lower case: an address is one account however it is typed. */
  @Property({ type: 'string', length: 254 })
  @Unique()
  email: string;

  @Property({ type: 'string', length: 200 })
  name: string;

  /** What the person is above all; others stand in `further_role`. */
  @Property({ type: 'string', length: 20, default: 'producer' })
  role: Role;

  @ManyToOne(() => Organisation, { index: true })
  organisation: Rel<Organisation>;

  /** argon2id in PHC form; null until a password is chosen. */
  @Property({ type: 'string', length: 255, nullable: true })
  passwordHash: string | null = null;

  @Property({ type: 'boolean' })
  isActive: boolean = true;

  /** The person was taken out of the account; what it did stays under its number. */
  @Property({ type: 'boolean', default: false })
  isErased: boolean = false;

  /** Gets the weekly and monthly summaries; whoever turned them off in a letter still gets reminders. */
  @Property({ type: 'boolean', default: true })
  takesSummaries: boolean = true;

  /** Base32, of the authenticator that was confirmed; null without a second factor. */
  @Property({ type: 'string', length: 64, nullable: true, hidden: true })
  totpSecret: string | null = null;

  /** The last half minute whose code was taken: no code serves twice. */
  @Property({ type: 'integer', default: 0 })
  totpStep: number = 0;

  @Property({ type: InstantType })
  createdAt: Temporal.Instant;

  constructor(email: string, name: string, role: Role, organisation: Organisation, createdAt: Temporal.Instant) {
    this.email = emailKey(email);
    this.name = name;
    this.role = role;
    this.organisation = organisation;
    this.createdAt = createdAt;
  }

  /** Leaves of the person nothing but the account's number. */
  erase(): void {
    this.name = `Người dùng ${this.id} (đã ẩn danh)`;
    // Nobody can take it beforehand.
    this.email = `an-danh-${this.id}-${randomBytes(8).toString('hex')}@invalid`;
    this.passwordHash = null;
    this.totpSecret = null;
    this.takesSummaries = false;
    this.isActive = false;
    this.isErased = true;
  }
}
