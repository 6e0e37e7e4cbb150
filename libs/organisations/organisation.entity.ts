import { Entity, Enum, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';

export const ORGANISATION_KINDS = ['authority', 'department', 'press', 'broadcaster', 'centre', 'group'] as const;

/** `group` stands for many offices under one phrase of the plan, such as "các sở, ban, ngành tỉnh". */
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

@Entity()
export class Organisation {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  /** A stable short key, used by data files and the command line. */
  @Property({ type: 'string', length: 64 })
  @Unique()
  code: string;

  @Property({ type: 'string', length: 255 })
  name: string;

  /** For narrow places: a grid, a chip, a phone. */
  @Property({ type: 'string', length: 64 })
  shortName: string;

  @Enum({ items: () => [...ORGANISATION_KINDS], type: 'string' })
  kind: OrganisationKind;

  constructor(code: string, name: string, shortName: string, kind: OrganisationKind) {
    this.code = code;
    this.name = name;
    this.shortName = shortName;
    this.kind = kind;
  }
}
