import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { InstantType } from '#kernel/column-types.js';
import { Organisation } from '#organisations/organisation.entity.js';
import type { Role } from './role.js';
import { User } from './user.entity.js';

/** Something that a person is besides their first role: another role, or a role in another organisation. */
@Entity()
@Unique({ properties: ['user', 'organisation', 'role'] })
export class FurtherRole {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => User, { index: true })
  user: Rel<User>;

  @ManyToOne(() => Organisation, { index: true })
  organisation: Rel<Organisation>;

  @Property({ type: 'string', length: 20 })
  role: Role;

  @Property({ type: InstantType })
  createdAt: Temporal.Instant;

  constructor(user: User, organisation: Organisation, role: Role, createdAt: Temporal.Instant) {
    this.user = user;
    this.organisation = organisation;
    this.role = role;
    this.createdAt = createdAt;
  }
}
