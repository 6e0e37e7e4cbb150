import type { SqlEntityManager } from '@mikro-orm/sql';
import { CompiledQuery, type Kysely } from 'kysely';
import { isPostgres } from './engine.js';

export type SqlValue = string | number | null;

/**
 * Runs a query of our own in the entity manager's transaction, if it is in one. Values are bound, never written into
 * the text, so the engine prepares the words once and nothing a person typed is read as SQL.
 * @param sql with `?` where a value goes
 */
export async function rowsOf<Row>(em: SqlEntityManager, sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
  const { rows } = await run(em, sql, values);
  return rows as Row[];
}

/** As `rowsOf`, for statements that change rows. @returns how many they changed */
export async function changeRows(em: SqlEntityManager, sql: string, values: readonly SqlValue[] = []): Promise<number> {
  const { numAffectedRows } = await run(em, sql, values);
  return Number(numAffectedRows ?? 0);
}

async function run(em: SqlEntityManager, sql: string, values: readonly SqlValue[]) {
  const client = (em.getTransactionContext() as Kysely<unknown> | undefined) ?? em.getConnection().getClient<unknown>();
  return client.executeQuery(CompiledQuery.raw(isPostgres(em) ? withNumbers(sql) : sql, [...values]));
}

const numbered = new Map<string, string>();

/** PostgreSQL counts its places: `$1`, `$2`. No text of ours holds a question mark of its own. */
function withNumbers(sql: string): string {
  let known = numbered.get(sql);
  if (known === undefined) {
    let place = 0;
    known = sql.replace(/\?/g, () => `$${(place += 1)}`);
    if (numbered.size < 500) numbered.set(sql, known);
  }
  return known;
}
