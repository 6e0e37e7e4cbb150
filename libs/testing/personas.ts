import type { SqlEntityManager } from '@mikro-orm/sql';
import { Temporal } from 'temporal-polyfill';
import { type Actor, actorWith } from '#identity/actor.js';
import type { Role } from '#identity/role.js';
import { FurtherRole } from '#identity/further-role.entity.js';
import { User } from '#identity/user.entity.js';
import { Organisation } from '#organisations/organisation.entity.js';

export interface Persona {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** The organisation's code in the sample plan. */
  readonly organisation: string;
}

/** The people of the tests, each standing for one kind of user. */
export const PERSONAS = {
  /** Chị Hạnh of Sở Nội vụ watches the whole plan. */
  hanh: { email: 'hanh@snv.example.vn', name: 'Nguyễn Thị Hạnh', role: 'coordinator', organisation: 'so-noi-vu' },
  /** Anh Tâm edits the column of Báo Đồng Khởi. */
  tam: { email: 'tam@baodongkhoi.example.vn', name: 'Lê Minh Tâm', role: 'producer-lead', organisation: 'bao-dong-khoi' },
  /** Chị Lan makes the segments of the radio and television station. */
  lan: { email: 'lan@thbt.example.vn', name: 'Trần Ngọc Lan', role: 'producer-lead', organisation: 'dai-ptth' },
  /** Anh Khoa runs the “Cà phê Doanh nghiệp” of the centre. */
  khoa: { email: 'khoa@xuctien.example.vn', name: 'Phạm Đăng Khoa', role: 'producer-lead', organisation: 'tt-xuc-tien' },
  /** Ông Phúc of UBND tỉnh looks and never changes. */
  phuc: { email: 'phuc@ubnd.example.vn', name: 'Võ Hồng Phúc', role: 'leader', organisation: 'ubnd-tinh' },
} as const satisfies Record<string, Persona>;

export type PersonaName = keyof typeof PERSONAS;
export type People = Readonly<Record<PersonaName, Actor>>;

/** Gives every persona an account, without a password; the organisations of the sample plan must be there. */
export async function createPeople(em: SqlEntityManager, at: Temporal.Instant): Promise<People> {
  const organisations = await em.find(Organisation, {});
  const users = new Map<PersonaName, User>();
  for (const [name, persona] of Object.entries(PERSONAS) as [PersonaName, Persona][]) {
    const organisation = organisations.find(({ code }) => code === persona.organisation)!;
    const user = new User(persona.email, persona.name, persona.role, organisation, at);
    users.set(name, user);
    em.persist(user);
    // As whoever sets an installation up, she administers it too.
    if (name === 'hanh') em.persist(new FurtherRole(user, organisation, 'administrator', at));
  }
  await em.flush();
  const people = Object.fromEntries([...users].map(([name, user]) => [name, actorOf(user)])) as Record<PersonaName, Actor>;
  const [coordinating] = people.hanh.grants;
  return { ...people, hanh: { ...people.hanh, grants: [coordinating!, { ...coordinating!, role: 'administrator' }] } };
}

function actorOf({ id, name, role, organisation }: User): Actor {
  return actorWith({ id, name }, role, organisation);
}
