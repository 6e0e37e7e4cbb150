import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TestApplication } from '../../e2e/support/test-application.js';

const PUBLIC_PAGES = [
  '/sign-in',
  '/sign-in/code',
  '/password-reset',
  '/email-change/:token',
  '/sign-in/openid',
  '/sign-in/openid/return',
  '/ical/:file',
  '/set-up/:token',
  '/act/:token',
  '/act/:token/outcome',
  '/summaries/:token',
  '/healthz',
  '/readyz',
  '/metrics',
  '/api/openapi.json',
  '/assets/*',
];
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

let site: TestApplication;

beforeAll(async () => {
  site = await TestApplication.open();
  await site.reset('2021-03-15');
});

afterAll(() => site.close());

/** The route with an id that is there nowhere. */
const addressOf = (url: string) => url.replace(':id', '1').replace(':token', 'none').replace('*', 'none');

const pages = () => site.routes.filter(({ method, url }) => method === 'GET' && !PUBLIC_PAGES.includes(url));
/** Its address is the secret; mail programs post to it without a page (RFC 8058). */
const NEEDS_NO_FORM = '/summaries/:token';

const unsafe = () => site.routes.filter(({ method, url }) => !SAFE.has(method) && url !== NEEDS_NO_FORM);

describe('who is not signed in', () => {
  test('is sent to the sign-in page from every page, with the way back', async () => {
    const asked = pages().filter(({ url }) => !url.startsWith('/api/'));
    expect(asked.map(({ url }) => url)).toEqual(expect.arrayContaining(['/', '/calendar', '/tasks', '/deliverables', '/deliverables/new', '/mailbox']));
    for (const { url } of asked) {
      const answer = await site.visitor().get(`${addressOf(url)}?a=1&b=2`);
      expect([url, answer.status, answer.location]).toEqual([url, 303, `/sign-in?next=${encodeURIComponent(`${addressOf(url)}?a=1&b=2`)}`]);
    }
  });

  test('is told so by the API as a problem, not by a page', async () => {
    const asked = pages().filter(({ url }) => url.startsWith('/api/'));
    expect(asked.length).toBeGreaterThanOrEqual(2);
    for (const { url } of asked) {
      const answer = await site.visitor().get(url);
      expect([url, answer.status, answer.header('content-type')]).toEqual([url, 401, 'application/problem+json; charset=utf-8']);
      expect(answer.json()).toMatchObject({ type: 'urn:lich:sign-in-needed', status: 401 });
    }
  });

  test('can change nothing, even with a good token of the sign-in page', async () => {
    for (const { method, url } of unsafe().filter((route) => !/^\/(session|set-up|act|summaries|password-reset|email-change)/.test(route.url))) {
      const visitor = site.visitor();
      const token = await visitor.token();
      const answer = await visitor.send(method as 'POST', addressOf(url), { headers: { 'csrf-token': token } });
      expect([url, url.startsWith('/api/') ? answer.status : answer.location]).toEqual([url, url.startsWith('/api/') ? 401 : '/sign-in?next=%2F&form']);
    }
  });

  test('is not let in by a session that never was', async () => {
    const visitor = site.visitor();
    visitor.keep('session', 'x'.repeat(43));
    expect(await visitor.get('/')).toMatchObject({ status: 303, location: '/sign-in?next=%2F&ended' });
  });

  test('comes back to the page that the form was sent from, if it is one of this site', async () => {
    const visitor = site.visitor();
    const token = await visitor.token();
    const sentFrom = async (referer: string) => (await visitor.send('POST', '/deliverables', { headers: { 'csrf-token': token, referer } })).location;
    for (const [page, next] of [
      ['http://localhost/deliverables/new?task=4', '/deliverables/new?task=4'],
      ['http://localhost//do.example.vn/', '/'],
      ['http://do.example.vn/deliverables/new', '/'],
      ['javascript:alert(1)', '/'],
      ['không phải địa chỉ', '/'],
    ])
      expect([page, await sentFrom(page!)]).toEqual([page, `/sign-in?next=${encodeURIComponent(next!)}&form`]);
    const strange = await visitor.send('POST', '/deliverables', { headers: { 'csrf-token': token, referer: 'http://a/x', host: 'a b' } });
    expect(strange.location).toBe('/sign-in?next=%2F&form');
  });

  test('is led back to its form where the form was too old', async () => {
    const tam = await site.as('tam');
    const answer = await tam.send('POST', '/deliverables', { headers: { referer: 'http://localhost/deliverables/new?task=4' } });
    expect([answer.status, answer.body]).toEqual([403, expect.stringContaining('href="/deliverables/new?task&#x3D;4"')]);
    const foreign = await tam.send('POST', '/deliverables', { headers: { referer: 'http://do.example.vn/x' } });
    expect([foreign.status, foreign.text.includes('Mở lại biểu mẫu')]).toEqual([403, false]);
  });

  test('who signs in again in a second window goes on from it, though its form is of before', async () => {
    const tam = await site.as('tam');
    const old = { _csrf: 'of another session', email: 'x@y.vn', password: 'x' };
    expect(await tam.post('/session', { ...old, next: '/deliverables/new?task=4' })).toMatchObject({ status: 303, location: '/deliverables/new?task=4' });
    expect(await tam.post('/session', { ...old, next: '//do.example.vn' })).toMatchObject({ status: 303, location: '/' });
    expect((await site.visitor().post('/session', { ...old, next: '/tasks' })).status).toBe(403);
  });

  test('is not let in by a session that has run out', async () => {
    const visitor = await site.as('tam');
    expect(await visitor.get('/')).toMatchObject({ status: 200 });
    site.context.clock.advance({ hours: 24 * 15 });
    expect(await visitor.get('/')).toMatchObject({ status: 303 });
    await site.reset('2021-03-15');
  });
});

