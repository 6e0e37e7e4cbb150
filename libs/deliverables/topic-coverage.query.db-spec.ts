import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { plainDate } from '#kernel/plain-date.js';
import { PlanContentService, type PlanTopic } from '#planning/plan-content.service.js';
import { article, segment } from '#testing/builders.js';
import { TestContext } from '#testing/test-context.js';
import { DeliverableListQuery } from './deliverable-list.query.js';
import { DeliverableService } from './deliverable.service.js';
import { ItemTopics } from './item-topics.js';
import { TopicCoverageQuery } from './topic-coverage.query.js';

let context: TestContext;
let topics: PlanTopic[];

beforeAll(async () => {
  context = await TestContext.open();
  topics = await context.ask(PlanContentService, (content) => content.topicsOf(context.planId));
});
beforeEach(() => context.reset('2021-05-10'));
afterAll(() => context.close());

const topic = (position: number) => topics.find((other) => other.position === position)!.id;
const service = <T>(question: (deliverables: DeliverableService) => Promise<T>) => context.ask(DeliverableService, question);
const log = (ordinal: number, input: Parameters<DeliverableService['log']>[2]) =>
  service((deliverables) => deliverables.log(context.people.hanh, context.taskId(ordinal), input));
const coverage = (today = '2021-05-10') => context.askOfPlan(TopicCoverageQuery, (query, plan) => query.of(plan, plainDate(today)));
const topicsOf = async (id: number) => (await context.ask(ItemTopics, (items) => items.of(id))).map(({ position }) => position);
const lastEntry = async () => {
  const [entry] = await context.rows<{ action: string; before: unknown; after: unknown }>(
    'select action, "before", "after" from audit_entry order by id desc limit 1',
  );
  const parsed = (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value) as Record<string, unknown> | null;
  return { action: entry!.action, before: parsed(entry!.before), after: parsed(entry!.after) };
};

const NONE = { declared: 0, evidenced: 0, accepted: 0 };

describe('The coverage of topics', () => {
  it('of nothing written is a hole in every quarter of the year that has begun', async () => {
    const { quarters, rows, untagged } = await coverage();
    expect(quarters).toEqual(['2020-Q4', '2021-Q1', '2021-Q2', '2021-Q3', '2021-Q4']);
    expect(rows).toHaveLength(11);
    for (const { cells, total } of rows) expect([total, cells.map(({ isHole }) => isHole)]).toEqual([NONE, [false, true, true, false, false]]);
    expect(untagged).toEqual({ total: NONE, cells: quarters.map((quarter) => ({ quarter, ...NONE, isHole: false })) });
  });

  it('begins a quarter on its first day', async () => {
    const holesOn = async (day: string) => (await coverage(day)).rows[0]!.cells.filter(({ isHole }) => isHole).map(({ quarter }) => quarter);
    expect(await holesOn('2020-12-31')).toEqual([]);
    expect(await holesOn('2021-01-01')).toEqual(['2021-Q1']);
    expect(await holesOn('2021-06-30')).toEqual(['2021-Q1', '2021-Q2']);
    expect(await holesOn('2022-02-01')).toEqual(['2021-Q1', '2021-Q2', '2021-Q3', '2021-Q4']);
  });

  it('counts an item in the quarter it appeared in, once for each of its topics', async () => {
    await log(4, article({ occursOn: '2021-03-31', topics: [topic(4), topic(8)] }));
    await log(4, article({ occursOn: '2021-04-01', topics: [topic(4)] }));
    await log(5, article({ occursOn: '2020-12-25', topics: [topic(4)] }));
    await log(4, article({ occursOn: '2021-02-01' }));
    const { rows, untagged } = await coverage();
    const countsOf = (position: number) => rows[position - 1]!.cells.map(({ declared }) => declared);
    expect([countsOf(4), countsOf(8), countsOf(1)]).toEqual([
      [1, 1, 1, 0, 0],
      [0, 1, 0, 0, 0],
      [0, 0, 0, 0, 0],
    ]);
    expect([rows[3]!.total.declared, rows[7]!.cells[2]!.isHole]).toEqual([3, true]);
    expect([untagged.total.declared, untagged.cells.map(({ declared }) => declared)]).toEqual([1, [0, 1, 0, 0, 0]]);
  });

  it('leaves out reruns, slots and what was taken back, and keeps what was accepted', async () => {
    const first = await log(8, segment({ occursOn: '2021-02-01', topics: [topic(5)] }));
    await log(8, segment({ title: first.title, occursOn: '2021-02-03', rerunOf: first.id, topics: [topic(5)] }));
    const gone = await log(8, segment({ occursOn: '2021-02-05', topics: [topic(5)] }));
    await service((deliverables) => deliverables.withdraw(context.people.hanh, gone.id, 1, 'Nhầm'));
    await context.run((em) => em.execute(`update deliverable set status = 'accepted' where id = ?`, [first.id]));
    expect((await coverage()).rows[4]!.total).toEqual({ declared: 1, evidenced: 1, accepted: 1 });
  });

  it('counts a make-up where it appeared, not where it is credited', async () => {
    await log(8, segment({ occursOn: '2021-04-20', creditedOn: '2021-01-31', topics: [topic(5)] }));
    expect((await coverage()).rows[4]!.cells.map(({ declared }) => declared)).toEqual([0, 0, 1, 0, 0]);
  });

  it('agrees with the list that its numbers lead to', async () => {
    const first = await log(8, segment({ occursOn: '2021-02-01', topics: [topic(5), topic(1)] }));
    await log(8, segment({ title: first.title, occursOn: '2021-02-03', rerunOf: first.id, topics: [topic(5)] }));
    await log(4, article({ occursOn: '2021-03-31', topics: [topic(5)] }));
    await log(4, article({ occursOn: '2021-04-01', topics: [topic(5)] }));
    await log(4, article({ occursOn: '2021-04-02' }));
    const { rows, untagged } = await coverage();
    const listed = async (filter: { topic: number | 'none'; quarter?: string }) => {
      const page = await context.ask(DeliverableListQuery, (list) => list.page({ planId: context.planId, isCounted: true, ...filter }));
      expect(page.total).toBe(page.ledgers.declared);
      return page.ledgers;
    };
    for (const { topic: about, cells, total } of [rows[4]!, rows[0]!]) {
      expect(await listed({ topic: about.id })).toEqual(total);
      for (const { quarter, isHole: _, ...ledgers } of cells) expect([quarter, await listed({ topic: about.id, quarter })]).toEqual([quarter, ledgers]);
    }
    expect(await listed({ topic: 'none' })).toEqual(untagged.total);
  });
});

