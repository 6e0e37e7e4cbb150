import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { article } from '#testing/builders.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

/** Names that lists, filters, forms and pages of ours read. */
const NAMES = [
  'q',
  'sort',
  'dir',
  'page',
  'month',
  'task',
  'organisation',
  'status',
  'evidence',
  'kind',
  'topic',
  'plan',
  'year',
  'state',
  'item',
  'text',
  'person',
  'subject',
  'action',
  'from',
  'to',
  'before',
  'next',
  'done',
  'start',
  'end',
  'planned',
];

const LISTS = [
  '/deliverables',
  '/calendar',
  '/tasks',
  '/contracts',
  '/organisations',
  '/working-days',
  '/plans',
  '/content',
  '/trail',
  '/reminders',
  '/mailbox',
  '/account',
  '/accounts',
  '/deliverables/new',
  '/',
];

const SQL = [
  `' or '1'='1`,
  `1; drop table deliverable --`,
  `title desc, (select password_hash from user_account)`,
  `1) union select email, 1 from user_account --`,
  `%' escape '`,
];

const SCRIPT = `"><script>alert(1)</script><img src=x onerror=alert(1)>`;

let site: TestApplication;
let hanh: Visitor;
let tam: Visitor;

beforeAll(async () => {
  site = await TestApplication.open();
  await site.reset('2021-04-01');
  await site.has(4, article({ occursOn: '2021-03-10', url: 'https://baodongkhoi.vn/a-1' }));
  [hanh, tam] = [await site.as('hanh'), await site.as('tam')];
});
afterAll(() => site.close());

const addressWith = (path: string, value: string) => `${path}?${new URLSearchParams(NAMES.map((name) => [name, value])).toString()}`;
const everything = async () =>
  JSON.stringify([
    await site.context.rows('select * from deliverable order by id'),
    await site.context.rows('select id, role, is_active from user_account order by id'),
  ]);

describe('every parameter of every list', () => {
  test('is a value to the database and never a part of a statement', async () => {
    const before = await everything();
    for (const path of LISTS) {
      for (const value of SQL) {
        const answer = await hanh.get(addressWith(path, value));
        expect([path, value, answer.status < 500]).toEqual([path, value, true]);
        expect(answer.body).not.toMatch(/argon2|SQLITE_|syntax error/);
      }
      for (const name of NAMES) {
        const answer = await hanh.get(`${path}?${new URLSearchParams([[name, SQL[0]!]]).toString()}`);
        expect([path, name, answer.status < 500]).toEqual([path, name, true]);
      }
    }
    expect(await everything()).toBe(before);
  }, 120_000);

  test('comes back as words, if at all', async () => {
    for (const path of [...LISTS, '/sign-in', '/password-reset']) {
      const { body } = await hanh.get(addressWith(path, SCRIPT));
      expect([path, body.includes('<script>alert'), body.includes('<img src=x')]).toEqual([path, false, false]);
    }
  });
});

