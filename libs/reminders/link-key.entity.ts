import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** The secret that signs the links in letters: one row, made when it is first needed and the same for every process. */
@Entity()
export class LinkKey {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'string', length: 64 })
  secret!: string;
}
