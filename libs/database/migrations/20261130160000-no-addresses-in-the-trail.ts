import { Migration } from '@mikro-orm/migrations';
import { canonicalJson, entryHash } from '#audit/audit-hash.js';
import { withoutAddresses } from '#audit/mail-addresses.js';

type Execute = (sql: string, values?: unknown[]) => Promise<unknown>;

type Kept = Readonly<Record<string, unknown>> | null;

interface Row {
  id: number;
  at: string;
  actor_id: number | null;
  action: string;
  subject: string;
  subject_id: number;
  before: unknown;
  after: unknown;
  position: number;
  sealed: string;
}

const ROWS_A_STEP = 500;

/** Takes mail addresses and contact persons out of the entries that earlier releases wrote. The same on both engines. */
export class Migration20261130160000_no_addresses_in_the_trail extends Migration {
  override name = 'Migration20261130160000_no_addresses_in_the_trail';

  override async up(): Promise<void> {
    await cutTrail((sql, values) => this.execute(sql, values));
  }
}

/**
 * Used by the migration, and where a backup is restored. From the first entry that loses something on, the chain is sealed
 * anew; one entry more says so and keeps the chain's former end, which an office may have noted. Where nothing is to be
 * cut, nothing changes. Bounded in memory.
 */
export async function cutTrail(execute: Execute): Promise<void> {
  const [end] = (await execute('select length, hash from audit_chain where id = 1')) as { length: number; hash: string }[];
  let [sealed, hash] = ['', ''];
  let cut = 0;
  for (let position = 0; ;) {
    const rows = (await execute(
      `select id, at, actor_id, action, subject, subject_id, "before", "after", position, hash as sealed
       from audit_entry where position > ? order by position limit ${ROWS_A_STEP}`,
      [position],
    )) as Row[];
    for (const row of rows) {
      const [before, after] = [jsonOf(row.before), jsonOf(row.after)];
      const [keptBefore, keptAfter] = kept(row.action, before, after);
      const isCut = canonicalJson([before, after]) !== canonicalJson([keptBefore, keptAfter]);
      if (isCut) cut += 1;
      if (isCut) await execute('update audit_entry set "before" = ?, "after" = ? where id = ?', [textOf(keptBefore), textOf(keptAfter), row.id]);
      // An entry that did not fit its seal goes on not fitting it: damage of before is still told.
      const wasWhole = entryHash(sealed, { ...headOf(row), before, after }) === row.sealed;
      sealed = row.sealed;
      hash = cut === 0 || !wasWhole ? sealed : entryHash(hash, { ...headOf(row), before: keptBefore, after: keptAfter });
      if (hash !== sealed) await execute('update audit_entry set hash = ? where id = ?', [hash, row.id]);
    }
    if (rows.length < ROWS_A_STEP) break;
    position = rows.at(-1)!.position;
  }
  if (cut > 0) await tell(execute, hash, { entries: cut, formerLength: end!.length, formerHash: end!.hash });
}

async function tell(execute: Execute, previous: string, facts: { entries: number; formerLength: number; formerHash: string }): Promise<void> {
  const head = { at: new Date().toISOString(), actorId: null, action: 'trail.addresses-cut', subject: 'trail', subjectId: 0 };
  const position = facts.formerLength + 1;
  const hash = entryHash(previous, { ...head, before: null, after: facts });
  await execute(
    'insert into audit_entry (at, actor_id, action, subject, subject_id, "before", "after", position, hash) values (?, null, ?, ?, ?, null, ?, ?, ?)',
    [head.at, head.action, head.subject, head.subjectId, canonicalJson(facts), position, hash],
  );
  await execute('update audit_chain set length = ?, hash = ? where id = 1', [position, hash]);
}

/** As the present release would have kept it. */
function kept(action: string, before: Kept, after: Kept): [Kept, Kept] {
  if (action === 'organisation.contacts-corrected' && before && after) {
    return [null, { changed: ['address', 'phone', 'email', 'contactPerson'].filter((part) => before[part] !== after[part]) }];
  }
  if (action === 'reminder.test-mail' && typeof after?.to === 'string') {
    return [before, { domain: after.to.slice(after.to.indexOf('@') + 1), outcome: after.outcome ?? null }];
  }
  if (action.startsWith('reminder.l') && typeof after?.to === 'string') {
    return [before, Object.fromEntries(Object.entries(after).filter(([name]) => name !== 'to' && name !== 'lastError'))];
  }
  if (action === 'trail.exported' && after && 'words' in after) {
    return [before, Object.fromEntries(Object.entries(after).filter(([name]) => name !== 'words'))];
  }
  return [withoutAddresses(before), withoutAddresses(after)];
}

function headOf({ at, actor_id: actorId, action, subject, subject_id: subjectId }: Row) {
  return { at, actorId, action, subject, subjectId };
}

function textOf(value: Kept): string | null {
  return value && canonicalJson(value);
}

/** PostgreSQL gives an object, SQLite the text of one. */
function jsonOf(value: unknown): Kept {
  return (typeof value === 'string' ? JSON.parse(value) : value) as Kept;
}
