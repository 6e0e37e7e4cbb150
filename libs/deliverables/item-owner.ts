import { type Actor, assertMayChange, mayChangeItemsOf } from '#identity/actor.js';
import { InvalidInput, OutOfReach } from '#kernel/domain-error.js';
import { formatDate, type PlainDate } from '#kernel/plain-date.js';
import { holdsOn } from '#kernel/validity.js';
import type { Lead } from '#planning/task.query.js';

/** An organisation that an item may be of. */
export type Owner = Pick<Lead, 'id' | 'name'>;

/** Whose an item of a task may be on a day: who leads it, of a group its members of that day, and the group itself only where it has none. */
export function ownersOn(leads: readonly Lead[], on: PlainDate): Owner[] {
  const held = leads.filter((lead) => holdsOn(lead, on));
  const owners = held.filter(({ id, isGroup }) => !isGroup || !held.some(({ memberOf }) => memberOf === id));
  return [...new Map(owners.map(({ id, name }) => [id, { id, name }])).values()];
}

/** Those of them for which somebody may log. */
export function ownersFor(actor: Actor, leads: readonly Lead[], on: PlainDate): Owner[] {
  const open = ownersOn(leads, on).filter(({ id }) => mayChangeItemsOf(actor, id));
  // A letter asks for what its reader's own organisation owes.
  const own = actor.via === 'mail-link' ? open.filter(({ id }) => id === actor.organisationId) : [];
  if (own.length > 0) return own;
  // Whoever acts for a group, and for none of its members, logs in the group's name.
  return open.length > 0 ? open : leads.filter(({ id, isGroup }) => isGroup && mayChangeItemsOf(actor, id));
}

/**
 * Whose a new item is. Where it may be several organisations' it has to be said: none is picked silently.
 * @param asked what was said, if anything
 * @throws Forbidden where the actor only looks, OutOfReach where nothing of it is theirs, InvalidInput
 */
export function ownerOf(actor: Actor, leads: readonly Lead[], on: PlainDate, asked?: number | null): Owner {
  assertMayChange(actor);
  const open = ownersFor(actor, leads, on);
  if (asked && !mayChangeItemsOf(actor, asked)) throw new OutOfReach('Không tìm thấy đơn vị này.');
  const chosen = asked ? open.find(({ id }) => id === asked) : open[0];
  if (chosen && (asked || open.length === 1)) return chosen;
  if (chosen) throw new InvalidInput('Hãy chọn đơn vị có sản phẩm này.', 'organisation');
  const known = leads.find((lead) => (asked ? lead.id === asked : lead.validUntil === null && mayChangeItemsOf(actor, lead.id)));
  const field = open.length > 0 ? 'organisation' : 'occursOn';
  if (known) throw new InvalidInput(`Ngày ${formatDate(on)}, ${known.name} không thực hiện nhiệm vụ này; hãy xem lại ngày hoặc đơn vị.`, field);
  if (asked) throw new InvalidInput('Đơn vị đã chọn không thực hiện nhiệm vụ này; hãy chọn lại.', 'organisation');
  throw new OutOfReach('Không tìm thấy nhiệm vụ này.');
}
