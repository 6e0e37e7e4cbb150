import { Migration } from '@mikro-orm/migrations';
import { entryHash } from '#audit/audit-hash.js';

interface UnsealedRow {
  id: number;
  at: string;
  actor_id: number | null;
  action: string;
  subject: string;
  subject_id: number;
  before: unknown;
  after: unknown;
}

const ROWS_A_STEP = 500;

/** Seals the entries of before there was a chain, in the order in which they were written. The same on both engines. */
export class Migration20261124031900_audit_chain extends Migration {
  override name = 'Migration20261124031900_audit_chain';

  override async up(): Promise<void> {
    await this.execute("insert into audit_chain (id, length, hash) values (1, 0, '')");
    await sealUnsealed((sql, values) => this.execute(sql, values));
  }
}

/** Used by the migration, and where a backup of an earlier release is restored. Bounded in memory. */
export async function sealUnsealed(execute: (sql: string, values?: unknown[]) => Promise<unknown>): Promise<void> {
  const [chain] = (await execute('select length, hash from audit_chain where id = 1')) as { length: number; hash: string }[];
  let { length, hash } = chain!;
  for (;;) {
    const rows = (await execute(
      `select id, at, actor_id, action, subject, subject_id, "before", "after" from audit_entry where position is null order by id limit ${ROWS_A_STEP}`,
    )) as UnsealedRow[];
    for (const row of rows) {
      const { at, actor_id: actorId, action, subject, subject_id: subjectId } = row;
      length += 1;
      hash = entryHash(hash, { at, actorId, action, subject, subjectId, before: jsonOf(row.before), after: jsonOf(row.after) });
      await execute('update audit_entry set position = ?, hash = ? where id = ?', [length, hash, row.id]);
    }
    if (rows.length < ROWS_A_STEP) break;
  }
  await execute('update audit_chain set length = ?, hash = ? where id = 1', [length, hash]);
}

/** PostgreSQL gives an object, SQLite the text of one. */
function jsonOf(value: unknown): object | null {
  return (typeof value === 'string' ? JSON.parse(value) : value) as object | null;
}
