import { MikroORM, type Options } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { isPostgres } from '#kernel/engine.js';

/** Any number that nothing else on the server locks on. */
const START_LOCK = 1_052_021;

/** Opens a database and brings its schema up to date. */
export async function openDatabase(options: Partial<Options>): Promise<MikroORM> {
  const orm = await MikroORM.init(options);
  await alone(orm, async () => {
    await orm.migrator.up();
  });
  return orm;
}

/**
 * Runs a step of the start while no other process over the same database is in one: several processes may start at once.
 * SQLite is one machine's; there its own write lock is enough.
 */
export async function alone<T>(orm: MikroORM, step: () => Promise<T>): Promise<T> {
  if (!isPostgres(orm.em as SqlEntityManager)) return step();
  return (orm.em.fork() as SqlEntityManager).transactional(async (em) => {
    await em.execute('select pg_advisory_xact_lock(?)', [START_LOCK]);
    return step();
  });
}
