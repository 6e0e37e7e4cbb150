import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { plainDate } from '#kernel/plain-date.js';
import { MailFailure } from '#mail/mail-failure.js';
import { MailGateService } from '#mail/mail-gate.service.js';
import type { MailMessage } from '#mail/mail-message.js';
import { MailTransport } from '#mail/mail-transport.js';
import { LinkActionService } from '#reminders/link-action.service.js';
import { ReminderPlanner } from '#reminders/reminder-planner.js';
import { ReminderService } from '#reminders/reminder.service.js';
import { PERSONAS } from '#testing/personas.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

let site: TestApplication;
let hanh: Visitor;
let transport: MailTransport;

beforeAll(async () => {
  site = await TestApplication.open();
  transport = site.app.get(MailTransport, { strict: false });
});
beforeEach(async () => {
  await site.reset('2021-01-21');
  hanh = await site.as('hanh');
});
afterEach(() => void jest.restoreAllMocks());
afterAll(() => site.close());

const remind = () => site.ask(ReminderService, (reminders) => reminders.remind(site.context.clock.now()));
const refuse = (failure: MailFailure, only?: string) => {
  const send = transport.send.bind(transport);
  jest.spyOn(transport, 'send').mockImplementation(async (message: MailMessage) => {
    if (only === undefined || only === message.to.address) throw failure;
    return send(message);
  });
};
const NEVER = new MailFailure('never', '550 5.1.1 <khoa> không có hộp thư này', false, false);
const letters = () =>
  site.context.rows<{ id: number; state: string; email: string }>(
    'select m.id, m.state, u.email from reminder_mail m join user_account u on u.id = m.recipient_id order by m.id',
  );
const letterOf = async (name: 'khoa' | 'lan' | 'tam' | 'hanh') => (await letters()).find(({ email }) => email === PERSONAS[name].email)!;
const trail = () => site.context.rows<{ action: string }>("select action from audit_entry where subject = 'letter' order by id");

