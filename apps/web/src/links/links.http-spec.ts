import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { User } from '#identity/user.entity.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { Plan } from '#planning/plan.entity.js';
import { Task, TaskParty } from '#planning/task.entity.js';
import { MailTransport } from '#mail/mail-transport.js';
import { ReminderService } from '#reminders/reminder.service.js';
import { segment } from '#testing/builders.js';
import { PERSONAS } from '#testing/personas.js';
import { TestApplication } from '../../e2e/support/test-application.js';

let site: TestApplication;

beforeAll(async () => {
  site = await TestApplication.open();
});
beforeEach(async () => {
  await site.reset('2021-01-21');
  await site.context.run(async (em) => {
    await em.nativeUpdate(User, {}, { isActive: true });
    await em.nativeUpdate(Plan, { id: site.context.planId }, { state: 'in-force' });
  });
});
afterAll(() => site.close());

/** The links of the letter that somebody got, by the number of the task. */
async function linksTo(email: string): Promise<{ text: string; act: string[]; summaries: string | undefined }> {
  await site.ask(ReminderService, (reminders) => reminders.remind(site.context.clock.now()));
  const [letter] = await site.context.rows<{ text: string }>('select text from mailbox_letter where to_address = ? order by id desc limit 1', [email]);
  const text = letter!.text;
  return {
    text,
    act: [...text.matchAll(/https:\/\/lich\.example\.vn(\/act\/\S+)/g)].map(([, path]) => path!),
    summaries: /(\/summaries\/\S+)/.exec(text)?.[1],
  };
}

const items = () =>
  site.context.rows<{ task_id: number; title: string; logged_via: string | null; credited_on: string | null; created_by_id: number }>(
    'select * from deliverable order by id',
  );

/** The link of the forum of the month, which is Khoa's one duty. */
async function forumLink(): Promise<string> {
  return (await linksTo(PERSONAS.khoa.email)).act[0]!;
}

const FORUM = { title: 'Cà phê Doanh nghiệp tháng Một', occursOn: '2021-01-20', place: 'Hội trường A', attendance: '40' };

