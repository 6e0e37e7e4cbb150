// The SQLite driver that the product itself runs on, with the product's own pragmas (libs/database/orm-options.ts).
import { createRequire } from 'node:module';

const driverOfTheOrm = createRequire(import.meta.url).resolve('@mikro-orm/sqlite');
const Database = createRequire(driverOfTheOrm)('better-sqlite3');

export function openSqlite(file) {
  const database = new Database(file);
  for (const pragma of ['journal_mode = wal', 'synchronous = full', 'foreign_keys = on', 'busy_timeout = 5000', 'cache_size = -16000', 'temp_store = memory']) {
    database.pragma(pragma);
  }
  return database;
}

/** An insert of every column of the table but its key. */
export function prepareInsert(database, table) {
  const columns = database
    .pragma(`table_info(${table})`)
    .map(({ name }) => name)
    .filter((name) => name !== 'id');
  return database.prepare(`insert into ${table} (${columns.map((name) => `"${name}"`).join(', ')}) values (${columns.map((name) => `@${name}`).join(', ')})`);
}
