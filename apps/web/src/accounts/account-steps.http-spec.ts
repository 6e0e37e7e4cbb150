import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MailGateService } from '#mail/mail-gate.service.js';
import { PERSONAS } from '#testing/personas.js';
import { AccountSite } from '../../e2e/support/account-site.js';
import { PASSWORD, type TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

const { email: TAM } = PERSONAS.tam;
const NEW = 'tam.moi@example.vn';
const CHOSEN = 'một câu khác hẳn và đủ dài';

let accounts: AccountSite;
let site: TestApplication;
let hanh: Visitor;
let tamId: number;
let page: string;

beforeAll(async () => {
  accounts = await AccountSite.open();
  ({ site } = accounts);
}, 60_000);
afterAll(() => accounts.close());
beforeEach(async () => {
  await accounts.reset();
  hanh = await site.as('hanh');
  tamId = await accounts.accountId(TAM);
  page = `/accounts/${tamId}`;
});

describe('a name', () => {
  test('is put right by administrators alone, and keeps neither name in the trail', async () => {
    const lan = await site.as('lan');
    const answer = await hanh.fillIn(await hanh.get(page), { name: 'Lê Minh Tâm Anh' }, `${page}/name`);
    expect(answer).toMatchObject({ status: 303, location: `${page}?done=name` });
    expect((await hanh.get(`${page}?done=name`)).text).toMatch(/Lê Minh Tâm Anh.*Đã sửa họ tên\./);
    expect(await site.context.rows('select "before", "after" from audit_entry where action = \'account.renamed\'')).toEqual([{ before: null, after: null }]);
    // Entries show an account by its name of now: nobody may take another's.
    for (const lead of [lan, await site.as('tam')]) {
      expect((await lead.postWithToken(`${page}/name`, { name: PERSONAS.hanh.name })).status).toBe(403);
    }
    expect((await (await site.as('tam')).get(page)).body).not.toContain(`${page}/name"`);
  });

  test('that is none is refused beside its field, with what was typed', async () => {
    const answer = await hanh.fillIn(await hanh.get(page), { name: 'Tâm <b>' }, `${page}/name`);
    expect([answer.status, answer.messageBy('name'), answer.form(`${page}/name`).values.name]).toEqual([
      422,
      expect.stringContaining('hãy bỏ “<”.'),
      'Tâm <b>',
    ]);
    expect(await accounts.trail('account.renamed')).toEqual([]);
  });
});

describe('an address that its owner cannot confirm', () => {
  const correct = async (fields: Readonly<Record<string, string>> = {}) =>
    hanh.fillIn(await hanh.get(page), { email: NEW, password: PASSWORD, ...fields }, `${page}/email`);

  test('is exchanged by an administrator and a click at the new end; the old one is told', async () => {
    expect(await correct()).toMatchObject({ status: 303, location: `${page}?done=email` });
    const [told, fresh] = (await accounts.mailbox()).slice(-2);
    expect([told!.to, told!.text, fresh!.to]).toEqual([
      expect.stringContaining(TAM),
      expect.stringContaining(`Quản trị hệ thống đang chuyển tài khoản ${TAM} sang địa chỉ ${NEW}`),
      expect.stringContaining(NEW),
    ]);
    expect((await hanh.get(page)).text).toContain(`Đang chờ xác nhận đổi sang ${NEW}`);
    const visitor = site.visitor();
    const asked = await visitor.get(fresh!.link);
    expect(asked.text).not.toContain('khi cả hai địa chỉ đều xác nhận');
    expect((await accounts.signIn(NEW, PASSWORD)).status).toBe(422);
    expect(await visitor.fillIn(asked, {})).toMatchObject({ status: 303, location: '/sign-in?email-changed' });
    expect((await accounts.signIn(NEW, PASSWORD)).status).toBe(303);
    expect(await site.context.rows("select action, via from audit_entry where action like 'account.email-%' order by id")).toEqual([
      { action: 'account.email-change-asked', via: null },
      { action: 'account.email-changed', via: 'mail-link' },
    ]);
  });

  test('ends what was signed in by the old one, and tells it even where its mailbox answers only after the exchange', async () => {
    const tam = await site.as('tam');
    await correct();
    await site.context.run((em) => em.execute("update account_letter set next_attempt_at = ? where kind = 'email-told'", ['2021-03-15T03:00:00Z']));
    const { link } = (await accounts.mailbox()).at(-1)!;
    const visitor = site.visitor();
    expect((await visitor.fillIn(await visitor.get(link), {})).status).toBe(303);
    expect((await tam.get('/')).status).toBe(303);
    site.context.clock.advance({ hours: 2 });
    const told = (await accounts.mailbox()).at(-1)!;
    expect([told.to, told.text]).toEqual([expect.stringContaining(TAM), expect.stringContaining(`đã chuyển tài khoản ${TAM} sang địa chỉ ${NEW}`)]);
  });

  test('news of the account goes to whoever had it then', async () => {
    await hanh.postWithToken(`${page}/closing`);
    await hanh.postWithToken(`${page}/reopening`);
    const tam = await site.as('tam');
    await accounts.withSecondFactor(tam);
    await site.context.run((em) => em.execute('update user_account set email = ? where id = ?', [NEW, tamId]));
    expect((await accounts.mailbox()).at(-1)!.to).toContain(TAM);
  });

  test('stays where the owner or the administrator takes the wish back', async () => {
    for (const [who, url] of [
      [await site.as('tam'), '/account'],
      [hanh, page],
    ] as const) {
      await correct();
      const { link } = (await accounts.mailbox()).at(-1)!;
      // Of what was taken back nobody is told either, if it has not left yet.
      await site.context.run((em) => em.execute("update account_letter set settled_at = null, next_attempt_at = created_at where kind = 'email-told'"));
      expect((await who.get(url)).text).toContain(`xác nhận đổi sang ${NEW}`);
      expect((await who.fillIn(await who.get(url), {}, `${url}/email/cancellation`)).status).toBe(303);
      expect((await site.visitor().get(link)).status).toBe(404);
      const letters = (await accounts.mailbox()).length;
      await accounts.deliver();
      expect((await accounts.mailbox()).length).toBe(letters);
      expect(await site.context.rows("select 1 from account_letter where kind = 'email-told'")).toEqual([]);
    }
  });

  test('of somebody who has not come is exchanged at once: the invitation goes to the new one, and the link before opens nothing', async () => {
    const organisation = await accounts.organisationId('bao-dong-khoi');
    await hanh.postWithToken('/accounts', { name: 'Người Mới', email: 'sai.chinh.ta@example.vn', role: 'producer', organisation });
    const { link: before } = (await accounts.mailbox()).at(-1)!;
    page = `/accounts/${await accounts.accountId('sai.chinh.ta@example.vn')}`;
    expect((await hanh.get(page)).text).toContain('địa chỉ đổi ngay, và thư mời gửi lại');
    expect((await correct()).status).toBe(303);
    const letter = (await accounts.mailbox()).at(-1)!;
    expect(letter.to).toContain(NEW);
    expect(letter.text).toContain('Nguyễn Thị Hạnh mời vào Lịch Tuyên Truyền, vai trò Đơn vị thực hiện của Báo Đồng Khởi');
    expect((await site.visitor().get(before)).status).toBe(404);
    const visitor = site.visitor();
    expect((await visitor.fillIn(await visitor.get(letter.link), { password: CHOSEN, repeated: CHOSEN })).status).toBe(303);
    expect((await accounts.signIn(NEW, CHOSEN)).status).toBe(303);
  });

  test.each([
    ['a wrong password', { password: 'sai' }, 422, 'Mật khẩu chưa đúng.', 'emailPassword'],
    ['somebody’s address', { email: PERSONAS.lan.email }, 409, `Đã có tài khoản ${PERSONAS.lan.email}.`, 'newEmail'],
    ['no address', { email: 'khong phai' }, 422, 'Địa chỉ thư điện tử chưa đúng.', 'newEmail'],
    ['the same', { email: TAM }, 422, 'Đây là địa chỉ đang dùng.', 'newEmail'],
  ] as const)('is refused for %s, and keeps what was typed', async (_, fields, status, words, field) => {
    const answer = await correct(fields);
    expect([answer.status, answer.messageBy(field)]).toEqual([status, expect.stringContaining(words)]);
    expect(answer.form(`${page}/email`).values.email).toBe({ email: NEW, ...fields }.email);
    expect(await accounts.letters()).toEqual([]);
  });

  test('is not for leads, nor for oneself', async () => {
    const lead = await site.as('tam');
    expect((await lead.get(page)).body).not.toContain(`${page}/email"`);
    expect((await lead.postWithToken(`${page}/email`, { email: NEW, password: PASSWORD })).status).toBe(403);
    const own = `/accounts/${await accounts.accountId(PERSONAS.hanh.email)}`;
    expect((await hanh.get(own)).body).not.toContain(`${own}/email"`);
    expect((await hanh.postWithToken(`${own}/email`, { email: NEW, password: PASSWORD })).status).toBe(422);
  });
});

describe('what outlasts a session asks for the password once more', () => {
  test('making an administrator, by each of the three forms', async () => {
    const organisation = await accounts.organisationId('so-noi-vu');
    const fields = { role: 'administrator', organisation };
    const forms = [
      ['/accounts', '/accounts/new', { ...fields, name: 'Người Mới', email: NEW }, ''],
      [`${page}/role`, page, fields, 'first-'],
      [`${page}/roles`, page, fields, 'further-'],
    ] as const;
    for (const [action, from, values, prefix] of forms) {
      for (const [password, words] of [
        ['', 'Hãy nhập mật khẩu của bạn.'],
        ['sai', 'Mật khẩu chưa đúng.'],
      ] as const) {
        const answer = await hanh.fillIn(await hanh.get(from), { ...values, password }, action);
        expect([action, answer.status, answer.messageBy(`${prefix}password`)]).toEqual([action, 422, words]);
        expect(answer.form(action).values).toMatchObject({ role: 'administrator', organisation: String(organisation) });
      }
    }
    expect(await site.context.rows('select 1 from user_account where email = ?', [NEW])).toEqual([]);
    for (const [action, from, values] of [forms[2], forms[0]])
      expect((await hanh.fillIn(await hanh.get(from), { ...values, password: PASSWORD }, action)).status).toBe(303);
  });

  test('taking somebody’s second factor', async () => {
    await accounts.withSecondFactor(await site.as('tam'));
    expect((await hanh.get(page)).body).toContain(`href="${page}/second-factor"`);
    const form = await hanh.get(`${page}/second-factor`);
    const refused = await hanh.fillIn(form, { password: 'sai' }, `${page}/second-factor/removal`);
    expect([refused.status, refused.messageBy('password')]).toEqual([422, 'Mật khẩu chưa đúng.']);
    expect(await hanh.fillIn(form, { password: PASSWORD }, `${page}/second-factor/removal`)).toMatchObject({ status: 303, location: `${page}?done=factor` });
    expect((await accounts.signIn(TAM, PASSWORD)).location).toBe('/');
    const again = await hanh.postWithToken(`${page}/second-factor/removal`, { password: PASSWORD });
    expect([again.status, again.messageBy('password'), (await accounts.trail('account.second-factor-off')).length]).toEqual([
      422,
      'Người này chưa bật xác thực hai lớp.',
      1,
    ]);
    for (const step of ['second-factor', 'second-factor/removal'] as const) {
      const lead = await site.as('tam');
      const answer = step === 'second-factor' ? await lead.get(`${page}/${step}`) : await lead.postWithToken(`${page}/${step}`, { password: PASSWORD });
      expect([step, answer.status]).toEqual([step, 403]);
    }
    const own = `/accounts/${await accounts.accountId(PERSONAS.hanh.email)}`;
    expect((await hanh.postWithToken(`${own}/second-factor/removal`, { password: PASSWORD })).status).toBe(422);
  });

  test('taking somebody out for good', async () => {
    expect((await hanh.postWithToken(`${page}/closing`)).status).toBe(303);
    expect((await hanh.get(page)).body).toContain(`href="${page}/erasure"`);
    const form = await hanh.get(`${page}/erasure`);
    expect(form.text).toContain(`Họ tên, địa chỉ thư và mọi cách đăng nhập của ${PERSONAS.tam.name} (${TAM}) mất hẳn`);
    for (const password of ['', 'sai']) expect((await hanh.fillIn(form, { password }, `${page}/erasure`)).status).toBe(422);
    expect(await hanh.fillIn(form, { password: PASSWORD }, `${page}/erasure`)).toMatchObject({ status: 303, location: `${page}?done=erased` });
    expect((await hanh.get(page)).text).not.toContain(TAM);
    // Nobody comes back into it.
    const role = { role: 'producer', organisation: await accounts.organisationId('bao-dong-khoi'), password: PASSWORD };
    for (const [step, fields] of [
      ['email', { email: NEW, password: PASSWORD }],
      ['role', role],
      ['roles', role],
      ['name', { name: 'Ai Đó' }],
    ] as const)
      expect([step, (await hanh.postWithToken(`${page}/${step}`, fields)).status]).toEqual([step, 422]);
    expect(await site.context.rows('select is_erased from user_account where email = ?', [NEW])).toEqual([]);
  });
});

describe('the roles that need a second factor', () => {
  const choose = async (roles: string[], password = PASSWORD) => hanh.postWithToken('/accounts/second-factor-roles', { roles, password });

  test('are chosen on a page that tells how many lack one', async () => {
    expect((await hanh.get('/accounts')).body).toContain('href="/accounts/second-factor-roles"');
    expect((await hanh.get('/accounts/second-factor-roles')).text).toMatch(/Kế toán (\d+ người, \d+ chưa bật|chưa có ai)/);
    await accounts.withSecondFactor(await site.as('tam'));
    expect(await choose(['producer-lead'])).toMatchObject({ status: 303, location: '/accounts/second-factor-roles?done=saved' });
    const saved = await hanh.get('/accounts/second-factor-roles?done=saved');
    expect(saved.text).toContain('Đã lưu.');
    expect(saved.body).toMatch(/value="producer-lead" checked/);
  });

  test('are not one’s own while one has none: nobody locks themselves out of what they do', async () => {
    const refused = await choose(['administrator', 'leader']);
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('hãy bật xác thực hai lớp cho chính mình trước')]);
    expect(refused.body).toMatch(/value="leader" checked/);
    await accounts.withSecondFactor(hanh);
    expect((await choose(['administrator', 'leader'])).status).toBe(303);
  });

  test('are not exchanged by whoever finds a browser signed in', async () => {
    for (const password of ['', 'sai']) expect((await choose(['accountant'], password)).messageBy('password')).toMatch(/Hãy nhập mật khẩu|Mật khẩu chưa đúng/);
    expect(await accounts.trail('account.second-factor-roles')).toEqual([]);
  });

  test('are roles', async () => {
    expect((await choose(['root'])).status).toBe(422);
    expect(await accounts.trail('account.second-factor-roles')).toEqual([]);
  });
});