describe('A link in a letter', () => {
  test('opens the short form of its task and period, without signing in, and changes nothing by being opened', async () => {
    const link = await forumLink();
    for (let time = 0; time < 3; time += 1) {
      const page = await site.visitor().get(link);
      expect(page.status).toBe(200);
      expect(page.text).toContain('Thực hiện Diễn đàn “Cà phê Doanh nghiệp”');
      expect(page.text).toContain('Còn thiếu 1 buổi của tháng 1/2021; hạn là 31/01/2021');
      expect(page.text).toContain('Ghi với tên Phạm Đăng Khoa');
      expect(page.header('referrer-policy')).toBe('same-origin');
      expect(page.header('cache-control')).toBe('no-store');
      expect(page.links.filter((href) => href.startsWith('/deliverables'))).toEqual([]);
    }
    expect(await items()).toEqual([]);
    expect(await site.context.rows('select id from reminder where link_used_at is not null')).toEqual([]);
  });

  test('logs once, by whom and how being kept', async () => {
    const link = await forumLink();
    const visitor = site.visitor();
    const done = await visitor.fillIn(await visitor.get(link), FORUM, `${link}/deliverable`);
    expect([done.status, done.location]).toEqual([303, `${link}/outcome`]);
    const outcome = await visitor.get(`${link}/outcome`);
    expect([outcome.status, outcome.text]).toEqual([200, expect.stringContaining('Đã ghi nhận: 1/12')]);
    expect(outcome.text).toContain(FORUM.title);
    expect(await items()).toMatchObject([
      { task_id: site.taskId(12), title: FORUM.title, logged_via: 'mail-link', created_by_id: site.context.people.khoa.userId },
    ]);
    const again = await visitor.get(link);
    expect([again.status, again.text]).toEqual([410, expect.stringContaining('Liên kết này đã được dùng.')]);
    const posted = await visitor.postWithToken(`${link}/deliverable`, { ...FORUM, title: 'Buổi nữa' });
    expect(posted.status).toBe(410);
    expect(await items()).toHaveLength(1);
    const [item] = await site.context.rows<{ id: number }>('select id from deliverable');
    const page = await (await site.as('hanh')).get(`/deliverables/${item!.id}`);
    expect(page.text).toContain('Phạm Đăng Khoa, qua liên kết trong thư nhắc');
  });

  test('logs for its reader’s own organisation, though they may log for others that lead the task too', async () => {
    const { hanh } = site.context.people;
    const added = await site.context.run(async (em) => {
      const party = new TaskParty(em.getReference(Task, site.taskId(12)), em.getReference(Organisation, hanh.organisationId), 'lead', 5, null);
      await em.persist(party).flush();
      return party.id;
    });
    try {
      const { act } = await linksTo(PERSONAS.hanh.email);
      const visitor = site.visitor();
      const pages = await Promise.all(act.map(async (link) => ({ link, page: await visitor.get(link) })));
      const { link, page } = pages.find((one) => one.page.text.includes('Cà phê Doanh nghiệp'))!;
      expect([page.text.includes('Đơn vị: Sở Nội vụ'), page.text.includes('Cho đơn vị nào')]).toEqual([true, false]);
      expect((await visitor.fillIn(page, FORUM, `${link}/deliverable`)).status).toBe(303);
      expect(await items()).toMatchObject([{ task_id: site.taskId(12), organisation_id: hanh.organisationId }]);
    } finally {
      await site.context.run((em) => em.nativeDelete(TaskParty, added));
    }
  });

  test('pressed twice at once logs once', async () => {
    const link = await forumLink();
    const visitor = site.visitor();
    const token = await visitor.token();
    const answers = await Promise.all(['Một', 'Hai', 'Ba'].map((title) => visitor.post(`${link}/deliverable`, { ...FORUM, title, _csrf: token })));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(await items()).toHaveLength(1);
  });

  test('fifty equal forms, at once and late, make one item and one answer', async () => {
    const link = await forumLink();
    const visitor = site.visitor();
    const form = { ...FORUM, _csrf: await visitor.token() };
    const answers = await Promise.all(Array.from({ length: 50 }, () => visitor.post(`${link}/deliverable`, form)));
    answers.push(await visitor.post(`${link}/deliverable`, form));
    expect(new Set(answers.map(({ status, location }) => `${status} ${location}`))).toEqual(new Set([`303 ${link}/outcome`]));
    expect(await items()).toHaveLength(1);
    // Something else by the same link is told that it is used up.
    expect((await visitor.post(`${link}/snooze`, { until: '2021-01-28', reason: 'Bận', _csrf: form._csrf })).status).toBe(410);
  });

  test('opens nothing once its person’s role only looks on', async () => {
    const link = await forumLink();
    await site.context.run((em) => em.nativeUpdate(User, { email: PERSONAS.khoa.email }, { role: 'leader' }));
    try {
      expect((await site.visitor().get(link)).status).toBe(410);
      expect((await site.visitor().postWithToken(`${link}/deliverable`, FORUM)).status).toBe(410);
    } finally {
      await site.context.run((em) => em.nativeUpdate(User, { email: PERSONAS.khoa.email }, { role: PERSONAS.khoa.role }));
    }
    expect(await items()).toEqual([]);
  });

  test('with a form that is wrong keeps what was typed, and is not used up', async () => {
    const link = await forumLink();
    const visitor = site.visitor();
    const refused = await visitor.fillIn(await visitor.get(link), { ...FORUM, title: '', place: 'Hội trường B' }, `${link}/deliverable`);
    expect(refused.status).toBe(422);
    expect(refused.form(`${link}/deliverable`).values.place).toBe('Hội trường B');
    const done = await visitor.fillIn(refused, { title: 'Cà phê' }, `${link}/deliverable`);
    expect(done.status).toBe(303);
    expect(await items()).toHaveLength(1);
  });

  test('is for its period alone: an earlier day is refused, a later one makes up for it', async () => {
    site.context.clock.set('2021-03-01');
    const { act } = await linksTo(PERSONAS.khoa.email);
    const visitor = site.visitor();
    const pages = [];
    for (const link of act) pages.push(await visitor.get(link));
    const index = pages.findIndex(({ text }) => text.includes('tháng 2/2021'));
    const link = act[index]!;
    const early = await visitor.fillIn(pages[index]!, { ...FORUM, occursOn: '2021-01-15' }, `${link}/deliverable`);
    expect([early.status, early.messageBy('occursOn')]).toEqual([422, 'Liên kết này chỉ ghi cho kỳ từ 01/02/2021; hãy đăng nhập để ghi ngày sớm hơn.']);
    await visitor.fillIn(early, { ...FORUM, occursOn: '2021-03-01', creditedOn: '' }, `${link}/deliverable`);
    expect(await items()).toMatchObject([{ credited_on: '2021-02-28' }]);
  });

  test('ends by itself, when it is taken back, when it is met, with the account and with the plan', async () => {
    const link = await forumLink();
    const look = async () => {
      const page = await site.visitor().get(link);
      const posted = await site.visitor().postWithToken(`${link}/deliverable`, FORUM);
      expect(posted.status).toBe(page.status);
      return [page.status, page.text];
    };
    site.context.clock.set('2021-02-12');
    expect(await look()).toEqual([410, expect.stringContaining('hết hạn từ ngày 11/02/2021')]);
    site.context.clock.set('2021-01-22');
    await site.context.rows("update reminder set link_revoked_at = '2021-01-22T00:00:00.000Z'");
    expect(await look()).toEqual([410, expect.stringContaining('thu hồi')]);
    await site.context.rows('update reminder set link_revoked_at = null');
    await site.context.run((em) => em.nativeUpdate(User, { email: PERSONAS.khoa.email }, { isActive: false }));
    expect(await look()).toEqual([410, expect.stringContaining('tài khoản nhận thư đã đóng')]);
    await site.context.run((em) => em.nativeUpdate(User, {}, { isActive: true }));
    await site.context.run((em) => em.nativeUpdate(Plan, { id: site.context.planId }, { state: 'closed' }));
    expect(await look()).toEqual([410, expect.stringContaining('không còn phải thực hiện')]);
    await site.context.run((em) => em.nativeUpdate(Plan, { id: site.context.planId }, { state: 'in-force' }));
    await site.has(12, segment({ occursOn: '2021-01-20' }));
    expect(await look()).toEqual([200, expect.stringContaining('đã được ghi nhận đủ')]);
  });

  test('that was changed by a letter, or is of another kind, opens nothing', async () => {
    const link = await forumLink();
    expect((await site.visitor().get(`${link}/outcome`)).status).toBe(404);
    const bent = [link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), link.replace(/act\/[^-]+/, 'act/zz'), '/act/none', `/act/${'x'.repeat(150)}`];
    for (const address of bent) expect([address, (await site.visitor().get(address)).status]).toEqual([address, 404]);
    expect((await site.visitor().get(link.replace('/act/', '/summaries/'))).status).toBe(404);
  });

  test('does not sign anybody in', async () => {
    const link = await forumLink();
    const visitor = site.visitor();
    await visitor.get(link);
    expect(visitor.cookie('session')).toBeUndefined();
    expect((await visitor.get('/')).status).toBe(303);
  });
});

