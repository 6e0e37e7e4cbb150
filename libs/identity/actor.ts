import type { Temporal } from 'temporal-polyfill';
import { Forbidden, OutOfReach } from '#kernel/domain-error.js';
import { isInherited, type Permission, scopeOf } from './permissions.js';
import type { Role } from './role.js';

/** One thing that somebody is, in one organisation. */
export interface Grant {
  readonly role: Role;
  readonly organisationId: number;
  readonly organisationName: string;
  /** The organisation itself and, of a district or a group, its members of today: where a permission for one's own holds. */
  readonly reach: readonly number[];
  /** Organisations whose work was handed over to one of those when they ended: where a permission holds that is inherited. */
  readonly inherited?: readonly number[];
}

/** Whoever asks: what the services need to know of the person signed in. */
export interface Actor {
  readonly userId: number;
  readonly name: string;
  /** The first of the person's roles, as the header shows it; what somebody may do is asked by `may`. */
  readonly role: Role;
  readonly organisationId: number;
  readonly organisationName: string;
  readonly grants: readonly Grant[];
  /** One of the roles does not work without a second factor, and the person has none yet. */
  readonly lacksSecondFactor?: boolean;
  /** When the session began, where the person came by one. */
  readonly signedInAt?: Temporal.Instant;
  /** How the person came, where not by signing in: by the signed link of a letter, which lets them do one thing. */
  readonly via?: 'mail-link' | 'api-token';
}

/** Somebody with one role. */
export function actorWith(
  person: { readonly id: number; readonly name: string },
  role: Role,
  organisation: { readonly id: number; readonly name: string },
  via?: Actor['via'],
): Actor {
  const grant: Grant = { role, organisationId: organisation.id, organisationName: organisation.name, reach: [organisation.id] };
  return {
    userId: person.id,
    name: person.name,
    role,
    organisationId: organisation.id,
    organisationName: organisation.name,
    grants: [grant],
    ...(via ? { via } : {}),
  };
}

const OFFICE = { id: 0, name: '' };

/** Whoever runs the commands: has the machine, so may do what the office and its administrators may. No account of the system. */
export const OPERATOR: Actor = {
  ...actorWith({ id: 0, name: 'Quản trị (dòng lệnh)' }, 'coordinator', OFFICE),
  grants: (['coordinator', 'administrator'] as const).map((role) => ({ role, organisationId: 0, organisationName: '', reach: [] })),
};

/** May the actor do that at all; or, with an organisation, to what belongs to it? */
export function may(actor: Actor, permission: Permission, organisationId?: number): boolean {
  return actor.grants.some((grant) => {
    const scope = scopeOf(grant.role, permission);
    return scope === 'all' || (scope === 'own' && (organisationId === undefined || ownIn(grant, permission).includes(organisationId)));
  });
}

/** Of which organisations the actor may: of all, or of those listed. */
export function reachOf(actor: Actor, permission: Permission): 'all' | readonly number[] {
  const scopes = actor.grants.map((grant) => ({ grant, scope: scopeOf(grant.role, permission) }));
  if (scopes.some(({ scope }) => scope === 'all')) return 'all';
  return [...new Set(scopes.flatMap(({ grant, scope }) => (scope === 'own' ? ownIn(grant, permission) : [])))];
}

/** What counts as one's own for a permission. */
function ownIn({ reach, inherited = [] }: Grant, permission: Permission): readonly number[] {
  return isInherited(permission) ? [...reach, ...inherited] : reach;
}

/** Is one of the actor's organisations concerned? Not a right: it only puts first what is somebody's own. */
export function isOwn(actor: Actor, organisationId: number): boolean {
  return actor.grants.some(({ reach }) => reach.includes(organisationId));
}

/** May the actor log or change an item of that organisation? */
export function mayChangeItemsOf(actor: Actor, organisationId: number): boolean {
  return may(actor, 'items.change', organisationId);
}

/** @throws Forbidden where none of the actor's roles has the permission */
export function assertMay(actor: Actor, permission: Permission, words = 'Tài khoản của bạn không được làm việc này.'): void {
  if (!may(actor, permission)) throw new Forbidden(words);
}

/** @throws Forbidden where the actor only looks */
export function assertMayChange(actor: Actor): void {
  assertMay(actor, 'items.change', 'Tài khoản của bạn chỉ được xem.');
}

/**
 * @param words what is told of one that is not there
 * @throws Forbidden where the actor only looks, OutOfReach where the item belongs to another organisation
 */
export function assertMayChangeItemsOf(actor: Actor, organisation: { id: number }, words = 'Không tìm thấy sản phẩm này.'): void {
  assertMayChange(actor);
  if (!mayChangeItemsOf(actor, organisation.id)) throw new OutOfReach(words);
}
