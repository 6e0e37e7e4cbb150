import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TOTP, Secret } from 'otpauth';
import { AccountLetters } from '#access/account-letters.service.js';
import { verifyChain } from '#audit/chain-verification.js';
import { article } from '#testing/builders.js';
import { PERSONAS } from '#testing/personas.js';
import { PASSWORD, TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

const NEW_PASSWORD = 'một câu khác hẳn và đủ dài';
const { email: TAM } = PERSONAS.tam;

let site: TestApplication;

beforeAll(async () => {
  site = await TestApplication.open();
});
beforeEach(async () => {
  await site.reset('2021-03-15');
  await site.givePasswords();
});
afterEach(() =>
  site.context.run(async (em) => {
    await em.execute("update user_account set totp_secret = null, totp_step = 0, is_active = ?, email = ? where name = 'Lê Minh Tâm'", [true, TAM]);
    await em.execute("delete from session where user_id in (select id from user_account where email like 'moi%' or is_erased)");
  }),
);
afterAll(() => site.close());

const letters = () => site.context.rows<{ kind: string; user_id: number | null }>('select kind, user_id from account_letter order by id');
const deliver = () => site.ask(AccountLetters, (service) => service.deliver());
const trail = async (action: string) =>
  site.context.rows<{ actor_id: number; subject_id: number }>('select actor_id, subject_id from audit_entry where action = ? order by id', [action]);

interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly link: string;
}

/** What is in the built-in mailbox, the latest last. */
async function mailbox(): Promise<Letter[]> {
  await deliver();
  const rows = await site.context.rows<{ to_address: string; subject: string; text: string }>(
    'select to_address, subject, text from mailbox_letter order by id',
  );
  return rows.map(({ to_address, subject, text }) => ({ to: to_address, subject, link: /https?:\/\/[^/\s]+(\/[\w/-]+)\n/.exec(text)?.[1] ?? '' }));
}

async function signIn(email: string, password: string): Promise<{ visitor: Visitor; status: number; location: string | undefined; text: string }> {
  const visitor = site.visitor();
  const { status, location, text } = await visitor.fillIn(await visitor.get('/sign-in'), { email, password });
  return { visitor, status, location, text };
}

const codeFor = (secret: string, at = site.context.clock.now().epochMilliseconds) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });

async function withSecondFactor(visitor: Visitor): Promise<{ secret: string; codes: string[] }> {
  const page = await visitor.get('/account/second-factor');
  const secret = page.form('/account/second-factor').values.secret!;
  const answer = await visitor.fillIn(page, { code: codeFor(secret) }, '/account/second-factor');
  expect(answer.status).toBe(200);
  return { secret, codes: [...answer.body.matchAll(/<li><code>([^<]+)<\/code>/g)].map(([, code]) => code!) };
}

