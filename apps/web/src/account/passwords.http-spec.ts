import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PERSONAS } from '#testing/personas.js';
import { AccountSite } from '../../e2e/support/account-site.js';
import { PASSWORD, type TestApplication } from '../../e2e/support/test-application.js';

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

describe('a password that was forgotten', () => {
  const request = async (email: string) => {
    const visitor = site.visitor();
    return visitor.fillIn(await visitor.get('/password-reset'), { email });
  };

  test('is chosen anew by a link of one hour; every session ends', async () => {
    const open = await site.as('tam');
    expect(await request(` ${TAM.toUpperCase()}`)).toMatchObject({ status: 303, location: '/password-reset?sent' });
    const { link } = (await accounts.mailbox()).at(-1)!;
    const visitor = site.visitor();
    const page = await visitor.get(link);
    const common = await visitor.fillIn(page, { password: 'qwertyuiop123', repeated: 'qwertyuiop123' });
    const named = await visitor.fillIn(await visitor.get(link), { password: 'LeMinhTam2021', repeated: 'LeMinhTam2021' });
    expect([common.status, named.status, common.messageBy('password')]).toEqual([422, 422, expect.stringContaining('dễ đoán')]);
    expect(await visitor.fillIn(await visitor.get(link), { password: NEW_PASSWORD, repeated: NEW_PASSWORD })).toMatchObject({ status: 303 });
    expect(await open.get('/')).toMatchObject({ status: 303 });
    expect((await accounts.signIn(TAM, PASSWORD)).status).toBe(422);
    expect((await accounts.signIn(TAM, NEW_PASSWORD)).status).toBe(303);
  });

  test('is told of: in the trail, and to its owner by a letter', async () => {
    await request(TAM);
    const { link } = (await accounts.mailbox()).at(-1)!;
    const visitor = site.visitor();
    await visitor.fillIn(await visitor.get(link), { password: NEW_PASSWORD, repeated: NEW_PASSWORD });
    expect((await accounts.letters()).map(({ kind }) => kind)).toEqual(['reset', 'password-changed']);
    const told = (await accounts.mailbox()).at(-1)!;
    expect([told.to, told.subject]).toEqual([TAM, 'Mật khẩu của bạn vừa được đổi']);
    const id = await accounts.accountId(TAM);
    expect([await accounts.trail('account.reset-asked'), await accounts.trail('account.password-reset'), await accounts.trail('session.opened')]).toEqual([
      [{ actor_id: null, subject_id: id }],
      [{ actor_id: id, subject_id: id }],
      [{ actor_id: id, subject_id: id }],
    ]);
    expect((await visitor.get('/account')).text).toContain('Trình duyệt khác trên máy khác');
  });

  test('is not asked of a link that is none: no password is weighed or hashed for it', async () => {
    const spent = async (link: string) => {
      const visitor = site.visitor();
      const token = await visitor.token();
      const began = process.cpuUsage();
      for (let time = 0; time < 5; time++) await visitor.post(link, { _csrf: token, password: NEW_PASSWORD, repeated: NEW_PASSWORD });
      const { user, system } = process.cpuUsage(began);
      return user + system;
    };
    const signingIn = async () => {
      const began = process.cpuUsage();
      for (let time = 0; time < 5; time++) await accounts.signIn('khong-ai@example.vn', 'sai');
      const { user, system } = process.cpuUsage(began);
      return user + system;
    };
    await spent('/set-up/khong-co');
    const [none, hashed] = [await spent('/set-up/khong-co'), await signingIn()];
    expect(none).toBeLessThan(hashed / 2);
  });

  test('is not chosen by a link that was on its way when the account was closed, nor once it is open again', async () => {
    await request(TAM);
    const { link } = (await accounts.mailbox()).at(-1)!;
    const hanh = await site.as('hanh');
    const id = await accounts.accountId(TAM);
    await hanh.postWithToken(`/accounts/${id}/closing`);
    expect((await site.visitor().get(link)).status).toBe(404);
    await hanh.postWithToken(`/accounts/${id}/reopening`);
    expect((await site.visitor().get(link)).status).toBe(404);
  });

  test('is over after the hour', async () => {
    await request(TAM);
    const { link } = (await accounts.mailbox()).at(-1)!;
    site.context.clock.advance({ minutes: 60 });
    expect(await site.visitor().get(link)).toMatchObject({ status: 404 });
  });

  test('is answered alike for an address that nobody has: the same page, the same rows, and no letter', async () => {
    const [known, unknown] = [await request(TAM), await request('khong-ai@example.vn')];
    expect([unknown.status, unknown.location]).toEqual([known.status, known.location]);
    expect((await accounts.letters()).map(({ kind, user_id }) => [kind, user_id !== null])).toEqual([
      ['reset', true],
      ['reset', false],
    ]);
    const before = (await site.context.rows('select 1 from mailbox_letter')).length;
    expect(await accounts.deliver()).toBe(1);
    expect(await site.context.rows('select 1 from mailbox_letter')).toHaveLength(before + 1);
  });

  test('takes a wish for another address with it', async () => {
    await (await site.as('tam')).postWithToken('/account/email', { email: 'moi.tam@example.vn', password: PASSWORD });
    const links = (await accounts.mailbox()).slice(-2).map(({ link }) => link);
    await request(TAM);
    const visitor = site.visitor();
    await visitor.fillIn(await visitor.get((await accounts.mailbox()).at(-1)!.link), { password: NEW_PASSWORD, repeated: NEW_PASSWORD });
    for (const link of links) expect((await site.visitor().get(link)).status).toBe(404);
  });

  test('lets its owner in at once who had locked themselves out', async () => {
    for (let attempt = 0; attempt < 11; attempt++) await accounts.signIn(TAM, 'sai');
    await request(TAM);
    const visitor = site.visitor();
    await visitor.fillIn(await visitor.get((await accounts.mailbox()).at(-1)!.link), { password: NEW_PASSWORD, repeated: NEW_PASSWORD });
    expect((await accounts.signIn(TAM, NEW_PASSWORD)).status).toBe(303);
  });

  test('is asked for thirty times an hour from one place, for whomever', async () => {
    const answers = [];
    for (let asked = 0; asked < 31; asked++) answers.push((await request(`ai-${asked}@example.vn`)).status);
    expect(answers).toEqual([...Array<number>(30).fill(303), 429]);
  });

  test('is asked for three times an hour of one address, whoever asks', async () => {
    for (const _ of [1, 2, 3]) expect((await request(TAM)).status).toBe(303);
    const fourth = await request(TAM);
    expect([fourth.status, fourth.header('retry-after'), fourth.messageBy('email')]).toEqual([
      429,
      '3600',
      'Đã thử quá nhiều lần. Hãy đợi 60 phút rồi thử lại.',
    ]);
  });
});

