import type { SqlEntityManager } from '@mikro-orm/sql';
import { Temporal } from 'temporal-polyfill';
import { isProducing, type Role } from '#identity/role.js';
import { rowsOf } from '#kernel/sql.js';
import { dateInZone, type PlainDate } from '#kernel/plain-date.js';
import { remembering } from '#kernel/remembering.js';
import type { Audience } from './stage-kind.js';

/** Somebody who may be written to. */
export interface Person {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly organisationId: number;
  readonly organisationName: string;
  readonly cameOn: PlainDate;
  readonly takesSummaries: boolean;
}

/** Everybody with an open account, in one query. */
export async function peopleOf(em: SqlEntityManager): Promise<Person[]> {
  const rows = await rowsOf<Omit<Person, 'cameOn' | 'takesSummaries'> & { createdAt: string; takesSummaries: number | boolean }>(
    em,
    `select u.id as "id", u.name as "name", u.email as "email", u.role as "role", u.organisation_id as "organisationId", o.name as "organisationName",
       u.created_at as "createdAt", u.takes_summaries as "takesSummaries"
     from user_account u join organisation o on o.id = u.organisation_id where u.is_active order by u.id`,
  );
  return rows.map(({ createdAt, takesSummaries, ...row }) => ({
    ...row,
    cameOn: dayOf(createdAt),
    takesSummaries: Boolean(takesSummaries),
  }));
}

/** The day of an instant's text; many came on the same day, and this is asked for everybody with every batch of letters. */
const dayOf = remembering<PlainDate>(20_000, (createdAt) => dateInZone(Temporal.Instant.from(createdAt)));

export interface Addressee {
  readonly person: Person;
  /** As what they are written to: the people of Sở Nội vụ may also lead the task. */
  readonly as: ReadonlySet<Audience>;
}

const MANAGING: ReadonlySet<Audience> = new Set(['coordinator']);
const LEADING: ReadonlySet<Audience> = new Set(['leader']);
const OWING: ReadonlySet<Audience> = new Set(['lead']);
const OWING_AND_MANAGING: ReadonlySet<Audience> = new Set(['lead', 'coordinator']);

/** Who belongs to which audience, for one plan. */
export class Directory {
  readonly #byOrganisation: ReadonlyMap<number, readonly Person[]>;
  readonly #coordinators: readonly Person[];
  readonly #leaders: readonly Person[];

  constructor(people: readonly Person[], leaders: readonly number[] | null) {
    const atWork = people.filter(({ role }) => role === 'coordinator' || isProducing(role));
    this.#byOrganisation = Map.groupBy(atWork, ({ organisationId }) => organisationId);
    this.#coordinators = people.filter(({ role }) => role === 'coordinator');
    this.#leaders = people.filter(({ id, role }) => role === 'leader' && (leaders === null || leaders.includes(id)));
  }

  /** The people of whoever owes something, Sở Nội vụ and the leaders; where nobody of the former has an account, Sở Nội vụ in their place. */
  addresseesFor(owing: readonly number[]): Addressee[] {
    const leads = new Set(owing.flatMap((id) => this.#byOrganisation.get(id) ?? []));
    const others = this.#coordinators.filter((person) => !leads.has(person));
    return [
      ...[...leads].map((person) => ({ person, as: person.role === 'coordinator' ? OWING_AND_MANAGING : OWING })),
      ...others.map((person) => ({ person, as: leads.size === 0 ? OWING_AND_MANAGING : MANAGING })),
      ...this.#leaders.map((person) => ({ person, as: LEADING })),
    ];
  }
}
