import type { Actor, Grant } from './actor.js';
import type { Role } from './role.js';

/** Every role of everybody, as a table of SQL; the first of a person, whose id is 0, before the others. */
export const ROLES_OF_ALL = `(select 0 as id, id as user_id, organisation_id, role from user_account
  union all select id, user_id, organisation_id, role from further_role)`;

/** A row for each role, and for each member of its organisation where that has any: few, and read with one query. */
export const ROLE_COLUMNS = `u.id as "userId", u.name as "name", r.role as "role", o.id as "organisationId", o.name as "organisationName", m.member_id as "memberId",
  u.totp_secret is null as "hasNoCode", (select second_factor_roles from security_settings where id = 1) as "codeRoles"`;

/** Takes two values: today, twice. */
export const ROLE_TABLES = `join ${ROLES_OF_ALL} r on r.user_id = u.id join organisation o on o.id = r.organisation_id
  left join group_member m on m.group_id = o.id and (m.valid_from is null or m.valid_from <= ?) and (m.valid_until is null or m.valid_until > ?)`;

export interface RoleRow {
  readonly userId: number;
  readonly name: string;
  readonly role: Role;
  readonly organisationId: number;
  readonly organisationName: string;
  readonly memberId: number | null;
  readonly hasNoCode: boolean | number;
  /** PostgreSQL gives a list, SQLite the text of one. */
  readonly codeRoles: readonly Role[] | string | null;
}

/** Makes of a person's rows, one for each role and member, whoever asks; however they came. */
export function actorIn(rows: readonly RoleRow[]): Actor {
  const grants = new Map<string, Grant & { reach: number[] }>();
  for (const { role, organisationId, organisationName, memberId } of rows) {
    const key = `${organisationId} ${role}`;
    const grant = grants.get(key) ?? { role, organisationId, organisationName, reach: [organisationId] };
    if (memberId !== null) grant.reach.push(memberId);
    grants.set(key, grant);
  }
  const { userId, name, role, organisationId, organisationName, hasNoCode, codeRoles } = rows[0]!;
  const required = (typeof codeRoles === 'string' ? JSON.parse(codeRoles) : (codeRoles ?? [])) as readonly Role[];
  const lacksSecondFactor = Boolean(hasNoCode) && rows.some((row) => required.includes(row.role));
  return { userId, name, role, organisationId, organisationName, grants: [...grants.values()], ...(lacksSecondFactor ? { lacksSecondFactor } : {}) };
}
