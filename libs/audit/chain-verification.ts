import type { SqlEntityManager } from '@mikro-orm/sql';
import { rowsOf } from '#kernel/sql.js';
import { entryHash, type SealedContent } from './audit-hash.js';

/** The end of the chain: an operator who notes it elsewhere can tell later whether the whole chain was made anew. */
export interface ChainEnd {
  readonly length: number;
  /** Of the last entry; empty while there is none. */
  readonly hash: string;
}

interface EntryRow extends Omit<SealedContent, 'before' | 'after'> {
  id: number;
  position: number;
  hash: string | null;
  before: unknown;
  after: unknown;
}

const ENTRIES_A_STEP = 500;

const ENTRIES = `select id, at, actor_id as "actorId", action, subject, subject_id as "subjectId", "before", "after", position, hash
  from audit_entry where position > ? order by position limit ${ENTRIES_A_STEP}`;

const UNSEALED = 'select id, subject, subject_id as "subjectId" from audit_entry where position is null or position < 1 or hash is null order by id';

/** @returns undefined where the row that keeps the end is gone */
export async function chainEnd(em: SqlEntityManager): Promise<ChainEnd | undefined> {
  const [end] = await rowsOf<ChainEnd>(em, 'select length, hash from audit_chain where id = 1');
  return end;
}

/**
 * Computes every entry's hash anew, in the order of their places. It reads so many entries at a time, however many
 * there are; call it within one transaction, so that what is added meanwhile is not taken for damage.
 * @yields a sentence for each entry that was altered, is missing, or was never sealed
 */
export async function* chainFindings(em: SqlEntityManager): AsyncGenerator<string> {
  for (const { id, subject, subjectId } of await rowsOf<Pick<EntryRow, 'id' | 'subject' | 'subjectId'>>(em, UNSEALED)) {
    yield `nhật ký: mục có mã ${id} (về ${subjectWords(subject, subjectId)}) không được niêm vào chuỗi`;
  }

  // 1. Each entry against the one before it.
  let last = 0;
  /** What the next entry may have been made from; undefined where the entry before it is not there to tell. */
  let previous: readonly string[] | undefined = [''];
  let hash = '';
  for (;;) {
    const rows: EntryRow[] = await rowsOf<EntryRow>(em, ENTRIES, [last]);
    for (const row of rows) {
      if (row.position > last + 1) {
        yield `nhật ký: thiếu ${placesBetween(last + 1, row.position - 1)}`;
        previous = undefined;
      }
      const expected: string[] = previous?.map((one) => hashOf(row, one)) ?? [];
      if (previous && !expected.includes(row.hash ?? '')) {
        yield `nhật ký: mục số ${row.position} (mã ${row.id}, về ${subjectWords(row.subject, row.subjectId)}) không khớp dấu niêm, đã bị sửa`;
        // Where only its seal was altered, the next entry was made from what it should be.
        previous = [row.hash ?? '', expected[0]!];
      } else previous = [row.hash ?? ''];
      last = row.position;
      hash = row.hash ?? '';
    }
    if (rows.length < ENTRIES_A_STEP) break;
  }

  // 2. The last of them against the end as it is kept.
  const end = await chainEnd(em);
  if (!end) yield 'nhật ký: mất dòng ghi điểm cuối của chuỗi';
  else if (end.length > last) yield `nhật ký: thiếu ${placesBetween(last + 1, end.length)} ở cuối chuỗi`;
  else if (end.length < last) yield `nhật ký: có ${last} mục nhưng điểm cuối của chuỗi chỉ ghi ${end.length}`;
  else if (end.hash !== hash) yield `nhật ký: dấu niêm của mục cuối (số ${last}) khác với điểm cuối của chuỗi`;
}

/** Like no seal for what can no longer be read. */
function hashOf({ at, actorId, action, subject, subjectId, before, after }: EntryRow, previous: string): string {
  try {
    return entryHash(previous, { at, actorId, action, subject, subjectId, before: jsonOf(before), after: jsonOf(after) });
  } catch {
    return 'unreadable';
  }
}

/** PostgreSQL gives an object, SQLite the text of one. */
function jsonOf(value: unknown): object | null {
  return (typeof value === 'string' ? JSON.parse(value) : value) as object | null;
}

function placesBetween(first: number, last: number): string {
  return first === last ? `mục số ${first}` : `các mục số ${first}–${last}`;
}

const SUBJECTS: Readonly<Record<string, string>> = {
  deliverable: 'sản phẩm',
  plan: 'kế hoạch',
  draft: 'bản nháp kế hoạch',
  organisation: 'cơ quan',
  calendar: 'lịch làm việc',
  contract: 'hợp đồng',
  acceptance: 'đợt nghiệm thu',
  settings: 'thiết lập của cơ quan',
};

function subjectWords(subject: string, id: number): string {
  return `${SUBJECTS[subject] ?? subject} ${id}`;
}
