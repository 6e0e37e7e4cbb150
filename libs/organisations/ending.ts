import type { SqlEntityManager } from '@mikro-orm/sql';
import { isAfter, type PlainDate } from '#kernel/plain-date.js';
import { Succession } from './organisation.entity.js';

/** The first day on which an organisation stands no more, where that has come on a day. */
export async function endedBy(em: SqlEntityManager, organisationId: number, day: PlainDate): Promise<PlainDate | null> {
  const ending = await em.findOne(Succession, { predecessor: organisationId, kind: { $ne: 'split' } });
  return ending && !isAfter(ending.effectiveOn, day) ? ending.effectiveOn : null;
}
