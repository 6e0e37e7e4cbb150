import { existsSync } from 'node:fs';
import { DatabaseObjectNotFoundException, MikroORM, type Options, TableNotFoundException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DomainError } from '#kernel/domain-error.js';
import { isPostgres } from '#kernel/engine.js';
import { type DatabaseSettings, ormOptions, sqliteFile } from './orm-options.js';

/** Any number that nothing else on the server locks on. */
const START_LOCK = 1_052_021;

/** PostgreSQL's word for a database that the server does not have. */
const UNKNOWN_DATABASE = '3D000';

class NoDatabase extends DomainError {
  readonly code = 'no-database';
  readonly kind = 'missing';

  constructor(settings: DatabaseSettings) {
    const setting = settings.databaseUrl ? 'DATABASE_URL' : 'DATA_DIR';
    super(`Không có cơ sở dữ liệu nào của Lịch Tuyên Truyền ở ${nameOf(settings)}; hãy kiểm tra ${setting} và thư mục đang đứng.`);
  }
}

/** A database as people may be told of it, without the password. */
function nameOf({ databaseUrl, dataDir }: DatabaseSettings): string {
  if (!databaseUrl) return sqliteFile(dataDir);
  const { host, pathname } = new URL(databaseUrl);
  return `PostgreSQL ${host}${pathname}`;
}

/**
 * As `openDatabase`, of one that is there already: whoever looks for damage, saves or mends something and has mistaken the
 * place is told so, and leaves nothing behind there.
 * @throws NoDatabase
 */
export async function openExistingDatabase(settings: DatabaseSettings): Promise<MikroORM> {
  if (!settings.databaseUrl && !existsSync(sqliteFile(settings.dataDir))) throw new NoDatabase(settings);
  const options = ormOptions(settings);
  const orm = await MikroORM.init(options);
  try {
    await (orm.em.fork() as SqlEntityManager).execute('select 1 from mikro_orm_migrations limit 1');
  } catch (error) {
    const isMissing = error instanceof TableNotFoundException || error instanceof DatabaseObjectNotFoundException || codeOf(error) === UNKNOWN_DATABASE;
    throw isMissing ? new NoDatabase(settings) : error;
  } finally {
    await orm.close(true);
  }
  return openDatabase(options);
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code;
}

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