describe('signing in', () => {
  test('is stopped after ten wrong passwords for a quarter of an hour, for a right one too, and the trail knows', async () => {
    for (let attempt = 0; attempt < 10; attempt++) expect((await accounts.signIn(TAM, `sai ${attempt}`)).status).toBe(422);
    const right = await accounts.signIn(TAM, PASSWORD);
    expect([right.status, right.visitor.cookie('session')]).toEqual([429, undefined]);
    expect((await accounts.signIn(PERSONAS.lan.email, PASSWORD)).status).toBe(303);
    site.context.clock.advance({ minutes: 15 });
    expect((await accounts.signIn(TAM, PASSWORD)).status).toBe(303);
    expect([
      (await accounts.trail('session.refused')).length,
      (await accounts.trail('session.limited')).length,
      (await accounts.trail('session.opened')).length,
    ]).toEqual([10, 1, 2]);
  });

  test('goes on from elsewhere where a stranger tried in vain, until so many strangers did', async () => {
    const from = async (address: string, password: string) => {
      const visitor = site.visitor();
      const headers = { 'x-forwarded-for': address };
      const { values } = (await visitor.get('/sign-in', headers)).form();
      const payload = new URLSearchParams({ ...values, email: TAM, password }).toString();
      return (await visitor.send('POST', '/session', { headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, payload })).status;
    };
    for (let attempt = 0; attempt < 11; attempt++) await from('203.0.113.9', 'sai');
    expect([await from('203.0.113.9', PASSWORD), await from('198.51.100.4', PASSWORD)]).toEqual([429, 303]);
    // One customer of IPv6 has a whole network of addresses to try from, and they are one.
    for (let attempt = 0; attempt < 10; attempt++) await from(`2001:db8:1:2::${attempt + 1}`, 'sai');
    expect([await from('2001:db8:1:2:ffff::1', PASSWORD), await from('2001:db8:1:3::1', PASSWORD)]).toEqual([429, 303]);
    for (let place = 0; place < 40; place++) await from(`192.0.2.${place}`, 'sai');
    expect(await from('198.51.100.4', PASSWORD)).toBe(429);
    expect((await site.context.rows('select 1 from session')).length).toBe(2);
  }, 60_000);

  test('of an office with many desks behind one address is counted by its failures only', async () => {
    for (let attempt = 0; attempt < 101; attempt++) expect((await accounts.signIn(TAM)).status).toBe(303);
  }, 60_000);

  test('is stopped after a hundred failures from one place, for everybody there', async () => {
    for (let attempt = 0; attempt < 100; attempt++) expect((await accounts.signIn(`ai-${attempt}@example.vn`, 'sai')).status).toBe(422);
    expect((await accounts.signIn(TAM)).status).toBe(429);
    expect((await accounts.trail('session.limited')).map(({ subject_id }) => subject_id)).toEqual([0]);
  }, 60_000);

  test('is stopped for an address that nobody has just as well', async () => {
    const answers = [];
    for (let attempt = 0; attempt < 11; attempt++) answers.push((await accounts.signIn('khong-ai@example.vn', 'x')).status);
    expect(answers).toEqual([...Array<number>(10).fill(422), 429]);
  });

  test('takes as long for an address that nobody has as for a wrong password', async () => {
    const spent: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    await accounts.signIn('lam-nong@example.vn', 'x');
    // In turns, so that whatever else the machine does meets both.
    for (let attempt = 0; attempt < 9; attempt++) {
      for (const [who, email] of [
        ['known', TAM],
        ['unknown', 'khong-ai@example.vn'],
      ] as const) {
        const began = performance.now();
        await accounts.signIn(email, 'sai mật khẩu');
        spent[who].push(performance.now() - began);
      }
    }
    const median = (times: number[]) => times.toSorted((a, b) => a - b)[4]!;
    const ratio = median(spent.unknown) / median(spent.known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  test('with the password before, at the instant at which it is changed, leaves no session', async () => {
    let [current, next] = [PASSWORD, NEW_PASSWORD];
    for (let round = 0; round < 6; round++) {
      const here = await site.as('tam');
      const form = { _csrf: (await here.get('/account')).token, current, password: next, repeated: next };
      const [changed, thief] = await Promise.all([here.post('/account/password', form), accounts.signIn(TAM, current)]);
      expect([round, changed.status, (await thief.visitor.get('/account')).status]).toEqual([round, 303, 303]);
      [current, next] = [next, current];
    }
  });

  test('gives a session of its own: one that somebody else put into the browser is worth nothing', async () => {
    const visitor = site.visitor();
    const planted = 'p'.repeat(43);
    visitor.keep('session', planted);
    await visitor.fillIn(await visitor.get('/sign-in'), { email: TAM, password: PASSWORD });
    expect(visitor.cookie('session')).not.toBe(planted);
    const thief = site.visitor();
    thief.keep('session', planted);
    expect(await thief.get('/')).toMatchObject({ status: 303 });
  });

  test('ends the session that the browser had before', async () => {
    const { visitor } = await accounts.signIn(TAM, PASSWORD);
    const before = visitor.cookie('session')!;
    const other = site.visitor();
    other.keep('session', before);
    const page = await other.get('/account');
    expect(page.status).toBe(200);
    await other.post('/session', { _csrf: page.token, email: PERSONAS.lan.email, password: PASSWORD });
    expect(await visitor.get('/')).toMatchObject({ status: 303 });
  });
});
