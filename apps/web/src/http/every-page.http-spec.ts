import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ReminderService } from '#reminders/reminder.service.js';
import { article, paper, segment, session, slot } from '#testing/builders.js';
import type { PersonaName } from '#testing/personas.js';
import { signedContract } from '#testing/signed-contract.js';
import { TestApplication } from '../../e2e/support/test-application.js';

const SCRIPT = `<script>alert('x')</script>"><img src=x onerror=alert(1)>`;

let site: TestApplication;

beforeAll(async () => {
  site = await TestApplication.open();
});
beforeEach(() => site.reset('2021-04-01'));
afterAll(() => site.close());

/** Items of every medium and state, and the letters of the day. */
async function aBusyYear() {
  const items = [
    await site.has(4, article({ occursOn: '2021-03-10', url: 'https://baodongkhoi.vn/a-1' })),
    await site.has(7, segment({ occursOn: '2021-02-10' })),
    await site.has(11, session({ occursOn: '2021-03-12' })),
    await site.has(1, paper({ occursOn: '2020-12-20' })),
    await site.hasPlanned(12, slot({ occursOn: '2021-04-20', title: 'Cà phê tháng Tư' })),
    await site.hasPlanned(8, slot({ occursOn: '2021-04-25' })),
  ];
  await site.ask(ReminderService, (reminders) => reminders.remind(site.context.clock.now()));
  return items.map(({ id }) => id);
}

const COMMON = [
  '/',
  '/calendar',
  '/calendar?month=2020-12',
  '/calendar?month=hỏng&task=x&status=x',
  '/tasks',
  '/content',
  '/plans',
  '/organisations',
  '/organisations?q=%25_%27%22%5C',
  '/working-days',
  '/working-days?year=2027',
  '/working-days?year=hỏng',
  '/deliverables',
  '/contracts',
  '/contracts?plan=hỏng&state=x',
  '/deliverables?evidence=without&kind=make-up',
  '/deliverables?topic=none&month=2021-Q1&counted=1',
  '/deliverables?q=%25_%27%22%5C&sort=drop&dir=x&page=-1',
  '/account',
  '/account/second-factor',
  '/account/data.json',
  '/api/v1/progress',
  '/api/v1/calendar?start=2021-03-01&end=2021-05-01',
];

const GUARDED = [
  '/accounts',
  '/accounts/new',
  '/accounts/1',
  '/rights',
  '/trail',
  '/trail?person=1&subject=deliverable&from=2021-01-01&to=h%E1%BB%8Fng&action=deliverable&before=5',
  '/trail/export.xlsx',
  '/deliverables/new',
  '/deliverables/slots/new',
  '/mailbox',
  '/mailbox?page=2',
  '/reminders',
  '/reminders?part=sent&page=2',
  '/reminders?part=hỏng&page=x',
  '/plans/imports/new',
  '/organisations/new',
  '/contracts/new',
  '/settings/documents',
];