describe('The topics of an item', () => {
  it('are saved with it and stand in the trail', async () => {
    const { id } = await log(4, article({ occursOn: '2021-03-01', topics: [topic(9), topic(4)] }));
    expect(await topicsOf(id)).toEqual([4, 9]);
    expect((await lastEntry()).after).toMatchObject({ topics: [topic(9), topic(4)] });
    await log(4, article({ occursOn: '2021-03-02' }));
    expect((await lastEntry()).after).not.toHaveProperty('topics');
  });

  it('are changed, kept and taken off by a correction', async () => {
    const input = article({ occursOn: '2021-03-01', topics: [topic(1), topic(2)] });
    const { id } = await log(4, input);
    const amend = (version: number, given: object) =>
      service((deliverables) => deliverables.amend(context.people.hanh, id, version, { ...input, topics: undefined, ...given }));
    await amend(1, { title: 'Tên khác' });
    expect(await topicsOf(id)).toEqual([1, 2]);
    await amend(2, { topics: [topic(2), topic(11)] });
    expect(await topicsOf(id)).toEqual([2, 11]);
    expect(await lastEntry()).toMatchObject({ before: { topics: [topic(1), topic(2)] }, after: { topics: [topic(2), topic(11)] } });
    await amend(3, { topics: [] });
    expect(await topicsOf(id)).toEqual([]);
    expect(await lastEntry()).toMatchObject({ before: { topics: [topic(2), topic(11)] }, after: expect.not.objectContaining({ topics: expect.anything() }) });
  });

  it('are given to a slot as it is published', async () => {
    const planned = await service((deliverables) =>
      deliverables.plan(context.people.hanh, context.taskId(4), { occursOn: plainDate('2021-04-01'), title: '', genre: null }),
    );
    await service((deliverables) => deliverables.publish(context.people.hanh, planned.id, 1, article({ occursOn: '2021-04-01', topics: [topic(3)] })));
    expect(await topicsOf(planned.id)).toEqual([3]);
  });

  it('of another plan, or of none, are refused, and the item is not saved', async () => {
    await expect(log(4, article({ topics: [topic(1), 999_999] }))).rejects.toMatchObject({ code: 'invalid-input', field: 'topics' });
    const [other] = await context.run((em) =>
      em.execute<{ id: number }[]>(
        `insert into plan (number, title, year, issuer, place, issued_on, coordinator_id, starts_on, ends_on, is_sample, loaded_on)
         select '9/KH', title, 2022, issuer, place, issued_on, coordinator_id, '2022-01-01', '2022-12-31', is_sample, loaded_on from plan where id = ? returning id`,
        [context.planId],
      ),
    );
    const [foreign] = await context.run((em) =>
      em.execute<{ id: number }[]>(`insert into topic (plan_id, position, text) values (?, 1, 'Của năm sau') returning id`, [other!.id]),
    );
    await expect(log(4, article({ topics: [foreign!.id] }))).rejects.toMatchObject({ code: 'invalid-input', field: 'topics' });
    expect(await context.rows('select 1 from deliverable')).toEqual([]);
    expect(await context.rows('select 1 from audit_entry')).toEqual([]);

    const { id } = await log(4, article({ occursOn: '2021-03-01', topics: [topic(1)] }));
    const amended = service((deliverables) => deliverables.amend(context.people.hanh, id, 1, article({ occursOn: '2021-03-01', topics: [foreign!.id] })));
    await expect(amended).rejects.toMatchObject({ code: 'invalid-input', field: 'topics' });
    expect(await topicsOf(id)).toEqual([1]);
    await context.run((em) => em.execute('delete from topic where id = ?', [foreign!.id]));
    await context.run((em) => em.execute('delete from plan where id = ?', [other!.id]));
  });
});
