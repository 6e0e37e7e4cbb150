import type { SqlEntityManager } from '@mikro-orm/sql';
import { canonicalJson, sha256 } from '#audit/audit-hash.js';
import { rowsOf } from '#kernel/sql.js';

const KINDS = [
  { table: 'acceptance', name: 'biên bản nghiệm thu của đợt có mã' },
  { table: 'liquidation', name: 'biên bản thanh lý có mã' },
] as const;

/** Compares the minutes that were issued with the hash they were issued under. Holds one set of minutes at a time. */
export async function* minutesFindings(em: SqlEntityManager): AsyncGenerator<string> {
  for (const { table, name } of KINDS) {
    for (const { id } of await rowsOf<{ id: number }>(em, `select id from ${table} where issued_at is not null order by id`)) {
      const [row] = await rowsOf<{ minutes: unknown; seal: string | null }>(em, `select minutes, minutes_sha256 as "seal" from ${table} where id = ?`, [id]);
      if (!row?.minutes || !row.seal) yield `${name} ${id} không còn nội dung đã ban hành`;
      else if (hashOf(row.minutes) !== row.seal) yield `${name} ${id} không khớp dấu niêm lúc ban hành, đã bị sửa`;
    }
  }
}

/** PostgreSQL gives an object, SQLite the text of one, which may have been made unreadable. */
function hashOf(minutes: unknown): string {
  try {
    return sha256(canonicalJson(typeof minutes === 'string' ? JSON.parse(minutes) : minutes));
  } catch {
    return '';
  }
}
