import type { SqlEntityManager } from '@mikro-orm/sql';
import { InvalidInput } from '#kernel/domain-error.js';
import { placesFor, rowsOf } from '#kernel/sql.js';
import { byName } from '#kernel/vietnamese-order.js';
import { type Organisation, Succession } from '#organisations/organisation.entity.js';
import { isProducing, type Role, roleName, ROLES } from './role.js';

/** An organisation in which roles may be given, as a form offers it. */
export interface RolePlace {
  readonly id: number;
  readonly name: string;
}

/**
 * Where roles may be held: what forms offer, and what services and the command line take, is decided here alone.
 * - Not in an organisation that ended and whose work was handed over: its people went along, and so do new ones. One whose
 *   work nobody took over yet goes on (as all of Bến Tre in the sample plan), and so does one that was split.
 * - In a group only the roles that act for its members; nobody coordinates, audits or keeps accounts in a phrase of a plan.
 */
const HANDED_OVER = { kind: { $ne: 'split' as const }, passedOn: { $ne: null } };

/** @throws InvalidInput */
export async function assertPlaceFor(em: SqlEntityManager, role: Role, organisation: Organisation): Promise<void> {
  const { id, name, kind } = organisation;
  if (!fitsKind(role, kind)) {
    const roles = ROLES.filter(isProducing).map((one) => `“${roleName(one)}”`);
    throw new InvalidInput(`${name} là một nhóm cơ quan; ở nhóm chỉ có vai trò ${roles.join(' và ')}.`, 'organisation');
  }
  const handedOver = await em.findOne(Succession, { predecessor: id, ...HANDED_OVER }, { populate: ['successor'] });
  if (handedOver) {
    const successor = handedOver.successor ? ` sang ${handedOver.successor.name}` : '';
    throw new InvalidInput(`${name} đã kết thúc, công việc đã chuyển${successor}; hãy chọn cơ quan đang hoạt động.`, 'organisation');
  }
}

/** Those of the organisations where at least one of the roles may be held, by name; a group says that it is one. */
export async function placesForRoles(em: SqlEntityManager, roles: readonly Role[], among: 'all' | readonly number[]): Promise<RolePlace[]> {
  if (among !== 'all' && among.length === 0) return [];
  const rows = await rowsOf<RolePlace & Pick<Organisation, 'kind'>>(
    em,
    `select o.id as "id", o.name as "name", o.kind as "kind" from organisation o
     where not exists (select 1 from succession s where s.predecessor_id = o.id and s.kind <> 'split' and s.passed_on is not null)
       ${among === 'all' ? '' : `and o.id in (${placesFor(among)})`}`,
    among === 'all' ? [] : [...among],
  );
  return rows
    .filter(({ kind }) => roles.some((role) => fitsKind(role, kind)))
    .toSorted(byName)
    .map(({ id, name, kind }) => ({ id, name: kind === 'group' ? `${name} (nhóm)` : name }));
}

function fitsKind(role: Role, kind: Organisation['kind']): boolean {
  return kind !== 'group' || isProducing(role);
}
