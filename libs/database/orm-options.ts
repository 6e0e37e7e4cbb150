import { dirname, join } from 'node:path';
import { defineConfig, type Options } from '@mikro-orm/core';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { Migrator } from '@mikro-orm/migrations';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { SqliteDriver } from '@mikro-orm/sqlite';
import { CompiledQuery, type DatabaseConnection, SqliteDialect } from 'kysely';
import { CachingSqlite } from './caching-sqlite.js';
import { makeDataFolder } from './data-folder.js';
import { ENTITIES } from './entities.js';
import { POSTGRESQL_MIGRATIONS } from './migrations/postgresql/index.js';
import { SQLITE_MIGRATIONS } from './migrations/sqlite/index.js';

export interface DatabaseSettings {
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
}

const SHARED = {
  entities: ENTITIES,
  metadataProvider: ReflectMetadataProvider,
  extensions: [Migrator],
  allowGlobalContext: false,
  forceUtcTimezone: true,
  // Standard output belongs to the commands.
  logger: (message: string) => console.error(message),
} satisfies Partial<Options>;

const MIGRATIONS = { snapshot: false, silent: true, transactional: true, allOrNothing: true } as const;

/** PostgreSQL where an address is given, else the embedded SQLite in the data folder. */
export function ormOptions(settings: DatabaseSettings): Partial<Options> {
  return settings.databaseUrl ? postgresqlOptions(settings.databaseUrl) : sqliteOptions(sqliteFile(settings.dataDir));
}

/** Where the embedded database lies. */
export function sqliteFile(dataDir: string): string {
  return join(dataDir, 'lich.sqlite');
}

/** @param file a path, or `:memory:` */
export function sqliteOptions(file: string): Partial<Options> {
  if (file !== ':memory:') makeDataFolder(dirname(file));
  return defineConfig({
    ...SHARED,
    driver: SqliteDriver,
    dbName: file,
    driverOptions: () => new SqliteDialect({ database: async () => new CachingSqlite(file), onCreateConnection: setPragmas }),
    migrations: { ...MIGRATIONS, migrationsList: SQLITE_MIGRATIONS },
  });
}

// FULL: what was answered with success survives a power cut. WAL: readers do not wait for a writer. secure_delete: what is
// deleted or written over is gone from the file too, not only from the tables.
const PRAGMAS = [
  'journal_mode = wal',
  'synchronous = full',
  'foreign_keys = on',
  'secure_delete = on',
  'busy_timeout = 5000',
  'cache_size = -16000',
  'temp_store = memory',
];

async function setPragmas(connection: DatabaseConnection): Promise<void> {
  for (const pragma of PRAGMAS) await connection.executeQuery(CompiledQuery.raw(`pragma ${pragma}`));
}

export function postgresqlOptions(databaseUrl: string): Partial<Options> {
  return defineConfig({
    ...SHARED,
    driver: PostgreSqlDriver,
    clientUrl: databaseUrl,
    pool: { min: 0, max: 10 },
    migrations: { ...MIGRATIONS, migrationsList: POSTGRESQL_MIGRATIONS },
  });
}
