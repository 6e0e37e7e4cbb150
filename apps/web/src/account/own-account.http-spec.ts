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
    const secret = here.cookie('lich_session');
    const answer = await here.fillIn(await here.get('/account'), { current: PASSWORD, password: NEW_PASSWORD, repeated: NEW_PASSWORD }, '/account/password');
    expect(answer).toMatchObject({ status: 303, location: '/account?done=password' });
    expect([(await here.get('/account')).status, here.cookie('lich_session') === secret, (await there.get('/')).status]).toEqual([200, false, 303]);
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

  test('does not take the same password for a new one', async () => {
    const tam = await site.as('tam');
    const answer = await tam.fillIn(await tam.get('/account'), { current: PASSWORD, password: PASSWORD, repeated: PASSWORD }, '/account/password');
    expect([answer.status, answer.messageBy('password')]).toEqual([422, 'Mật khẩu mới phải khác mật khẩu hiện tại.']);
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
    expect((await tam.postWithToken('/account/email/cancellation')).status).toBe(404);
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
