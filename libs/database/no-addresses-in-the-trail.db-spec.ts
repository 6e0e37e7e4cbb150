import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { canonicalJson, entryHash } from '#audit/audit-hash.js';
import { verifyChain } from '#audit/chain-verification.js';
import { TestDatabase } from '#testing/test-database.js';
import { cutTrail } from './migrations/20261130160000-no-addresses-in-the-trail.js';

/*
 * A trail as an earlier release wrote it: with the addresses of letters, and the name and telephone of a contact person.
 */

const CONTACTS = { address: 'Số 1', phone: '0275 1', email: 'hanh@snv.vn', contactPerson: 'Bà Hạnh' };

const ENTRIES: readonly [action: string, before: object | null, after: object | null][] = [
  ['deliverable.published', null, { title: 'Bài 1' }],
  ['reminder.letter-again', null, { to: 'tam@bao.vn', day: '2021-01-21', state: 'failed', lastError: '550 <tam@bao.vn>' }],
  ['reminder.test-mail', null, { to: 'khoa@bao.vn', outcome: 'never', words: '550 khoa' }],
  ['organisation.contacts-corrected', CONTACTS, { ...CONTACTS, phone: '0275 2' }],
  ['deliverable.amended', { note: 'hỏi lan@dai.vn' }, { note: 'x' }],
  ['trail.exported', null, { words: 'Hạnh', rows: 3 }],
];

describe('What earlier releases wrote into the trail', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await TestDatabase.open();
  });
  afterAll(() => database.close());
  beforeEach(() => database.empty(['audit_entry']));

  const execute = (sql: string, values: readonly unknown[] = []) => database.run((em) => em.execute<Record<string, unknown>[]>(sql, [...values]));

  async function write(entries: typeof ENTRIES): Promise<string> {
    let hash = '';
    for (const [index, [action, before, after]] of entries.entries()) {
      const head = { at: '2021-03-05T01:05:00.000Z', actorId: null, action, subject: 'system', subjectId: 1 };
      hash = entryHash(hash, { ...head, before, after });
      await execute(
        'insert into audit_entry (at, action, subject, subject_id, "before", "after", position, hash) values (?, ?, ?, ?, ?, ?, ?, ?) returning id',
        [head.at, action, head.subject, 1, before && canonicalJson(before), after && canonicalJson(after), index + 1, hash],
      );
    }
    await execute('update audit_chain set length = ?, hash = ? where id = 1 returning id', [entries.length, hash]);
    return hash;
  }

  const cut = () => database.run((em) => em.transactional(() => cutTrail((sql, values) => em.execute(sql, values))));
  const findings = async () => (await database.run((em) => verifyChain(em))).findings;
  const everything = async () => JSON.stringify(await execute('select action, "before", "after", position, hash from audit_entry order by position'));

  it('loses its addresses and persons; the chain is whole again, and tells where it ended before', async () => {
    const hash = await write(ENTRIES);
    await cut();
    const left = await everything();
    expect(left).not.toMatch(/tam@|khoa@|hanh@|lan@|Hạnh|0275|550/);
    expect(left).toContain('…@dai.vn');
    expect(await findings()).toEqual([]);
    const [last] = await execute('select action, cast("after" as text) as told from audit_entry order by position desc limit 1');
    expect([last!.action, JSON.parse(String(last!.told))]).toEqual(['trail.addresses-cut', { entries: 5, formerHash: hash, formerLength: 6 }]);
    await cut();
    expect(await everything()).toBe(left);
  });

  it('stays byte for byte as it was where it holds none', async () => {
    await write(ENTRIES.slice(0, 1));
    const before = await everything();
    await cut();
    expect(await everything()).toBe(before);
  });

  it('does not become whole where it was damaged', async () => {
    await write(ENTRIES);
    await execute('update audit_entry set action = ? where position = 6 returning id', ['deliverable.undone']);
    await cut();
    expect(await findings()).toEqual([expect.stringContaining('không khớp dấu niêm')]);
  });
});
