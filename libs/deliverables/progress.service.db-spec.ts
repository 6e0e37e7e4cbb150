import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { User } from '#identity/user.entity.js';
import { plainDate } from '#kernel/plain-date.js';
import { Task } from '#planning/task.entity.js';
import { anyItem, dayWithin } from '#testing/arbitraries.js';
import { article, countable, segment } from '#testing/builders.js';
import { TestContext } from '#testing/test-context.js';
import { Deliverable } from './deliverable.entity.js';
import { DeliverableService } from './deliverable.service.js';
import { Adjustment } from './adjustment.entity.js';
import type { Tally } from './counts.js';
import { Evidence } from './evidence/evidence.entity.js';
import { progressReport } from './progress-report.js';
import { ProgressService } from './progress.service.js';
import { OF_PLAN, talliesOf } from './tally-rows.js';
import { type CountableItem, tally } from './tally.js';

describe('The progress of the plan of 2021', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await TestContext.open();
  });
  afterAll(() => context.close());
  beforeEach(() => context.reset('2021-03-31'));

  async function reportAt(at: string) {
    return context.askOfPlan(ProgressService, async (progress, plan) => progressReport(plan, await progress.ofPlan(plan, plainDate(at)), plainDate(at)));
  }

  async function rowAt(at: string, ordinal: number) {
    const { tasks } = await reportAt(at);
    return tasks.find((task) => task.ordinal === ordinal)!;
  }

  const monthsOf = (row: { months: { month: string; status: string }[] }, ...months: string[]) =>
    months.map((month) => row.months.find((one) => one.month === month)!.status);

  describe('on the fresh database at 31 March', () => {
    it('names the plan and all 13 tasks in order', async () => {
      const report = await reportAt('2021-03-31');
      expect(report).toMatchObject({ at: '2021-03-31', plan: { number: '105/KH-UBND', year: 2021, isSample: true } });
      expect(report.tasks.map(({ ordinal }) => ordinal)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    });

    it('says that row 4 owes 6 by pace and is behind at 0', async () => {
      expect(await rowAt('2021-03-31', 4)).toMatchObject({
        target: 24,
        declared: 0,
        accepted: 0,
        owed: 6,
        status: 'behind',
        statusName: 'chậm tiến độ',
        isLate: true,
      });
    });

    it.each([7, 8, 12])('says that row %i is late for January and February and due for March, late from 1 April', async (ordinal) => {
      const row = await rowAt('2021-03-31', ordinal);
      expect(row).toMatchObject({ target: 12, owed: 3, status: 'overdue', isLate: true });
      expect(monthsOf(row, '2020-12', '2021-01', '2021-02', '2021-03', '2021-04')).toEqual(['no-target', 'overdue', 'overdue', 'due-soon', 'not-begun']);
      expect(monthsOf(await rowAt('2021-04-01', ordinal), '2021-03')).toEqual(['overdue']);
    });

    it('says that row 5 was due by 31 January and is overdue', async () => {
      const row = await rowAt('2021-03-31', 5);
      expect(row).toMatchObject({
        target: 1,
        owed: 1,
        status: 'overdue',
        statusName: 'quá hạn',
        duties: [{ from: '2020-12-01', to: '2021-01-31', missing: 1 }],
      });
      expect((await rowAt('2021-01-31', 5)).isLate).toBe(false);
    });

    it('says that row 11 has not begun', async () => {
      expect(await rowAt('2021-03-31', 11)).toMatchObject({ target: 3, owed: 0, status: 'not-begun', statusName: 'chưa bắt đầu', isLate: false });
    });

    it('says that rows 6, 9 and 13 have no target and are never late', async () => {
      for (const at of ['2021-03-31', '2021-12-31', '2022-06-30']) {
        const { tasks } = await reportAt(at);
        const rows = tasks.filter(({ ordinal }) => [6, 9, 13].includes(ordinal));
        expect(rows.map(({ target, status, isLate }) => [target, status, isLate])).toEqual(rows.map(() => [null, 'no-target', false]));
      }
    });

    it('is plain JSON: what is read back is what was written', async () => {
      const report = await reportAt('2021-03-31');
      expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    });
  });

  describe('after one article dated 10 March and one TV segment aired 20 January', () => {
    beforeEach(async () => {
      await context.ask(DeliverableService, (service) => service.log(context.people.tam, context.taskId(4), article({ occursOn: '2021-03-10' })));
      await context.ask(DeliverableService, (service) => service.log(context.people.lan, context.taskId(8), segment({ occursOn: '2021-01-20' })));
    });

    it('row 4 shows 1 of 24', async () => {
      const row = await rowAt('2021-03-31', 4);
      expect(row).toMatchObject({ declared: 1, target: 24, status: 'behind' });
      expect(row.months.find(({ month }) => month === '2021-03')).toMatchObject({ target: 2, declared: 1 });
    });

    it('row 8’s January is met, and its February still late', async () => {
      expect(monthsOf(await rowAt('2021-03-31', 8), '2021-01', '2021-02')).toEqual(['done', 'overdue']);
      expect(monthsOf(await rowAt('2021-03-31', 7), '2021-01')).toEqual(['overdue']);
    });

    it('the day before the segment aired knew nothing of it', async () => {
      expect((await rowAt('2021-01-19', 8)).declared).toBe(0);
      expect((await rowAt('2021-01-20', 8)).declared).toBe(1);
    });
  });

  it('a make-up segment aired in March meets January, shown as made up, and leaves March open', async () => {
    const input = segment({ occursOn: '2021-03-20', creditedOn: '2021-01-31' });
    await context.ask(DeliverableService, (service) => service.log(context.people.lan, context.taskId(8), input));
    const row = await rowAt('2021-03-31', 8);
    expect(monthsOf(row, '2021-01', '2021-02', '2021-03')).toEqual(['done', 'overdue', 'due-soon']);
    expect(row.months.find(({ month }) => month === '2021-01')).toMatchObject({ declared: 1, madeUp: 1 });
  });

  it('costs the same number of queries whatever the number of items', async () => {
    const insert = (count: number) =>
      store(Array.from({ length: count }, (_, index) => countable({ occursOn: `2021-02-${String((index % 28) + 1).padStart(2, '0')}`, hasEvidence: true })));
    const few = await queriesOf(() => reportAt('2021-03-31'));
    expect(few).toBeGreaterThan(0);
    await insert(60);
    expect(await queriesOf(() => reportAt('2021-03-31'))).toBe(few);
  });

  it('counted in SQL is what the pure rule counts, for any items', async () => {
    await fc.assert(
      fc
        .asyncProperty(fc.array(anyItem, { minLength: 1, maxLength: 25 }), dayWithin('2020-12-01', '2021-12-31').map(String), async (items, at) => {
          await store(items);
          const counted = await context.run((em) => talliesOf(em, OF_PLAN, [context.planId], plainDate(at), true));
          expect(inOrder(counted.get(context.taskId(4)) ?? [])).toEqual(inOrder(tally(items, at)));
        })
        .afterEach(() => context.reset('2021-03-31')),
      { numRuns: 30 },
    );
  });

  /** Writes items as they are, past the rules of logging; the title tells them apart. */
  async function store(items: readonly CountableItem[]): Promise<void> {
    await context.run(async (em) => {
      const task = await em.findOneOrFail(Task, context.taskId(4), { populate: ['parties'] });
      const by = em.getReference(User, context.people.tam.userId);
      const at = context.clock.now();
      const make = (item: CountableItem) => {
        const { status, creditedOn, product: genre } = item;
        const deliverable = new Deliverable(task, task.parties[0]!.organisation, plainDate(item.occursOn), by, at);
        return Object.assign(deliverable, { status, genre, creditedOn: creditedOn === null ? null : plainDate(creditedOn) });
      };
      const original = make({ ...items[0]!, status: 'withdrawn' });
      const all = items.map((item) => Object.assign(make(item), { rerunOf: item.isRerun ? original : null }));
      // Some prove themselves, some are proved by evidence that was added; what was removed proves nothing.
      const proofs = items.flatMap(({ hasEvidence }, index) => {
        const proof = new Evidence(all[index]!, 'print', { issueNumber: '2451', page: '3' }, by, at);
        if (!hasEvidence) proof.remove(by, at);
        else if (index % 2 === 0) Object.assign(all[index]!, { channel: 'THBT', airedAt: '19:45' });
        return hasEvidence && index % 2 === 0 ? [] : [proof];
      });
      const takenBack = items.flatMap(({ takenBackOn }, index) =>
        takenBackOn === null ? [] : [new Adjustment(all[index]!, plainDate(takenBackOn), 'Chụp lại ảnh của năm trước', by, at)],
      );
      await em.persist([original, ...all, ...proofs, ...takenBack]).flush();
    });
  }

  async function queriesOf(step: () => Promise<unknown>): Promise<number> {
    let count = 0;
    const { config } = context.database.orm;
    const logger = config.getLogger();
    const log = logger.logQuery.bind(logger);
    logger.setDebugMode(['query']);
    logger.logQuery = () => void (count += 1);
    try {
      await step();
    } finally {
      logger.setDebugMode(false);
      logger.logQuery = log;
    }
    return count;
  }
});

function inOrder(tallies: readonly Tally[]): Tally[] {
  return tallies.toSorted((a, b) => `${a.on} ${a.product}`.localeCompare(`${b.on} ${b.product}`));
}
