import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

/* What is sent is no form, or one that is broken: refused in words, whoever sends it and wherever, and never an error of the server. */

let site: TestApplication;
let unsafe: { method: string; url: string }[];
let hanh: Visitor;
let nobody: Visitor;

beforeAll(async () => {
  site = await TestApplication.open();
  await site.reset('2021-03-15');
  unsafe = site.routes.filter(({ method, url }) => !['GET', 'HEAD', 'OPTIONS'].includes(method) && !ENDS_SESSIONS.test(url));
  hanh = await site.as('hanh');
  nobody = site.visitor();
});
afterAll(() => site.close());

/** Need no body, and would end the session that asks. */
const ENDS_SESSIONS = /^\/session\/end$|\/sessions\/end$|\/closing$/;

const addressOf = (url: string) => url.replace(/:(date|year)/g, '2021').replace(/:[a-z]+/gi, '1');

const BODIES: readonly [what: string, type: string, payload: string][] = [
  ['null as JSON', 'application/json', 'null'],
  ['a list as JSON', 'application/json', '[1]'],
  ['a word as JSON', 'application/json', '"x"'],
  ['JSON that is none', 'application/json', '{"a":'],
  ['plain text', 'text/plain', 'email=a&password=b'],
  ['a form of files without its boundary', 'multipart/form-data', 'x'],
  ['a form of files that is cut off', 'multipart/form-data; boundary=b', '--b\r\ncontent-disposition: form-data; name="files"; filename="a.png"\r\n\r\nabc'],
  ['a form of files that is none', 'multipart/form-data; boundary=b', 'none of it'],
  ['a form of signs that are none', 'application/x-www-form-urlencoded', 'title=%ff%fe%&a=%zz&=&&&'],
];

describe.each(BODIES)('%s', (_what, type, payload) => {
  test('is refused in Vietnamese by every route that changes something', async () => {
    expect(unsafe.length).toBeGreaterThan(90);
    for (const visitor of [hanh, nobody]) {
      const token = await visitor.token();
      for (const { method, url } of unsafe) {
        const answer = await visitor.send(method as 'POST', addressOf(url), { headers: { 'content-type': type, 'csrf-token': token }, payload });
        expect([method, url, answer.status < 500]).toEqual([method, url, true]);
        expect([method, url, /Invalid input|FST_|Unexpected|Error:/.exec(answer.body)?.[0]]).toEqual([method, url, undefined]);
      }
    }
    expect((await hanh.get('/account')).status).toBe(200);
  }, 60_000);
});

test('JSON is taken by the API and nowhere else', async () => {
  const headers = { 'csrf-token': await hanh.token(), 'content-type': 'application/json' };
  const payload = JSON.stringify({ title: 'x' });
  const [page, program] = [
    await hanh.send('POST', '/deliverables', { headers, payload }),
    await hanh.send('POST', '/api/v1/deliverables', { headers, payload }),
  ];
  expect([page.status, program.status, program.json()]).toEqual([415, 422, expect.objectContaining({ fields: { task: 'Thiếu giá trị này.' } })]);
});

test('text is kept without what no database and no reader can do with', async () => {
  const tam = await site.as('tam');
  const title = 'Một\0 bài \u202etxt.exe\u2069 “thường”';
  const answer = await tam.postWithToken('/deliverables', { task: site.taskId(4), title, occursOn: '2021-03-10' });
  expect(answer.status).toBe(303);
  const headers = { 'csrf-token': await tam.token(), 'content-type': 'application/json' };
  const payload = `{"task":${site.taskId(4)},"title":"Hai\\u0000 \\ud800bài\\u202e","occursOn":"2021-03-11"}`;
  expect((await tam.send('POST', '/api/v1/deliverables', { headers, payload })).status).toBe(201);
  const rows = await site.context.rows<{ title: string }>('select title from deliverable order by id');
  expect(rows.map((row) => row.title)).toEqual(['Một bài txt.exe “thường”', 'Hai bài']);
});

describe('an address that cannot be read', () => {
  test.each(['/%ff', '/a%', '/deliverables/%c0%af', '/assets/%'])('%s is answered in Vietnamese', async (url) => {
    const answer = await hanh.get(url);
    expect([answer.status, answer.header('content-type'), answer.header('content-security-policy')]).toEqual([
      400,
      'text/html; charset=utf-8',
      expect.stringContaining("default-src 'none'"),
    ]);
    expect(answer.body).toContain('Yêu cầu chưa đúng.');
  });

  test('is a problem to programs', async () => {
    const answer = await hanh.get('/api/v1/%ff');
    expect([answer.status, answer.json()]).toEqual([400, { type: 'urn:lich:bad-request', title: 'Yêu cầu chưa đúng.', status: 400 }]);
  });
});
