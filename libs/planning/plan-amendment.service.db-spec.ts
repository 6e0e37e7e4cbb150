import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { ProgressService } from '#deliverables/progress.service.js';
import { plainDate } from '#kernel/plain-date.js';
import { article, segment } from '#testing/builders.js';
import { TestContext } from '#testing/test-context.js';
import { type AmendmentInput, PlanAmendmentService } from './plan-amendment.service.js';
import { PlanLifeService } from './plan-life.service.js';
import { PlanService } from './plan.service.js';

const BASIS = 'Quyết định số 45/QĐ-UBND ngày 28/6/2021';

describe('An amendment of a plan in force', () => {
  let context: TestContext;
  beforeEach(async () => {
    context = await TestContext.open();
    context.clock.set('2021-07-05');
  });
  afterEach(() => context.close());

  const amend = (ordinal: number, given: Partial<AmendmentInput>) =>
    context.ask(PlanAmendmentService, (service) =>
      service.amend(context.people.hanh, context.taskId(ordinal), { basis: BASIS, effectiveOn: plainDate('2021-07-01'), ...given }),
    );
  const rowAt = async (ordinal: number, at: string) => {
    const rows = await context.askOfPlan(ProgressService, (progress, plan) => progress.ofPlan(plan, plainDate(at)));
    return rows.find(({ task }) => task.ordinal === ordinal)!;
  };

  it('changes a quota from its day on; the day before still shows the earlier target', async () => {
    await amend(4, { quantity: '30 bài' });
    expect((await rowAt(4, '2021-06-30')).progress).toMatchObject({ target: 24, owed: 12 });
    expect((await rowAt(4, '2021-07-01')).progress.target).toBe(30);
    expect((await rowAt(4, '2021-07-31')).progress.owed).toBe(17);
  });

  it('asks for more in the months to come and leaves those that are over as they were', async () => {
    await amend(8, { quantity: '02 chuyên mục/tháng' });
    const { progress } = await rowAt(8, '2021-12-31');
    expect(progress.months.filter(({ target }) => target !== null).map(({ target }) => target)).toEqual([1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
    expect(progress.target).toBe(18);
    expect((await rowAt(8, '2021-06-30')).progress.target).toBe(12);
  });

  it('moves a date, keeping what was counted', async () => {
    await amend(11, { time: 'Quý IV/2021' });
    expect((await rowAt(11, '2021-06-30')).progress.duties.map(({ to }) => to.toString())).toEqual(['2021-09-30']);
    expect((await rowAt(11, '2021-10-01')).progress).toMatchObject({ target: 3, status: 'on-pace' });
  });

  it('gives a task another lead, who may log from then on; the item of the lead before stays its own', async () => {
    const old = await context.ask(DeliverableService, (service) => service.log(context.people.tam, context.taskId(4), article({ occursOn: '2021-03-03' })));
    const lead = [context.people.lan.organisationId];
    await amend(4, { lead });
    expect((await rowAt(4, '2021-06-30')).leads.map(({ organisation }) => organisation.name)).toEqual(['Báo Đồng Khởi']);
    expect((await rowAt(4, '2021-07-01')).leads.map(({ organisation }) => organisation.id)).toEqual(lead);
    const log = (who: 'lan' | 'tam') =>
      context.ask(DeliverableService, (service) => service.log(context.people[who], context.taskId(4), segment({ occursOn: '2021-07-03' })));
    await expect(log('tam')).rejects.toMatchObject({ code: 'not-found' });
    await log('lan');
    expect((await context.ask(DeliverableService, (service) => service.find(old.id))).organisation.id).toBe(context.people.tam.organisationId);
  });

  it('is told with its basis, what was and what became of it, and by whom', async () => {
    await amend(4, { quantity: '30 bài' });
    const [amendment] = await context.ask(PlanAmendmentService, async (service) =>
      service.of(await context.ask(PlanService, (plans) => plans.find(context.planId))),
    );
    expect(amendment).toMatchObject({ basis: BASIS, createdBy: `#${context.people.hanh.userId}` });
    expect(amendment!.changes).toEqual([{ taskId: context.taskId(4), label: '4', field: 'quantity', before: 'Bài báo (số lượng 24 bài)', after: '30 bài' }]);
    expect(await context.rows("select action from audit_entry where subject = 'plan'")).toEqual([{ action: 'plan.amended' }]);
  });

  it.each<[string, Partial<AmendmentInput>, string]>([
    ['no basis', { basis: ' ', quantity: '30 bài' }, 'basis'],
    ['words that say no quantity', { quantity: 'nhiều bài' }, 'quantity'],
    ['a time that is none', { time: 'quý V' }, 'time'],
    ['a day outside the plan', { quantity: '30 bài', effectiveOn: plainDate('2022-03-01') }, 'effectiveOn'],
    ['no lead at all', { lead: [] }, 'lead'],
    ['nothing changed', {}, 'quantity'],
  ])('with %s is refused at its field, and changes nothing', async (_what, given, field) => {
    await expect(amend(4, given)).rejects.toMatchObject({ code: 'invalid-form', fields: { [field]: expect.any(String) } });
    expect((await rowAt(4, '2021-12-31')).progress.target).toBe(24);
    expect(await context.rows('select 1 from plan_amendment')).toEqual([]);
  });

  it('is not put before the last one of the same task', async () => {
    await amend(4, { quantity: '30 bài' });
    await expect(amend(4, { quantity: '36 bài', effectiveOn: plainDate('2021-06-01') })).rejects.toMatchObject({
      fields: { effectiveOn: expect.stringContaining('01/7/2021') },
    });
    await amend(4, { quantity: '36 bài', effectiveOn: plainDate('2021-09-01') });
    expect([
      (await rowAt(4, '2021-06-30')).progress.target,
      (await rowAt(4, '2021-08-31')).progress.target,
      (await rowAt(4, '2021-09-01')).progress.target,
    ]).toEqual([24, 30, 36]);
  });

  it('is for coordinators', async () => {
    const byTam = context.ask(PlanAmendmentService, (service) =>
      service.amend(context.people.tam, context.taskId(4), { basis: BASIS, effectiveOn: plainDate('2021-07-01'), quantity: '12 bài' }),
    );
    await expect(byTam).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('The life of a plan', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await TestContext.open();
  });
  afterAll(() => context.close());

  const become = (state: 'in-force' | 'closed' | 'archived') => context.ask(PlanLifeService, (life) => life.become(context.people.hanh, context.planId, state));

  it('is closed, opened again, closed and archived; nothing is logged while it is not in force', async () => {
    const log = () => context.ask(DeliverableService, (service) => service.log(context.people.tam, context.taskId(4), article({ occursOn: '2021-01-04' })));
    await expect(become('archived')).rejects.toMatchObject({ code: 'illegal-plan-state' });
    await become('closed');
    await expect(log()).rejects.toMatchObject({ code: 'plan-is-closed' });
    expect((await context.ask(PlanService, (plans) => plans.find())).id).toBe(context.planId);
    await become('in-force');
    await log();
    await become('closed');
    await become('archived');
    await expect(context.ask(PlanService, (plans) => plans.find())).rejects.toMatchObject({ code: 'not-found' });
    expect((await context.ask(PlanService, (plans) => plans.find(context.planId))).state).toBe('archived');
  });
});
