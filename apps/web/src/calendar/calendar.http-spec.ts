import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { article, segment, session, slot } from '#testing/builders.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

interface Feed {
  items: { id: number; on: string; title: string; status: string; task: string; medium: string; rerun: number; at: string | null; org: number }[];
  due: { task: number; on: string; name: string; medium: string; quantity: number; done: number }[];
}

let site: TestApplication;
let phuc: Visitor;

beforeAll(async () => {
  site = await TestApplication.open();
  await site.reset('2021-03-15');
  await site.has(4, article({ title: 'Bài cuối tháng Hai', occursOn: '2021-02-28' }));
  await site.has(4, article({ title: 'Bài đầu tháng Ba', occursOn: '2021-03-01' }));
  const original = await site.has(8, segment({ title: 'Phóng sự', occursOn: '2021-03-02', airedAt: '19:45' }));
  await site.has(8, segment({ title: 'Phóng sự', occursOn: '2021-03-03', rerunOf: original.id }));
  await site.has(12, session({ title: 'Tháng Ba', occursOn: '2021-03-14' }));
  await site.hasPlanned(7, slot({ title: 'Sắp phát', occursOn: '2021-03-31' }));
  await site.hasPlanned(7, slot({ title: 'Sang tháng Tư', occursOn: '2021-04-01' }));
  phuc = await site.as('phuc');
});
afterAll(() => site.close());

const feed = async (query: string) => phuc.get(`/api/v1/calendar?${query}`);
const itemsOf = async (query: string) => ((await feed(query)).json() as Feed).items.map(({ title }) => title);
const MARCH = 'start=2021-03-01&end=2021-04-01';

describe('the calendar’s feed', () => {
  test('gives the items from the first day up to, but not including, the last', async () => {
    expect(await itemsOf(MARCH)).toEqual(['Bài đầu tháng Ba', 'Phóng sự', 'Phóng sự', 'Tháng Ba', 'Sắp phát']);
    expect(await itemsOf('start=2021-02-28&end=2021-03-01')).toEqual(['Bài cuối tháng Hai']);
  });

  test('tells of each what a calendar shows', async () => {
    const { items } = (await feed('start=2021-03-02&end=2021-03-04')).json() as Feed;
    const [{ id: organisation }] = (await site.context.rows<{ id: number }>(`select id from organisation where code = 'dai-ptth'`)) as [{ id: number }];
    expect(items).toEqual([
      {
        id: expect.any(Number),
        on: '2021-03-02',
        title: 'Phóng sự',
        status: 'published',
        task: '8',
        medium: 'television',
        rerun: 0,
        at: '19:45',
        org: organisation,
      },
      {
        id: expect.any(Number),
        on: '2021-03-03',
        title: 'Phóng sự',
        status: 'published',
        task: '8',
        medium: 'television',
        rerun: 1,
        at: '19:45',
        org: organisation,
      },
    ]);
  });

  test('gives the due dates with what is done of each', async () => {
    const { due } = (await feed(MARCH)).json() as Feed;
    expect(due.map(({ on, quantity, done }) => ({ on, quantity, done }))).toEqual([
      { on: '2021-03-31', quantity: 1, done: 0 },
      { on: '2021-03-31', quantity: 1, done: 1 },
      { on: '2021-03-31', quantity: 1, done: 1 },
    ]);
  });

  test('takes the instants that calendars send as their days', async () => {
    expect(await itemsOf('start=2021-03-01T00%3A00%3A00Z&end=2021-03-02T00%3A00%3A00Z')).toEqual(['Bài đầu tháng Ba']);
  });

  test('is filtered by task, organisation and status, its due dates too', async () => {
    expect(await itemsOf(`${MARCH}&task=${site.taskId(8)}`)).toEqual(['Phóng sự', 'Phóng sự']);
    expect(await itemsOf(`${MARCH}&status=planned`)).toEqual(['Sắp phát']);
    const [centre] = await site.context.rows<{ id: number }>(`select id from organisation where code = 'tt-xuc-tien'`);
    const { items, due } = (await feed(`${MARCH}&organisation=${centre!.id}`)).json() as Feed;
    expect([items.map(({ title }) => title), due.map(({ task }) => task)]).toEqual([['Tháng Ba'], [site.taskId(12)]]);
  });

  test.each([
    ['', 'start'],
    ['start=2021-03-01', 'end'],
    ['end=2021-03-01', 'start'],
    ['start=x&end=2021-03-01', 'start'],
    ['start=2021-02-30&end=2021-03-01', 'start'],
    ['start=2021-03-01&end=2021-03-01', 'end'],
    ['start=2021-04-01&end=2021-03-01', 'end'],
    ['start=2021-01-01&end=2022-03-01', 'end'],
    ['start=2021-01-01&start=2021-02-01&end=2021-03-01', 'start'],
  ])('for the range “%s” answers a problem that names the parameter', async (query, field) => {
    const answer = await feed(query);
    expect([answer.status, answer.header('content-type')]).toEqual([422, 'application/problem+json; charset=utf-8']);
    expect(answer.json()).toMatchObject({ type: 'urn:lich:invalid-input', status: 422, fields: { [field]: expect.any(String) } });
  });

  test('is empty, not an error, where nothing is', async () => {
    expect((await feed('start=1999-01-01&end=1999-02-01')).json()).toEqual({ items: [], due: [] });
    expect((await feed(`${MARCH}&task=999999`)).json()).toEqual({ items: [], due: [] });
  });

  test('is kept by no cache', async () => {
    expect((await feed(MARCH)).header('cache-control')).toBe('no-store');
  });
});