describe('every unsafe route', () => {
  test('refuses a request without the token of its page', async () => {
    expect(unsafe().length).toBeGreaterThanOrEqual(10);
    const hanh = await site.as('hanh');
    await hanh.get('/tasks');
    for (const { method, url } of unsafe()) {
      const answer = await hanh.send(method as 'POST', addressOf(url));
      expect([method, url, answer.status]).toEqual([method, url, 403]);
    }
  });

  test('refuses the token of another browser and of another session', async () => {
    const hanh = await site.as('hanh');
    await hanh.get('/tasks');
    const other = await site.as('tam');
    const foreign = await other.token();
    const beforeSigningIn = site.visitor();
    const early = await beforeSigningIn.token();
    beforeSigningIn.keep('session', await site.sessionOf('hanh'));
    for (const { method, url } of unsafe()) {
      const withForeign = await hanh.send(method as 'POST', addressOf(url), { headers: { 'csrf-token': foreign } });
      const withEarly = await beforeSigningIn.send(method as 'POST', addressOf(url), { headers: { 'csrf-token': early } });
      expect([url, withForeign.status, withEarly.status]).toEqual([url, 403, 403]);
    }
  });

  test('says in Vietnamese what to do about it', async () => {
    const hanh = await site.as('hanh');
    const answer = await hanh.post('/deliverables', { title: 'Một bài', _csrf: 'sai' });
    expect(answer.text).toContain('Hãy tải lại trang rồi gửi lại.');
  });
});

