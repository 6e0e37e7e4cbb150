import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/**
 * The end of the chain of entries, in one row: how many there are and the hash of the last. Without it, entries cut off
 * at the end would not be missed. Taking the row for a change is also what puts writers into one order.
 */
@Entity()
export class AuditChain {
  /** Always 1. */
  @PrimaryKey({ type: 'integer', autoincrement: false })
  id!: number;

  @Property({ type: 'integer' })
  length: number = 0;

  @Property({ type: 'string', length: 64 })
  hash: string = '';
}