describe('A wish to wait', () => {
  test('is kept with its reason, which Sở Nội vụ sees, and the reminder comes on its day', async () => {
    const link = await forumLink();
    const visitor = site.visitor();
    const done = await visitor.fillIn(await visitor.get(link), { until: '2021-01-28', reason: 'Chờ xác nhận hội trường' }, `${link}/snooze`);
    expect([done.status, done.location]).toEqual([303, `${link}/outcome`]);
    expect((await visitor.get(`${link}/outcome`)).text).toContain('Sẽ nhắc lại ngày 28/01/2021');
    site.context.clock.set('2021-01-25');
    expect((await linksTo(PERSONAS.hanh.email)).text).toContain(
      'Trung tâm Xúc tiến Đầu tư và Khởi nghiệp hẹn đến 28/01/2021: “Chờ xác nhận hội trường” (Phạm Đăng Khoa)',
    );
    expect(await site.context.rows('select id from mailbox_letter where to_address = ?', [PERSONAS.khoa.email])).toHaveLength(1);
    site.context.clock.set('2021-01-28');
    expect((await linksTo(PERSONAS.khoa.email)).text).toContain('đơn vị đã hẹn nhắc lại hôm nay');
    expect((await site.visitor().get(link)).status).toBe(410);
  });

  test('is refused for a day off, today, a day too far and without a reason, what was typed being kept', async () => {
    const link = await forumLink();
    const visitor = site.visitor();
    const tries: [string, string, RegExp][] = [
      ['2021-01-24', 'Bận', /ngày nghỉ; ngày làm việc gần nhất trước đó là 22\/01\/2021/],
      ['2021-01-21', 'Bận', /một ngày sau hôm nay/],
      ['2021-03-30', 'Bận', /Chỉ hẹn được đến ngày 20\/02\/2021/],
      ['hỏng', 'Bận', /Ngày chưa đúng/],
    ];
    for (const [until, reason, words] of tries) {
      const refused = await visitor.fillIn(await visitor.get(link), { until, reason }, `${link}/snooze`);
      expect([until, refused.status, refused.messageBy('until')]).toEqual([until, 422, expect.stringMatching(words)]);
      expect(refused.form(`${link}/snooze`).values).toMatchObject({ until, reason });
    }
    const silent = await visitor.fillIn(await visitor.get(link), { until: '2021-01-28', reason: ' ' }, `${link}/snooze`);
    expect(silent.messageBy('reason')).toBe('Hãy ghi lý do để Sở Nội vụ biết.');
    expect(await site.context.rows('select id from snooze')).toEqual([]);
  });
});

