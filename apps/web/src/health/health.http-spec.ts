import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { article } from '#testing/builders.js';
import { TestApplication } from '../../e2e/support/test-application.js';

let site: TestApplication;

beforeAll(async () => {
  site = await TestApplication.open();
  await site.reset('2021-03-15');
});
afterAll(() => site.close());

test('a load balancer learns without signing in that the process lives and is ready', async () => {
  for (const url of ['/healthz', '/readyz']) {
    const answer = await site.visitor().get(url);
    expect([url, answer.status, answer.json()]).toEqual([url, 200, { status: 'ok' }]);
  }
});

test('monitoring gets a few figures, and no content', async () => {
  await site.has(4, article({ title: 'Không được lộ', occursOn: '2021-03-01' }));
  await site.sessionOf('tam');
  const answer = await site.visitor().get('/metrics');
  expect([answer.status, answer.header('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  expect(answer.body).toContain('lich_deliverables 1\n');
  expect(answer.body).toContain('lich_reminders_pending 0\n');
  expect(answer.body).toContain('lich_sessions 1\n');
  expect(answer.body).not.toContain('Không được lộ');
});

test('monitoring is read on the machine itself, or with the token where one is set', async () => {
  const elsewhere = { 'x-forwarded-for': '203.0.113.7' };
  expect((await site.visitor().get('/metrics', elsewhere)).status).toBe(404);
  const token = 'ma-giam-sat-dai-va-kho-doan';
  const guarded = await TestApplication.open({ environment: { METRICS_TOKEN: token } });
  try {
    const statusWith = async (headers: Record<string, string>) => (await guarded.visitor().get('/metrics', headers)).status;
    expect(await statusWith({})).toBe(404);
    expect(await statusWith({ authorization: `Bearer ${token}x` })).toBe(404);
    expect(await statusWith({ ...elsewhere, authorization: `Bearer ${token}` })).toBe(200);
  } finally {
    await guarded.close();
  }
});

test('a process whose database does not answer is alive and not ready', async () => {
  const broken = await TestApplication.open();
  try {
    await broken.context.run((em) => em.execute('alter table plan rename to plan_elsewhere'));
    const visitor = broken.visitor();
    expect([(await visitor.get('/healthz')).status, (await visitor.get('/readyz')).status]).toEqual([200, 503]);
  } finally {
    await broken.close();
  }
});
