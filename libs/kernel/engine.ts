import type { SqlEntityManager } from '@mikro-orm/sql';

/** The few statements that the two engines word differently ask this. */
export function isPostgres(em: SqlEntityManager): boolean {
  return em.getPlatform().constructor.name.startsWith('Postgre');
}