describe('The link at the foot of a summary', () => {
  test('turns it off by the page and by the mail program’s own button, and on again; reminders go on', async () => {
    await site.has(7, segment({ occursOn: '2021-01-20' }));
    site.context.clock.set('2021-01-25');
    const { summaries } = await linksTo(PERSONAS.hanh.email);
    const visitor = site.visitor();
    expect((await visitor.get(summaries!)).text).toContain('hanh@snv.example.vn đang nhận bản tổng hợp.');
    const off = await visitor.post(summaries!, { 'List-Unsubscribe': 'One-Click' });
    expect([off.status, off.text]).toEqual([200, expect.stringContaining('Đã thôi nhận bản tổng hợp.')]);
    site.context.clock.set('2021-02-01');
    expect((await linksTo(PERSONAS.hanh.email)).text).not.toContain('Tình hình tuần');
    const on = await visitor.post(summaries!, { turn: 'on' });
    expect([on.status, (await visitor.get(on.location!)).text]).toEqual([303, expect.stringContaining('Đã nhận lại bản tổng hợp.')]);
    expect((await visitor.get('/summaries/none')).status).toBe(404);
    expect((await visitor.post('/summaries/none')).status).toBe(404);
  });

  test('stands in the letter’s headers', async () => {
    await site.has(7, segment({ occursOn: '2021-01-20' }));
    site.context.clock.set('2021-01-25');
    const { summaries } = await linksTo(PERSONAS.hanh.email);
    const [letter] = await site.context.rows<{ id: number }>('select id from mailbox_letter where to_address = ?', [PERSONAS.hanh.email]);
    const eml = (await (await site.as('hanh')).get(`/mailbox/${letter!.id}/eml`)).body.replace(/\r\n[ \t]+/g, ' ');
    expect(eml).toContain(`List-Unsubscribe: <https://lich.example.vn${summaries}>`);
    expect(eml).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(site.app.get(MailTransport, { strict: false }).settings).toBe('mailbox');
  });
});
