import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Actor, assertMayChangeItemsOf, may } from '#identity/actor.js';
import { NotFound } from '#kernel/domain-error.js';
import { changeRows } from '#kernel/sql.js';
import { Deliverable } from '../deliverable.entity.js';
import { ItemIsFrozen } from '../deliverable.errors.js';

/** What proves an item may name people, so it is opened only by its organisation and by whoever checks it. */
export function mayOpenEvidenceOf(actor: Actor, organisationId: number): boolean {
  return may(actor, 'evidence.read', organisationId);
}

/** The item, if the actor may change what proves it. @throws NotFound, Forbidden, ItemIsFrozen */
export async function openItem(em: SqlEntityManager, actor: Actor, id: number): Promise<Deliverable> {
  const item = await em.findOne(Deliverable, id, { populate: ['organisation', 'task'] });
  if (!item) throw new NotFound('Không tìm thấy sản phẩm này.');
  assertMayChangeItemsOf(actor, item.organisation);
  if (item.status !== 'planned' && item.status !== 'published') throw new ItemIsFrozen(item.status);
  return item;
}

/**
 * The first statement of a transaction that changes what proves an item: whoever accepts it at the same time waits, or
 * was first, and then nothing is changed. @throws ItemIsFrozen
 */
export async function holdOpen(em: SqlEntityManager, item: Deliverable): Promise<void> {
  const held = await changeRows(em, "update deliverable set changed_at = changed_at where id = ? and status in ('planned', 'published')", [item.id]);
  if (held === 0) throw new ItemIsFrozen('accepted');
}