describe('what a form does not ask for', () => {
  const EXTRA = {
    id: '999',
    status: 'accepted',
    organisation: '1',
    organisationId: '1',
    organisation_id: '1',
    createdBy: '1',
    version: '77',
    isActive: '0',
    role: 'administrator',
    rerunOf: '1',
    acceptedOn: '2021-01-01',
    isAdmin: '1',
  };

  test('is not taken: a new item is its organisation’s, published and nothing more', async () => {
    const answer = await tam.postWithToken('/deliverables', {
      ...EXTRA,
      organisation: '',
      task: site.taskId(4),
      title: 'Bài có thêm',
      occursOn: '2021-03-11',
      rerunOf: '',
    });
    expect(answer.status).toBe(303);
    const [row] = await site.context.rows<Record<string, unknown>>("select * from deliverable where title = 'Bài có thêm'");
    expect(row).toMatchObject({
      status: 'published',
      organisation_id: site.context.people.tam.organisationId,
      created_by_id: site.context.people.tam.userId,
      version: 1,
    });
    expect(row!.id).not.toBe(999);
  });

  test('is not taken by the API either', async () => {
    const headers = { 'csrf-token': await tam.token(), 'content-type': 'application/json' };
    const payload = JSON.stringify({
      ...EXTRA,
      organisation: undefined,
      rerunOf: undefined,
      task: site.taskId(4),
      title: 'Bài của API',
      occursOn: '2021-03-12',
    });
    expect((await tam.send('POST', '/api/v1/deliverables', { headers, payload })).status).toBe(201);
    const [row] = await site.context.rows<Record<string, unknown>>("select * from deliverable where title = 'Bài của API'");
    expect(row).toMatchObject({ status: 'published', organisation_id: site.context.people.tam.organisationId, version: 1 });
  });

  test('is not there for another’s organisation, the one that a form may ask for', async () => {
    const body = { task: site.taskId(4), title: 'Bài của nơi khác', occursOn: '2021-03-12', organisation: site.context.people.lan.organisationId };
    const headers = { 'csrf-token': await tam.token(), 'content-type': 'application/json' };
    expect((await tam.postWithToken('/deliverables', body)).status).toBe(404);
    expect((await tam.postWithToken('/deliverables/slots', body)).status).toBe(404);
    expect((await tam.send('POST', '/api/v1/deliverables', { headers, payload: JSON.stringify(body) })).status).toBe(404);
  });

  test('makes nobody more than they are, in one’s own account', async () => {
    await tam.postWithToken('/account/email', { ...EXTRA, email: 'x', password: 'sai' });
    await tam.postWithToken('/account/tokens', { ...EXTRA, name: 'Mã', scope: 'administrator', days: '30' });
    const [row] = await site.context.rows<Record<string, unknown>>('select role from user_account where id = ?', [site.context.people.tam.userId]);
    expect(row).toEqual({ role: 'producer-lead' });
    expect(await site.context.rows('select 1 from api_token')).toEqual([]);
  });
});

describe('a body that is a weapon', () => {
  const send = async (payload: string) => {
    const headers = { 'csrf-token': await tam.token(), 'content-type': 'application/json' };
    return tam.send('POST', '/api/v1/deliverables', { headers, payload });
  };

  test('pollutes no prototype', async () => {
    for (const payload of ['{"__proto__":{"isAdmin":true},"task":1}', '{"constructor":{"prototype":{"isAdmin":true}},"task":1}']) {
      expect((await send(payload)).status).toBeLessThan(500);
    }
    await tam.post('/deliverables', { '__proto__[isAdmin]': '1', 'constructor[prototype][isAdmin]': '1', _csrf: await tam.token() });
    expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
  });

  test('of a hundred thousand levels is refused, and the next request is served', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect((await send(`{"task":${deep}}`)).status).toBeLessThan(500);
    expect((await tam.get('/')).status).toBe(200);
  });

  test('of words that make a pattern try everything takes no longer than calm ones, a hundred times over', async () => {
    const spent = async (title: string) => {
      const began = performance.now();
      const url = `https://bao.vn/${title.slice(0, 1500).replaceAll(' ', '-')}`;
      await tam.postWithToken('/deliverables', { task: site.taskId(4), title, occursOn: 'x', url, airedAt: title, channel: title });
      await hanh.get(`/deliverables?q=${encodeURIComponent(title.slice(0, 2000))}`);
      return performance.now() - began;
    };
    await spent('ấm máy');
    const calm = await spent('một bài bình thường');
    for (const hostile of ['a'.repeat(60_000), ' '.repeat(60_000), '1:'.repeat(30_000), '://'.repeat(20_000), 'ắ'.normalize('NFD').repeat(15_000)]) {
      expect([hostile.slice(0, 5), (await spent(hostile)) < 100 * calm + 1000]).toEqual([hostile.slice(0, 5), true]);
    }
  });
});