describe('the page', () => {
  test('is empty on an empty system, in every part', async () => {
    for (const [part, words] of [
      ['waiting', 'Không có thư nào đang chờ.'],
      ['sent', 'Chưa gửi thư nhắc nào.'],
      ['failed', 'Không có thư nào bị máy chủ từ chối.'],
      ['cancelled', 'Chưa hủy thư nào.'],
    ]) {
      const page = await hanh.get(`/reminders?part=${part}`);
      expect([part, page.status, page.text]).toEqual([part, 200, expect.stringContaining(words!)]);
    }
  });

  test('leads to the mailbox while no mail server is set, to the rules, and stands in the navigation', async () => {
    const page = await hanh.get('/reminders');
    expect(page.text).toContain('Chưa đặt máy chủ thư');
    expect(page.links).toEqual(expect.arrayContaining(['/mailbox', '/reminders', `/plans/${site.context.planId}/reminder-rules`]));
    expect((await hanh.get('/mailbox')).body).toMatch(/<a href="\/accounts" aria-current="page">/);
    expect((await hanh.get(`/plans/${site.context.planId}`)).links).toContain(`/plans/${site.context.planId}/reminder-rules`);
  });

  test('tells what goes out in the next fortnight, day by day', async () => {
    const { text } = await hanh.get('/reminders');
    expect(text).toContain('Thứ Năm 21/01/2021 4 người, 6 việc');
    expect(text).toMatch(/Trần Ngọc Lan Đài [^:]* Trước hạn 7 ngày làm việc: nhiệm vụ 7 , nhiệm vụ 8/);
    expect(text).toContain('Thứ Sáu 29/01/2021');
    expect(text).toMatch(/Trước hạn 1 ngày làm việc: nhiệm vụ 12 · /);
    expect(text).toContain('đến hết ngày 04/02/2021');
  });

  test('tells what was sent, to whom, and what was in it', async () => {
    await remind();
    const { text } = await hanh.get('/reminders?part=sent');
    expect(text).toContain('Đã gửi 4');
    expect(text).toMatch(
      /lan@thbt.example.vn Thư ngày 21\/01\/2021 Nhắc việc: .* Trước hạn 7 ngày làm việc, hạn 31\/01\/2021 .*✓ Đã gửi Lúc 09:00 ngày 21\/01\/2021\./,
    );
  });

  test('tells what was refused in the server’s words, as text', async () => {
    refuse(new MailFailure('never', '550 <script>alert(1)</script> khong co', false, false), PERSONAS.khoa.email);
    await remind();
    const page = await hanh.get('/reminders?part=failed');
    expect(page.text).toContain('Máy chủ trả lời: “550 <script>alert(1)</script> khong co”');
    expect(page.body).not.toContain('<script>alert');
    expect(page.text).toContain('! Không gửi được Đã thử 1 lần, lần cuối lúc 09:00 ngày 21/01/2021.');
  });

  test('tells why a letter came to nothing', async () => {
    await site.ask(ReminderPlanner, (planner) => planner.planDue(site.context.clock.now()));
    await site.context.rows("update plan set state = 'closed' where id = ? returning id", [site.context.planId]);
    await remind();
    await site.context.rows("update plan set state = 'in-force' where id = ? returning id", [site.context.planId]);
    const { text } = await hanh.get('/reminders?part=cancelled');
    expect(text).toContain('– Đã hủy');
    expect(text).toContain('không gửi: không còn phải thực hiện');
  });

  test('says at its top when mail is stopped, since when, why, and when it is tried again', async () => {
    expect((await hanh.get('/reminders')).text).not.toContain('không thư nào được gửi');
    await site.ask(MailGateService, (gate) => gate.shut(site.context.clock.now(), '535 5.7.8 sai mật khẩu'));
    const { notice, body } = await hanh.get('/reminders?part=waiting');
    expect(notice).toContain('Từ 09:00 ngày 21/01/2021 không thư nào được gửi');
    expect(notice).toContain('“535 5.7.8 sai mật khẩu”');
    expect(notice).toContain('tự thử lại lúc 10:00 ngày 21/01/2021');
    expect(body).toContain('role="alert"');
  });

  test('lists whoever asked to wait, with the reason', async () => {
    await remind();
    const [letter] = await site.context.rows<{ text: string }>('select text from mailbox_letter where to_address = ?', [PERSONAS.lan.email]);
    const token = /\/act\/([\w-]+)/.exec(letter!.text)![1]!;
    await site.ask(LinkActionService, async (links) =>
      links.snooze(await links.open(token), { until: plainDate('2021-01-28'), reason: 'Chờ <b>băng</b> ghi hình' }),
    );
    const { text } = await hanh.get('/reminders');
    expect(text).toContain('Đơn vị xin hẹn (1)');
    expect(text).toMatch(/hẹn đến 28\/01\/2021: “Chờ <b>băng<\/b> ghi hình” Trần Ngọc Lan hẹn/);
  });

  test('counts what waits for tomorrow’s letter, and comes in pages that never end in nothing', async () => {
    await remind();
    expect((await hanh.get('/reminders?part=sent&page=99')).text).toContain('Đã gửi Lúc');
    await site.context.rows("update reminder set state = 'pending', mail_id = null where mail_id = ? returning id", [(await letterOf('lan')).id]);
    expect((await hanh.get('/reminders?part=waiting')).text).toContain('Còn 2 việc chờ thư của ngày làm việc sau');
  });
});

describe('a letter', () => {
  test('that was refused is sent again', async () => {
    refuse(NEVER, PERSONAS.khoa.email);
    await remind();
    jest.restoreAllMocks();
    const { id } = await letterOf('khoa');
    const page = await hanh.get('/reminders?part=failed');
    const answer = await hanh.fillIn(page, {}, `/reminders/letters/${id}/delivery`);
    expect([answer.status, answer.location]).toEqual([303, '/reminders?part=failed&done=again']);
    expect((await hanh.get(answer.location!)).notice).toContain('lượt gửi kế tiếp');
    expect((await letterOf('khoa')).state).toBe('pending');
    await remind();
    expect((await letterOf('khoa')).state).toBe('sent');
    expect(await trail()).toEqual([{ action: 'reminder.letter-again' }]);
  });

  test('that was sent is not sent again', async () => {
    await remind();
    const { id } = await letterOf('khoa');
    expect((await hanh.get('/reminders?part=sent')).body).not.toContain('/delivery');
    const answer = await hanh.postWithToken(`/reminders/letters/${id}/delivery`, { part: 'failed' });
    expect([answer.status, answer.notice]).toEqual([409, expect.stringContaining('không gửi lại được')]);
    expect(await trail()).toEqual([]);
  });

  test('has its links taken back, which whoever opens them is told', async () => {
    await remind();
    const { id } = await letterOf('lan');
    const [letter] = await site.context.rows<{ text: string }>('select text from mailbox_letter where to_address = ?', [PERSONAS.lan.email]);
    const link = /(\/act\/[\w-]+)/.exec(letter!.text)![1]!;
    expect((await site.visitor().get(link)).status).toBe(200);
    const answer = await hanh.fillIn(await hanh.get('/reminders?part=sent'), {}, `/reminders/letters/${id}/link-revocation`);
    expect([answer.status, answer.location]).toEqual([303, '/reminders?part=sent&done=revoked']);
    expect((await site.visitor().get(link)).text).toContain('thu hồi');
    const page = await hanh.get('/reminders?part=sent');
    expect(page.text).toContain('Liên kết đã thu hồi.');
    expect(page.body).not.toContain(`/reminders/letters/${id}/link-revocation`);
    expect((await hanh.postWithToken(`/reminders/letters/${id}/link-revocation`)).location).toBe('/reminders?part=coming&done=not-revoked');
    expect(await trail()).toEqual([{ action: 'reminder.links-revoked' }]);
  });

  test.each(['999999', 'abc', '0'])('numbered %s is not there', async (id) => {
    for (const step of ['delivery', 'link-revocation']) expect((await hanh.postWithToken(`/reminders/letters/${id}/${step}`)).status).toBe(404);
  });
});

