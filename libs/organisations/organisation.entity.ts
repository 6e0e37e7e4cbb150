import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, Enum, ManyToOne, OneToMany, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { PlainDateType } from '#kernel/column-types.js';
import { InvalidInput } from '#kernel/domain-error.js';
import { compareDates, formatDate, isAfter, isBefore, type PlainDate } from '#kernel/plain-date.js';
import type { Validity } from '#kernel/validity.js';

export const ORGANISATION_KINDS = ['authority', 'department', 'press', 'broadcaster', 'centre', 'group'] as const;

/** `group` stands for many offices under one phrase of the plan, such as "các sở, ban, ngành tỉnh". */
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

export interface Named {
  readonly name: string;
  readonly shortName: string;
}

export interface Contacts {
  address: string;
  phone: string;
  email: string;
  contactPerson: string;
}

@Entity()
export class Organisation {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  /** A stable short key, used by data files and the command line. */
  @Property({ type: 'string', length: 64 })
  @Unique()
  code: string;

  /** Its name now; what it was called earlier is in `names`. */
  @Property({ type: 'string', length: 255 })
  name: string;

  /** For narrow places: a grid, a chip, a phone. */
  @Property({ type: 'string', length: 64 })
  shortName: string;

  @Enum({ items: () => [...ORGANISATION_KINDS], type: 'string' })
  kind: OrganisationKind;

  @Property({ type: 'text' })
  address = '';

  @Property({ type: 'string', length: 64 })
  phone = '';

  @Property({ type: 'string', length: 255 })
  email = '';

  @Property({ type: 'string', length: 255 })
  contactPerson = '';

  @OneToMany(() => OrganisationName, (name) => name.organisation, { orderBy: { id: 'asc' } })
  names = new Collection<OrganisationName>(this);

  constructor(code: string, name: string, shortName: string, kind: OrganisationKind) {
    this.code = code;
    this.name = name;
    this.shortName = shortName;
    this.kind = kind;
  }

  /** What it was called on a day: the name last begun by then, else its name now. Its `names` must be loaded. */
  nameOn(day: PlainDate): Named {
    const begun = this.names.getItems().filter(({ validFrom }) => validFrom === null || !isAfter(validFrom, day));
    return begun.toSorted(byBeginning).at(-1) ?? this;
  }

  /**
   * Bears another name from a day on, up to which the one before held. The day on which its latest name began, given again,
   * corrects that name. Its `names` must be loaded.
   * @throws InvalidInput for a day before its latest name began
   */
  rename(named: Named, from: PlainDate, basis: string): void {
    const latest = this.names.getItems().toSorted(byBeginning).at(-1) ?? this.nameSoFar();
    if (latest.validFrom?.equals(from)) {
      Object.assign(latest, { ...named, basis });
    } else {
      if (latest.validFrom && isBefore(from, latest.validFrom)) {
        throw new InvalidInput(`Tên hiện nay có từ ngày ${formatDate(latest.validFrom)}; ngày đổi tên phải sau ngày đó.`, 'validFrom');
      }
      latest.validUntil = from;
      this.names.add(new OrganisationName(this, named, { from, until: null }, basis));
    }
    this.name = named.name;
    this.shortName = named.shortName;
  }

  correctContacts(contacts: Contacts): void {
    Object.assign(this, contacts);
  }

  /** The name it has always borne, as a row of its history. */
  private nameSoFar(): OrganisationName {
    const soFar = new OrganisationName(this, this, { from: null, until: null }, '');
    this.names.add(soFar);
    return soFar;
  }
}

/** A name an organisation bore, and when. One without dates at all is what it has always been called. */
@Entity()
export class OrganisationName implements Validity {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Organisation, { index: true })
  organisation: Rel<Organisation>;

  @Property({ type: 'string', length: 255 })
  name: string;

  @Property({ type: 'string', length: 64 })
  shortName: string;

  /** The first day it held; null for ever before. */
  @Property({ type: PlainDateType, nullable: true })
  validFrom: PlainDate | null;

  /** The first day it held no more; null while it holds. */
  @Property({ type: PlainDateType, nullable: true })
  validUntil: PlainDate | null;

  /** The document it rests on, or empty. */
  @Property({ type: 'text' })
  basis: string;

  constructor(organisation: Rel<Organisation>, named: Named, valid: { from: PlainDate | null; until: PlainDate | null }, basis: string) {
    this.organisation = organisation;
    this.name = named.name;
    this.shortName = named.shortName;
    this.validFrom = valid.from;
    this.validUntil = valid.until;
    this.basis = basis;
  }
}

function byBeginning(a: OrganisationName, b: OrganisationName): number {
  if (a.validFrom === null || b.validFrom === null) return Number(b.validFrom === null) - Number(a.validFrom === null);
  return compareDates(a.validFrom, b.validFrom);
}

export const SUCCESSION_KINDS = ['merged', 'split', 'abolished'] as const;
export type SuccessionKind = (typeof SUCCESSION_KINDS)[number];

/**
 * One organisation going over into another on a day: merged into it, split into it and others (a row for each),
 * or abolished (no successor, or whoever took over its work).
 */
@Entity()
export class Succession {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Organisation, { index: true })
  predecessor: Rel<Organisation>;

  @ManyToOne(() => Organisation, { nullable: true, index: true })
  successor: Rel<Organisation> | null;

  @Enum({ items: () => [...SUCCESSION_KINDS], type: 'string' })
  kind: SuccessionKind;

  @Property({ type: PlainDateType })
  effectiveOn: PlainDate;

  /** The legal basis, or empty where it is still to be filled in. */
  @Property({ type: 'text' })
  basis: string;

  /** The day on which the open duties were handed over in this system; null until somebody confirms it. */
  @Property({ type: PlainDateType, nullable: true })
  passedOn: PlainDate | null = null;

  /** A signature, as `#12` for an account (`libs/identity/signatures.ts`). */
  @Property({ type: 'string', length: 255, nullable: true })
  passedBy: string | null = null;

  constructor(predecessor: Organisation, successor: Organisation | null, { kind, effectiveOn, basis }: Pick<Succession, 'kind' | 'effectiveOn' | 'basis'>) {
    this.predecessor = predecessor;
    this.successor = successor;
    this.kind = kind;
    this.effectiveOn = effectiveOn;
    this.basis = basis;
  }
}

/** What may have members, each in its sense: a group stands for them, and a district's people act for them as for themselves. */
export type Gathering = Organisation & { kind: 'group' | 'authority' };

export function mayHaveMembers(organisation: Organisation): organisation is Gathering {
  return organisation.kind === 'group' || organisation.kind === 'authority';
}

/**
 * An organisation that belongs to another, and since and until when: to a group, which stands for its members in a plan, or to
 * a district (`authority`) as one of its subordinate units, such as a commune. Of a district the tasks stay its own; only the
 * reach of its people goes as far as its units (`Grant.reach`).
 */
@Entity()
@Unique({ properties: ['group', 'member', 'validFrom'] })
export class GroupMember implements Validity {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Organisation, { fieldName: 'group_id' })
  group: Rel<Organisation>;

  @ManyToOne(() => Organisation, { index: true })
  member: Rel<Organisation>;

  @Property({ type: PlainDateType, nullable: true })
  validFrom: PlainDate | null;

  @Property({ type: PlainDateType, nullable: true })
  validUntil: PlainDate | null = null;

  constructor(group: Organisation, member: Organisation, validFrom: PlainDate | null) {
    this.group = group;
    this.member = member;
    this.validFrom = validFrom;
  }
}