/** A contract with an unfinished round, and one whose liquidation is begun: their pages and papers. */
async function aContract(): Promise<{ open: string[]; guarded: string[] }> {
  const { id } = await signedContract(site.context);
  const hanh = await site.as('hanh');
  const round = (await hanh.postWithToken(`/contracts/${id}/acceptances`)).location!.replace(/[?#].*/, '');
  const [item] = await site.context.rows<{ id: number }>('select id from acceptance_item order by id limit 1');
  const other = await signedContract(site.context, { number: '06/HĐ-TT', lines: [{ task: 5 }] });
  const liquidation = `/contracts/${other.id}/liquidation`;
  const begun = await hanh.fillIn(await hanh.get(liquidation), { heldOn: '2021-04-01' }, liquidation);
  expect(begun.status).toBe(303);
  const papers = [`${round}/minutes`, `${round}/products`, `${liquidation}/minutes`, `${liquidation}/combined`].flatMap((address) => [
    address,
    `${address}.docx`,
  ]);
  const [press] = await site.context.rows<{ id: number }>("select id from organisation where code = 'bao-dong-khoi'");
  return {
    open: [
      `/contracts/${id}`,
      round,
      `${round}?state=open&evidence=without&q=%25`,
      `${round}/items/${item!.id}`,
      liquidation,
      ...papers,
      `/contracts/${id}/items.xlsx`,
      `/contracts/${id}/state.xlsx`,
    ],
    guarded: [
      ...['annexes/new', 'payments/new', 'ending'].map((step) => `/contracts/${id}/${step}`),
      `/organisations/${press!.id}/reminder-letter?plan=${site.context.planId}`,
      `/organisations/${press!.id}/reminder-letter.docx?plan=${site.context.planId}`,
    ],
  };
}

/** Tasks of every medium and every kind of quota. */
const ONE_OF_EACH_KIND = [2, 3, 4, 5, 7, 8, 9, 11, 12, 13];

function pagesFor(items: readonly number[], letters: readonly number[]) {
  const tasks = ONE_OF_EACH_KIND.map((ordinal) => `/tasks/${site.taskId(ordinal)}`);
  const forms = ONE_OF_EACH_KIND.flatMap((ordinal) => [
    `/deliverables/new?task=${site.taskId(ordinal)}`,
    `/deliverables/slots/new?task=${site.taskId(ordinal)}&on=2021-05-05`,
  ]);
  const ofItems = items.flatMap((id) => [`/deliverables/${id}/edit`, `/deliverables/${id}/publication/new`]);
  const plan = `/plans/${site.context.planId}`;
  const ofLetters = letters.flatMap((id) => [`/mailbox/${id}`, `/mailbox/${id}/html`, `/mailbox/${id}/eml`]);
  return {
    open: [...COMMON, plan, ...tasks, ...items.map((id) => `/deliverables/${id}`)],
    guarded: [...GUARDED, `${plan}/amendments/new`, ...remindersOf(plan), ...forms, ...ofItems, ...ofLetters],
  };
}

function remindersOf(plan: string): string[] {
  const { userId } = site.context.people.tam;
  const previews = ['digest', 'weekly', 'monthly', 'x'].flatMap((kind) => [
    `/reminders/preview?person=${userId}&kind=${kind}`,
    `/reminders/preview/html?person=${userId}&kind=${kind}`,
  ]);
  return [`${plan}/reminder-rules`, `${plan}/reminder-rules?from=defaults`, `/tasks/${site.taskId(4)}/reminder-rules`, ...previews];
}

/** Sở Nội vụ gets in everywhere, an editor to what is their own, a leader to no form at all. */
const PEOPLE: [PersonaName, number[]][] = [
  ['hanh', [200]],
  ['tam', [200, 403, 404]],
  ['phuc', [200, 403]],
];

describe.each(PEOPLE)('for %s', (name, allowed) => {
  test('every page answers on an empty system', async () => {
    const visitor = await site.as(name);
    const { open, guarded } = pagesFor([], []);
    for (const url of open) expect([url, (await visitor.get(url)).status]).toEqual([url, 200]);
    for (const url of guarded) expect([url, allowed.includes((await visitor.get(url)).status)]).toEqual([url, true]);
  });

  test('every page answers in a year with data', async () => {
    const items = await aBusyYear();
    const letters = await site.context.rows<{ id: number }>('select id from mailbox_letter order by id limit 2');
    expect(letters).toHaveLength(2);
    const visitor = await site.as(name);
    const { open, guarded } = pagesFor(
      items,
      letters.map(({ id }) => id),
    );
    const contract = await aContract();
    open.push(...contract.open);
    guarded.push(...contract.guarded);
    for (const url of open) expect([url, (await visitor.get(url)).status]).toEqual([url, 200]);
    for (const url of guarded) expect([url, allowed.includes((await visitor.get(url)).status)]).toEqual([url, true]);
  });
});

test('parameters given twice, or as none, upset no page', async () => {
  const hanh = await site.as('hanh');
  const own = [
    `/plans/${site.context.planId}/reminder-rules`,
    `/tasks/${site.taskId(4)}/reminder-rules`,
    `/tasks/${site.taskId(4)}`,
    `/plans/${site.context.planId}`,
    `/plans/${site.context.planId}/amendments/new`,
  ];
  for (const url of ['/', '/calendar', '/tasks', '/content', '/deliverables', '/plans', '/organisations', '/working-days', ...GUARDED, ...own]) {
    for (const query of [
      'task=1&task=2&on=a&on=b&q=a&q=b&month=1&month=2&page=1&page=2&logged=1&logged=2&period=1&period=2&plan=1&plan=2&sort=a&sort=b&year=1&year=2',
      'task=&on=&q=&month=&page=&logged=&period=&plan=&sort=&year=',
      'on=2021-02-30&period=x&logged=x&page=0&dir=%00&q=%00&year=99999',
    ]) {
      const { status } = await hanh.get(`${url}?${query}`);
      expect([url, query, status]).toEqual([url, query, 200]);
    }
  }
});

test('markup in what people type is shown as they typed it, everywhere', async () => {
  const planned = await site.hasPlanned(8, slot({ occursOn: '2021-04-25', title: SCRIPT }));
  const item = await site.has(8, segment({ occursOn: '2021-03-10', title: `${SCRIPT}2`, programme: SCRIPT, channel: SCRIPT, note: SCRIPT }));
  await site.has(4, article({ occursOn: '2021-03-10', title: SCRIPT, author: SCRIPT }));
  const lan = await site.as('lan');
  const shown = [
    '/',
    '/calendar?month=2021-03',
    '/deliverables',
    `/deliverables?q=${encodeURIComponent(SCRIPT)}`,
    `/tasks/${site.taskId(8)}`,
    `/tasks/${site.taskId(8)}?logged=${item.id}`,
    `/deliverables/${item.id}`,
    `/deliverables/${item.id}/edit`,
    `/deliverables/${planned.id}/publication/new`,
    `/deliverables/new?task=${site.taskId(8)}`,
  ];
  for (const url of shown) {
    const { status, body } = await lan.get(url);
    expect([url, status, body.includes('<script>alert'), body.includes('<img src')]).toEqual([url, 200, false, false]);
    expect([url, body.includes('&lt;script&gt;alert')]).toEqual([url, true]);
  }
  const refused = await lan.fillIn(await lan.get(`/deliverables/new?task=${site.taskId(8)}`), {
    title: SCRIPT,
    url: SCRIPT,
    duration: SCRIPT,
    airedAt: SCRIPT,
    genre: SCRIPT,
    occursOn: SCRIPT,
  });
  expect([refused.status, refused.body.includes('<script>alert'), refused.body.includes('<img src')]).toEqual([422, false, false]);
  expect(refused.form().values).toMatchObject({ title: SCRIPT, url: SCRIPT, duration: SCRIPT, genre: SCRIPT });
});
