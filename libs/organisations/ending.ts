import type { SqlEntityManager } from '@mikro-orm/sql';
import { isAfter, type PlainDate } from '#kernel/plain-date.js';
import { Succession } from './organisation.entity.js';

/**
 * Holds, in SQL, for an organisation that stands no more on a day; takes the day as its value. One that was split goes on
 * under its name, as long as nothing else is written down of it.
 */
export const HAS_ENDED = `exists (select 1 from succession s where s.predecessor_id = o.id and s.kind <> 'split' and s.effective_on <= ?)`;

/** The first day on which an organisation stands no more, where that has come on a day. */
export async function endedBy(em: SqlEntityManager, organisationId: number, day: PlainDate): Promise<PlainDate | null> {
  const ending = await em.findOne(Succession, { predecessor: organisationId, kind: { $ne: 'split' } });
  return ending && !isAfter(ending.effectiveOn, day) ? ending.effectiveOn : null;
}
