import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Temporal } from 'temporal-polyfill';
import { InstantType } from '#kernel/column-types.js';
import { User } from './user.entity.js';

/** What a token lets a program do: read, or also log and change items. Never more than its owner may. */
export const TOKEN_SCOPES = ['read', 'items'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** Lets a program ask the API in somebody's name. Only a hash of the secret is kept; it is shown once. */
@Entity()
export class ApiToken {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => User, { index: true })
  user: Rel<User>;

  @Property({ type: 'string', length: 80 })
  name: string;

  @Property({ type: 'string', length: 64, unique: true })
  tokenHash: string;

  @Property({ type: 'string', length: 10 })
  scope: TokenScope;

  @Property({ type: InstantType })
  createdAt: Temporal.Instant;

  @Property({ type: InstantType })
  expiresAt: Temporal.Instant;

  @Property({ type: InstantType, nullable: true })
  lastUsedAt: Temporal.Instant | null = null;

  @Property({ type: InstantType, nullable: true })
  revokedAt: Temporal.Instant | null = null;

  constructor(user: User, name: string, scope: TokenScope, tokenHash: string, createdAt: Temporal.Instant, expiresAt: Temporal.Instant) {
    this.user = user;
    this.name = name;
    this.scope = scope;
    this.tokenHash = tokenHash;
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
  }
}