describe('a test letter', () => {
  // Those of one test are no part of the next one's minute.
  let turn = 0;
  beforeEach(() => site.context.clock.advance({ minutes: (turn += 2) }));

  const send = (address: string | string[]) => hanh.postWithToken('/reminders/test-mail', { address });

  test('goes at once to whoever is signed in, unless told otherwise, and opens the gate', async () => {
    await site.ask(MailGateService, (gate) => gate.shut(site.context.clock.now(), '535 sai mật khẩu'));
    const page = await hanh.get('/reminders');
    expect(page.form('/reminders/test-mail').values).toMatchObject({ address: PERSONAS.hanh.email });
    const answer = await hanh.fillIn(page, {}, '/reminders/test-mail');
    expect([answer.status, answer.location]).toEqual([303, '/reminders?part=coming&done=test-mail']);
    expect((await hanh.get(answer.location!)).text).toContain('Đã viết thư thử vào Hộp thư của hệ thống.');
    const [letter] = await site.context.rows<{ to_address: string; subject: string; text: string; html: string }>(
      'select to_address, subject, text, html from mailbox_letter',
    );
    expect(letter).toMatchObject({ to_address: PERSONAS.hanh.email, subject: 'Thư thử của Lịch Tuyên Truyền, 09:02 ngày 21/01/2021' });
    expect(letter!.text).toContain('thư thử do Nguyễn Thị Hạnh gửi');
    expect(letter!.html).toContain('thư thử do Nguyễn Thị Hạnh gửi');
    expect(await site.ask(MailGateService, (gate) => gate.state())).toMatchObject({ stoppedAt: null });
    expect(await trail()).toEqual([{ action: 'reminder.test-mail' }]);
  });

  test.each([
    [new MailFailure('later', '421 bận', false, false), 'Tạm thời chưa gửi được.', '“421 bận”'],
    [NEVER, 'Máy chủ thư từ chối địa chỉ này.', '“550 5.1.1 <khoa> không có hộp thư này”'],
    [new MailFailure('configuration', '535 5.7.8 sai mật khẩu', true, false), 'Cấu hình máy chủ thư sai.', '“535 5.7.8 sai mật khẩu”'],
    [new MailFailure('later', 'Connection closed', true, true), 'thư có thể vẫn đến', '“Connection closed”'],
  ])('that comes back with %s says what that means', async (failure, words, server) => {
    refuse(failure);
    const answer = await send('ai-do@example.vn');
    expect([answer.status, answer.notice]).toEqual([422, expect.stringContaining(words)]);
    expect(answer.notice).toContain(server);
    expect(answer.form('/reminders/test-mail').values).toMatchObject({ address: 'ai-do@example.vn' });
    expect(await trail()).toEqual([{ action: 'reminder.test-mail' }]);
  });

  test.each([
    [''],
    ['không phải địa chỉ'],
    ['a@b.vn, c@d.vn'],
    ['a@b.vn;c@d.vn'],
    ['Ai Đó <a@b.vn>'],
    ['a@b.vn\r\nBcc: c@d.vn'],
    ['a@b.vn\nSubject: x'],
    ['a@b.vn\u0007'],
    ['"a b"@c.vn'],
    ['a@b..vn'],
    [`${'a'.repeat(65)}@b.vn`],
    [['a@b.vn', 'c@d.vn']],
  ])('to %j is refused by the field, and nothing is sent', async (address) => {
    const answer = await send(address);
    expect([answer.status, answer.messageBy('address'), answer.isMarkedWrong('address')]).toEqual([422, expect.stringContaining('địa chỉ'), true]);
    expect(await site.context.rows('select id from mailbox_letter')).toEqual([]);
    expect(await trail()).toEqual([]);
  });

  test('comes three times a minute at most', async () => {
    for (let count = 0; count < 3; count += 1) expect((await send('ai-do@example.vn')).status).toBe(303);
    const answer = await send('ai-do@example.vn');
    expect([answer.status, answer.messageBy('address')]).toEqual([422, expect.stringContaining('Mỗi phút chỉ gửi được 3 thư thử')]);
    site.context.clock.advance({ seconds: 61 });
    expect((await send('ai-do@example.vn')).status).toBe(303);
  });
});

