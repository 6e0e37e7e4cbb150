import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { User } from './user.entity.js';

/** A code on paper for whoever has lost the phone: serves once. Eighty random bits, so a plain hash is enough. */
@Entity()
export class RecoveryCode {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => User, { index: true })
  user: Rel<User>;

  @Property({ type: 'string', length: 64, unique: true })
  codeHash: string;

  constructor(user: User, codeHash: string) {
    this.user = user;
    this.codeHash = codeHash;
  }
}
