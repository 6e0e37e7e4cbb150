import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plainDate } from '#kernel/plain-date.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { TestContext } from '#testing/test-context.js';
import { Plan } from './plan.entity.js';
import { PlanAlreadyLoaded, PlanService } from './plan.service.js';
import { issuedSamplePlan, samplePlanFor } from './sample-plan.js';
import { Task } from './task.entity.js';
import { TaskQuery } from './task.query.js';

describe('Adopting a plan', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await TestContext.open();
  });
  afterAll(() => context.close());

  it('puts it in force as a sample, over the span of its tasks, loaded on the day', async () => {
    const plan = await context.run((em) => em.findOneOrFail(Plan, context.planId, { populate: ['coordinator'] }));
    expect(plan).toMatchObject({ number: '105/KH-UBND', year: 2021, isSample: true });
    expect([plan.startsOn, plan.endsOn, plan.loadedOn, plan.issuedOn].map(String)).toEqual(['2020-12-01', '2021-12-31', '2021-01-04', '2020-12-30']);
    expect(plan.coordinator.name).toBe('Sở Nội vụ');
  });

  it('stores the 13 tasks with their targets', async () => {
    const tasks = await context.run((em) => em.find(Task, {}, { orderBy: { ordinal: 'asc' }, populate: ['targets'] }));
    const rows = tasks.map(({ ordinal, targets }) => [ordinal, targets.length, targets.getItems().reduce((sum, { quantity }) => sum + quantity, 0)]);
    expect(rows).toEqual([
      [1, 1, 1],
      [2, 0, 0],
      [3, 2, 2],
      [4, 1, 24],
      [5, 1, 1],
      [6, 0, 0],
      [7, 12, 12],
      [8, 12, 12],
      [9, 0, 0],
      [10, 1, 1],
      [11, 1, 3],
      [12, 12, 12],
      [13, 0, 0],
    ]);
    expect(tasks.find(({ ordinal }) => ordinal === 4)!.targets[0]).toMatchObject({ pace: 'even', product: null });
  });

  it('gives back the task’s own data as it was', async () => {
    const task = await context.run((em) => em.findOneOrFail(Task, { ordinal: 7 }));
    const { name, product, genres, medium, quantity, time, doubts } = issuedSamplePlan().tasks[6]!;
    expect(task).toMatchObject({ name, product, genres, medium, quantity, time, doubts });
  });

  it('keeps the parties in the plan’s order, leads apart from supporters', async () => {
    const parties = await context.run(async (em) => {
      const task = await em.findOneOrFail(Task, { ordinal: 13 }, { populate: ['parties.organisation'] });
      return task.parties.getItems().map(({ role, position, organisation }) => `${role} ${position} ${organisation.code}`);
    });
    expect(parties.toSorted()).toEqual(['lead 0 doan-dbqh', 'lead 1 hdnd-ba-cap', 'supporting 0 co-quan-dia-phuong-lien-quan']);
  });

  it('is refused a second time, and nothing is added', async () => {
    await expect(context.ask(PlanService, (plans) => plans.adopt(issuedSamplePlan()))).rejects.toThrow(new PlanAlreadyLoaded('105/KH-UBND', 2021).message);
    expect(await context.run((em) => em.count(Task))).toBe(13);
  });

  it('lets only one of two processes in that adopt it at the same moment', async () => {
    const outcomes = await Promise.allSettled([1, 2].map(() => context.ask(PlanService, (plans) => plans.adopt(samplePlanFor(2019)))));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await context.run((em) => em.count(Task, { plan: { year: 2019 } }))).toBe(13);
  });

  it('of another year uses the organisations that are there', async () => {
    const before = await context.run((em) => em.count(Organisation));
    const plan = await context.ask(PlanService, (plans) => plans.adopt(samplePlanFor(2022)));
    expect(await context.run((em) => em.count(Organisation))).toBe(before);
    expect([plan.isSample, plan.startsOn.toString()]).toEqual([false, '2021-12-01']);
  });

  it('keeps an organisation’s name that was corrected meanwhile', async () => {
    await context.run(async (em) => {
      const station = await em.findOneOrFail(Organisation, { code: 'dai-ptth' });
      station.name = 'Đài Phát thanh và Truyền hình Bến Tre';
      await em.flush();
    });
    await context.ask(PlanService, (plans) => plans.adopt(samplePlanFor(2024)));
    const station = await context.run((em) => em.findOneOrFail(Organisation, { code: 'dai-ptth' }));
    expect(station.name).toBe('Đài Phát thanh và Truyền hình Bến Tre');
  });

  it('leaves the plan in force to be the latest that has begun', async () => {
    const yearOn = async (day: string) => {
      context.clock.set(day);
      return (await context.ask(PlanService, (plans) => plans.find())).year;
    };
    expect([await yearOn('2021-06-01'), await yearOn('2022-01-01'), await yearOn('2023-05-05'), await yearOn('2018-05-05')]).toEqual([2021, 2022, 2022, 2019]);
  });

  it('is found by its id and by a task; an unknown one is told', async () => {
    expect(await context.ask(PlanService, (plans) => plans.findOfTask(context.taskId(4)))).toMatchObject({ id: context.planId });
    expect(await context.ask(PlanService, (plans) => plans.find(context.planId))).toMatchObject({ year: 2021 });
    await expect(context.ask(PlanService, (plans) => plans.find(9999))).rejects.toThrow('Không tìm thấy kế hoạch này.');
    await expect(context.ask(PlanService, (plans) => plans.findOfTask(undefined))).rejects.toThrow('Không tìm thấy nhiệm vụ này.');
  });

  it('offers the tasks and the organisations that lead them, each once', async () => {
    const { tasks, leads } = await context.ask(TaskQuery, (query) => query.choices(context.planId));
    expect(tasks.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 13 }, (_, index) => String(index + 1)));
    expect(leads.map(({ name }) => name)).toHaveLength(7);
    expect(await context.ask(TaskQuery, (query) => query.contextOf(context.taskId(13)))).toMatchObject({
      medium: 'forum',
      leads: [{ name: 'Đoàn Đại biểu Quốc hội tỉnh' }, { name: 'HĐND 03 cấp tỉnh, huyện, xã' }],
    });
    await expect(context.ask(TaskQuery, (query) => query.contextOf(9999))).rejects.toThrow('Không tìm thấy nhiệm vụ này.');
  });
});

describe('A plan with work over several years', () => {
  it('is shown month by month no further than half a year beside its own', () => {
    const head = { number: '1/KH', title: 'Kế hoạch', year: 2021, issuer: 'X', place: 'Y', issuedOn: plainDate('2020-12-30') };
    const span = { from: plainDate('2020-12-01'), to: plainDate('2025-12-31') };
    const plan = new Plan(head, new Organisation('a', 'A', 'A', 'authority'), span, { on: plainDate('2021-01-04'), asSample: false });
    expect([plan.shownSpan().from.toString(), plan.shownSpan().to.toString()]).toEqual(['2020-12-01', '2022-06-30']);
  });
});
