import { Forbidden } from '#kernel/domain-error.js';
import type { Role } from './role.js';

/** Whoever asks: what the services need to know of the person signed in. */
export interface Actor {
  readonly userId: number;
  readonly name: string;
  readonly role: Role;
  readonly organisationId: number;
  readonly organisationName: string;
  /** How the person came, where not by signing in: by the signed link of a letter, which lets them do one thing. */
  readonly via?: 'mail-link';
}

/** Whoever runs the commands: has the machine, so may do what a coordinator may. No account of the system. */
export const OPERATOR: Actor = { userId: 0, name: 'Quản trị (dòng lệnh)', role: 'coordinator', organisationId: 0, organisationName: '' };

export function mayCoordinate(actor: Actor): boolean {
  return actor.role === 'coordinator';
}

/** May the actor log or change an item of that organisation? */
export function mayChangeItemsOf(actor: Actor, organisationId: number): boolean {
  return mayCoordinate(actor) || (actor.role === 'producer' && actor.organisationId === organisationId);
}

/** @throws Forbidden where the actor only looks */
export function assertMayChange(actor: Actor): void {
  if (actor.role === 'viewer') throw new Forbidden('Tài khoản của bạn chỉ được xem.');
}

/** @throws Forbidden where the item belongs to another organisation, or the actor only looks */
export function assertMayChangeItemsOf(actor: Actor, organisation: { id: number; name: string }): void {
  assertMayChange(actor);
  if (mayChangeItemsOf(actor, organisation.id)) return;
  throw new Forbidden(`Việc này do ${organisation.name} ghi nhận; tài khoản của ${actor.organisationName} không sửa được.`);
}
