import type { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { verifyChain } from '#audit/chain-verification.js';
import { minutesFindings } from '#contracts/minutes-verification.js';
import { isPostgres } from '#kernel/engine.js';

/** Looks for one kind of damage. @returns or yields a sentence for each finding, nothing where all is well */
export type Check = (em: SqlEntityManager) => AsyncIterable<string> | Promise<string[]>;

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
  {
    problem: 'sản phẩm được nghiệm thu theo hợp đồng nhưng không còn ở trạng thái đã nghiệm thu',
    sql: `select d.id from acceptance_item i join deliverable d on d.id = i.deliverable_id where i.state = 'accepted' and d.status <> 'accepted'`,
  },
  {
    problem: 'sản phẩm bị điều chỉnh giảm trong biên bản nhưng vẫn được tính',
    sql: `select i.deliverable_id as id from acceptance_item i where i.kind = 'reversal' and i.state = 'accepted'
      and not exists (select 1 from adjustment a where a.deliverable_id = i.deliverable_id)`,
  },
];

/**
 * Looks for damage in the database.
 * @param others what else is to be looked at, after the database itself, such as the files that it names
 * @returns one line a finding, none where all is well
 */
export async function verify(orm: MikroORM, others: readonly Check[] = []): Promise<string[]> {
  const em = orm.em.fork() as SqlEntityManager;
  const findings: string[] = [];
  for (const check of [fileOfTheEngine, rowsThatMustNotBe, chain, minutesFindings, ...others]) await gather(check(em), findings);
  return findings;
}

async function gather(found: AsyncIterable<string> | Promise<string[]>, findings: string[]): Promise<void> {
  if (found instanceof Promise) findings.push(...(await found));
  else for await (const finding of found) findings.push(finding);
}

/** SQLite's own checks; PostgreSQL sees to itself. */
async function fileOfTheEngine(em: SqlEntityManager): Promise<string[]> {
  if (isPostgres(em)) return [];
  const integrity = await em.execute<{ integrity_check: string }[]>('pragma integrity_check');
  const orphans = await em.execute<{ table: string; rowid: number }[]>('pragma foreign_key_check');
  return [
    ...integrity.filter((row) => row.integrity_check !== 'ok').map((row) => `tệp dữ liệu: ${row.integrity_check}`),
    ...orphans.map((row) => `dòng ${row.rowid} của bảng ${row.table} trỏ tới dòng không tồn tại`),
  ];
}

async function chain(em: SqlEntityManager): Promise<string[]> {
  return [...(await verifyChain(em)).findings];
}

async function* rowsThatMustNotBe(em: SqlEntityManager): AsyncGenerator<string> {
  for (const { problem, sql } of CHECKS) {
    for (const { id } of await em.execute<{ id: number }[]>(sql)) yield `${problem}: ${id}`;
  }
}
