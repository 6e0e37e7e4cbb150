import type { SqlEntityManager } from '@mikro-orm/sql';
import { isPostgres } from '#kernel/engine.js';
import { rowsOf } from '#kernel/sql.js';
import type { AuditSubject } from './audit-entry.entity.js';
import { entryHash } from './audit-hash.js';

export interface ChainVerdict {
  /** How many entries the chain says that it has, and the hash of the last. */
  readonly length: number;
  readonly hash: string;
  /** One sentence each; none where the chain is whole. */
  readonly findings: readonly string[];
}

interface SealedRow {
  readonly id: number;
  readonly at: string;
  readonly actorId: number | null;
  readonly action: string;
  readonly subject: AuditSubject;
  readonly subjectId: number;
  readonly via: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly position: number;
  readonly hash: string;
}

const ROWS_A_STEP = 1000;

/** A trail that was tampered with throughout is told by its first findings and their number. */
const FINDINGS_SHOWN = 50;

const SEALED = `select id, at, actor_id as "actorId", action, subject, subject_id as "subjectId", via, "before", "after", position, hash
  from audit_entry where position > ? and hash is not null order by position limit ${ROWS_A_STEP}`;

const UNSEALED = `select id, action, subject, subject_id as "subjectId" from audit_entry
  where position is null or position < 1 or hash is null order by id limit ${FINDINGS_SHOWN + 1}`;

/** One of each kind, in words. */
export const SUBJECT_WORDS: Readonly<Record<AuditSubject, string>> = {
  deliverable: 'sản phẩm',
  plan: 'kế hoạch',
  draft: 'bản dự thảo kế hoạch',
  organisation: 'cơ quan',
  calendar: 'lịch làm việc',
  contract: 'hợp đồng',
  acceptance: 'đợt nghiệm thu',
  settings: 'thông tin đơn vị',
  reminder: 'việc nhắc',
  letter: 'thư nhắc',
  trail: 'nhật ký',
  account: 'tài khoản',
  session: 'phiên đăng nhập',
  system: 'hệ thống',
  token: 'mã truy cập',
};

/**
 * Recomputes the trail's chain from its first entry, as it stood at one moment. Each entry is checked against the hash
 * that is kept of the one before, so that a change is told where it was made and not once for all that follow.
 * Memory is bounded, whatever the length.
 */
export async function verifyChain(em: SqlEntityManager): Promise<ChainVerdict> {
  return em.fork().transactional(async (moment) => {
    if (isPostgres(moment)) await moment.execute('set transaction isolation level repeatable read read only');
    const findings = new Findings();
    for (const row of await rowsOf<SealedRow>(moment, UNSEALED)) findings.add(`${entryWords(row)} không có dấu niêm.`);
    const last = await followChain(moment, findings);
    const [chain] = await rowsOf<{ length: number; hash: string }>(moment, 'select length, hash from audit_chain where id = 1');
    if (!chain) findings.add('Nhật ký mất dòng ghi độ dài và dấu niêm cuối của chuỗi.');
    else compareEnd(chain, last, findings);
    return { length: chain?.length ?? last.position, hash: chain?.hash ?? last.hash, findings: findings.told() };
  });
}

interface ChainEnd {
  readonly position: number;
  readonly hash: string;
}

async function followChain(em: SqlEntityManager, findings: Findings): Promise<ChainEnd> {
  let last: ChainEnd = { position: 0, hash: '' };
  for (;;) {
    const rows = await rowsOf<SealedRow>(em, SEALED, [last.position]);
    for (const row of rows) {
      if (row.position !== last.position + 1) findings.add(gapWords(last.position + 1, row.position - 1));
      // Where the one before is missing, what this one was sealed on is not known any more.
      else if (hashOf(row, last.hash) !== row.hash) findings.add(`${entryWords(row)} không khớp dấu niêm: nội dung hoặc thứ tự đã bị sửa.`);
      last = row;
    }
    if (rows.length < ROWS_A_STEP) return last;
  }
}

/** @returns null where what is kept cannot even be read */
function hashOf(row: SealedRow, previous: string): string | null {
  try {
    return entryHash(previous, { ...row, before: jsonOf(row.before), after: jsonOf(row.after) });
  } catch {
    return null;
  }
}

/** PostgreSQL gives an object, SQLite the text of one. */
function jsonOf(value: unknown): object | null {
  return (typeof value === 'string' ? JSON.parse(value) : value) as object | null;
}

function compareEnd(chain: { readonly length: number; readonly hash: string }, last: ChainEnd, findings: Findings): void {
  if (chain.length > last.position) findings.add(`Nhật ký bị cắt ở cuối: chuỗi ghi ${chain.length} mục, chỉ còn đến mục ${last.position}.`);
  else if (chain.length < last.position) findings.add(`Nhật ký có mục ở vị trí ${last.position}, nhưng chuỗi chỉ ghi ${chain.length} mục.`);
  else if (chain.hash !== last.hash) findings.add(`Dấu niêm của mục cuối (vị trí ${last.position}) khác dấu niêm cuối mà chuỗi đã ghi.`);
}

function entryWords({ id, action, subject, subjectId }: Pick<SealedRow, 'id' | 'action' | 'subject' | 'subjectId'>): string {
  return `Mục nhật ký ${id} (${action}, ${SUBJECT_WORDS[subject] ?? subject} ${subjectId})`;
}

function gapWords(from: number, to: number): string {
  return from === to ? `Nhật ký thiếu mục ở vị trí ${from}.` : `Nhật ký thiếu ${to - from + 1} mục, từ vị trí ${from} đến ${to}.`;
}

class Findings {
  readonly #lines: string[] = [];
  #count = 0;

  add(line: string): void {
    this.#count += 1;
    if (this.#lines.length < FINDINGS_SHOWN) this.#lines.push(line);
  }

  told(): readonly string[] {
    const more = this.#count - this.#lines.length;
    return more > 0 ? [...this.#lines, `Nhật ký còn ít nhất ${more} chỗ hỏng nữa.`] : this.#lines;
  }
}
