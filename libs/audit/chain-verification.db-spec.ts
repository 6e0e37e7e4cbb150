import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Temporal } from 'temporal-polyfill';
import { TestDatabase } from '#testing/test-database.js';
import { AuditTrail } from './audit-trail.js';
import { verifyChain } from './chain-verification.js';

const AT = Temporal.Instant.from('2021-03-05T01:05:00Z');

describe('The chain of the audit trail', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await TestDatabase.open();
  });
  afterAll(async () => {
    await database.close();
  });
  beforeEach(async () => {
    await database.empty(['audit_entry']);
    await change("update audit_chain set length = 0, hash = '' where id = 1");
    for (const subjectId of [1, 2, 3, 4, 5]) await record([subjectId]);
  });

  /** One transaction with an entry about each item. */
  async function record(subjectIds: readonly number[]): Promise<void> {
    await database.run((em) =>
      em.transactional(async () => {
        await new AuditTrail(em).recordAll(
          subjectIds.map((subjectId) => ({
            at: AT,
            actorId: null,
            action: 'deliverable.published',
            subjectId,
            before: null,
            after: { title: `Bài “${subjectId}”`, note: undefined, nested: { zebra: [1, null, 0.5], apple: 'é' } },
          })),
        );
      }),
    );
  }

  const change = (sql: string, values: readonly (string | number)[] = []) => database.run((em: SqlEntityManager) => em.execute(sql, [...values], 'run'));

  const verdict = () => database.run((em) => verifyChain(em));

  const findings = async () => (await verdict()).findings;

  const entryAt = async (position: number) =>
    database.run(async (em) => (await em.execute<{ id: number; hash: string }[]>('select id, hash from audit_entry where position = ?', [position]))[0]!);

  it('is whole as it is written, and tells its length and its last hash', async () => {
    expect(await verdict()).toEqual({ length: 5, hash: (await entryAt(5)).hash, findings: [] });
  });

  it('is whole when it is empty', async () => {
    await database.empty(['audit_entry']);
    await change("update audit_chain set length = 0, hash = '' where id = 1");
    expect(await verdict()).toEqual({ length: 0, hash: '', findings: [] });
  });

  it('is followed over more entries than are read at once', async () => {
    await record(Array.from({ length: 2300 }, (_, index) => index + 6));
    expect(await verdict()).toMatchObject({ length: 2305, findings: [] });
    const { id } = await entryAt(2001);
    await change('update audit_entry set subject_id = 7 where id = ?', [id]);
    expect(await findings()).toEqual([`Mục nhật ký ${id} (deliverable.published, sản phẩm 7) không khớp dấu niêm: nội dung hoặc thứ tự đã bị sửa.`]);
  });

  it.each([
    ['the moment', "at = '2021-03-06T01:05:00.000Z'"],
    ['the action', "action = 'deliverable.amended'"],
    ['the kind of thing', "subject = 'contract'"],
    ['the thing', 'subject_id = 99'],
    ['what was before', `"before" = '{"title":"Khác"}'`],
    ['what was after', `"after" = '{"title":"Khác"}'`],
    ['what was after, taken away', '"after" = null'],
  ])('tells the entry in which %s was altered, and no other', async (_what, assignment) => {
    const { id } = await entryAt(3);
    await change(`update audit_entry set ${assignment} where id = ?`, [id]);
    expect(await findings()).toEqual([expect.stringMatching(new RegExp(`^Mục nhật ký ${id} \\(.+\\) không khớp dấu niêm`))]);
  });

  it('tells a removed entry', async () => {
    await change('delete from audit_entry where position = 3');
    expect(await findings()).toEqual(['Nhật ký thiếu mục ở vị trí 3.']);
  });

  it('tells removed entries, also those of the beginning', async () => {
    await change('delete from audit_entry where position in (1, 2)');
    expect(await findings()).toEqual(['Nhật ký thiếu 2 mục, từ vị trí 1 đến 2.']);
  });

  it('tells a removed entry over which the others were drawn together', async () => {
    const { id } = await entryAt(4);
    await change('delete from audit_entry where position = 3');
    await change('update audit_entry set position = 3 where position = 4');
    await change('update audit_entry set position = 4 where position = 5');
    await change('update audit_chain set length = 4 where id = 1');
    expect(await findings()).toEqual([expect.stringContaining(`Mục nhật ký ${id} `)]);
  });

  it('tells that the end was cut off', async () => {
    await change('delete from audit_entry where position > 3');
    expect(await findings()).toEqual(['Nhật ký bị cắt ở cuối: chuỗi ghi 5 mục, chỉ còn đến mục 3.']);
  });

  it('tells entries that changed places', async () => {
    const [second, third, fourth] = [await entryAt(2), await entryAt(3), await entryAt(4)];
    await change('update audit_entry set position = 100 where id = ?', [second.id]);
    await change('update audit_entry set position = 2 where id = ?', [third.id]);
    await change('update audit_entry set position = 3 where id = ?', [second.id]);
    const told = await findings();
    expect(told.map((line) => Number(/^Mục nhật ký (\d+)/.exec(line)?.[1]))).toEqual([third.id, second.id, fourth.id]);
  });

  it('tells a hash that was replaced, by the entry and by the one after it', async () => {
    const [third, fourth] = [await entryAt(3), await entryAt(4)];
    await change('update audit_entry set hash = ? where id = ?', ['0'.repeat(64), third.id]);
    const told = await findings();
    expect(told.map((line) => Number(/^Mục nhật ký (\d+)/.exec(line)?.[1]))).toEqual([third.id, fourth.id]);
  });

  it('tells an end whose hash or length is another, or is gone', async () => {
    await change('update audit_chain set hash = ? where id = 1', ['0'.repeat(64)]);
    expect(await findings()).toEqual(['Dấu niêm của mục cuối (vị trí 5) khác dấu niêm cuối mà chuỗi đã ghi.']);
    await change('update audit_chain set length = 4 where id = 1');
    expect(await findings()).toEqual(['Nhật ký có mục ở vị trí 5, nhưng chuỗi chỉ ghi 4 mục.']);
    await change('delete from audit_chain');
    try {
      expect(await findings()).toEqual(['Nhật ký mất dòng ghi độ dài và dấu niêm cuối của chuỗi.']);
    } finally {
      await change("insert into audit_chain (id, length, hash) values (1, 0, '')");
    }
  });

  it('tells an entry that was written past the chain', async () => {
    await change("insert into audit_entry (at, action, subject, subject_id) values ('2021-03-05T01:05:00.000Z', 'deliverable.amended', 'deliverable', 4)");
    expect(await findings()).toEqual([expect.stringMatching(/^Mục nhật ký \d+ \(deliverable\.amended, sản phẩm 4\) không có dấu niêm\.$/)]);
  });

  it('tells the first findings and how many more there are', async () => {
    await record(Array.from({ length: 100 }, (_, index) => index + 6));
    await change("update audit_entry set action = 'deliverable.moved'");
    const told = await findings();
    expect(told).toHaveLength(51);
    expect(told.at(-1)).toBe('Nhật ký còn ít nhất 55 chỗ hỏng nữa.');
  });

  it('is one unbroken chain after many writers at once', async () => {
    await Promise.all(Array.from({ length: 25 }, (_, index) => record([index + 10, index + 50])));
    expect(await verdict()).toMatchObject({ length: 55, findings: [] });
  });

  it('keeps no place for a change that was taken back', async () => {
    const failing = Array.from({ length: 10 }, async (_, index) =>
      database.run((em) =>
        em.transactional(async () => {
          await new AuditTrail(em).record({ at: AT, actorId: null, action: 'deliverable.moved', subjectId: index, before: null, after: null });
          throw new Error('taken back');
        }),
      ),
    );
    await Promise.allSettled([...failing, record([20]), record([21])]);
    expect(await verdict()).toMatchObject({ length: 7, findings: [] });
  });
});