describe('what every answer carries', () => {
  test('a content security policy that runs and loads nothing but our own files', async () => {
    const answer = await (await site.as('hanh')).get('/');
    const policy = new Map(
      answer
        .header('content-security-policy')!
        .split(';')
        .map((directive) => directive.trim().split(/ (.*)/) as [string, string]),
    );
    expect(Object.fromEntries(policy)).toMatchObject({
      'default-src': `'none'`,
      'script-src': `'self'`,
      'form-action': `'self'`,
      'base-uri': `'none'`,
      'frame-ancestors': `'self'`,
    });
    expect(policy.get('style-src')).not.toContain('unsafe-inline');
    expect(policy.has('object-src')).toBe(false);
  });

  test('the headers that keep browsers strict, over TLS for a year', async () => {
    const { headers } = await site.visitor().get('/sign-in');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'same-origin',
      'strict-transport-security': expect.stringContaining('max-age=31536000'),
    });
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  test('no script and no event handler inside the page itself', async () => {
    const hanh = await site.as('hanh');
    for (const url of ['/', '/calendar', '/tasks', '/deliverables', '/deliverables/new', '/mailbox']) {
      const { body } = await hanh.get(url);
      expect([url, body.match(/<script(?![^>]* src=)[^>]*>/g), body.match(/<[^>]* on\w+=/g), body.match(/javascript:/gi)]).toEqual([url, null, null, null]);
    }
  });

  test('pages are kept by nobody, built files by everybody for a year', async () => {
    const hanh = await site.as('hanh');
    const page = await hanh.get('/');
    expect(page.header('cache-control')).toBe('no-store');
    const script = /<script type="module" src="([^"]+)"/.exec(page.body)![1]!;
    const file = await hanh.get(script);
    expect([file.status, file.header('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
  });

  test('what says nothing of being kept is kept by nobody', async () => {
    const hanh = await site.as('hanh');
    for (const url of ['/api/v1/progress', '/api/openapi.json', '/healthz', '/account/data.json', '/khong-co', '/api/khong-co'])
      expect([url, (await hanh.get(url)).header('cache-control')]).toEqual([url, 'no-store']);
  });

  test('cookies that scripts, other sites, other hosts of the domain and plain HTTP do not get', async () => {
    const { headers } = await site.visitor().get('/sign-in');
    expect(headers['set-cookie']).toMatch(/^__Host-lich_form=[\w-]{32}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  test('a page is compressed where the browser takes that', async () => {
    const hanh = await site.as('hanh');
    const answer = await hanh.get('/', { 'accept-encoding': 'br' });
    expect(answer.header('content-encoding')).toBe('br');
  });
});

describe('words of an address that every object knows', () => {
  test('mean nothing', async () => {
    const hanh = await site.as('hanh');
    const id = site.context.people.tam.userId;
    const urls = ['/account', '/accounts', `/accounts/${id}`, '/working-days', '/reminders', '/contracts'];
    for (const word of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
      for (const url of [...urls.map((one) => `${one}?done=${word}`), `/trail?subject=${word}`])
        expect([url, (await hanh.get(url)).status, (await hanh.get(url)).body.includes('native code')]).toEqual([url, 200, false]);
  });
});

describe('what is not there', () => {
  test('is a page in Vietnamese for people and a problem for programs', async () => {
    const hanh = await site.as('hanh');
    const page = await hanh.get('/khong-co');
    expect([page.status, page.text]).toEqual([404, expect.stringContaining('Không tìm thấy')]);
    const problem = await hanh.get('/api/v1/khong-co');
    expect([problem.status, problem.json()]).toEqual([404, expect.objectContaining({ type: 'urn:lich:not-found', status: 404 })]);
  });

  test.each([
    '/tasks/999999',
    '/tasks/abc',
    '/tasks/99999999999999999999',
    '/deliverables/0',
    '/deliverables/abc',
    '/deliverables/999999',
    '/deliverables/1.5',
    '/deliverables/999999/edit',
    '/deliverables/x/publication/new',
    '/mailbox/999999',
    '/mailbox/abc/html',
    '/deliverables?task=999999',
    '/?plan=999999',
    '/set-up/khong-co',
  ])('%s is not found', async (url) => {
    const answer = await (await site.as('hanh')).get(url);
    expect([url, answer.status]).toEqual([url, 404]);
    expect(answer.text).toContain('Không tìm thấy');
  });

  test('a body that is too large, or is no form, is refused and not an error of the server', async () => {
    const hanh = await site.as('hanh');
    const token = await hanh.token();
    const large = await hanh.post('/deliverables', { _csrf: token, title: 'a'.repeat(300_000) });
    const strange = await hanh.send('POST', '/deliverables', { headers: { 'content-type': 'text/csv', 'csrf-token': token }, payload: 'a,b' });
    const broken = await hanh.send('PUT', '/api/v1/deliverables/1/planned-date', {
      headers: { 'content-type': 'application/json', 'csrf-token': token },
      payload: '{',
    });
    expect([large.status, strange.status, broken.status]).toEqual([413, 415, 400]);
  });
});
