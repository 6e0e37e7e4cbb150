import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DEFAULT_RULES } from '#reminders/reminder-rules.js';
import { RulesQuery } from '#reminders/rules.query.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

let site: TestApplication;
let hanh: Visitor;
let address: string;

beforeAll(async () => {
  site = await TestApplication.open();
  address = `/plans/${site.context.planId}/reminder-rules`;
});
beforeEach(async () => {
  await site.reset('2021-01-21');
  hanh = await site.as('hanh');
});
afterAll(() => site.close());

const stored = async () => (await site.ask(RulesQuery, (rules) => rules.ofPlans([site.context.planId]))).get(site.context.planId)!;
const taskAddress = (ordinal: number) => `/tasks/${site.taskId(ordinal)}/reminder-rules`;

describe('the rules of a plan', () => {
  test('begin with the defaults, every viewer a leader', async () => {
    const page = await hanh.get(address);
    const { values, ticked } = page.form(address);
    expect(values).toMatchObject({
      version: '0',
      aheadDays: '7, 1',
      escalatedDays: '10',
      evidenceDays: '5',
      contractEndDays: '30',
      contractUsedPercent: '90',
      sendFrom: '07:30',
    });
    expect(ticked).toMatchObject({ aheadTo: ['lead'], missedTo: ['lead', 'coordinator'], escalatedTo: ['leader'], weeklyTo: ['coordinator'] });
    expect(ticked.leader).toEqual([String(site.context.people.phuc.userId)]);
    expect(page.text).toContain('Mọi nhiệm vụ đang theo quy tắc chung ở trên.');
    expect(page.body).not.toContain('name="weeklyTo" value="lead"');
  });

  test('saved as they stand are the defaults', async () => {
    const saved = await hanh.fillIn(await hanh.get(address), {}, address);
    expect([saved.status, saved.location]).toEqual([303, `${address}?done=saved`]);
    expect(await stored()).toMatchObject({ rules: DEFAULT_RULES, leaders: null, version: 1 });
    expect((await hanh.get(saved.location!)).notice).toContain('Đã lưu quy tắc nhắc việc.');
  });

  test('are changed, shown again, and told with what changed', async () => {
    await hanh.fillIn(await hanh.get(address), {}, address);
    await hanh.fillIn(await hanh.get(address), { aheadDays: '10, 3', lateTo: [], missedTo: ['lead'], sendUntil: '16:00', leader: [] }, address);
    expect(await stored()).toMatchObject({ rules: { ahead: { workingDays: [10, 3] }, late: { to: [] }, missed: { to: ['lead'] } }, leaders: [] });
    const page = await hanh.get(address);
    expect(page.form(address).ticked).not.toHaveProperty('lateTo');
    expect(page.form(address).values).toMatchObject({ aheadDays: '10, 3', version: '2', sendUntil: '16:00' });
    expect(page.text).toContain('Thay đổi gần đây (2)');
    expect(page.text).toContain('Trước hạn: 7, 1 ngày làm việc, Đơn vị thực hiện → 10, 3 ngày làm việc, Đơn vị thực hiện');
    expect(page.text).toContain('Quá hạn, nhắc hằng tuần: Đơn vị thực hiện → không gửi');
    expect(page.text).toContain('Giờ gửi: 07:30–17:00 → 07:30–16:00');
    expect(page.text).toContain('Lãnh đạo nhận thư: tất cả → 0 người');
  });

  test('can be looked at as they were in the beginning, which saves nothing', async () => {
    await hanh.fillIn(await hanh.get(address), { aheadDays: '10' }, address);
    const page = await hanh.get(`${address}?from=defaults`);
    expect([page.form(address).values.aheadDays, page.form(address).values.version]).toEqual(['7, 1', '1']);
    expect(page.notice).toContain('chưa lưu');
    expect((await stored()).rules.ahead.workingDays).toEqual([10]);
  });

  test.each([
    [{ aheadDays: 'bảy' }, 'aheadDays', 'ví dụ 7, 1'],
    [{ escalatedDays: '500' }, 'escalatedDays', 'từ 1 đến 120'],
    [{ contractUsedPercent: '' }, 'contractUsedPercent', 'từ 50 đến 100'],
    [{ sendUntil: '07:00' }, 'sendUntil', '30 phút'],
    [{ sendFrom: 'sáng' }, 'sendFrom', 'giờ và phút'],
    [{ lateTo: 'ai' }, 'lateTo', 'chọn lại người nhận'],
  ])('with %j come back as typed with a word by the field', async (wrong, field, words) => {
    const typed = { evidenceDays: '9', missedTo: ['leader'], leader: [], ...wrong };
    const answer = await hanh.fillIn(await hanh.get(address), typed, address);
    expect([answer.status, answer.messageBy(field)]).toEqual([422, expect.stringContaining(words)]);
    if (!('lateTo' in wrong))
      expect([answer.isMarkedWrong(field), answer.form(address).values]).toEqual([true, expect.objectContaining({ evidenceDays: '9', ...wrong })]);
    expect(answer.form(address).ticked).toMatchObject({ missedTo: ['leader'] });
    expect(answer.form(address).ticked).not.toHaveProperty('leader');
    expect((await stored()).version).toBe(0);
  });

  test('of two people at once are not lost', async () => {
    const page = await hanh.get(address);
    await hanh.fillIn(page, { aheadDays: '5' }, address);
    const second = await hanh.fillIn(page, { aheadDays: '3' }, address);
    expect([second.status, second.text.includes('vừa được người khác sửa')]).toEqual([409, true]);
    expect(second.form(address).values).toMatchObject({ aheadDays: '3', version: '0' });
    expect((await stored()).rules.ahead.workingDays).toEqual([5]);
  });

  test('typed as markup are shown as text', async () => {
    const answer = await hanh.fillIn(await hanh.get(address), { aheadDays: '"><script>alert(1)</script>', sendFrom: '<b>' }, address);
    expect([answer.status, answer.body.includes('<script>alert')]).toEqual([422, false]);
  });

  test('of no plan are not there', async () => {
    for (const plan of ['999999', 'abc']) {
      expect((await hanh.get(`/plans/${plan}/reminder-rules`)).status).toBe(404);
      expect((await hanh.postWithToken(`/plans/${plan}/reminder-rules`, { version: '0' })).status).toBe(404);
    }
  });
});