describe('two at the same instant', () => {
  test('give a role once, and the second is told', async () => {
    const organisation = await accounts.organisationId('dai-ptth');
    const visitors = await Promise.all(Array.from({ length: 4 }, () => site.as('hanh')));
    const tokens = await Promise.all(visitors.map((visitor) => visitor.token()));
    const answers = await Promise.all(visitors.map((visitor, at) => visitor.post(`${page}/roles`, { _csrf: tokens[at]!, role: 'producer', organisation })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422, 422, 422]);
    expect(await site.context.rows('select 1 from further_role where user_id = ?', [tamId])).toHaveLength(1);
  });

  test('wish for another address, and the last wish stands', async () => {
    const visitors = await Promise.all(Array.from({ length: 4 }, () => site.as('tam')));
    const tokens = await Promise.all(visitors.map((visitor) => visitor.token()));
    const wish = (at: number) => ({ _csrf: tokens[at]!, email: `tam.${at}@example.vn`, password: PASSWORD });
    const answers = await Promise.all(visitors.map((visitor, at) => visitor.post('/account/email', wish(at))));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
    expect(await site.context.rows('select 1 from email_change where user_id = ?', [tamId])).toHaveLength(1);
  });
});

describe('one’s own role', () => {
  test('may be given away, and leads to a page that still opens', async () => {
    const own = `/accounts/${await accounts.accountId(PERSONAS.hanh.email)}`;
    expect((await hanh.get(own)).body).toContain('data-confirm="Đổi vai trò chính của chính bạn?');
    const answer = await hanh.postWithToken(`${own}/role`, { role: 'leader', organisation: await accounts.organisationId('so-noi-vu') });
    expect([answer.location, (await hanh.get(answer.location!)).text]).toEqual(['/account?done=role', expect.stringContaining('Đã đổi vai trò của bạn.')]);
  });
});