describe('an invitation', () => {
  const invite = async (fields: Record<string, string | number>, as: 'hanh' | 'tam' = 'hanh') => {
    const visitor = await site.as(as);
    return visitor.fillIn(await visitor.get('/accounts/new'), fields, '/accounts');
  };
  const organisation = async (code: string) => (await site.context.rows<{ id: number }>('select id from organisation where code = ?', [code]))[0]!.id;
  let count = 0;
  const newcomer = async () => ({
    name: 'Người Mới',
    email: `moi${++count}@baodongkhoi.example.vn`,
    role: 'producer',
    organisation: await organisation('bao-dong-khoi'),
  });

  test('goes out by mail with a link that serves once; nothing secret waits in the database', async () => {
    const fields = await newcomer();
    expect(await invite(fields)).toMatchObject({ status: 303, location: '/accounts?done=invited' });
    expect(await site.context.rows('select 1 from set_up_link')).toEqual([]);
    const letter = (await mailbox()).at(-1)!;
    expect(letter.to).toContain(fields.email);
    const visitor = site.visitor();
    const answer = await visitor.fillIn(await visitor.get(letter.link), { password: NEW_PASSWORD, repeated: NEW_PASSWORD });
    expect(answer).toMatchObject({ status: 303, location: '/' });
    expect((await visitor.get('/account')).text).toContain('Đơn vị thực hiện – Báo Đồng Khởi');
    expect(await site.visitor().get(letter.link)).toMatchObject({ status: 404 });
  });

  test('is refused for an address that somebody has, for what is no address and for a role that is none, and keeps what was typed', async () => {
    const fields = await newcomer();
    const taken = await invite({ ...fields, email: TAM.toUpperCase() });
    expect([taken.status, taken.messageBy('email'), taken.form('/accounts').values.name]).toEqual([409, `Đã có tài khoản ${TAM}.`, 'Người Mới']);
    for (const email of ['khong phai thu', 'a@b\r\nBcc: c@d.vn', 'a@b,c@d.vn', `${'a'.repeat(300)}@b.vn`])
      expect((await invite({ ...fields, email })).status).toBe(422);
    expect((await invite({ ...fields, role: 'root' })).status).toBe(422);
    expect(await letters()).toEqual([]);
  });

  test('of a lead tells nothing of who has an account: the same answer, and a letter to whoever has one', async () => {
    const fields = await newcomer();
    const known = await invite({ ...fields, email: PERSONAS.lan.email }, 'tam');
    const unknown = await invite(fields, 'tam');
    expect([known.status, known.location]).toEqual([unknown.status, unknown.location]);
    expect((await letters()).map(({ kind }) => kind)).toEqual(['invited-known', 'invitation']);
    expect((await mailbox()).slice(-2).map(({ to, link }) => [to, link.split('/')[1]])).toEqual([
      [PERSONAS.lan.email, 'sign-in'],
      [fields.email, 'set-up'],
    ]);
  });

  test('of a lead reaches its own organisation’s producers and nobody else', async () => {
    const fields = await newcomer();
    expect((await invite(fields, 'tam')).status).toBe(303);
    const elsewhere = await invite({ ...(await newcomer()), organisation: await organisation('dai-ptth') }, 'tam');
    const higher = await invite({ ...(await newcomer()), role: 'administrator' }, 'tam');
    expect([elsewhere.status, higher.status]).toEqual([404, 403]);
    const list = (await (await site.as('tam')).get('/accounts')).text;
    expect([list.includes('Lê Minh Tâm'), list.includes('Trần Ngọc Lan'), list.includes('Nguyễn Thị Hạnh')]).toEqual([true, false, false]);
  });
});

