import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Role } from './role.js';

/** What the office has decided about signing in: one row. */
@Entity()
export class SecuritySettings {
  @PrimaryKey({ type: 'integer', autoincrement: false })
  id: number;

  /** The roles that do not work without a second factor. */
  @Property({ type: 'json' })
  secondFactorRoles: Role[] = [];

  /** For the form: whoever saves has seen what stands. */
  @Property({ type: 'integer', version: true })
  version!: number;

  constructor() {
    this.id = 1;
  }
}