describe('a letter that does not arrive', () => {
  test('is told of on the list and on the account, with what the server said, to administrators alone', async () => {
    await site.context.run((em) =>
      em.execute(
        `insert into account_letter (kind, user_id, created_at, attempts, next_attempt_at, settled_at, failure) values ('reset', ?, ?, 8, ?, ?, '550 hộp thư không có')`,
        [tamId, '2021-03-15T02:00:00Z', '2021-03-15T02:00:00Z', '2021-03-15T06:00:00Z'],
      ),
    );
    expect((await hanh.get('/accounts')).text).toMatch(/1 người có thư không gửi được.*thư không gửi được/);
    expect((await hanh.get(page)).text).toContain(
      'Thư đặt lại mật khẩu xếp lúc 09:00 ngày 15/3/2021: không gửi được sau 8 lần (550 hộp thư không có); đã thôi thử',
    );
    const lead = await site.as('tam');
    expect((await lead.get('/accounts')).text).not.toContain('không gửi được');
    expect((await lead.get(page)).text).not.toContain('550');
  });

  test('because the server takes none is told to administrators as it is to whoever keeps the reminders', async () => {
    await site.ask(MailGateService, (gate) => gate.shut(site.context.clock.now(), '535 5.7.8 sai mật khẩu'));
    expect((await hanh.get('/accounts')).text).toContain('không thư nào được gửi: máy chủ thư không nhận cấu hình hiện tại.');
    expect((await (await site.as('tam')).get('/accounts')).text).not.toContain('máy chủ thư');
    await site.ask(MailGateService, (gate) => gate.open());
  });

  test('stays in the system’s own mailbox where no mail server is set, and the page says where the link is', async () => {
    const organisation = await accounts.organisationId('bao-dong-khoi');
    await hanh.postWithToken('/accounts', { name: 'Người Mới', email: NEW, role: 'producer', organisation });
    const list = await hanh.get('/accounts?done=invited');
    expect([list.text, list.body]).toEqual([expect.stringContaining('Hệ thống chưa nối máy chủ thư'), expect.stringContaining('href="/mailbox"')]);
    await accounts.mailbox();
    expect((await hanh.get(`/accounts/${await accounts.accountId(NEW)}`)).text).toContain('đã vào Hộp thư của hệ thống');
  });
});
