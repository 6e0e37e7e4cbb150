import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { plainDate } from '#kernel/plain-date.js';
import { article, segment } from '#testing/builders.js';
import { TestContext } from '#testing/test-context.js';
import { CalendarQuery } from './calendar.query.js';
import type { Ledgers } from './counts.js';
import { Deliverable } from './deliverable.entity.js';
import { DeliverableListQuery } from './deliverable-list.query.js';
import { DeliverableService } from './deliverable.service.js';
import { Evidence } from './evidence/evidence.entity.js';
import { ProgressService } from './progress.service.js';
import { ReceivedQuery } from './received.query.js';
import { TopicCoverageQuery } from './topic-coverage.query.js';

const TODAY = '2021-04-10';
const TELEVISION = 8;

describe('The counting rules, wherever something is counted', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await TestContext.open();
  });
  afterAll(() => context.close());
  beforeEach(() => context.reset(TODAY));

  const deliverables = <T>(question: (service: DeliverableService) => Promise<T>) => context.ask(DeliverableService, question);
  const air = (given: Parameters<typeof segment>[0] = {}) =>
    deliverables((service) => service.log(context.people.lan, context.taskId(TELEVISION), segment({ occursOn: '2021-01-20', ...given })));

  async function decide(id: number, verdict: 'accept' | 'reject'): Promise<void> {
    await context.run(async (em) => {
      const item = await em.findOneOrFail(Deliverable, id);
      if (verdict === 'accept') item.accept(context.clock.now());
      else item.reject('Sai chuyên mục', context.clock.now());
      await em.flush();
    });
  }

  async function prove(id: number, isRemoved = false): Promise<void> {
    await context.run(async (em) => {
      const evidence = new Evidence(em.getReference(Deliverable, id), 'link', { url: 'https://thbt.vn/1' }, null, context.clock.now());
      if (isRemoved) evidence.remove(null, context.clock.now());
      await em.persist(evidence).flush();
    });
  }

  const standingAt = async (at = TODAY) =>
    context.askOfPlan(ProgressService, async (progress, plan) => {
      const rows = await progress.ofPlan(plan, plainDate(at));
      return rows.find(({ task }) => task.id === context.taskId(TELEVISION))!.progress;
    });
  const monthAt = async (month: string, at = TODAY) => (await standingAt(at)).months.find((one) => one.month === month)!;

  /** Every place that counts says the same: declared · with evidence · accepted. */
  async function expectEverywhere(expected: string): Promise<void> {
    const words = ({ declared, evidenced, accepted }: Ledgers) => `${declared} · ${evidenced} · ${accepted}`;
    const taskId = context.taskId(TELEVISION);
    const list = await context.ask(DeliverableListQuery, (query) => query.page({ planId: context.planId, taskId }));
    const [received] = await context.ask(ReceivedQuery, (query) => query.ofTask(taskId, plainDate(TODAY)));
    const coverage = await context.askOfPlan(TopicCoverageQuery, (query, plan) => query.of(plan, plainDate(TODAY)));
    const { due } = JSON.parse(
      await context.ask(CalendarQuery, (query) => query.json({ from: plainDate('2021-01-01'), until: plainDate('2022-01-01') }, { taskId })),
    ) as { due: { done: number; evidenced: number; accepted: number }[] };
    const ofCalendar = due.reduce(
      (sum, { done, evidenced, accepted }) => ({ declared: sum.declared + done, evidenced: sum.evidenced + evidenced, accepted: sum.accepted + accepted }),
      { declared: 0, evidenced: 0, accepted: 0 },
    );
    expect({
      progress: words(await standingAt()),
      list: words(list.ledgers),
      received: received ? words(received) : '0 · 0 · 0',
      coverage: words(coverage.untagged.total),
      calendar: words(ofCalendar),
    }).toEqual({ progress: expected, list: expected, received: expected, coverage: expected, calendar: expected });
  }

  it('keep what appeared, what is proved and what is accepted apart (rule 5)', async () => {
    const unproven = await air({ channel: null });
    await air({ occursOn: '2021-02-20' });
    await expectEverywhere('2 · 1 · 0');
    await prove(unproven.id, true);
    await expectEverywhere('2 · 1 · 0');
    await prove(unproven.id);
    await prove(unproven.id);
    await expectEverywhere('2 · 2 · 0');
    await decide(unproven.id, 'accept');
    await expectEverywhere('2 · 2 · 1');
  });

  it('never count a rerun, proved or not (rule 2)', async () => {
    const original = await air();
    const rerun = await air({ occursOn: '2021-02-20', rerunOf: original.id });
    await prove(rerun.id);
    await expectEverywhere('1 · 1 · 0');
    expect(await monthAt('2021-02')).toMatchObject({ declared: 0, isMissed: true, status: 'overdue' });
  });

  it('keep a missed month missed, with what makes up for it on its day, and count that once (rule 3)', async () => {
    expect(await monthAt('2021-01')).toMatchObject({ declared: 0, isMissed: true, madeUpOn: null, status: 'overdue' });
    await air({ occursOn: '2021-04-05', creditedOn: '2021-01-31' });
    await expectEverywhere('1 · 1 · 0');
    expect(await monthAt('2021-01')).toMatchObject({ declared: 1, evidenced: 1, madeUp: 1, madeUpOn: '2021-04-05', isMissed: true, status: 'done' });
    expect(await monthAt('2021-04')).toMatchObject({ declared: 0, madeUp: 0, isMissed: false });
    // On the evening before, nothing had been made up for.
    expect(await monthAt('2021-01', '2021-04-04')).toMatchObject({ declared: 0, madeUp: 0, status: 'overdue' });
  });

  it('call no month missed that was met on time, nor one whose last day is today', async () => {
    await air();
    expect(await monthAt('2021-01')).toMatchObject({ isMissed: false, status: 'done' });
    expect(await monthAt('2021-02', '2021-02-28')).toMatchObject({ isMissed: false });
    expect(await monthAt('2021-02', '2021-03-01')).toMatchObject({ isMissed: true });
  });

  it('list a make-up item under both its months and count it in the one it is credited to (rule 3)', async () => {
    await air({ occursOn: '2021-04-05', creditedOn: '2021-01-31' });
    const inMonth = async (month: string) => {
      const { total, ledgers } = await context.ask(DeliverableListQuery, (query) => query.page({ planId: context.planId, month }));
      return [total, ledgers.declared];
    };
    expect(await inMonth('2021-01')).toEqual([1, 1]);
    expect(await inMonth('2021-04')).toEqual([1, 0]);
    expect(await inMonth('2021-03')).toEqual([0, 0]);
  });

  it.each(['rejected', 'withdrawn'] as const)('let go of what was %s; its month is open again and may be made up for (rule 6)', async (status) => {
    const { id } = await air();
    expect(await monthAt('2021-01')).toMatchObject({ status: 'done' });
    const makeUp = () => air({ occursOn: '2021-04-05', creditedOn: '2021-01-31' });
    await expect(makeUp()).rejects.toThrow('Kỳ này đã đủ chỉ tiêu, không cần tính bù.');
    if (status === 'rejected') await decide(id, 'reject');
    else await deliverables((service) => service.withdraw(context.people.lan, id, 1, 'Phát nhầm băng'));
    await expectEverywhere('0 · 0 · 0');
    expect(await monthAt('2021-01')).toMatchObject({ declared: 0, isMissed: true, status: 'overdue' });
    await makeUp();
    await expectEverywhere('1 · 1 · 0');
    const { rows } = await context.ask(DeliverableListQuery, (query) => query.page({ planId: context.planId, status }));
    expect(rows.map(({ reason }) => reason)).toEqual([status === 'rejected' ? 'Sai chuyên mục' : 'Phát nhầm băng']);
  });

  it('stop the same piece twice, naming the first, and take it anew once that was refused (rule 7)', async () => {
    const url = 'https://baodongkhoi.vn/mot-cua.html';
    const log = (title: string) =>
      deliverables((service) => service.log(context.people.tam, context.taskId(4), article({ title, url, occursOn: '2021-03-01' })));
    const first = await log('Một cửa về xã');
    await expect(log('Tên khác')).rejects.toMatchObject({ code: 'duplicate', field: 'url', first: { id: first.id, title: 'Một cửa về xã' } });
    await decide(first.id, 'reject');
    const second = await log('Một cửa về xã');
    expect(second.id).not.toBe(first.id);
    await expect(log('Một cửa về xã')).rejects.toMatchObject({ first: { id: second.id } });
  });

  it('count an accepted item until an adjustment takes it back, and its month is open again from that day (rule 8)', async () => {
    const { id } = await air();
    await decide(id, 'accept');
    await context.takeBack(id, '2021-04-08');
    await expectEverywhere('0 · 0 · 0');
    expect(await standingAt('2021-04-07')).toMatchObject({ declared: 1, evidenced: 1, accepted: 1 });
    expect(await standingAt('2021-04-08')).toMatchObject({ declared: 0, evidenced: 0, accepted: 0 });
    expect(await monthAt('2021-01')).toMatchObject({ isMissed: true, status: 'overdue' });
    await air({ occursOn: '2021-04-09', creditedOn: '2021-01-31' });
    await expectEverywhere('1 · 1 · 0');
    const { rows } = await context.ask(DeliverableListQuery, (query) => query.page({ planId: context.planId, status: 'accepted' }));
    expect(rows).toMatchObject([{ id, takenBackOn: '2021-04-08', takenBackReason: expect.stringContaining('trùng') }]);
  });
});