describe('the calendar page', () => {
  test('lists the month without a script, with the ways to the months beside it', async () => {
    const page = await phuc.get('/calendar?month=2021-03');
    const withoutScript = /<noscript>\s*<div class="line-head">[\s\S]*?<\/noscript>/.exec(page.body)![0];
    expect(withoutScript).toContain('tháng 3/2021');
    expect([...withoutScript.matchAll(/<td class="title"><a [^>]*>([^<]*)</g)].map(([, title]) => title)).toEqual([
      'Bài đầu tháng Ba',
      'Phóng sự',
      'Phóng sự',
      'Tháng Ba',
      'Sắp phát',
    ]);
    expect(page.links).toEqual(expect.arrayContaining(['/calendar?month=2021-02', '/calendar?month=2021-04']));
  });

  test('opens on the month of today, and on the plan’s last once that is over', async () => {
    expect((await phuc.get('/calendar')).body).toContain('data-initial-date="2021-03-01"');
    site.context.clock.set('2023-05-05');
    const late = await (await site.as('phuc')).get('/calendar');
    site.context.clock.set('2021-03-15');
    expect(late.body).toContain('data-initial-date="2021-12-01"');
  });

  test('keeps its filter in the ways to other months', async () => {
    const { links } = await (await site.as('phuc')).get(`/calendar?month=2021-03&status=planned&task=${site.taskId(7)}`);
    expect(links).toContain(`/calendar?task=${site.taskId(7)}&status=planned&month=2021-04`);
  });

  test('tells its script who may do what', async () => {
    const attributes = async (name: 'hanh' | 'lan' | 'phuc') => {
      const { body } = await (await site.as(name)).get('/calendar');
      return /data-may-log="(\w*)" data-may-move-all="(\w*)" data-organisations="([\d ]*)"/.exec(body)!.slice(1);
    };
    const [{ id }] = (await site.context.rows<{ id: number }>(`select id from organisation where code = 'dai-ptth'`)) as [{ id: number }];
    expect([await attributes('hanh'), await attributes('lan'), await attributes('phuc')]).toEqual([
      ['true', 'true', ''],
      ['true', 'false', String(id)],
      ['false', 'false', ''],
    ]);
  });
});
