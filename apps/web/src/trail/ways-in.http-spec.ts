import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { OperatorAccounts } from '#access/operator-accounts.service.js';
import { verifyChain } from '#audit/chain-verification.js';
import { comingBy } from '#audit/entry-origin.js';
import { filesOf } from '#documents/zip-rewriting.js';
import { ReminderService } from '#reminders/reminder.service.js';
import { PERSONAS } from '#testing/personas.js';
import { PASSWORD, TestApplication } from '../../e2e/support/test-application.js';

/* Who did it is half of an answer; the other half is by what way they came. */

let site: TestApplication;

beforeAll(async () => {
  site = await TestApplication.open();
  await site.givePasswords();
});
beforeEach(() => site.reset('2021-01-21'));
afterAll(() => site.close());

/** `Lê Minh Tâm ghi nhận | qua mã truy cập “Trang tin”`, the latest first. */
async function told(query = ''): Promise<string[]> {
  const { body } = await (await site.as('phuc')).get(`/trail?${query}`);
  return [...body.matchAll(/<li><div><strong>([^<]*)<\/strong> ([^<]*)<br><span class="meta">(.*?)<\/span>/g)].map(
    ([, actor, action, about]) => `${actor} ${action!.trim()} | ${about!.includes(' · ') ? about!.split(' · ')[1] : ''}`,
  );
}

async function tokenOf(scope: 'read' | 'items'): Promise<string> {
  const answer = await (await site.as('tam')).postWithToken('/account/tokens', { name: 'Trang tin', scope, days: 30, password: PASSWORD });
  return /<code>(lich_[^<]+)<\/code>/.exec(answer.body)![1]!;
}

const send = (secret: string, payload: object) =>
  site.visitor().send('POST', '/api/v1/deliverables', {
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    payload: JSON.stringify({ title: 'Bài của phần mềm', occursOn: '2021-01-20', ...payload }),
  });

test('what a program did is told by the name of its token, refusals too, as long as there is the token', async () => {
  const secret = await tokenOf('items');
  expect((await send(secret, { task: site.taskId(4) })).status).toBe(201);
  expect((await send(secret, { task: site.taskId(8) })).status).toBe(404);
  expect((await send(await tokenOf('read'), { task: site.taskId(4) })).status).toBe(403);
  const [{ id: item }] = (await site.context.rows<{ id: number }>('select id from deliverable')) as [{ id: number }];
  expect((await (await site.as('tam')).get(`/deliverables/${item}`)).text).toContain('Lê Minh Tâm (qua mã truy cập) ghi nhận');
  expect(await told(`person=${site.context.people.tam.userId}`)).toEqual([
    'Lê Minh Tâm bị từ chối một trang ngoài quyền | qua mã truy cập “Trang tin”',
    'Lê Minh Tâm tạo mã truy cập | ',
    'Lê Minh Tâm hỏi đến việc của cơ quan khác, được trả lời là không có | qua mã truy cập “Trang tin”',
    'Lê Minh Tâm ghi nhận | qua mã truy cập “Trang tin”',
    'Lê Minh Tâm tạo mã truy cập | ',
  ]);
  const { rawPayload } = await site.app.inject({ url: '/trail/export.xlsx', headers: { cookie: (await site.as('phuc')).cookies } });
  expect((await filesOf(rawPayload)).get('xl/sharedStrings.xml')!.toString('utf8')).toContain('qua mã truy cập “Trang tin”');
  await site.context.rows('delete from api_token');
  expect(await told('subject=deliverable')).toEqual([expect.stringMatching(/^Lê Minh Tâm ghi nhận \| qua mã truy cập số \d+, nay không còn$/)]);
});

test('what was done by the link of a letter is told so, and what the same person does on the pages is not', async () => {
  await site.ask(ReminderService, (reminders) => reminders.remind(site.context.clock.now()));
  const [letter] = await site.context.rows<{ text: string }>('select text from mailbox_letter where to_address = ? order by id desc', [PERSONAS.khoa.email]);
  const link = /https:\/\/lich\.example\.vn(\/act\/\S+)/.exec(letter!.text)![1]!;
  const khoa = await site.as('khoa');
  const forum = { title: 'Cà phê tháng Một', occursOn: '2021-01-20', place: 'Hội trường', attendance: '40' };
  expect((await khoa.fillIn(await khoa.get(link), forum, `${link}/deliverable`)).status).toBe(303);
  const [{ id }] = (await site.context.rows<{ id: number }>('select id from deliverable')) as [{ id: number }];
  expect((await khoa.postWithToken(`/deliverables/${id}/withdrawal`, { version: 1, reason: 'Nhầm' })).status).toBe(303);
  expect(await told('subject=deliverable')).toEqual(['Phạm Đăng Khoa gỡ | ', 'Phạm Đăng Khoa ghi nhận | qua liên kết trong thư']);
});

test('the command line is told from whoever is not signed in, and the way is sealed with the entry', async () => {
  const stranger = site.visitor();
  await stranger.fillIn(await stranger.get('/sign-in'), { email: PERSONAS.tam.email, password: 'sai' });
  const link = () => site.ask(OperatorAccounts, (accounts) => accounts.openLink(PERSONAS.tam.email, { forgetsSecondFactor: false }));
  await comingBy('command-line', link);
  expect(await told('person=none')).toEqual(['Dòng lệnh gửi lại liên kết đặt mật khẩu | ', 'Chưa đăng nhập đăng nhập không được | ']);
  const { rawPayload } = await site.app.inject({ url: '/trail/export.xlsx?person=none', headers: { cookie: (await site.as('phuc')).cookies } });
  const strings = (await filesOf(rawPayload)).get('xl/sharedStrings.xml')!.toString('utf8');
  expect([strings.includes('<t>Dòng lệnh</t>'), strings.includes('<t>Chưa đăng nhập</t>'), strings.includes('<t>Hệ thống</t>')]).toEqual([true, true, false]);
  const findings = async () => (await site.context.run((em) => verifyChain(em))).findings;
  expect(await findings()).toEqual([]);
  await site.context.rows("update audit_entry set via = null where via = 'command-line'");
  expect(await findings()).toEqual([expect.stringContaining('không khớp dấu niêm')]);
});
