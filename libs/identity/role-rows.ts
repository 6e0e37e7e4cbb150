import type { Actor, Grant } from './actor.js';
import type { Role } from './role.js';

/** Every role of everybody, as a table of SQL; the first of a person, whose id is 0, before the others. */
export const ROLES_OF_ALL = `(select 0 as id, id as user_id, organisation_id, role from user_account
  union all select id, user_id, organisation_id, role from further_role)`;

/**
 * Whose items are whose to complete after organisations ended: each that handed its work over (a split leaves it standing),
 * with whoever has that work now, over any number of mergers.
 */
const HEIRS = `(with recursive heirs (heir_id, predecessor_id) as (
    select successor_id, predecessor_id from succession where passed_on is not null and kind <> 'split'
    union select h.heir_id, s.predecessor_id from heirs h join succession s on s.successor_id = h.predecessor_id and s.passed_on is not null and s.kind <> 'split')
  select heir_id, predecessor_id from heirs)`;

/** A row for each role, and for each member of its organisation and each predecessor of either where there are any: few, and read with one query. */
export const ROLE_COLUMNS = `u.id as "userId", u.name as "name", r.role as "role", o.id as "organisationId", o.name as "organisationName", m.member_id as "memberId",
  h.predecessor_id as "predecessorId",
  u.totp_secret is null as "hasNoCode", (select second_factor_roles from security_settings where id = 1) as "codeRoles"`;

/** Takes two values: today, twice. */
export const ROLE_TABLES = `join ${ROLES_OF_ALL} r on r.user_id = u.id join organisation o on o.id = r.organisation_id
  left join group_member m on m.group_id = o.id and (m.valid_from is null or m.valid_from <= ?) and (m.valid_until is null or m.valid_until > ?)
  left join ${HEIRS} h on h.heir_id in (o.id, m.member_id)`;

export interface RoleRow {
  readonly userId: number;
  readonly name: string;
  readonly role: Role;
  readonly organisationId: number;
  readonly organisationName: string;
  readonly memberId: number | null;
  readonly predecessorId: number | null;
  readonly hasNoCode: boolean | number;
  /** PostgreSQL gives a list, SQLite the text of one. */
  readonly codeRoles: readonly Role[] | string | null;
}

/** Makes of a person's rows, one for each role, member and predecessor, whoever asks; however they came. */
export function actorIn(rows: readonly RoleRow[]): Actor {
  const grants = Map.groupBy(rows, ({ organisationId, role }) => `${organisationId} ${role}`);
  const { userId, name, role, organisationId, organisationName, hasNoCode, codeRoles } = rows[0]!;
  const required = (typeof codeRoles === 'string' ? JSON.parse(codeRoles) : (codeRoles ?? [])) as readonly Role[];
  const lacksSecondFactor = Boolean(hasNoCode) && rows.some((row) => required.includes(row.role));
  return {
    userId,
    name,
    role,
    organisationId,
    organisationName,
    grants: [...grants.values()].map(grantIn),
    ...(lacksSecondFactor ? { lacksSecondFactor } : {}),
  };
}

function grantIn(rows: readonly RoleRow[]): Grant {
  const { role, organisationId, organisationName } = rows[0]!;
  const reach = new Set([organisationId, ...known(rows.map(({ memberId }) => memberId))]);
  const inherited = new Set(known(rows.map(({ predecessorId }) => predecessorId)));
  return { role, organisationId, organisationName, reach: [...reach], ...(inherited.size > 0 ? { inherited: [...inherited] } : {}) };
}

function known(ids: readonly (number | null)[]): number[] {
  return ids.filter((id) => id !== null);
}