describe('the preview', () => {
  const userId = (name: 'lan' | 'hanh' | 'phuc' | 'tam') => site.context.people[name].userId;
  const preview = (name: 'lan' | 'hanh' | 'phuc' | 'tam', kind: string, part = '') => hanh.get(`/reminders/preview${part}?person=${userId(name)}&kind=${kind}`);

  test('shows a person’s letter of today, in a frame that may run nothing, and sends nothing', async () => {
    const page = await preview('lan', 'digest');
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/^Nhắc việc · Xem trước, không gửi Nhắc việc: .* và 1 việc khác/);
    expect(page.text).toContain('Kính gửi Trần Ngọc Lan,');
    expect(page.body).toMatch(
      /<iframe [^>]*src="\/reminders\/preview\/html\?person[^"]*digest"[^>]*sandbox="allow-popups allow-top-navigation-by-user-activation"/,
    );
    const frame = await preview('lan', 'digest', '/html');
    expect(frame.header('content-security-policy')).toMatch(/default-src 'none'.*sandbox(?! [^;]*allow-scripts)/);
    expect(frame.body).toContain('Kính gửi Trần Ngọc Lan,');
    for (const table of ['mailbox_letter', 'reminder', 'reminder_mail']) expect(await site.context.rows(`select id from ${table}`)).toEqual([]);
  });

  test('holds no link that works', async () => {
    const links = [...(await preview('lan', 'digest', '/html')).links, ...(await preview('hanh', 'weekly', '/html')).links];
    const signed = links.filter((link) => /\/(act|summaries)\//.test(link)).map((link) => new URL(link).pathname);
    expect(new Set(signed)).toEqual(new Set(['/act/xem-truoc', '/summaries/xem-truoc']));
    for (const path of new Set(signed)) expect((await site.visitor().get(path)).status).toBe(404);
  });

  test('shows the summaries to anybody, and says where one would not be sent', async () => {
    expect((await preview('hanh', 'weekly')).text).toContain('Tình hình tuần');
    expect((await preview('phuc', 'monthly')).text).toContain('Tình hình tháng');
    expect((await preview('tam', 'weekly', '/html')).body).toContain('Tình hình tuần');
  });

  test('says where there is nothing to write', async () => {
    await site.reset('2021-01-05');
    hanh = await site.as('hanh');
    const page = await preview('lan', 'digest');
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('Hôm nay không có việc nào phải nhắc Trần Ngọc Lan')]);
    expect((await preview('lan', 'digest', '/html')).status).toBe(404);
  });

  test('of nobody is not there', async () => {
    for (const person of ['999999', 'x', ''])
      for (const part of ['', '/html']) expect((await hanh.get(`/reminders/preview${part}?person=${person}&kind=digest`)).status).toBe(404);
  });
});

test.each(['tam', 'phuc'] as const)('everything is closed to %s', async (name) => {
  await remind();
  const { id } = await letterOf('khoa');
  const visitor = await site.as(name);
  expect((await visitor.get('/')).links).not.toContain('/reminders');
  const person = site.context.people.lan.userId;
  for (const url of ['/reminders', `/reminders/preview?person=${person}`, `/reminders/preview/html?person=${person}`]) {
    const answer = await visitor.get(url);
    expect([url, answer.status, answer.text]).toEqual([url, 403, expect.stringContaining('Vai trò của bạn không mở được trang này.')]);
  }
  for (const url of [`/reminders/letters/${id}/delivery`, `/reminders/letters/${id}/link-revocation`, '/reminders/test-mail']) {
    expect([url, (await visitor.postWithToken(url, { address: 'a@b.vn' })).status]).toEqual([url, 403]);
  }
  expect(await trail()).toEqual([]);
});
