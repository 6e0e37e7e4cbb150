import type { SqlEntityManager } from '@mikro-orm/sql';
import { rowsOf } from '#kernel/sql.js';
import type { FileStore } from './file-store.js';

const ROWS_A_QUERY = 200;

/** Reads every stored file again and compares its SHA-256. @returns one line a finding, none where all is well */
export async function storedFileFindings(em: SqlEntityManager, store: FileStore): Promise<string[]> {
  const findings: string[] = [];
  for (let last = 0; ;) {
    const rows = await rowsOf<{ id: number; sha256: string }>(em, 'select id, sha256 from stored_file where id > ? order by id limit ?', [last, ROWS_A_QUERY]);
    for (const { sha256 } of rows) {
      const state = await store.check(sha256);
      if (state === 'missing') findings.push(`tệp minh chứng không còn trong kho: ${sha256}`);
      if (state === 'changed') findings.push(`tệp minh chứng đã bị thay đổi: ${sha256}`);
    }
    if (rows.length < ROWS_A_QUERY) return findings;
    last = rows.at(-1)!.id;
  }
}
