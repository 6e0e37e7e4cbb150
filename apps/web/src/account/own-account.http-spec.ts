import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { article } from '#testing/builders.js';
import { PERSONAS } from '#testing/personas.js';
import { AccountSite } from '../../e2e/support/account-site.js';
import { PASSWORD, type TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

const NEW_PASSWORD = 'một câu khác hẳn và đủ dài';
const { email: TAM } = PERSONAS.tam;

let accounts: AccountSite;
let site: TestApplication;

beforeAll(async () => {
  accounts = await AccountSite.open();
  ({ site } = accounts);
});
beforeEach(() => accounts.reset());
afterAll(() => accounts.close());

describe('one’s own account', () => {
  test('changes its password: all other sessions end, this one goes on under a new secret', async () => {
    const [here, there] = [await site.as('tam'), await site.as('tam')];
    const secret = here.cookie('session');
    const answer = await here.fillIn(await here.get('/account'), { current: PASSWORD, password: NEW_PASSWORD, repeated: NEW_PASSWORD }, '/account/password');
    expect(answer).toMatchObject({ status: 303, location: '/account?done=password' });
    expect([(await here.get('/account')).status, here.cookie('session') === secret, (await there.get('/')).status]).toEqual([200, false, 303]);
    const wrong = await here.fillIn(await here.get('/account'), { current: PASSWORD, password: PASSWORD, repeated: PASSWORD }, '/account/password');
    expect([wrong.status, wrong.messageBy('current')]).toEqual([422, 'Mật khẩu chưa đúng.']);
  });

  test('changes its address when both ends agree, in either order', async () => {
    const tam = await site.as('tam');
    const page = await tam.get('/account');
    expect(await tam.fillIn(page, { email: 'moi.tam@example.vn', password: PASSWORD }, '/account/email')).toMatchObject({ status: 303 });
    const [old, fresh] = (await accounts.mailbox()).slice(-2);
    expect([old!.to.includes(TAM), fresh!.to.includes('moi.tam@example.vn')]).toEqual([true, true]);
    const visitor = site.visitor();
    expect(await visitor.fillIn(await visitor.get(fresh!.link), {})).toMatchObject({ status: 303, location: '/sign-in?email-half' });
    expect((await accounts.signIn('moi.tam@example.vn', PASSWORD)).status).toBe(422);
    expect(await visitor.fillIn(await visitor.get(old!.link), {})).toMatchObject({ status: 303, location: '/sign-in?email-changed' });
    expect((await accounts.signIn('moi.tam@example.vn', PASSWORD)).status).toBe(303);
    expect((await visitor.get(old!.link)).status).toBe(404);
  });

  test('changes its address when both ends agree at the same instant', async () => {
    await (await site.as('tam')).postWithToken('/account/email', { email: 'moi.tam@example.vn', password: PASSWORD });
    const links = (await accounts.mailbox()).slice(-2).map(({ link }) => link);
    const ends = await Promise.all(
      links.map(async (link) => {
        const visitor = site.visitor();
        return visitor.fillIn(await visitor.get(link), {});
      }),
    );
    expect(ends.map(({ location }) => location).toSorted()).toEqual(['/sign-in?email-changed', '/sign-in?email-half']);
    expect((await accounts.signIn('moi.tam@example.vn', PASSWORD)).status).toBe(303);
  });

  test('does not change its address to one that somebody took meanwhile, nor after a day', async () => {
    const tam = await site.as('tam');
    const agree = async (link: string) => {
      const visitor = site.visitor();
      const page = await visitor.get(link);
      return page.status === 200 ? visitor.fillIn(page, {}) : page;
    };
    await tam.postWithToken('/account/email', { email: 'moi.tam@example.vn', password: PASSWORD });
    const [old, fresh] = (await accounts.mailbox()).slice(-2);
    await agree(old!.link);
    await site.context.run((em) => em.execute('update user_account set email = ? where email = ?', ['moi.tam@example.vn', PERSONAS.lan.email]));
    const taken = await agree(fresh!.link);
    expect([taken.status, taken.text]).toEqual([409, expect.stringContaining('Đã có tài khoản moi.tam@example.vn.')]);
    await tam.postWithToken('/account/email', { email: 'khac.tam@example.vn', password: PASSWORD });
    const [, late] = (await accounts.mailbox()).slice(-2);
    site.context.clock.advance({ hours: 24 });
    expect((await agree(late!.link)).status).toBe(404);
    expect(await accounts.accountId(TAM)).toBeGreaterThan(0);
  });

  test('with another address is opened by no link that was sent to the one before', async () => {
    await (await site.as('tam')).postWithToken('/account/email', { email: 'moi.tam@example.vn', password: PASSWORD });
    const links = (await accounts.mailbox()).slice(-2).map(({ link }) => link);
    const visitor = site.visitor();
    await visitor.fillIn(await visitor.get('/password-reset'), { email: TAM });
    const { link: reset } = (await accounts.mailbox()).at(-1)!;
    for (const link of links) await visitor.fillIn(await visitor.get(link), {});
    expect((await visitor.get(reset)).status).toBe(404);
  });

  test('does not take the same password for a new one', async () => {
    const tam = await site.as('tam');
    const answer = await tam.fillIn(await tam.get('/account'), { current: PASSWORD, password: PASSWORD, repeated: PASSWORD }, '/account/password');
    expect([answer.status, answer.messageBy('password')]).toEqual([422, 'Mật khẩu mới phải khác mật khẩu hiện tại.']);
    const easy = await tam.fillIn(await tam.get('/account'), { current: PASSWORD, password: 'LeMinhTam2021', repeated: 'LeMinhTam2021' }, '/account/password');
    expect([easy.status, easy.messageBy('password')]).toEqual([422, expect.stringContaining('dễ đoán')]);
  });

  test('shows an exchange of its address that waits, and takes it back: its links are worth nothing then', async () => {
    const tam = await site.as('tam');
    await tam.postWithToken('/account/email', { email: 'moi.tam@example.vn', password: PASSWORD });
    const links = (await accounts.mailbox()).slice(-2).map(({ link }) => link);
    const page = await tam.get('/account');
    expect(page.text).toContain('Đang chờ cả hai địa chỉ xác nhận đổi sang moi.tam@example.vn');
    expect(await tam.fillIn(page, {}, '/account/email/cancellation')).toMatchObject({ status: 303, location: '/account?done=email-cancelled' });
    expect((await tam.get('/account')).text).not.toContain('Đang chờ cả hai');
    for (const link of links) expect((await site.visitor().get(link)).status).toBe(404);
    expect((await tam.postWithToken('/account/email/cancellation')).status).toBe(422);
  });

  test('keeps the twenty sessions that were used last', async () => {
    const first = await site.as('tam');
    for (let time = 0; time < 20; time++) {
      site.context.clock.advance({ seconds: 1 });
      await site.sessionOf('tam');
    }
    expect([(await first.get('/')).status, (await site.context.rows('select 1 from session')).length]).toEqual([303, 20]);
    // Of many at the same moment, the new one is not the one to go.
    for (let time = 0; time < 25; time++) expect((await (await site.as('tam')).get('/account')).status).toBe(200);
  });

  test('asks for another address five times an hour at most: each sends letters to somebody who may know nothing of it', async () => {
    const tam = await site.as('tam');
    const ask = async (email: string) => tam.fillIn(await tam.get('/account'), { email, password: PASSWORD }, '/account/email');
    for (let time = 1; time <= 5; time++) expect((await ask(`ai-do-${time}@example.vn`)).status).toBe(303);
    const sixth = await ask('ai-do-6@example.vn');
    expect([sixth.status, sixth.text]).toEqual([429, expect.stringContaining('Đã thử quá nhiều lần. Hãy đợi 60 phút rồi thử lại.')]);
    // Of five wishes only the last stands, and its two letters go out.
    expect((await accounts.mailbox()).filter(({ to }) => to.startsWith('ai-do')).map(({ to }) => to)).toEqual(Array(5).fill('ai-do-5@example.vn'));
  });

  test.each(['a@b.vn\r\nBcc: c@d.vn', 'a@b.vn, c@d.vn', '"Tâm" <a@b.vn>', `${'a'.repeat(250)}@b.vn`, 'tâm@b.vn'])('does not become %j', async (email) => {
    const tam = await site.as('tam');
    const answer = await tam.postWithToken('/account/email', { email, password: PASSWORD });
    expect([answer.status, answer.text, await accounts.letters()]).toEqual([422, expect.stringContaining('Địa chỉ thư điện tử chưa đúng.'), []]);
  });

  test('is asked for its password ten times a quarter of an hour at most, and the trail knows of each wrong one', async () => {
    const tam = await site.as('tam');
    const ask = async () => (await tam.postWithToken('/account/email', { email: 'moi.tam@example.vn', password: 'sai' })).status;
    for (let attempt = 0; attempt < 10; attempt++) expect(await ask()).toBe(422);
    expect(await ask()).toBe(429);
    const id = await accounts.accountId(TAM);
    expect(await accounts.trail('account.password-refused')).toEqual(Array.from({ length: 10 }, () => ({ actor_id: id, subject_id: id })));
  });

  test('keeps no link to choose a password anew that was asked for before its password was changed', async () => {
    const visitor = site.visitor();
    await visitor.fillIn(await visitor.get('/password-reset'), { email: TAM });
    const { link } = (await accounts.mailbox()).at(-1)!;
    await (await site.as('tam')).postWithToken('/account/password', { current: PASSWORD, password: NEW_PASSWORD, repeated: NEW_PASSWORD });
    expect((await visitor.get(link)).status).toBe(404);
  });

  test('keeps no exchange of its address that was asked for before its password was changed', async () => {
    const tam = await site.as('tam');
    await tam.postWithToken('/account/email', { email: 'moi.tam@example.vn', password: PASSWORD });
    const links = (await accounts.mailbox()).slice(-2).map(({ link }) => link);
    await tam.postWithToken('/account/password', { current: PASSWORD, password: NEW_PASSWORD, repeated: NEW_PASSWORD });
    for (const link of links) expect((await site.visitor().get(link)).status).toBe(404);
  });

  test('lists its sessions and ends one or all others, never somebody else’s', async () => {
    const [here, there, lan] = [await site.as('tam'), await site.as('tam'), await site.as('lan')];
    const handles = async (visitor: Visitor) =>
      [...(await visitor.get('/account')).body.matchAll(/\/account\/sessions\/([0-9a-f]+)\/end/g)].map(([, handle]) => handle!);
    const [own] = await handles(here);
    expect((await lan.postWithToken(`/account/sessions/${own}/end`)).status).toBe(404);
    expect((await here.postWithToken(`/account/sessions/${own}/end`)).status).toBe(303);
    expect((await there.get('/')).status).toBe(303);
    await site.as('tam');
    await here.postWithToken('/account/sessions/end');
    expect(await handles(here)).toEqual([]);
    expect((await lan.get('/')).status).toBe(200);
  });

  test('takes all that is kept of it home, without a secret', async () => {
    await site.has(4, article({ occursOn: '2021-03-10' }));
    const tam = await site.as('tam');
    const answer = await tam.get('/account/data.json');
    expect([answer.status, answer.header('content-disposition')]).toEqual([200, 'attachment; filename="du-lieu-ca-nhan.json"']);
    expect(answer.json()).toMatchObject({ account: { name: 'Lê Minh Tâm', email: TAM, organisation: 'Báo Đồng Khởi' } });
    expect(answer.body).not.toMatch(/argon2|totpSecret|hash/i);
    expect(await accounts.trail('account.data-exported')).toHaveLength(1);
  });
});
