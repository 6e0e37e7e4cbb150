import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CLIENT, OpenidProvider, type ProviderPerson } from '#testing/openid-provider.js';
import { User } from '#identity/user.entity.js';
import { PERSONAS } from '#testing/personas.js';
import type { Answer } from '../../e2e/support/answer.js';
import { PASSWORD, TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

const SITE = 'https://lich.example.vn';
const RETURN = `${SITE}/sign-in/openid/return`;
const REFUSED = 'Chưa đăng nhập được bằng tài khoản của tỉnh này. Hãy đăng nhập bằng mật khẩu, hoặc liên hệ Sở Nội vụ.';
const OVER = 'Lần đăng nhập này không hợp lệ hoặc đã quá 10 phút. Hãy đăng nhập lại.';
const UNAVAILABLE = 'Hiện chưa liên lạc được với nơi cấp tài khoản của tỉnh. Hãy đăng nhập bằng mật khẩu, hoặc thử lại sau ít phút.';

const { email, name } = PERSONAS.tam;
const TAM: ProviderPerson = { subject: 'cb-0417', email, isVerified: true };

const settings = (issuer: string) => ({ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET: CLIENT.secret });

let provider: OpenidProvider;
let site: TestApplication;

beforeAll(async () => {
  provider = await OpenidProvider.start(RETURN);
  site = await TestApplication.open({ environment: settings(provider.issuer) });
  await site.givePasswords();
});
beforeEach(async () => {
  await site.reset('2021-03-15');
  provider.person = { ...TAM };
});
afterAll(async () => {
  await site.close();
  await provider.stop();
});

/** From our button to the address at which the provider sends the browser back. */
async function begin(visitor: Visitor, next = '/'): Promise<{ back: string; asked: URL }> {
  const sentAway = await visitor.get(`/sign-in/openid?next=${encodeURIComponent(next)}`);
  const { href } = await provider.visit(sentAway.location!);
  expect(href.startsWith(`${RETURN}?`)).toBe(true);
  return { back: href.slice(SITE.length), asked: new URL(sentAway.location!) };
}

async function signIn(next?: string): Promise<{ visitor: Visitor; answer: Answer }> {
  const visitor = site.visitor();
  const { back } = await begin(visitor, next);
  return { visitor, answer: await visitor.get(back) };
}

function expectRefusal(visitor: Visitor, answer: Answer, status: number, words: string): void {
  expect([answer.status, answer.notice, visitor.cookie('session'), visitor.cookie('openid')]).toEqual([status, words, undefined, undefined]);
  expect(answer.form('/session').values).toHaveProperty('password');
}

const identities = () => site.context.rows<{ issuer: string; subject: string }>('select issuer, subject from external_identity order by id');
const sessions = () => site.context.rows('select 1 from session');
const setActive = (isActive: boolean) => site.context.run((em) => em.execute('update user_account set is_active = ? where email = ?', [isActive, email]));

/** Changes what the browser keeps of its attempt. */
function spoil(visitor: Visitor, changes: object): void {
  const kept = JSON.parse(Buffer.from(visitor.cookie('openid')!, 'base64url').toString()) as object;
  visitor.keep('openid', Buffer.from(JSON.stringify({ ...kept, ...changes })).toString('base64url'));
}

describe('signing in at the provider', () => {
  test('opens a session to the account of the verified address', async () => {
    const { visitor, answer } = await signIn();
    expect([answer.status, answer.location]).toEqual([303, '/']);
    expect((await visitor.get('/')).body).toContain(`<strong>${name}</strong>`);
    expect(await identities()).toEqual([{ issuer: provider.issuer, subject: TAM.subject }]);
  });

  test('begins with the button of the sign-in page, which Turbo leaves to the browser', async () => {
    const visitor = site.visitor();
    const page = await visitor.get('/sign-in?next=%2Fcalendar');
    expect(page.text).toContain('Đăng nhập bằng tài khoản của tỉnh');
    const link = /<a [^>]*href="\/sign-in\/openid[^>]*>/.exec(page.body)![0];
    expect(link).toContain('data-turbo="false"');
    expect(page.links).toContain('/sign-in/openid?next=%2Fcalendar');
  });

  test('leads to the page that was asked for', async () => {
    const { answer } = await signIn('/deliverables?task=4&month=2021-03');
    expect(answer.location).toBe('/deliverables?task=4&month=2021-03');
  });

  test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/\t/evil.example', 'evil.example'])(
    'never leads to another site: next=%j',
    async (next) => {
      expect((await signIn(next)).answer).toMatchObject({ status: 303, location: '/' });
      const visitor = site.visitor();
      const { back } = await begin(visitor);
      spoil(visitor, { next });
      expect(await visitor.get(back)).toMatchObject({ status: 303, location: '/' });
      const already = await site.as('tam');
      expect(await already.get(`/sign-in/openid?next=${encodeURIComponent(next)}`)).toMatchObject({ status: 303, location: '/' });
    },
  );

  test('asks by code with PKCE, and with a state and a nonce of its own each time', async () => {
    const [first, second] = [await begin(site.visitor()), await begin(site.visitor())].map(({ asked }) => Object.fromEntries(asked.searchParams));
    expect(first).toMatchObject({ response_type: 'code', scope: 'openid email', code_challenge_method: 'S256', client_id: CLIENT.id, redirect_uri: RETURN });
    for (const word of ['state', 'nonce', 'code_challenge']) {
      expect(first![word]!.length).toBeGreaterThanOrEqual(43);
      expect(first![word]).not.toBe(second![word]);
    }
  });

  test('keeps the attempt for ten minutes in a cookie that scripts and plain HTTP do not get', async () => {
    const { headers } = await site.visitor().get('/sign-in/openid');
    const cookie = [headers['set-cookie']].flat().find((line) => String(line).startsWith('__Host-lich_openid='));
    expect(cookie).toMatch(/; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(headers['cache-control']).toBe('no-store');
  });

  test('sets the same session cookie as a password', async () => {
    const { answer } = await signIn();
    const cookie = [answer.headers['set-cookie']].flat().find((line) => String(line).startsWith('__Host-lich_session='));
    expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  test('leaves the secret to the body where the provider takes it only there', async () => {
    const other = await OpenidProvider.start(RETURN, 'client_secret_post');
    const there = await TestApplication.open({ environment: { ...settings(other.issuer), OIDC_NAME: 'VNeID' } });
    try {
      other.person = { ...TAM };
      const visitor = there.visitor();
      expect((await visitor.get('/sign-in')).text).toContain('Đăng nhập bằng VNeID');
      const { href } = await other.visit((await visitor.get('/sign-in/openid')).location!);
      expect(await visitor.get(href.slice(SITE.length))).toMatchObject({ status: 303, location: '/' });
    } finally {
      await there.close();
      await other.stop();
    }
  });
});

describe('who is who', () => {
  test('is known by the subject once tied, whatever becomes of the address', async () => {
    await signIn();
    provider.person = { subject: TAM.subject, email: 'tam.moi@example.vn', isVerified: false };
    const { visitor, answer } = await signIn();
    expect(answer).toMatchObject({ status: 303 });
    expect((await visitor.get('/')).body).toContain(`<strong>${name}</strong>`);
    expect(await identities()).toHaveLength(1);
  });

  test('stays the same when the subject gets the address of another account', async () => {
    await signIn();
    provider.person = { subject: TAM.subject, email: PERSONAS.hanh.email, isVerified: true };
    const { visitor } = await signIn();
    expect((await visitor.get('/')).body).toContain(`<strong>${name}</strong>`);
  });

  test('is not whoever gets the address later', async () => {
    await signIn();
    provider.person = { ...TAM, subject: 'cb-9999' };
    const { visitor, answer } = await signIn();
    expectRefusal(visitor, answer, 403, REFUSED);
    expect(await identities()).toHaveLength(1);
  });

  test('is found by an address in capitals', async () => {
    provider.person = { ...TAM, email: email.toUpperCase() };
    expect((await signIn()).answer).toMatchObject({ status: 303 });
  });

  test.each<[string, Partial<ProviderPerson>]>([
    ['an address that is not verified', { isVerified: false }],
    ['an address of which nothing is said', { isVerified: undefined }],
    ['an address “verified” in words only', { isVerified: 'true' as unknown as boolean }],
    ['no address', { email: undefined }],
    ['an address of no account', { email: 'khong-ai@example.vn' }],
    ['an address that only looks like one of an account', { email: PERSONAS.khoa.email.replace('k', '\u212A') }],
  ])('is refused with %s, in the same words', async (_what, person) => {
    provider.person = { ...TAM, ...person };
    const { visitor, answer } = await signIn('/calendar');
    expectRefusal(visitor, answer, 403, REFUSED);
    expect(answer.form('/session').values.next).toBe('/calendar');
    expect([await identities(), await sessions()]).toEqual([[], []]);
    expect(await site.context.rows('select 1 from user_account')).toHaveLength(Object.keys(PERSONAS).length);
  });

  test.each([
    ['before the first time', false],
    ['after it was tied', true],
  ])('is refused where the account was closed %s, in the same words', async (_when, isTied) => {
    if (isTied) await signIn();
    await site.context.database.empty(['session']);
    await setActive(false);
    try {
      const { visitor, answer } = await signIn();
      expectRefusal(visitor, answer, 403, REFUSED);
      expect(await sessions()).toEqual([]);
      expect(await site.context.rows("select actor_id, subject_id from audit_entry where action = 'session.refused'")).toEqual([
        { actor_id: null, subject_id: site.context.people.tam.userId },
      ]);
    } finally {
      await setActive(true);
    }
    expect((await signIn()).answer).toMatchObject({ status: 303 });
  });

  test('is tied once by two first sign-ins at the same moment', async () => {
    const visitors = [site.visitor(), site.visitor()];
    const ways = [await begin(visitors[0]!), await begin(visitors[1]!)];
    const answers = await Promise.all(ways.map(({ back }, index) => visitors[index]!.get(back)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await identities()).toHaveLength(1);
  });

  test('who turns away at the provider is back on the sign-in page', async () => {
    provider.person = { ...TAM, refuses: true };
    const { visitor, answer } = await signIn();
    expectRefusal(visitor, answer, 403, REFUSED);
  });
});

describe('whoever comes by the provider', () => {
  const accounts = () => site.context.run((em) => em.findOneOrFail(User, { email }));
  const change = (data: object) => site.context.run((em) => em.nativeUpdate(User, { email }, data));
  const token = { name: 'Trang tin', scope: 'read', days: '30', password: '' };

  test('is asked for the second factor too', async () => {
    await change({ totpSecret: 'A'.repeat(32) });
    try {
      const { visitor, answer } = await signIn('/calendar');
      expect([answer.status, answer.location]).toEqual([303, '/sign-in/code?next=%2Fcalendar']);
      expect((await visitor.get('/calendar')).location).toBe('/sign-in?next=%2Fcalendar&ended');
    } finally {
      await change({ totpSecret: null });
    }
  });

  test('and has no password, does what outlasts the session only right after signing in', async () => {
    const { passwordHash } = await accounts();
    await change({ passwordHash: null });
    try {
      const { visitor } = await signIn();
      site.context.clock.advance({ minutes: 10 });
      const late = await visitor.fillIn(await visitor.get('/account'), token, '/account/tokens');
      expect([late.status, late.messageBy('tokenPassword')]).toEqual([422, expect.stringContaining('trong 10 phút sau khi đăng nhập')]);
      const { visitor: again } = await signIn();
      expect((await again.fillIn(await again.get('/account'), token, '/account/tokens')).text).toContain('lich_');
    } finally {
      await change({ passwordHash });
    }
  });
});

describe('an answer of the provider', () => {
  const changed = (back: string, parameter: string, value?: string) => {
    const address = new URL(back, SITE);
    if (value === undefined) address.searchParams.delete(parameter);
    else address.searchParams.set(parameter, value);
    return address.pathname + address.search;
  };

  test.each([
    ['with another state', 'x'.repeat(43)],
    ['with an empty state', ''],
    ['without a state', undefined],
  ])('%s is refused before the provider is asked anything', async (_what, state) => {
    const visitor = site.visitor();
    const { back } = await begin(visitor);
    const before = provider.tokenRequests;
    expectRefusal(visitor, await visitor.get(changed(back, 'state', state)), 422, OVER);
    expect(provider.tokenRequests).toBe(before);
    // That attempt is over: the true answer comes too late.
    expectRefusal(visitor, await visitor.get(back), 422, OVER);
  });

  test('with the state twice is refused', async () => {
    const visitor = site.visitor();
    const { back } = await begin(visitor);
    expectRefusal(visitor, await visitor.get(`${back}&state=khac`), 422, OVER);
  });

  test('in a browser that began nothing is refused', async () => {
    const { back } = await begin(site.visitor());
    const other = site.visitor();
    expectRefusal(other, await other.get(back), 422, OVER);
  });

  test.each(['', 'linh tinh', Buffer.from('null').toString('base64url'), Buffer.from('{"state":1}').toString('base64url')])(
    'with a spoilt cookie (%j) is refused',
    async (text) => {
      const visitor = site.visitor();
      const { back } = await begin(visitor);
      visitor.keep('openid', text);
      expect(await visitor.get(back)).toMatchObject({ status: 422, notice: OVER });
    },
  );

  test('works once, even in a browser that kept the cookie', async () => {
    const visitor = site.visitor();
    const { back } = await begin(visitor);
    const kept = visitor.cookie('openid')!;
    expect(await visitor.get(back)).toMatchObject({ status: 303 });
    expect(visitor.cookie('openid')).toBeUndefined();
    visitor.forget('session');
    expectRefusal(visitor, await visitor.get(back), 422, OVER);
    visitor.keep('openid', kept);
    expectRefusal(visitor, await visitor.get(back), 422, OVER);
    expect(await sessions()).toHaveLength(1);
  });

  test('is refused when the nonce, the verifier or the code is another', async () => {
    for (const changes of [{ nonce: 'n'.repeat(43) }, { verifier: 'v'.repeat(43) }]) {
      const visitor = site.visitor();
      const { back } = await begin(visitor);
      spoil(visitor, changes);
      expectRefusal(visitor, await visitor.get(back), 422, OVER);
    }
    const visitor = site.visitor();
    const { back } = await begin(visitor);
    expectRefusal(visitor, await visitor.get(changed(back, 'code', 'bịa')), 422, OVER);
    expect([await identities(), await sessions()]).toEqual([[], []]);
  });

  test('with somebody else’s code is refused', async () => {
    const stolen = new URL((await begin(site.visitor())).back, SITE).searchParams.get('code')!;
    const visitor = site.visitor();
    const { back } = await begin(visitor);
    expectRefusal(visitor, await visitor.get(changed(back, 'code', stolen)), 422, OVER);
  });

  test('of another issuer is refused', async () => {
    const visitor = site.visitor();
    const { back } = await begin(visitor);
    expectRefusal(visitor, await visitor.get(changed(back, 'iss', 'https://evil.example')), 422, OVER);
  });

  test('after ten minutes comes too late', async () => {
    const [early, late] = [site.visitor(), site.visitor()];
    const ways = [await begin(early), await begin(late)];
    site.context.clock.advance({ seconds: 599 });
    expect(await early.get(ways[0]!.back)).toMatchObject({ status: 303 });
    site.context.clock.advance({ seconds: 1 });
    expectRefusal(late, await late.get(ways[1]!.back), 422, OVER);
  });
});

describe('a provider that does not answer', () => {
  test('is said on the sign-in page, the password is still a way in, and the button works again afterwards', async () => {
    const other = await OpenidProvider.start(RETURN);
    const there = await TestApplication.open({ environment: settings(other.issuer) });
    const { port } = other;
    try {
      await there.givePasswords();
      await other.stop();
      const visitor = there.visitor();
      const answer = await visitor.get('/sign-in/openid?next=%2Fcalendar');
      expectRefusal(visitor, answer, 503, UNAVAILABLE);
      expect(await visitor.fillIn(answer, { email, password: PASSWORD })).toMatchObject({ status: 303, location: '/calendar' });

      await other.listen(port);
      other.person = { ...TAM };
      const again = there.visitor();
      const { href } = await other.visit((await again.get('/sign-in/openid')).location!);
      await other.stop();
      expectRefusal(again, await again.get(href.slice(SITE.length)), 503, UNAVAILABLE);
    } finally {
      await there.close();
      await other.stop();
    }
  });

  test.each([
    ['is no provider', '<h1>Trang chủ</h1>', 'text/html'],
    ['says it is another', JSON.stringify({ issuer: 'https://evil.example' }), 'application/json'],
  ])('or %s, is no more than a sentence', async (_what, body, type) => {
    const server = createServer((_request, response) => response.writeHead(200, { 'content-type': type }).end(body)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const there = await TestApplication.open({ environment: settings(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) });
    try {
      const visitor = there.visitor();
      expectRefusal(visitor, await visitor.get('/sign-in/openid'), 503, UNAVAILABLE);
    } finally {
      await there.close();
      server.closeAllConnections();
      server.close();
    }
  });
});

test('where no provider is configured there is no button and no such page', async () => {
  const plain = await TestApplication.open();
  try {
    const visitor = plain.visitor();
    expect((await visitor.get('/sign-in')).body).not.toContain('openid');
    for (const url of ['/sign-in/openid', '/sign-in/openid/return?code=a&state=b']) {
      expect(await visitor.get(url)).toMatchObject({ status: 404 });
    }
  } finally {
    await plain.close();
  }
});
