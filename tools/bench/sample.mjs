// Fills a migrated database with items: one month holds 85 in a thousand, the rest of the year shares the others.
import { entryHash } from '../../dist/libs/audit/audit-hash.js';
import { openSqlite, prepareInsert } from './sqlite.mjs';

/** Of a thousand items, those of the busy month. */
const BUSY_SHARE = 0.085;

/** Row of the plan, its share of the items, and what an item of it tells. */
const KINDS = [
  { ordinal: 6, share: 0.5, genre: 'Tin', author: 'Trúc Lâm', issue_number: '2451', page: '3' },
  {
    ordinal: 9,
    share: 0.3,
    genre: 'Câu chuyện truyền thanh',
    aired_at: '17:00',
    channel: 'Truyền thanh huyện',
    programme: 'Cải cách hành chính',
    duration_seconds: 600,
  },
  { ordinal: 13, share: 0.12, genre: 'Cuộc tiếp xúc cử tri', place: 'Hội trường UBND xã', attendance: 80 },
  { ordinal: 4, share: 0.05, genre: 'Bài viết', author: 'Thanh Nhàn', issue_number: '2452', page: '5' },
  { ordinal: 8, share: 0.03, genre: 'Phóng sự', aired_at: '19:45', channel: 'THBT', programme: 'Chuyên mục CCHC', duration_seconds: 900 },
];

const NOTHING = {
  planned_on: null, credited_on: null, rerun_of_id: null, genre: null, author: null, issue_number: null, page: null, url: null, aired_at: null,
  channel: null, programme: null, duration_seconds: null, place: null, attendance: null, document_number: null, note: null, reason: null, url_key: null,
}; // prettier-ignore

/** The busy month of the plan's year, as the calendar asks for it: its first day and the day after its last. */
export function busyMonth(year) {
  return { start: `${year}-03-01`, end: `${year}-04-01` };
}

/** One full row of the table `deliverable`, as a published newspaper piece or as its kind tells. */
export function rowOf(index, { task, kind, day, today, userId }) {
  const { ordinal: _ordinal, share: _share, ...facts } = kind;
  const title = `Cải cách hành chính ở cơ sở, câu chuyện số ${index}: một cửa gần dân hơn`;
  const url = kind.author ? `https://baodongkhoi.vn/cai-cach-hanh-chinh-${index}.html` : null;
  const at = `${day}T02:00:00.000Z`;
  return {
    ...NOTHING, ...facts, version: 1, task_id: task.id, organisation_id: task.organisation_id, status: day > today ? 'planned' : 'published', occurs_on: day,
    title, title_key: title.toLocaleLowerCase('vi'), search_key: `cai cach hanh chinh o co so, cau chuyen so ${index}: mot cua gan dan hon`,
    url, url_key: url, created_by_id: userId, logged_via: null, created_at: at, changed_at: at,
  }; // prettier-ignore
}

/** What the rows refer to. */
export function contextOf(database) {
  const tasks = database
    .prepare(
      `select t.id, t.ordinal, p.year, (select tp.organisation_id from task_party tp where tp.task_id = t.id and tp.role = 'lead' order by tp.position limit 1) as organisation_id
       from task t join plan p on p.id = t.plan_id`,
    )
    .all();
  return {
    year: tasks[0].year,
    taskOf: (ordinal) => tasks.find((task) => task.ordinal === ordinal),
    userId: database.prepare('select min(id) as id from user_account').get().id,
    today: new Date(Date.now() + 7 * 3600_000).toISOString().slice(0, 10),
  };
}

/** Writes `count` items, each with its entry in the audit trail. */
export function fill(file, count) {
  const database = openSqlite(file);
  const { year, taskOf, userId, today } = contextOf(database);
  const insertItem = prepareInsert(database, 'deliverable');
  const insertEntry = prepareInsert(database, 'audit_entry');
  const chain = database.prepare('select length, hash from audit_chain where id = 1').get();
  const busy = Math.round(count * BUSY_SHARE);
  const otherMonths = ['01', '02', '04', '05', '06', '07', '08', '09', '10', '11', '12'];
  database.transaction(() => {
    for (let index = 0; index < count; index += 1) {
      const month = index < busy ? '03' : otherMonths[index % otherMonths.length];
      const day = `${year}-${month}-${String(1 + ((index * 7) % 28)).padStart(2, '0')}`;
      const kind = kindAt((index * 37) % 100);
      const row = rowOf(index, { task: taskOf(kind.ordinal), kind, day, today, userId });
      const { lastInsertRowid } = insertItem.run(row);
      const entry = { at: row.created_at, actorId: userId, action: 'deliverable.published', subject: 'deliverable', subjectId: Number(lastInsertRowid) };
      const after = { status: row.status, title: row.title };
      chain.length += 1;
      chain.hash = entryHash(chain.hash, { ...entry, before: null, after });
      insertEntry.run({
        at: entry.at,
        actor_id: userId,
        via: null,
        action: entry.action,
        subject: entry.subject,
        subject_id: entry.subjectId,
        before: null,
        after: JSON.stringify(after),
        position: chain.length,
        hash: chain.hash,
      });
    }
    database.prepare('update audit_chain set length = ?, hash = ? where id = 1').run(chain.length, chain.hash);
  })();
  database.pragma('wal_checkpoint(truncate)');
  database.close();
}

/** The kind of an item by its place among a hundred. */
function kindAt(place) {
  let upTo = 0;
  for (const kind of KINDS) {
    upTo += kind.share * 100;
    if (place < upTo) return kind;
  }
  return KINDS[0];
}

export const NEWSPAPER_KIND = KINDS[0];
