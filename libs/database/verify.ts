import type { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { isPostgres } from '#kernel/engine.js';

/** Each asks for rows that must not be. */
const CHECKS: readonly { readonly problem: string; readonly sql: string }[] = [
  {
    problem: 'sản phẩm không có dấu vết trong nhật ký',
    sql: `select d.id from deliverable d where not exists (select 1 from audit_entry a where a.subject = 'deliverable' and a.subject_id = d.id)`,
  },
  {
    problem: 'nhật ký về sản phẩm không tồn tại',
    sql: `select a.id from audit_entry a where a.subject = 'deliverable' and not exists (select 1 from deliverable d where d.id = a.subject_id)`,
  },
  {
    problem: 'bản phát lại của một bản phát lại',
    sql: 'select d.id from deliverable d join deliverable o on o.id = d.rerun_of_id where o.rerun_of_id is not null or o.task_id <> d.task_id',
  },
  {
    problem: 'sản phẩm bù tính cho kỳ sau ngày thực hiện',
    sql: 'select d.id from deliverable d where d.credited_on is not null and d.credited_on >= d.occurs_on',
  },
  {
    problem: 'kế hoạch đang thực hiện có nhiệm vụ không có cơ quan chủ trì',
    sql: `select t.id from task t join plan p on p.id = t.plan_id where p.state = 'in-force'
      and not exists (select 1 from task_party tp where tp.task_id = t.id and tp.role = 'lead' and tp.valid_until is null)`,
  },
  { problem: 'kỳ chỉ tiêu kết thúc trước khi bắt đầu', sql: 'select p.id from period_target p where p.ends_on < p.starts_on' },
];

/** Looks for damage in the database. @returns one line a finding, none where all is well */
export async function verify(orm: MikroORM): Promise<string[]> {
  const em = orm.em.fork() as SqlEntityManager;
  const findings: string[] = [];
  if (!isPostgres(em)) {
    const integrity = await em.execute<{ integrity_check: string }[]>('pragma integrity_check');
    findings.push(...integrity.filter((row) => row.integrity_check !== 'ok').map((row) => `tệp dữ liệu: ${row.integrity_check}`));
    const orphans = await em.execute<{ table: string; rowid: number }[]>('pragma foreign_key_check');
    findings.push(...orphans.map((row) => `dòng ${row.rowid} của bảng ${row.table} trỏ tới dòng không tồn tại`));
  }
  for (const { problem, sql } of CHECKS) {
    const rows = await em.execute<{ id: number }[]>(sql);
    findings.push(...rows.map(({ id }) => `${problem}: ${id}`));
  }
  return findings;
}
