import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '#identity/actor.js';
import { plainDate } from '#kernel/plain-date.js';
import { article, segment } from '#testing/builders.js';
import { TestContext } from '#testing/test-context.js';
import { DeliverableService } from './deliverable.service.js';
import { LogFormQuery } from './log-form.query.js';

describe('What a logging form has filled in', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await TestContext.open();
  });
  afterAll(() => context.close());
  beforeEach(() => context.reset('2021-03-31'));

  const log = (actor: Actor, ordinal: number, input: ReturnType<typeof segment>) =>
    context.ask(DeliverableService, (service) => service.log(actor, context.taskId(ordinal), input));

  async function choicesOf(actor: Actor, today = '2021-03-31') {
    const { tasks, likely } = await context.askOfPlan(LogFormQuery, (query, plan) => query.tasksOf(actor, plan, plainDate(today)));
    return { tasks: tasks.map(({ task }) => task.ordinal), likely: likely.task.ordinal };
  }

  it('are the tasks of the editor’s own newspaper, the one owed first being likely', async () => {
    expect(await choicesOf(context.people.tam)).toEqual({ tasks: [4, 5, 6], likely: 4 });
    expect(await choicesOf(context.people.tam, '2020-12-20')).toEqual({ tasks: [4, 5, 6], likely: 5 });
  });

  it('are all tasks for the coordinator, one of her own being likely', async () => {
    const { tasks, likely } = await choicesOf(context.people.hanh);
    expect(tasks).toHaveLength(13);
    expect([1, 2, 3, 10, 11]).toContain(likely);
  });

  it('turn from radio to television once radio is done', async () => {
    expect((await choicesOf(context.people.lan, '2021-01-15')).likely).toBe(7);
    await log(context.people.lan, 7, segment({ occursOn: '2021-01-10' }));
    expect((await choicesOf(context.people.lan, '2021-01-15')).likely).toBe(8);
  });

  it('are refused to an organisation that leads nothing', async () => {
    await expect(choicesOf(context.people.phuc)).rejects.toThrow('Cơ quan của bạn không chủ trì nhiệm vụ nào trong kế hoạch này.');
  });

  it('are of nobody else: neither another’s usual details nor another’s items to rerun, but for one that stands there already', async () => {
    const { hanh, lan, tam } = context.people;
    const { id } = await log(lan, 8, segment({ occursOn: '2021-01-20' }));
    const usual = (organisationId: number) => context.ask(LogFormQuery, (query) => query.usualDetails(context.taskId(8), organisationId));
    expect([await usual(lan.organisationId), await usual(tam.organisationId)]).toEqual([expect.objectContaining({ durationSeconds: 900 }), null]);
    const originals = (actor: Actor, chosen?: number) =>
      context.ask(LogFormQuery, async (query) => (await query.originals(actor, context.taskId(8), plainDate('2021-03-31'), chosen)).map((one) => one.id));
    expect([await originals(lan), await originals(hanh), await originals(tam), await originals(tam, id)]).toEqual([[id], [id], [], [id]]);
  });

  it('repeat the usual hour and channel of the task’s last item, reruns aside', async () => {
    const usual = () => context.ask(LogFormQuery, (query) => query.usualDetails(context.taskId(8), context.people.lan.organisationId));
    expect(await usual()).toBeNull();
    const first = await log(context.people.lan, 8, segment({ occursOn: '2021-01-20', airedAt: '19:45', channel: 'THBT' }));
    await log(context.people.lan, 8, segment({ occursOn: '2021-02-20', airedAt: '20:00', channel: 'THBT 2' }));
    await log(context.people.lan, 8, segment({ occursOn: '2021-02-21', airedAt: '23:00', rerunOf: first.id }));
    expect(await usual()).toMatchObject({ airedAt: '20:00', channel: 'THBT 2', durationSeconds: 900 });
  });

  it('offer as originals what counts, newest first: neither reruns nor what was refused, withdrawn or taken back', async () => {
    const first = await log(context.people.lan, 8, segment({ occursOn: '2021-01-20' }));
    const second = await log(context.people.lan, 8, segment({ occursOn: '2021-02-20' }));
    await log(context.people.lan, 8, segment({ occursOn: '2021-02-21', rerunOf: first.id }));
    await log(context.people.tam, 4, article());
    for (const status of ['rejected', 'withdrawn', 'accepted']) {
      const { id } = await log(context.people.lan, 8, segment({ occursOn: '2021-03-01' }));
      await context.run((em) => em.execute('update deliverable set status = ? where id = ?', [status, id]));
      if (status === 'accepted') await context.takeBack(id, '2021-03-30');
    }
    const originals = await context.ask(LogFormQuery, (query) => query.originals(context.people.lan, context.taskId(8), plainDate('2021-03-31')));
    expect(originals.map(({ id }) => id)).toEqual([second.id, first.id]);
  });

  it('name who leads the task', async () => {
    expect(await context.ask(LogFormQuery, (query) => query.leadOf(context.taskId(13)))).toMatchObject({ name: 'Đoàn Đại biểu Quốc hội tỉnh' });
    await expect(context.ask(LogFormQuery, (query) => query.leadOf(9999))).rejects.toThrow('Không tìm thấy nhiệm vụ này.');
  });
});
