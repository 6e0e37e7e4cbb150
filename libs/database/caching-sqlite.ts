import Database from 'better-sqlite3';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** More than the product has queries of its own; what exceeds it is prepared anew each time. */
const MOST_STATEMENTS = 300;

/** Around every change, word for word the same. */
const AROUND = new Set(['begin', 'commit', 'rollback']);

/**
 * SQLite takes a transaction back by itself when the disk is full. To take it back once more would be an error, after which
 * the one connection would count as taken for ever.
 */
const NOTHING_TO_DO: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [][Symbol.iterator](),
};

/**
 * A SQLite file that prepares a statement with bound values (`rowsOf`, `changeRows`) once, and the words around a
 * transaction. The ORM writes values into its statements' text, so those never come again and are not kept.
 */
export class CachingSqlite implements SqliteDatabase {
  readonly #database: InstanceType<typeof Database>;
  readonly #statements = new Map<string, SqliteStatement>();

  /** @param file a path, or `:memory:` */
  constructor(file: string) {
    this.#database = new Database(file);
  }

  prepare(source: string): SqliteStatement {
    if (source === 'rollback' && !this.#database.inTransaction) return NOTHING_TO_DO;
    const known = this.#statements.get(source);
    if (known) return known;
    const statement = this.#database.prepare(source);
    const comesAgain = source.includes('?') || AROUND.has(source);
    if (comesAgain && this.#statements.size < MOST_STATEMENTS) this.#statements.set(source, statement);
    return statement;
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}
