import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CalendarEditService } from '#calendar/calendar-edit.service.js';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { plainDate } from '#kernel/plain-date.js';
import { Plan } from '#planning/plan.entity.js';
import { segment } from '#testing/builders.js';
import { instantOf } from '#testing/fixed-clock.js';
import { TestContext } from '#testing/test-context.js';
import { type ComingLetters, Forecast } from './forecast.js';
import { ReminderPlanner } from './reminder-planner.js';
import { DEFAULT_RULES } from './reminder-rules.js';
import { RuleSet } from './rule-set.entity.js';

describe('The letters to come', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await TestContext.open();
  });
  afterAll(() => context.close());
  beforeEach(async () => {
    await context.reset('2021-01-18');
    await context.run((em) => em.nativeUpdate(Plan, { id: context.planId }, { state: 'in-force' }));
  });

  const coming = (moment: string) => context.ask(Forecast, (forecast) => forecast.coming(instantOf(moment)));
  const plan = (moment: string) => context.ask(ReminderPlanner, (planner) => planner.planDue(instantOf(moment)));

  /** `day who: stage numbers` */
  const told = ({ days }: ComingLetters) =>
    days.flatMap(({ day, people }) =>
      people.flatMap(({ person, lines }) =>
        lines.map(({ stage, samples, count }) => `${day.toString()} ${person.name}: ${stage} ${samples.map(({ label }) => label).join(',')} (${count})`),
      ),
    );

  it('stand on the first day that each becomes due, by person and stage', async () => {
    await plan('2021-01-18');
    expect(told(await coming('2021-01-18'))).toEqual([
      '2021-01-21 Lê Minh Tâm: ahead-7 4,5 (2)',
      '2021-01-21 Trần Ngọc Lan: ahead-7 7,8 (2)',
      '2021-01-21 Phạm Đăng Khoa: ahead-7 12 (1)',
      '2021-01-25 Nguyễn Thị Hạnh: weekly  (1)',
      '2021-01-29 Trần Ngọc Lan: ahead-1 7,8 (2)',
      '2021-01-29 Lê Minh Tâm: ahead-1 5 (1)',
      '2021-01-29 Phạm Đăng Khoa: ahead-1 12 (1)',
      '2021-02-01 Nguyễn Thị Hạnh: missed 4,5,7,8,12 (5)',
      '2021-02-01 Nguyễn Thị Hạnh: weekly  (1)',
      '2021-02-01 Lê Minh Tâm: missed 4,5 (2)',
      '2021-02-01 Trần Ngọc Lan: missed 7,8 (2)',
      '2021-02-01 Phạm Đăng Khoa: missed 12 (1)',
      '2021-02-01 Võ Hồng Phúc: monthly  (1)',
    ]);
  });

  it('are those that the planner then writes, day by day', async () => {
    await plan('2021-01-18');
    const { days } = await coming('2021-01-18');
    for (const { day, count } of days) expect([day.toString(), await plan(day.toString())]).toEqual([day.toString(), count]);
    expect((await coming('2021-02-01')).days.filter(({ day }) => day.toString() === '2021-02-01')).toEqual([]);
  });

  it('leave out what is written down already, done, or past its last hour today', async () => {
    context.clock.set('2021-01-21');
    await plan('2021-01-21');
    await context.ask(DeliverableService, (service) => service.log(context.people.lan, context.taskId(7), segment({ occursOn: '2021-01-19' })));
    const lines = told(await coming('2021-01-21'));
    expect(lines.filter((line) => line.includes('ahead-7'))).toEqual([]);
    expect(lines).toContain('2021-01-29 Trần Ngọc Lan: ahead-1 8 (1)');
    await context.reset('2021-01-21');
    expect(told(await coming('2021-01-21T16:00')).filter((line) => /^2021-01-21 .*ahead-7/.test(line))).toHaveLength(3);
    expect(told(await coming('2021-01-21T17:01')).filter((line) => /^2021-01-22 .*ahead-7/.test(line))).toHaveLength(3);
  });

  it('go by the rules of the plan, and by the working days', async () => {
    await context.run(async (em) => {
      const rules = { ...DEFAULT_RULES, ahead: { workingDays: [7], to: ['lead' as const] }, weekly: { to: [] }, monthly: { to: [] }, missed: { to: [] } };
      await em.persist(new RuleSet(em.getReference(Plan, context.planId), null, rules)).flush();
    });
    await context.ask(CalendarEditService, (edits) =>
      edits.addDayOff(context.people.hanh, { date: plainDate('2021-01-21'), name: 'Nghỉ tránh bão', source: 'Công điện 01' }),
    );
    expect(new Set(told(await coming('2021-01-19')).map((line) => line.slice(0, 10)))).toEqual(new Set(['2021-01-20']));
  });

  it('are none where no plan is in force', async () => {
    await context.run((em) => em.nativeUpdate(Plan, { id: context.planId }, { state: 'closed' }));
    expect(await coming('2021-01-18')).toMatchObject({ days: [], isCut: false });
    expect((await coming('2021-01-18')).until.toString()).toBe('2021-02-01');
  });
});
