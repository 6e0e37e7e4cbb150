import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { User } from '#identity/user.entity.js';
import { InvalidForm, readInput } from '#kernel/form-input.js';
import { dueOn, told } from '#testing/due-on.js';
import { TestContext } from '#testing/test-context.js';
import { DEFAULT_RULES } from './reminder-rules.js';
import { planRulesInput, type RawRules, taskRulesInput, typedRules } from './rules.input.js';
import { RulesQuery } from './rules.query.js';
import { RulesService } from './rules.service.js';

const FORM: RawRules = { ...typedRules(DEFAULT_RULES), sendFrom: '07:30', sendUntil: '17:00', leader: [] };

describe('A form of rules', () => {
  it('as the defaults fill it in is read as the defaults', () => {
    expect(readInput(planRulesInput, FORM)).toEqual({ rules: DEFAULT_RULES, hours: { from: '07:30', until: '17:00' }, leaders: [] });
    const { contractEnd: _a, contractUsed: _b, weekly: _c, monthly: _d, ...ofTask } = DEFAULT_RULES;
    expect(readInput(taskRulesInput, { ...FORM, silent: '1' })).toEqual({ isSilent: true, rules: ofTask });
  });

  it('takes days in any order, one box as one text, and no box as nobody', () => {
    const { aheadTo: _none, ...rest } = FORM;
    const { rules, hours, leaders } = readInput(planRulesInput, {
      ...rest,
      aheadDays: ' 1;7 3,7',
      missedTo: 'lead',
      lateTo: ['leader', 'lead'],
      sendFrom: '6:05',
      leader: '12',
    });
    expect(rules.ahead).toEqual({ workingDays: [7, 3, 1], to: [] });
    expect([rules.missed.to, rules.late.to, hours.from, leaders]).toEqual([['lead'], ['lead', 'leader'], '06:05', [12]]);
    expect(readInput(planRulesInput, { ...rest, aheadDays: '' }).rules.ahead).toEqual({ workingDays: [], to: [] });
  });

  it.each([
    [{ aheadDays: '7, x' }, 'aheadDays', 'từ 0 đến 60'],
    [{ aheadDays: '61' }, 'aheadDays', 'từ 0 đến 60'],
    [{ aheadDays: '1,2,3,4,5,6' }, 'aheadDays', 'nhiều nhất 5'],
    [{ aheadDays: '' }, 'aheadDays', 'bỏ chọn người nhận'],
    [{ aheadTo: 'everybody' }, 'aheadTo', 'chọn lại người nhận'],
    [{ aheadTo: { a: 1 } }, 'aheadTo', 'chọn lại'],
    [{ escalatedDays: '0' }, 'escalatedDays', 'từ 1 đến 120'],
    [{ evidenceDays: '' }, 'evidenceDays', 'từ 1 đến 60'],
    [{ contractEndDays: '181' }, 'contractEndDays', 'từ 1 đến 180'],
    [{ contractUsedPercent: '49' }, 'contractUsedPercent', 'từ 50 đến 100'],
    [{ sendFrom: '25:00' }, 'sendFrom', 'giờ và phút'],
    [{ sendUntil: ['08:00', '09:00'] }, 'sendUntil', 'một giá trị'],
    [{ sendFrom: '16:45' }, 'sendUntil', '30 phút'],
  ])('with %j says what is wrong by the field', (wrong, field, words) => {
    let refusal: unknown;
    try {
      readInput(planRulesInput, { ...FORM, ...wrong });
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(InvalidForm);
    expect((refusal as InvalidForm).fields).toEqual({ [field]: expect.stringContaining(words) });
  });
});

it('A form with several faults says all of them', () => {
  const wrong = { aheadDays: '', escalatedDays: 'x', sendUntil: '06:00' };
  expect(() => readInput(planRulesInput, { ...FORM, ...wrong })).toThrow(
    expect.objectContaining({ fields: { aheadDays: expect.any(String), escalatedDays: expect.any(String), sendUntil: expect.any(String) } }),
  );
});

describe('The rules of a plan', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await TestContext.open();
  });
  afterAll(() => context.close());
  beforeEach(() => context.reset('2021-01-21'));

  const hanh = () => context.people.hanh;
  const input = (given: RawRules = {}) => readInput(planRulesInput, { ...FORM, leader: String(context.people.phuc.userId), ...given });
  const change = (given: RawRules, version: number, actor = hanh()) =>
    context.ask(RulesService, (rules) => rules.changePlan(actor, context.planId, input(given), version));
  const changeTask = (ordinal: number, given: RawRules, version: number, actor = hanh()) =>
    context.ask(RulesService, (rules) => rules.changeTask(actor, context.taskId(ordinal), readInput(taskRulesInput, { ...FORM, ...given }), version));
  const stored = async () => (await context.ask(RulesQuery, (rules) => rules.ofPlans([context.planId]))).get(context.planId)!;
  const trail = () => context.rows<{ action: string; subject: string }>('select action, subject from audit_entry order by id');

  it('are changed, told in the trail, and kept as they are where nothing changed', async () => {
    await change({ aheadDays: '5', lateTo: [], sendFrom: '08:00' }, 0);
    expect(await stored()).toMatchObject({
      version: 1,
      leaders: null,
      hours: { from: '08:00', until: '17:00' },
      rules: { ahead: { workingDays: [5] }, late: { to: [] } },
    });
    await change({ aheadDays: '5', lateTo: [], sendFrom: '08:00' }, 1);
    expect((await stored()).version).toBe(1);
    expect(await trail()).toEqual([{ action: 'reminder.rules-changed', subject: 'plan' }]);
    expect((await dueOn(context, '2021-02-22')).map(told).filter((one) => one.includes('late-'))).toEqual([]);
    expect((await dueOn(context, '2021-01-25')).map(told)).toContainEqual('4 ahead-5 2021-01-31 tam');
  });

  it('opened before somebody else changed them are refused', async () => {
    await change({ aheadDays: '5' }, 0);
    await expect(change({ aheadDays: '3' }, 0)).rejects.toMatchObject({ code: 'rules-changed', kind: 'conflict' });
    expect((await stored()).rules.ahead.workingDays).toEqual([5]);
  });

  it('changed by two at once are changed by one', async () => {
    const outcomes = await Promise.allSettled(['5', '3'].map((aheadDays) => change({ aheadDays }, 0)));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await context.rows('select id from rule_set')).toHaveLength(1);
  });

  it('name leaders: some of the viewers, none, or all who are and will be', async () => {
    const { userId } = context.people.phuc;
    await change({}, 0);
    expect((await stored()).leaders).toBeNull();
    await change({ leader: [] }, 1);
    expect((await stored()).leaders).toEqual([]);
    expect((await dueOn(context, '2021-02-22')).map(told).filter((one) => one.includes('escalated'))).toEqual([]);
    // Somebody who is no viewer is not made a leader by a form.
    await change({ leader: [String(userId), String(context.people.tam.userId), '999999'] }, 2);
    expect((await stored()).leaders).toBeNull();
    await context.run((em) => em.nativeUpdate(User, { id: userId }, { isActive: false }));
    expect(await context.ask(RulesService, (rules) => rules.viewers())).toEqual([]);
    await context.run((em) => em.nativeUpdate(User, { id: userId }, { isActive: true }));
  });

  it('are Sở Nội vụ’s alone to change', async () => {
    for (const who of ['tam', 'phuc'] as const) {
      await expect(change({}, 0, context.people[who])).rejects.toMatchObject({ kind: 'forbidden' });
      await expect(changeTask(4, {}, 0, context.people[who])).rejects.toMatchObject({ kind: 'forbidden' });
    }
    await expect(context.ask(RulesService, (rules) => rules.changePlan(hanh(), 999_999, input(), 0))).rejects.toMatchObject({ kind: 'missing' });
    expect(await trail()).toEqual([]);
  });

  describe('With an exception', () => {
    const facts = (ordinal: number) => context.ask(RulesService, (rules) => rules.ofTask(context.taskId(ordinal)));
    const remove = (ordinal: number, version: number) => context.ask(RulesService, (rules) => rules.removeTask(hanh(), context.taskId(ordinal), version));
    const exceptions = () => context.ask(RulesService, (rules) => rules.exceptions(context.planId));

    it('a task goes by its own, until it is taken away', async () => {
      expect(await facts(7)).toMatchObject({ version: 0, isSilent: false, rules: DEFAULT_RULES });
      await changeTask(7, { aheadDays: '10' }, 0);
      await changeTask(8, { silent: '1' }, 0);
      expect(await exceptions()).toMatchObject([
        { taskId: context.taskId(7), label: '7', isSilent: false, version: 1 },
        { taskId: context.taskId(8), label: '8', isSilent: true, version: 1 },
      ]);
      expect((await dueOn(context, '2021-01-18')).map(told)).toEqual(['7 ahead-10 2021-01-31 lan']);
      expect((await dueOn(context, '2021-02-01')).map(told).filter((one) => one.startsWith('8 '))).toEqual([]);
      await remove(7, 1);
      await remove(8, 1);
      expect(await exceptions()).toEqual([]);
      expect((await dueOn(context, '2021-01-18')).map(told)).toEqual([]);
      expect((await trail()).map(({ action }) => action)).toEqual([
        'reminder.exception-changed',
        'reminder.exception-changed',
        'reminder.exception-removed',
        'reminder.exception-removed',
      ]);
    });

    it('a version that is past is refused, and taking away what is not there does nothing', async () => {
      await changeTask(7, { aheadDays: '10' }, 0);
      await expect(changeTask(7, { aheadDays: '9' }, 0)).rejects.toMatchObject({ code: 'rules-changed' });
      await expect(remove(7, 0)).rejects.toMatchObject({ code: 'rules-changed' });
      await remove(4, 0);
      expect(await exceptions()).toHaveLength(1);
      await expect(context.ask(RulesService, (rules) => rules.ofTask(999_999))).rejects.toMatchObject({ kind: 'missing' });
    });

    it('the contracts and summaries stay those of the plan', async () => {
      await change({ contractEndDays: '45' }, 0);
      await changeTask(7, { aheadDays: '10' }, 0);
      expect((await facts(7)).rules).toMatchObject({ contractEnd: { withinDays: 45 }, ahead: { workingDays: [10] } });
    });
  });
});
