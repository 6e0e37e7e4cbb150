import { randomUUID } from 'node:crypto';
import { MikroORM, type Options, RequestContext } from '@mikro-orm/core';
import { SqlEntityManager } from '@mikro-orm/sql';
import { openDatabase } from '#database/database.js';
import { postgresqlOptions, sqliteOptions } from '#database/orm-options.js';

export type Engine = 'sqlite' | 'postgresql';

/** The engine that the Jest project runs on; see jest.config.js. */
const ENGINE: Engine = (globalThis as { DATABASE_ENGINE?: Engine }).DATABASE_ENGINE ?? 'sqlite';

/** A migrated database of one spec's own, on the engine under test. */
export class TestDatabase {
  private constructor(readonly orm: MikroORM) {}

  /** Empty but for the schema. */
  static async open(engine: Engine = ENGINE): Promise<TestDatabase> {
    return new TestDatabase(engine === 'postgresql' ? await openClone() : await openDatabase(quiet(sqliteOptions(':memory:'))));
  }

  /** Does a step as a request or job of its own would: with a fresh identity map. */
  async run<T>(step: (em: SqlEntityManager) => Promise<T>): Promise<T> {
    return RequestContext.create(this.orm.em, () => step(this.orm.em as SqlEntityManager));
  }

  /** Empties tables, given so that none is emptied before what refers to it. */
  async empty(tables: readonly string[]): Promise<void> {
    await this.run(async (em) => {
      for (const table of tables) await em.execute(`delete from ${table}`);
    });
  }

  async close(): Promise<void> {
    await this.orm.close(true);
  }
}

const TEMPLATE = 'lich_template';

/** Any number that the other users of the shared server do not lock on. */
const TEMPLATE_LOCK = 77_105;

/** A copy of the migrated template: a file copy inside PostgreSQL, many times faster than migrating again. */
async function openClone(): Promise<MikroORM> {
  const server = await MikroORM.init(quiet(postgresqlOptions(addressOf('postgres'))));
  try {
    const em = server.em.fork() as SqlEntityManager;
    await em.transactional(async (locked) => {
      await locked.execute('select pg_advisory_xact_lock(?)', [TEMPLATE_LOCK]);
      await makeTemplate(server.em.fork() as SqlEntityManager);
    });
    const name = `lich_${randomUUID().replaceAll('-', '')}`;
    await em.execute(`create database ${name} template ${TEMPLATE}`);
    return await MikroORM.init(quiet(postgresqlOptions(addressOf(name))));
  } finally {
    await server.close(true);
  }
}

/** Migrates the template once a run; it takes its name only when whole. */
async function makeTemplate(em: SqlEntityManager): Promise<void> {
  const known = await em.execute<unknown[]>('select 1 from pg_database where datname = ?', [TEMPLATE]);
  if (known.length > 0) return;
  const unfinished = `${TEMPLATE}_${process.pid}`;
  await em.execute(`create database ${unfinished}`);
  const orm = await openDatabase(quiet(postgresqlOptions(addressOf(unfinished))));
  await orm.close(true);
  await em.execute(`alter database ${unfinished} rename to ${TEMPLATE}`);
}

/** Without the migrator's word on every step. */
function quiet(options: Partial<Options>): Partial<Options> {
  return { ...options, logger: () => undefined };
}

function addressOf(database: string): string {
  const url = new URL(process.env.TEST_POSTGRES_URL!);
  url.pathname = `/${database}`;
  return url.toString();
}
