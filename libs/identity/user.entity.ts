import type { Rel } from '@mikro-orm/core';
import { Entity, Enum, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { InstantType } from '#kernel/column-types.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { type Role, ROLES } from './role.js';

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

  @Enum({ items: () => [...ROLES], type: 'string' })
  role: Role;

  @ManyToOne(() => Organisation, { index: true })
  organisation: Rel<Organisation>;

  /** argon2id in PHC form; null until a password is chosen. */
  @Property({ type: 'string', length: 255, nullable: true })
  passwordHash: string | null = null;

  @Property({ type: 'boolean' })
  isActive: boolean = true;

  /** Gets the weekly and monthly summaries; whoever turned them off in a letter still gets reminders. */
  @Property({ type: 'boolean', default: true })
  takesSummaries: boolean = true;

  @Property({ type: InstantType })
  createdAt: Temporal.Instant;

  constructor(email: string, name: string, role: Role, organisation: Organisation, createdAt: Temporal.Instant) {
    this.email = email.trim().toLowerCase();
    this.name = name;
    this.role = role;
    this.organisation = organisation;
    this.createdAt = createdAt;
  }
}
