import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { FirstStart } from '#database/first-start.js';
import { AccountService } from '#identity/account.service.js';
import { environment } from '#testing/builders.js';
import { FixedClock } from '#testing/fixed-clock.js';
import { PERSONAS } from '#testing/personas.js';
import { TestDatabase } from '#testing/test-database.js';
import { createApplication } from '#web/server.js';
import { PASSWORD, TestApplication } from '../../e2e/support/test-application.js';
import { Visitor } from '../../e2e/support/visitor.js';

describe('signing in', () => {
  const { email, name } = PERSONAS.tam;
  let site: TestApplication;

  beforeAll(async () => {
    site = await TestApplication.open();
    await site.givePasswords();
  });
  beforeEach(() => site.reset('2021-03-15'));
  afterAll(() => site.close());

  const signIn = async (fields: Record<string, string>, from = '/sign-in') => {
    const visitor = site.visitor();
    return { visitor, answer: await visitor.fillIn(await visitor.get(from), fields) };
  };

  test('leads to the page that was asked for, and the header says who and for which organisation', async () => {
    const visitor = site.visitor();
    const sentAway = await visitor.get('/deliverables?task=4&month=2021-03');
    const { location } = await visitor.fillIn(await visitor.get(sentAway.location!), { email, password: PASSWORD });
    expect(location).toBe('/deliverables?task=4&month=2021-03');
    const { body } = await visitor.get('/');
    expect(body).toContain(`<strong>${name}</strong>`);
    expect(body).toContain('Báo Đồng Khởi ·');
  });

  test('takes the address in capitals and with blanks around it', async () => {
    const { answer } = await signIn({ email: `  ${email.toUpperCase()} `, password: PASSWORD });
    expect([answer.status, answer.location]).toEqual([303, '/']);
  });

  test('with a wrong password answers 422, keeps the address and not the password', async () => {
    const { answer } = await signIn({ email, password: 'sai mật khẩu rồi' }, '/sign-in?next=%2Fcalendar');
    expect(answer.status).toBe(422);
    expect(answer.messageBy('email')).toBe('Địa chỉ thư hoặc mật khẩu không đúng.');
    expect([answer.isMarkedWrong('email'), answer.isMarkedWrong('password')]).toEqual([true, false]);
    expect(answer.form().values).toMatchObject({ email, password: '', next: '/calendar' });
    expect(answer.body).not.toContain('sai mật khẩu rồi');
  });

  test.each([
    ['an unknown address', { email: 'khong-ai@example.vn', password: PASSWORD }],
    ['nothing at all', { email: '', password: '' }],
  ])('with %s says the same as with a wrong password', async (_what, fields) => {
    const { answer, visitor } = await signIn(fields);
    expect([answer.status, answer.messageBy('email')]).toEqual([422, 'Địa chỉ thư hoặc mật khẩu không đúng.']);
    expect(visitor.cookie('session')).toBeUndefined();
  });

  test('of a closed account is refused, and its sessions end', async () => {
    const open = await site.as('tam');
    await site.context.run((em) => em.execute('update user_account set is_active = ? where email = ?', [false, email]));
    const { answer } = await signIn({ email, password: PASSWORD });
    const before = await open.get('/');
    await site.context.run((em) => em.execute('update user_account set is_active = ? where email = ?', [true, email]));
    expect([answer.status, before.status]).toEqual([422, 303]);
  });

  test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/\t/evil.example', 'evil.example', ''])(
    'never leads to another site: next=%j',
    async (next) => {
      const { answer } = await signIn({ email, password: PASSWORD }, `/sign-in?next=${encodeURIComponent(next)}`);
      expect(answer.status).toBe(303);
      expect(new URL(answer.location!, 'https://lich.example.vn').origin).toBe('https://lich.example.vn');
      const again = await (await site.as('tam')).get(`/sign-in?next=${encodeURIComponent(next)}`);
      expect(new URL(again.location!, 'https://lich.example.vn').origin).toBe('https://lich.example.vn');
    },
  );

  test('leads back to an address with letters that no header takes as they are', async () => {
    const { answer } = await signIn({ email, password: PASSWORD, next: '/deliverables?q=thủ tục “một cửa”&trang=%C4%91' });
    expect([answer.status, answer.location]).toEqual([
      303,
      '/deliverables?q=th%E1%BB%A7%20t%E1%BB%A5c%20%E2%80%9Cm%E1%BB%99t%20c%E1%BB%ADa%E2%80%9D&trang=%C4%91',
    ]);
  });

  test('sets a cookie that scripts, other sites and plain HTTP do not get', async () => {
    const { answer } = await signIn({ email, password: PASSWORD });
    const cookie = [answer.headers['set-cookie']].flat().find((line) => String(line).startsWith('__Host-lich_session='));
    expect(cookie).toMatch(/; Max-Age=1209600; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  test('keeps no secret in the database that would sign anybody in', async () => {
    const { visitor } = await signIn({ email, password: PASSWORD });
    const rows = await site.context.rows<{ token_hash: string }>('select token_hash from session');
    expect(rows).toHaveLength(1);
    expect(rows[0]!.token_hash).not.toContain(visitor.cookie('session')!);
    const [user] = await site.context.rows<{ password_hash: string }>('select password_hash from user_account where email = ?', [email]);
    expect(user!.password_hash).toMatch(/^\$argon2id\$/);
  });

  test('out ends the session itself, not only its cookie', async () => {
    const { visitor } = await signIn({ email, password: PASSWORD });
    const secret = visitor.cookie('session')!;
    const page = await visitor.get('/');
    const token = page.token;
    const answer = await visitor.post('/session/end', { _csrf: token });
    expect([answer.status, answer.location, visitor.cookie('session')]).toEqual([303, '/sign-in?signed-out', undefined]);
    expect((await visitor.get('/sign-in?signed-out')).text).toContain('Đã đăng xuất.');
    visitor.keep('session', secret);
    expect(await visitor.get('/')).toMatchObject({ status: 303 });
  });
});

describe('the first start', () => {
  let database: TestDatabase;
  let visitor: Visitor;
  let link: string;
  let close: () => Promise<void>;
  const chosen = { name: 'Nguyễn Thị Hạnh', email: 'Hanh@SNV.example.vn', password: 'câu dễ nhớ của tôi', repeated: 'câu dễ nhớ của tôi' };

  beforeEach(async () => {
    database = await TestDatabase.open();
    const app = await createApplication(environment({ SAMPLE_PLAN: '2021' }), database.orm, { clock: new FixedClock('2021-01-04'), isQuiet: true });
    close = async () => {
      await app.close();
      await database.close();
    };
    await database.run(() => app.get(FirstStart).prepareData());
    link = `/set-up/${await database.run(() => app.get(FirstStart).prepareAccess())}`;
    visitor = new Visitor(app);
  });

  afterEach(() => close());

  test('offers a link by which the first person becomes the coordinator of Sở Nội vụ', async () => {
    const page = await visitor.get(link);
    expect(page.text).toContain('Người đầu tiên của hệ thống vừa quản trị vừa điều phối cho Sở Nội vụ');
    const answer = await visitor.fillIn(page, chosen);
    expect([answer.status, answer.location]).toEqual([303, '/']);
    const { body } = await visitor.get('/');
    expect(body).toContain('<strong>Nguyễn Thị Hạnh</strong></a><span>Sở Nội vụ<span class="role"> · ');
    expect(await database.run((em) => em.execute('select email, role from user_account'))).toEqual([{ email: 'hanh@snv.example.vn', role: 'coordinator' }]);
  });

  test('refuses the link a second time, and whoever held the form open', async () => {
    const late = await visitor.get(link);
    await visitor.fillIn(late, chosen);
    visitor.forget('session');
    expect(await visitor.get(link)).toMatchObject({ status: 404 });
    const answer = await visitor.postWithToken(link, { ...chosen, email: 'khac@example.vn' });
    expect([answer.status, answer.text]).toEqual([404, expect.stringContaining('Liên kết này đã dùng hoặc đã hết hạn.')]);
    expect(await database.run((em) => em.execute('select email from user_account'))).toEqual([{ email: 'hanh@snv.example.vn' }]);
  });

  test.each([
    ['a password too short', { password: 'ngắn', repeated: 'ngắn' }, 'password', 'Mật khẩu cần ít nhất 12 ký tự.'],
    ['two different passwords', { repeated: 'một câu khác hẳn' }, 'repeated', 'Hai lần nhập mật khẩu chưa giống nhau.'],
    ['no name', { name: '  ' }, 'name', 'Hãy nhập họ tên.'],
    ['no address', { email: 'khong-phai-thu' }, 'email', 'Địa chỉ thư điện tử chưa đúng.'],
  ])('with %s says so by the field, keeps what was typed and leaves the link good', async (_what, wrong, field, message) => {
    const answer = await visitor.fillIn(await visitor.get(link), { ...chosen, ...wrong });
    expect([answer.status, answer.messageBy(field)]).toEqual([422, message]);
    const { values } = answer.form();
    expect(values).toMatchObject({ name: { ...chosen, ...wrong }.name, email: { ...chosen, ...wrong }.email, password: '', repeated: '' });
    expect(await visitor.fillIn(answer, chosen)).toMatchObject({ status: 303, location: '/' });
  });
});

describe('a set-up link of somebody who has an account', () => {
  test('sets the password, signs in, and works once', async () => {
    const site = await TestApplication.open();
    try {
      const token = await site.ask(AccountService, async (accounts) =>
        accounts.openSetUp(await accounts.add({ email: 'moi@example.vn', name: 'Người Mới', role: 'leader', organisation: 'ubnd-tinh' })),
      );
      const visitor = site.visitor();
      const page = await visitor.get(`/set-up/${token}`);
      expect(page.text).toContain('Tài khoản moi@example.vn.');
      expect(await visitor.fillIn(page, { password: PASSWORD, repeated: PASSWORD })).toMatchObject({ status: 303, location: '/' });
      expect((await visitor.get('/')).body).toContain('<strong>Người Mới</strong>');
      expect(await site.visitor().get(`/set-up/${token}`)).toMatchObject({ status: 404 });
    } finally {
      await site.close();
    }
  });
});