describe('a password that was forgotten', () => {
  const request = async (email: string) => {
    const visitor = site.visitor();
    return visitor.fillIn(await visitor.get('/password-reset'), { email });
  };

  test('is chosen anew by a link of one hour; every session ends', async () => {
    const open = await site.as('tam');
    expect(await request(` ${TAM.toUpperCase()}`)).toMatchObject({ status: 303, location: '/password-reset?sent' });
    const { link } = (await mailbox()).at(-1)!;
    const visitor = site.visitor();
    const page = await visitor.get(link);
    const common = await visitor.fillIn(page, { password: 'qwertyuiop123', repeated: 'qwertyuiop123' });
    const named = await visitor.fillIn(await visitor.get(link), { password: 'LeMinhTam2021', repeated: 'LeMinhTam2021' });
    expect([common.status, named.status, common.messageBy('password')]).toEqual([422, 422, expect.stringContaining('dễ đoán')]);
    expect(await visitor.fillIn(await visitor.get(link), { password: NEW_PASSWORD, repeated: NEW_PASSWORD })).toMatchObject({ status: 303 });
    expect(await open.get('/')).toMatchObject({ status: 303 });
    expect((await signIn(TAM, PASSWORD)).status).toBe(422);
    expect((await signIn(TAM, NEW_PASSWORD)).status).toBe(303);
  });

  test('is over after the hour', async () => {
    await request(TAM);
    const { link } = (await mailbox()).at(-1)!;
    site.context.clock.advance({ minutes: 60 });
    expect(await site.visitor().get(link)).toMatchObject({ status: 404 });
  });

  test('is answered alike for an address that nobody has: the same page, the same rows, and no letter', async () => {
    const [known, unknown] = [await request(TAM), await request('khong-ai@example.vn')];
    expect([unknown.status, unknown.location]).toEqual([known.status, known.location]);
    expect((await letters()).map(({ kind, user_id }) => [kind, user_id !== null])).toEqual([
      ['reset', true],
      ['reset', false],
    ]);
    const before = (await site.context.rows('select 1 from mailbox_letter')).length;
    expect(await deliver()).toBe(1);
    expect(await site.context.rows('select 1 from mailbox_letter')).toHaveLength(before + 1);
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
    for (let attempt = 0; attempt < 10; attempt++) expect((await signIn(TAM, `sai ${attempt}`)).status).toBe(422);
    const right = await signIn(TAM, PASSWORD);
    expect([right.status, right.visitor.cookie('lich_session')]).toEqual([429, undefined]);
    expect((await signIn(PERSONAS.lan.email, PASSWORD)).status).toBe(303);
    site.context.clock.advance({ minutes: 15 });
    expect((await signIn(TAM, PASSWORD)).status).toBe(303);
    expect([(await trail('session.refused')).length, (await trail('session.limited')).length, (await trail('session.opened')).length]).toEqual([10, 1, 2]);
  });

  test('is stopped for an address that nobody has just as well', async () => {
    const answers = [];
    for (let attempt = 0; attempt < 11; attempt++) answers.push((await signIn('khong-ai@example.vn', 'x')).status);
    expect(answers).toEqual([...Array<number>(10).fill(422), 429]);
  });

  test('takes as long for an address that nobody has as for a wrong password', async () => {
    const spent: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    await signIn('lam-nong@example.vn', 'x');
    // In turns, so that whatever else the machine does meets both.
    for (let attempt = 0; attempt < 9; attempt++) {
      for (const [who, email] of [
        ['known', TAM],
        ['unknown', 'khong-ai@example.vn'],
      ] as const) {
        const began = performance.now();
        await signIn(email, 'sai mật khẩu');
        spent[who].push(performance.now() - began);
      }
    }
    const median = (times: number[]) => times.toSorted((a, b) => a - b)[4]!;
    const ratio = median(spent.unknown) / median(spent.known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  test('gives a session of its own: one that somebody else put into the browser is worth nothing', async () => {
    const visitor = site.visitor();
    const planted = 'p'.repeat(43);
    visitor.keep('lich_session', planted);
    await visitor.fillIn(await visitor.get('/sign-in'), { email: TAM, password: PASSWORD });
    expect(visitor.cookie('lich_session')).not.toBe(planted);
    const thief = site.visitor();
    thief.keep('lich_session', planted);
    expect(await thief.get('/')).toMatchObject({ status: 303 });
  });

  test('ends the session that the browser had before', async () => {
    const { visitor } = await signIn(TAM, PASSWORD);
    const before = visitor.cookie('lich_session')!;
    const other = site.visitor();
    other.keep('lich_session', before);
    const page = await other.get('/account');
    expect(page.status).toBe(200);
    await other.post('/session', { _csrf: page.token, email: PERSONAS.lan.email, password: PASSWORD });
    expect(await visitor.get('/')).toMatchObject({ status: 303 });
  });
});

describe('the second factor', () => {
  test('is asked for after the password, and no code serves twice', async () => {
    const { secret } = await withSecondFactor(await site.as('tam'));
    const { visitor, location } = await signIn(TAM, PASSWORD);
    expect(location).toBe('/sign-in/code?next=%2F');
    expect(await visitor.get('/')).toMatchObject({ status: 303 });
    const used = await visitor.fillIn(await visitor.get(location!), { code: codeFor(secret) });
    expect([used.status, used.messageBy('code')]).toEqual([422, 'Mã chưa đúng hoặc đã dùng. Hãy lấy mã mới trong ứng dụng xác thực.']);
    site.context.clock.advance({ seconds: 30 });
    const answer = await visitor.fillIn(await visitor.get(location!), { code: codeFor(secret) });
    expect(answer).toMatchObject({ status: 303, location: '/' });
    expect(await visitor.get('/')).toMatchObject({ status: 200 });
  });

  test('is a code on paper too, each once', async () => {
    const { codes } = await withSecondFactor(await site.as('tam'));
    expect(codes).toHaveLength(10);
    for (const [code, status] of [
      [codes[0]!, 303],
      [codes[0]!, 422],
      [codes[1]!.toUpperCase().replaceAll('-', ' '), 303],
    ] as const) {
      const { visitor, location } = await signIn(TAM, PASSWORD);
      expect([code, (await visitor.fillIn(await visitor.get(location!), { code })).status]).toEqual([code, status]);
    }
    expect(await site.context.rows('select 1 from recovery_code')).toHaveLength(8);
  });

  test('is not guessed: after eight codes one waits', async () => {
    await withSecondFactor(await site.as('tam'));
    const { visitor, location } = await signIn(TAM, PASSWORD);
    const answers = [];
    for (let attempt = 0; attempt < 9; attempt++) answers.push((await visitor.fillIn(await visitor.get(location!), { code: '000000' })).status);
    expect(answers.slice(-1)).toEqual([429]);
  });

  test('is required of the roles that the office names: nothing else opens until it is there', async () => {
    const hanh = await site.as('hanh');
    await hanh.postWithToken('/accounts/second-factor-roles', { roles: ['producer-lead'] });
    const tam = await site.as('tam');
    for (const url of ['/', '/deliverables', '/account']) expect(await tam.get(url)).toMatchObject({ status: 303, location: '/account/second-factor' });
    expect((await tam.get('/api/v1/progress')).status).toBe(403);
    await withSecondFactor(tam);
    expect(await tam.get('/')).toMatchObject({ status: 200 });
    const off = await tam.postWithToken('/account/second-factor/removal', { password: PASSWORD });
    expect(off.status).toBe(422);
    expect((await trail('account.second-factor-roles')).length).toBe(1);
  });

  test('is turned off with the password alone, and its owner is told', async () => {
    const tam = await site.as('tam');
    await withSecondFactor(tam);
    expect((await tam.postWithToken('/account/second-factor/removal', { password: 'sai' })).status).toBe(422);
    expect((await tam.postWithToken('/account/second-factor/removal', { password: PASSWORD })).status).toBe(303);
    expect((await letters()).map(({ kind }) => kind)).toEqual(['second-factor-off']);
    expect((await signIn(TAM, PASSWORD)).location).toBe('/');
  });
});

describe('one’s own account', () => {
  test('changes its password: all other sessions end, this one goes on under a new secret', async () => {
    const [here, there] = [await site.as('tam'), await site.as('tam')];
    const secret = here.cookie('lich_session');
    const answer = await here.fillIn(await here.get('/account'), { current: PASSWORD, password: NEW_PASSWORD, repeated: NEW_PASSWORD }, '/account/password');
    expect(answer).toMatchObject({ status: 303, location: '/account?done=password' });
    expect([(await here.get('/account')).status, here.cookie('lich_session') === secret, (await there.get('/')).status]).toEqual([200, false, 303]);
    const wrong = await here.fillIn(await here.get('/account'), { current: PASSWORD, password: PASSWORD, repeated: PASSWORD }, '/account/password');
    expect([wrong.status, wrong.messageBy('current')]).toEqual([422, 'Mật khẩu hiện tại chưa đúng.']);
  });

  test('changes its address when both ends agree, in either order', async () => {
    const tam = await site.as('tam');
    const page = await tam.get('/account');
    expect(await tam.fillIn(page, { email: 'moi.tam@example.vn', password: PASSWORD }, '/account/email')).toMatchObject({ status: 303 });
    const [old, fresh] = (await mailbox()).slice(-2);
    expect([old!.to.includes(TAM), fresh!.to.includes('moi.tam@example.vn')]).toEqual([true, true]);
    const visitor = site.visitor();
    expect(await visitor.fillIn(await visitor.get(fresh!.link), {})).toMatchObject({ status: 303, location: '/sign-in?email-half' });
    expect((await signIn('moi.tam@example.vn', PASSWORD)).status).toBe(422);
    expect(await visitor.fillIn(await visitor.get(old!.link), {})).toMatchObject({ status: 303, location: '/sign-in?email-changed' });
    expect((await signIn('moi.tam@example.vn', PASSWORD)).status).toBe(303);
    expect((await visitor.get(old!.link)).status).toBe(404);
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
    expect(await trail('account.data-exported')).toHaveLength(1);
  });
});

describe('a token of the API', () => {
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const make = async (visitor: Visitor, fields: Record<string, string> = {}) => {
    const answer = await visitor.fillIn(await visitor.get('/account'), { name: 'Trang tin', scope: 'read', days: '30', ...fields }, '/account/tokens');
    return { answer, secret: /<code>(lich_[^<]+)<\/code>/.exec(answer.body)?.[1] ?? '' };
  };
  const body = () => JSON.stringify({ task: site.taskId(4), title: 'Bài của phần mềm', occursOn: '2021-03-10' });

  test('is shown once, kept as a hash, and reads in its owner’s name', async () => {
    const tam = await site.as('tam');
    const { answer, secret } = await make(tam);
    expect([answer.status, secret.length]).toEqual([200, 48]);
    expect((await tam.get('/account')).body).not.toContain(secret);
    expect(JSON.stringify(await site.context.rows('select * from api_token'))).not.toContain(secret.slice(5));
    expect(JSON.stringify(await site.context.rows('select * from answered_request'))).not.toContain(secret.slice(5));
    expect((await site.visitor().get('/api/v1/progress', bearer(secret))).status).toBe(200);
    expect((await site.visitor().get('/api/v1/progress', bearer(`${secret}x`))).status).toBe(401);
  });

  test('opens no page, and changes nothing where it is for reading', async () => {
    const { secret } = await make(await site.as('tam'));
    const visitor = site.visitor();
    expect((await visitor.get('/deliverables', bearer(secret))).status).toBe(303);
    const headers = { ...bearer(secret), 'content-type': 'application/json' };
    expect((await visitor.send('POST', '/api/v1/deliverables', { headers, payload: body() })).status).toBe(403);
  });

  test('for items logs in its owner’s organisation and nowhere else, and judges nothing', async () => {
    const { secret } = await make(await site.as('tam'), { scope: 'items' });
    const headers = { ...bearer(secret), 'content-type': 'application/json' };
    const send = (url: string, payload: string) => site.visitor().send('POST', url, { headers, payload });
    expect((await send('/api/v1/deliverables', body())).status).toBe(201);
    expect((await send('/api/v1/deliverables', JSON.stringify({ task: site.taskId(8), title: 'x', occursOn: '2021-03-10' }))).status).toBe(404);
    const coordinator = await make(await site.as('hanh'), { scope: 'items' });
    const asHanh = { ...bearer(coordinator.secret), 'content-type': 'application/json' };
    expect((await site.visitor().send('POST', '/api/v1/acceptances/1/verdicts', { headers: asHanh, payload: '{}' })).status).toBe(403);
  });

  test('ends by being revoked, by its time and with its account', async () => {
    const tam = await site.as('tam');
    const status = async (secret: string) => (await site.visitor().get('/api/v1/progress', bearer(secret))).status;
    const revoked = await make(tam);
    const [{ id }] = (await site.context.rows<{ id: number }>('select id from api_token')) as [{ id: number }];
    expect((await (await site.as('lan')).postWithToken(`/account/tokens/${id}/revocation`)).status).toBe(404);
    expect((await tam.postWithToken(`/account/tokens/${id}/revocation`)).status).toBe(303);
    expect(await status(revoked.secret)).toBe(401);

    const other = await make(tam);
    expect(await status(other.secret)).toBe(200);
    const [{ id: userId }] = (await site.context.rows<{ id: number }>('select id from user_account where email = ?', [TAM])) as [{ id: number }];
    const hanh = await site.as('hanh');
    expect((await hanh.postWithToken(`/accounts/${userId}/closing`)).status).toBe(303);
    expect([await status(other.secret), (await tam.get('/')).status, (await signIn(TAM, PASSWORD)).status]).toEqual([401, 303, 422]);
    await hanh.postWithToken(`/accounts/${userId}/reopening`);
    expect(await status(other.secret)).toBe(401);

    const short = await make(await site.as('tam'));
    site.context.clock.advance({ hours: 24 * 30 });
    expect(await status(short.secret)).toBe(401);
  });
});

describe('a calendar feed', () => {
  const make = async (visitor: Visitor) => {
    const answer = await visitor.fillIn(await visitor.get('/account'), { name: 'Điện thoại' }, '/account/feeds');
    return /<code>https?:\/\/[^/]+(\/ical\/[^<]+\.ics)<\/code>/.exec(answer.body)?.[1] ?? '';
  };

  test('tells a calendar program what its owner’s organisation has planned and owes, and nothing of others', async () => {
    await site.hasPlanned(4, { occursOn: '2021-04-20', title: 'Bài dự kiến; có dấu, và xuống\ndòng', genre: null } as never);
    await site.hasPlanned(8, { occursOn: '2021-04-21', title: 'Phóng sự của đài', genre: null } as never);
    const address = await make(await site.as('tam'));
    const answer = await site.visitor().get(address);
    expect([answer.status, answer.header('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(answer.body).toContain('DTSTART;VALUE=DATE:20210420');
    expect(answer.body.replace(/\r\n /g, '')).toMatch(/SUMMARY:Dự kiến: Bài dự kiến\\; có dấu\\, và xuống/);
    expect(answer.body.replace(/\r\n /g, '')).toContain('Hạn: ');
    expect(answer.body).not.toContain('Phóng sự của đài');
    expect((await site.visitor().get(address, { 'if-none-match': answer.header('etag')! })).status).toBe(304);
  });

  test('is kept as a hash and ends by being revoked, by nobody else, and with its account', async () => {
    const tam = await site.as('tam');
    const [first, second] = [await make(tam), await make(tam)];
    expect(JSON.stringify(await site.context.rows('select * from calendar_feed'))).not.toContain(first.slice(6, -4));
    const [row] = await site.context.rows<{ id: number }>('select id from calendar_feed order by id');
    expect((await (await site.as('lan')).postWithToken(`/account/feeds/${row!.id}/revocation`)).status).toBe(404);
    expect((await tam.postWithToken(`/account/feeds/${row!.id}/revocation`)).status).toBe(303);
    expect([(await site.visitor().get(first)).status, (await site.visitor().get(second)).status]).toEqual([404, 200]);
    const [{ id }] = (await site.context.rows<{ id: number }>('select id from user_account where email = ?', [TAM])) as [{ id: number }];
    await (await site.as('hanh')).postWithToken(`/accounts/${id}/closing`);
    expect((await site.visitor().get(second)).status).toBe(404);
  });
});

describe('whoever administers', () => {
  const idOf = async (email: string) => (await site.context.rows<{ id: number }>('select id from user_account where email = ?', [email]))[0]!.id;

  test('gives somebody a role in a second organisation, which holds from the next page on', async () => {
    const hanh = await site.as('hanh');
    const [station] = await site.context.rows<{ id: number }>("select id from organisation where code = 'dai-ptth'");
    const id = await idOf(TAM);
    const tam = await site.as('tam');
    const fields = { task: site.taskId(8), title: 'Phóng sự', occursOn: '2021-03-01', airedAt: '19:45', channel: 'THBT' };
    expect((await tam.postWithToken('/deliverables', fields)).status).toBe(404);
    expect((await hanh.postWithToken(`/accounts/${id}/roles`, { role: 'producer', organisation: station!.id })).status).toBe(303);
    expect((await hanh.postWithToken(`/accounts/${id}/roles`, { role: 'producer', organisation: station!.id })).status).toBe(422);
    expect((await tam.postWithToken('/deliverables', fields)).status).toBe(303);
    const [role] = await site.context.rows<{ id: number }>('select id from further_role where user_id = ?', [id]);
    expect((await hanh.postWithToken(`/accounts/${id}/roles/${role!.id}/removal`)).status).toBe(303);
    expect((await tam.postWithToken('/deliverables', { ...fields, title: 'Khác' })).status).toBe(404);
    expect([(await trail('account.role-given')).length, (await trail('account.role-taken')).length]).toEqual([1, 1]);
  });

  test('neither closes oneself nor leaves the system without an administrator', async () => {
    const hanh = await site.as('hanh');
    const id = await idOf(PERSONAS.hanh.email);
    const closing = await hanh.postWithToken(`/accounts/${id}/closing`);
    const [role] = await site.context.rows<{ id: number }>('select id from further_role where user_id = ?', [id]);
    const removal = await hanh.postWithToken(`/accounts/${id}/roles/${role!.id}/removal`);
    expect([closing.status, removal.status, removal.text]).toEqual([422, 422, expect.stringContaining('người quản trị cuối cùng')]);
  });

  test('takes a person out of an account, and the trail still verifies', async () => {
    const hanh = await site.as('hanh');
    const [paper] = await site.context.rows<{ id: number }>("select id from organisation where code = 'bao-dong-khoi'");
    await hanh.postWithToken('/accounts', { name: 'Trần Văn Tạm', email: 'moi.tam.bo@example.vn', role: 'producer', organisation: paper!.id });
    const id = await idOf('moi.tam.bo@example.vn');
    expect((await hanh.postWithToken(`/accounts/${id}/erasure`)).status).toBe(422);
    await hanh.postWithToken(`/accounts/${id}/closing`);
    expect((await hanh.postWithToken(`/accounts/${id}/erasure`)).status).toBe(303);
    const [row] = await site.context.rows<Record<string, unknown>>('select * from user_account where id = ?', [id]);
    expect(JSON.stringify(row)).not.toMatch(/Trần Văn Tạm|moi\.tam/);
    expect(JSON.stringify(await site.context.rows('select "before", "after" from audit_entry'))).not.toMatch(/Trần Văn Tạm|moi\.tam/);
    expect((await hanh.postWithToken(`/accounts/${id}/reopening`)).status).toBe(422);
    expect((await site.context.run((em) => verifyChain(em))).findings).toEqual([]);
  });

  test('reads who was refused what', async () => {
    const tam = await site.as('tam');
    await tam.get('/mailbox/7');
    const [entry] = await site.context.rows<{ after: unknown; actor_id: number }>(
      'select actor_id, "after" from audit_entry where action = \'account.refused\'',
    );
    expect(typeof entry!.after === 'string' ? JSON.parse(entry!.after) : entry!.after).toEqual({ method: 'GET', route: '/mailbox/:id' });
  });
});
