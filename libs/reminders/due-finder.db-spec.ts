import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import type { Actor } from '#identity/actor.js';
import { User } from '#identity/user.entity.js';
import { plainDate } from '#kernel/plain-date.js';
import { Plan } from '#planning/plan.entity.js';
import { Task } from '#planning/task.entity.js';
import { article, segment } from '#testing/builders.js';
import { dueOn, told } from '#testing/due-on.js';
import { instantOf } from '#testing/fixed-clock.js';
import { PERSONAS } from '#testing/personas.js';
import { annexOf, signedContract } from '#testing/signed-contract.js';
import { TestContext } from '#testing/test-context.js';
import { ReminderPlanner } from './reminder-planner.js';
import { DEFAULT_RULES, type ReminderRules } from './reminder-rules.js';
import { RuleSet } from './rule-set.entity.js';
import { Snooze } from './snooze.entity.js';

describe('Who is owed word of what', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await TestContext.open();
  });
  afterAll(() => context.close());
  beforeEach(async () => {
    await context.reset('2021-01-04');
    await context.run(async (em) => {
      await em.nativeUpdate(User, {}, { isActive: true, createdAt: instantOf('2021-01-04') });
      await em.nativeUpdate(Plan, { id: context.planId }, { loadedOn: plainDate('2021-01-04'), state: 'in-force' });
    });
  });

  const on = async (day: string) => (await dueOn(context, day)).map(told);

  const log = async (actor: Actor, ordinal: number, input: ReturnType<typeof article>) => {
    context.clock.set('2021-12-31');
    return context.ask(DeliverableService, (service) => service.log(actor, context.taskId(ordinal), input));
  };

  const rule = async (given: Partial<ReminderRules>, ofTask?: { ordinal: number; isSilent?: boolean }, leaders: number[] | null = null) =>
    context.run(async (em) => {
      const task = ofTask ? em.getReference(Task, context.taskId(ofTask.ordinal)) : null;
      const set = new RuleSet(em.getReference(Plan, context.planId), task, { ...DEFAULT_RULES, ...given });
      set.isSilent = ofTask?.isSilent ?? false;
      set.leaders = leaders;
      await em.persist(set).flush();
    });

  describe('of periods', () => {
    it('is nobody eight working days before January ends', async () => {
      expect(await on('2021-01-20')).toEqual([]);
    });

    it('is each lead seven working days before January ends', async () => {
      expect(await on('2021-01-21')).toEqual([
        '4 ahead-7 2021-01-31 tam',
        '5 ahead-7 2021-01-31 tam',
        '7 ahead-7 2021-01-31 lan',
        '8 ahead-7 2021-01-31 lan',
        '12 ahead-7 2021-01-31 khoa',
      ]);
    });

    it('is on the last working day whoever still owes something', async () => {
      await log(context.people.lan, 7, segment({ occursOn: '2021-01-15' }));
      await log(context.people.tam, 5, article({ occursOn: '2021-01-15', url: 'https://baodongkhoi.vn/5' }));
      // Of the newspaper’s even pace, which is no deadline, nobody is told twice.
      expect(await on('2021-01-29')).toEqual(['4 ahead-7 2021-01-31 tam', '8 ahead-1 2021-01-31 lan', '12 ahead-1 2021-01-31 khoa']);
    });

    it('is the lead and Sở Nội vụ the working day after it was missed', async () => {
      expect(await on('2021-02-01')).toEqual(
        [4, 5, 7, 8, 12].flatMap((task) => [`${task} missed 2021-01-31 ${task < 6 ? 'tam' : task < 9 ? 'lan' : 'khoa'}`, `${task} missed 2021-01-31 hanh`]),
      );
    });

    it('is the lead alone every week after, and the leaders after ten working days; of the pace nobody twice', async () => {
      expect((await on('2021-02-22')).filter((one) => one.includes('2021-01-31') && !one.includes('missed'))).toEqual([
        '5 late-2021-02-22 2021-01-31 tam',
        '5 escalated 2021-01-31 phuc',
        '7 late-2021-02-22 2021-01-31 lan',
        '7 escalated 2021-01-31 phuc',
        '8 late-2021-02-22 2021-01-31 lan',
        '8 escalated 2021-01-31 phuc',
        '12 late-2021-02-22 2021-01-31 khoa',
        '12 escalated 2021-01-31 phuc',
      ]);
    });

    it('is nobody where everything was done in time', async () => {
      const { tam, lan, khoa } = context.people;
      for (const day of ['2021-01-10', '2021-01-11']) await log(tam, 4, article({ occursOn: day }));
      await log(tam, 5, article({ occursOn: '2021-01-12' }));
      await log(lan, 7, segment({ occursOn: '2021-01-10' }));
      await log(lan, 8, segment({ occursOn: '2021-01-10' }));
      await log(khoa, 12, article({ occursOn: '2021-01-10', url: 'https://example.vn/1' }));
      expect((await on('2021-01-29')).filter((one) => !one.startsWith('evidence'))).toEqual([]);
      expect((await on('2021-02-01')).filter((one) => !one.startsWith('evidence'))).toEqual([]);
    });

    it('is never somebody about the unlimited rows or the rows to come', async () => {
      const all = (await Promise.all(['2021-01-29', '2021-03-31', '2021-06-30'].map(on))).flat();
      expect(all.filter((one) => /^(2|6|9|10|11|13) /.test(one))).toEqual([]);
    });

    it('of the classes in quarter III is Sở Nội vụ, which leads them, once each', async () => {
      const ofClasses = async (day: string) => (await on(day)).filter((one) => one.startsWith('11 '));
      expect(await ofClasses('2021-09-20')).toEqual([]);
      expect(await ofClasses('2021-09-21')).toEqual(['11 ahead-7 2021-09-30 hanh']);
      expect(await ofClasses('2021-10-01')).toEqual(['11 missed 2021-09-30 hanh']);
      expect(await ofClasses('2021-10-11')).toEqual(['11 late-2021-10-11 2021-09-30 hanh']);
    });

    it('is Sở Nội vụ where the lead has no account', async () => {
      await context.run((em) => em.nativeUpdate(User, { email: PERSONAS.khoa.email }, { isActive: false }));
      expect((await on('2021-01-21')).filter((one) => one.startsWith('12 '))).toEqual(['12 ahead-7 2021-01-31 hanh']);
    });

    it('leaves out what ended before the plan was loaded, and before the person came', async () => {
      await context.run(async (em) => {
        await em.nativeUpdate(Plan, { id: context.planId }, { loadedOn: plainDate('2021-02-15') });
        await em.nativeUpdate(User, { email: PERSONAS.lan.email }, { createdAt: instantOf('2021-03-01') });
      });
      const late = await on('2021-03-01');
      expect(late.every((one) => one.includes('2021-02-28'))).toBe(true);
      expect(late.filter((one) => one.endsWith('lan'))).toEqual([]);
      expect(late.filter((one) => one.endsWith('tam'))).toEqual(['4 missed 2021-02-28 tam']);
    });

    it('still speaks of December in January, and falls silent a month after the plan or when it is closed', async () => {
      expect((await on('2022-01-04')).filter((one) => one.includes('missed 2021-12-31')).length).toBeGreaterThan(0);
      expect(await on('2022-02-01')).toEqual([]);
      await context.run((em) => em.nativeUpdate(Plan, { id: context.planId }, { state: 'closed' }));
      expect(await on('2021-02-01')).toEqual([]);
    });
  });

  describe('by the rules of the plan', () => {
    it('is asked on other days and of other people', async () => {
      await rule({ start: { to: ['lead'] }, ahead: { workingDays: [3], to: ['coordinator'] }, late: { to: [] } });
      expect((await on('2021-02-01')).filter((one) => one.includes(' start ') && one.includes('02-28'))).toHaveLength(4);
      expect(await on('2021-01-26')).toEqual(expect.not.arrayContaining([expect.stringContaining('ahead')]));
      expect((await on('2021-01-27')).filter((one) => one.includes('ahead-3')).every((one) => one.endsWith('hanh'))).toBe(true);
      expect((await on('2021-02-22')).some((one) => one.includes('late-'))).toBe(false);
    });

    it('has exceptions for a task: other days, or silence', async () => {
      await rule({});
      await rule({ ahead: { workingDays: [1], to: ['lead'] } }, { ordinal: 7 });
      await rule({}, { ordinal: 8, isSilent: true });
      expect((await on('2021-01-21')).map((one) => one.split(' ')[0])).toEqual(['4', '5', '12']);
      expect((await on('2021-01-29')).map((one) => one.split(' ')[0])).toEqual(['4', '5', '7', '12']);
    });

    it('counts as leaders only those viewers that were chosen', async () => {
      await rule({}, undefined, []);
      expect((await on('2021-02-22')).filter((one) => one.endsWith('phuc'))).toEqual([]);
    });
  });

  describe('of a pace', () => {
    it('is the lead and Sở Nội vụ once a month while the quota cannot be met', async () => {
      await log(context.people.tam, 4, article({ occursOn: '2021-01-10' }));
      const pace = async (day: string) => (await on(day)).filter((one) => one.includes('pace'));
      expect(await pace('2021-03-15')).toEqual([]);
      expect(await pace('2021-05-04')).toEqual(['4 pace-2021-05 tam', '4 pace-2021-05 hanh']);
      expect(await pace('2021-06-10')).toEqual(['4 pace-2021-06 tam', '4 pace-2021-06 hanh']);
    });
  });

  describe('of evidence', () => {
    it('is whoever logged something that nothing proves, five working days after', async () => {
      await log(context.people.khoa, 12, article({ occursOn: '2021-01-08' }));
      const evidence = async (day: string) => (await on(day)).filter((one) => one.startsWith('evidence'));
      expect(await evidence('2021-01-14')).toEqual([]);
      expect(await evidence('2021-01-15')).toEqual(['evidence evidence khoa']);
      expect(await evidence('2021-01-17')).toEqual(['evidence evidence khoa']);
      await log(context.people.tam, 4, article({ occursOn: '2021-01-08', url: 'https://baodongkhoi.vn/1' }));
      expect(await evidence('2021-02-15')).toEqual(['evidence evidence khoa']);
    });
  });

  describe('of contracts', () => {
    it('is whoever keeps them near their end and when they are nearly used up; an annex begins anew', async () => {
      const { lineIds, id } = await signedContract(context, {
        partyB: 'dai-ptth',
        lines: [{ task: 7, quantity: 10 }],
        startsOn: '2021-01-04',
        endsOn: '2021-06-30',
      });
      const contract = async (day: string) =>
        (await dueOn(context, day))
          .filter(({ subject }) => subject.about === 'contract')
          .map(({ obligation, stage, person }) => `${obligation} ${stage.kind} ${person.email.split('@')[0]}`);
      expect(await contract('2021-05-30')).toEqual([]);
      expect(await contract('2021-05-31')).toEqual([`contract:${id}:2021-06-30 contract-end hanh`]);
      for (let day = 10; day < 19; day += 1) await log(context.people.lan, 7, segment({ occursOn: `2021-01-${day}` }));
      expect(await contract('2021-02-01')).toEqual([`line:${lineIds[0]}:10 contract-used hanh`]);
      await annexOf(context, id, lineIds[0]!, 20, '2021-02-02');
      expect(await contract('2021-02-03')).toEqual([]);
    });
  });

  describe('after a wish to wait', () => {
    it('is left alone until the day, then told again; Sở Nội vụ is told all the same', async () => {
      await context.run(async (em) => {
        const user = await em.findOneOrFail(User, { email: PERSONAS.khoa.email });
        const task = em.getReference(Task, context.taskId(12));
        await em
          .persist(
            new Snooze(
              `duty:${task.id}:2021-01-01:2021-01-31`,
              user.organisation,
              task,
              plainDate('2021-02-05'),
              'Chờ hội trường',
              user,
              instantOf('2021-01-22'),
            ),
          )
          .flush();
      });
      const ofForum = async (day: string) => (await on(day)).filter((one) => one.startsWith('12 ') && one.includes('2021-01-31'));
      expect(await ofForum('2021-01-29')).toEqual([]);
      expect(await ofForum('2021-02-01')).toEqual(['12 missed 2021-01-31 hanh']);
      expect(await ofForum('2021-02-05')).toEqual(['12 snoozed-2021-02-05 2021-01-31 khoa', '12 missed 2021-01-31 hanh']);
      expect(await ofForum('2021-02-08')).toEqual(['12 late-2021-02-08 2021-01-31 khoa', '12 missed 2021-01-31 hanh']);
    });
  });

  describe('of the whole', () => {
    it('is Sở Nội vụ each week and the leaders each month, unless they turned it off', async () => {
      const summaries = async (day: string) =>
        (await dueOn(context, day, { withSummaries: true }))
          .filter(({ subject }) => subject.about === 'summary')
          .map(({ stage, person }) => `${stage.key} ${person.email.split('@')[0]}`);
      expect(await summaries('2021-01-08')).toEqual([]);
      expect(await summaries('2021-02-03')).toEqual(['weekly-2021-02-01 hanh', 'monthly-2021-02 phuc']);
      await context.run((em) => em.nativeUpdate(User, { email: PERSONAS.phuc.email }, { takesSummaries: false }));
      expect(await summaries('2021-02-03')).toEqual(['weekly-2021-02-01 hanh']);
    });
  });

  describe('written down', () => {
    const plan = (day: string) => context.ask(ReminderPlanner, (planner) => planner.planDue(instantOf(day)));
    const count = async () => (await context.rows('select id from reminder')).length;

    it('twice is written once, by two workers at once too', async () => {
      expect(await plan('2021-01-21')).toBe(6);
      expect(await plan('2021-01-21')).toBe(0);
      expect(await count()).toBe(6);
      await context.rows('delete from reminder');
      const [first, second] = await Promise.all([plan('2021-01-21'), plan('2021-01-21')]);
      expect([first + second, await count()]).toEqual([6, 6]);
    });

    it('after a sleep is the latest stage only', async () => {
      await plan('2021-01-29');
      expect(await context.rows("select distinct stage from reminder where kind = 'ahead' and task_id <> ?", [context.taskId(4)])).toEqual([
        { stage: 'ahead-1' },
      ]);
    });

    it('tells whoever asks what is new', async () => {
      const news: string[] = [];
      await context.ask(ReminderPlanner, (planner) =>
        planner.planDue(instantOf('2021-01-21'), undefined, (added) => news.push(...added.map(({ stage }) => stage.key))),
      );
      expect(news.toSorted()).toEqual([...Array.from({ length: 5 }, () => 'ahead-7'), 'weekly-2021-01-18']);
    });
  });
});