describe('the rules of a task', () => {
  test('are found from those of the plan', async () => {
    const choose = (task: string) => hanh.get(`${address}?task=${task}`);
    expect((await choose(`id-${site.taskId(7)}`)).location).toBe(taskAddress(7));
    expect((await choose('7')).location).toBe(taskAddress(7));
    expect((await choose('khong-co')).status).toBe(404);
  });

  test('stand at those of the plan until they are saved, and are taken away again', async () => {
    const page = await hanh.get(taskAddress(7));
    expect(page.text).toContain('đang theo quy tắc chung của kế hoạch');
    expect(page.form(taskAddress(7)).values).toMatchObject({ aheadDays: '7, 1', version: '0' });
    expect(page.body).not.toContain('contractEndTo');
    const saved = await hanh.fillIn(page, { aheadDays: '14' }, taskAddress(7));
    expect([saved.status, saved.location]).toEqual([303, `${address}?done=exception`]);
    expect((await stored()).exceptions.get(site.taskId(7))).toMatchObject({ ahead: { workingDays: [14] } });
    const list = await hanh.get(saved.location!);
    expect(list.text).toContain('Nhiệm vụ có quy tắc riêng (1)');
    expect(list.text).toContain('Nhắc theo quy tắc riêng');
    expect(list.links).toContain(taskAddress(7));
    const gone = await hanh.fillIn(list, {}, `${taskAddress(7)}/removal`);
    expect([gone.status, gone.location]).toEqual([303, `${address}?done=removed`]);
    expect((await stored()).exceptions.size).toBe(0);
    const { text } = await hanh.get(address);
    expect(text).toContain('Nguyễn Thị Hạnh bỏ quy tắc nhắc riêng Nhiệm vụ 7');
    expect(text).toContain('Nguyễn Thị Hạnh đặt quy tắc nhắc riêng Nhiệm vụ 7');
  });

  test('may be silence', async () => {
    await hanh.fillIn(await hanh.get(taskAddress(8)), { silent: '1' }, taskAddress(8));
    expect((await stored()).exceptions.get(site.taskId(8))).toBeNull();
    expect((await hanh.get(address)).text).toContain('Không nhắc việc này');
    const page = await hanh.get(taskAddress(8));
    expect(page.body).toContain('name="silent" value="1" checked');
    await hanh.fillIn(page, { silent: '' }, taskAddress(8));
    expect((await stored()).exceptions.get(site.taskId(8))).toMatchObject(DEFAULT_RULES);
  });

  test('come back as typed with a word by the field', async () => {
    const answer = await hanh.fillIn(await hanh.get(taskAddress(7)), { evidenceDays: '0', silent: '1' }, taskAddress(7));
    expect([answer.status, answer.messageBy('evidenceDays'), answer.form(taskAddress(7)).values.evidenceDays]).toEqual([
      422,
      expect.stringContaining('từ 1 đến 60'),
      '0',
    ]);
    expect(answer.body).toContain('name="silent" value="1" checked');
    expect((await stored()).exceptions.size).toBe(0);
  });

  test('of two people at once are not lost', async () => {
    const page = await hanh.get(taskAddress(7));
    await hanh.fillIn(page, { aheadDays: '5' }, taskAddress(7));
    expect((await hanh.fillIn(page, { aheadDays: '3' }, taskAddress(7))).status).toBe(409);
    expect((await hanh.postWithToken(`${taskAddress(7)}/removal`, { version: '0' })).status).toBe(409);
    expect((await hanh.postWithToken(`${taskAddress(7)}/removal`, {})).status).toBe(409);
  });

  test('of no task are not there', async () => {
    for (const task of ['999999', 'abc']) {
      expect((await hanh.get(`/tasks/${task}/reminder-rules`)).status).toBe(404);
      for (const step of ['', '/removal']) expect((await hanh.postWithToken(`/tasks/${task}/reminder-rules${step}`, { version: '0' })).status).toBe(404);
    }
  });
});

test.each(['tam', 'phuc'] as const)('all of it is closed to %s', async (name) => {
  const visitor = await site.as(name);
  for (const url of [address, `${address}?task=7`, taskAddress(7)]) expect([url, (await visitor.get(url)).status]).toEqual([url, 403]);
  for (const url of [address, taskAddress(7), `${taskAddress(7)}/removal`])
    expect([url, (await visitor.postWithToken(url, { version: '0' })).status]).toEqual([url, 403]);
  expect((await visitor.get(`/plans/${site.context.planId}`)).links).not.toContain(address);
  expect((await stored()).version).toBe(0);
});
