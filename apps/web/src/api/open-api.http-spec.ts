import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { segment } from '#testing/builders.js';
import { TestApplication } from '../../e2e/support/test-application.js';

let site: TestApplication;

beforeAll(async () => {
  site = await TestApplication.open();
  await site.reset('2021-03-31');
});
afterAll(() => site.close());

interface Description {
  openapi: string;
  paths: Record<string, Record<string, { responses: Record<string, unknown>; parameters?: { name: string }[] }>>;
}

/** What the description says of an answer with lists. */
interface DescribedRead {
  responses: {
    200: { content: { 'application/json': { schema: { properties: Record<string, { items?: { properties: Record<string, { type?: string }> } }> } } } };
  };
}

describe('the description of the API', () => {
  test('is public and of OpenAPI 3.1', async () => {
    const answer = await site.visitor().get('/api/openapi.json');
    expect([answer.status, (answer.json() as Description).openapi]).toEqual([200, '3.1.0']);
  });

  test('holds every route under /api, and no other', async () => {
    const { paths } = (await site.visitor().get('/api/openapi.json')).json() as Description;
    const described = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
    const routes = site.routes.filter(({ method, url }) => url.startsWith('/api/') && url !== '/api/openapi.json' && method !== 'HEAD');
    expect(routes.length).toBeGreaterThanOrEqual(3);
    expect(described.toSorted()).toEqual(routes.map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`).toSorted());
  });

  test('tells programs how to sign in', async () => {
    const { security, components } = (await site.visitor().get('/api/openapi.json')).json() as { security: object[]; components: { securitySchemes: object } };
    expect([security, components.securitySchemes]).toEqual([
      [{ bearer: [] }, { session: [] }],
      { bearer: expect.objectContaining({ type: 'http', scheme: 'bearer' }), session: expect.objectContaining({ in: 'cookie', name: '__Host-lich_session' }) },
    ]);
  });

  test('names of each answer what the answer holds', async () => {
    await site.has(8, segment({ occursOn: '2021-03-02' }));
    const phuc = await site.as('phuc');
    const { paths } = (await phuc.get('/api/openapi.json')).json() as Record<'paths', Record<string, { get: DescribedRead }>>;
    const propertiesOf = (path: string) => paths[path]!.get.responses[200].content['application/json'].schema.properties;
    const feed = (await phuc.get('/api/v1/calendar?start=2021-03-01&end=2021-04-01')).json() as Record<'items' | 'due', object[]>;
    expect(Object.keys(feed).toSorted()).toEqual(Object.keys(propertiesOf('/api/v1/calendar')).toSorted());
    for (const list of ['items', 'due'] as const) {
      expect(Object.keys(feed[list][0]!).toSorted()).toEqual(Object.keys(propertiesOf('/api/v1/calendar')[list]!.items!.properties).toSorted());
    }
    const { tasks } = (await phuc.get('/api/v1/progress?at=2021-03-31')).json() as { tasks: object[] };
    expect(Object.keys(tasks[0]!)).toEqual(expect.arrayContaining(Object.keys(propertiesOf('/api/v1/progress').tasks!.items!.properties)));
  });

  test('tells the type of the number of a task, which is text', async () => {
    await site.has(8, segment({ title: 'Chuyên mục tháng Ba', occursOn: '2021-03-03' }));
    const phuc = await site.as('phuc');
    const { paths } = (await phuc.get('/api/openapi.json')).json() as Record<'paths', Record<string, { get: DescribedRead }>>;
    const typeIn = (path: string, list: string, field: string) =>
      paths[path]!.get.responses[200].content['application/json'].schema.properties[list]!.items!.properties[field]!.type;
    const feed = (await phuc.get('/api/v1/calendar?start=2021-03-01&end=2021-04-01')).json() as Record<'items' | 'due', { task: unknown }[]>;
    const { tasks } = (await phuc.get('/api/v1/progress')).json() as { tasks: { ordinal: unknown; label: unknown }[] };
    expect([typeIn('/api/v1/calendar', 'items', 'task'), feed.items[0]!.task]).toEqual(['string', '8']);
    expect([typeIn('/api/v1/calendar', 'due', 'task'), feed.due[0]!.task]).toEqual(['integer', expect.any(Number)]);
    expect([typeIn('/api/v1/progress', 'tasks', 'label'), tasks[7]]).toEqual(['string', expect.objectContaining({ ordinal: 8, label: '8' })]);
  });
});

describe('GET /api/v1/progress', () => {
  test('says where each task stands at the end of a day', async () => {
    const answer = await (await site.as('phuc')).get('/api/v1/progress?at=2021-03-31');
    const { at, tasks } = answer.json() as { at: string; tasks: { ordinal: number; owed: number; status: string }[] };
    expect([at, tasks.length]).toEqual(['2021-03-31', 13]);
    expect(tasks.find(({ ordinal }) => ordinal === 4)).toMatchObject({ target: 24, owed: 6, status: 'behind' });
  });

  test.each(['hôm nay', '2021-02-30', '31/3/2021'])('at “%s” is refused with the parameter named', async (at) => {
    const answer = await (await site.as('phuc')).get(`/api/v1/progress?at=${encodeURIComponent(at)}`);
    expect([answer.status, answer.json()]).toEqual([422, expect.objectContaining({ fields: { at: 'Ngày (at) viết dạng YYYY-MM-DD.' } })]);
  });

  test.each([
    'progress?plan=abc',
    'calendar?start=2021-03-01&end=2021-04-01&task=x',
    'calendar?start=2021-03-01&end=2021-04-01&organisation=1e3',
    'calendar?start=2021-03-01&end=2021-04-01&status=x',
  ])('a slip in %s is told, not passed over', async (address) => {
    const answer = await (await site.as('phuc')).get(`/api/v1/${address}`);
    expect([answer.status, Object.values((answer.json() as { fields: object }).fields)]).toEqual([422, [expect.stringContaining('Tham số')]]);
  });

  test('of a plan that is not there is not found', async () => {
    expect(await (await site.as('phuc')).get('/api/v1/progress?plan=999999')).toMatchObject({ status: 404 });
  });
});
