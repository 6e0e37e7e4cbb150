import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ReminderService } from '#reminders/reminder.service.js';
import { RemindersModule } from '#reminders/reminders.module.js';
import { article, segment, session, slot } from '#testing/builders.js';
import { DESKTOP, PHONE, TestServer } from './support/test-server.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SMALLEST_TARGET = 44;
const SMALLEST_TEXT = 13;
const FIRST_PAGE_BYTES = 100_000;

let server: TestServer;
let pages: Record<string, string>;

beforeAll(async () => {
  server = await TestServer.open({ now: '2021-04-01', others: [{ module: RemindersModule }] });
  const { site } = server;
  const published = await site.has(4, article({ title: 'Một cửa điện tử về tận xã vùng sâu của huyện Thạnh Phú', occursOn: '2021-03-10', url: 'https://baodongkhoi.vn/mot-duong-dan-rat-dai-khong-co-cho-nao-de-xuong-dong-ca-a-b-c-d-e-f' }));
  await site.has(8, segment({ title: 'Phóng sự', occursOn: '2021-03-20' }));
  await site.has(12, session({ title: 'Gặp gỡ', occursOn: '2021-03-26' }));
  const planned = await site.hasPlanned(8, slot({ title: 'Sắp phát', occursOn: '2021-04-14' }));
  await site.ask(ReminderService, (reminders) => reminders.remind(site.context.clock.now()));
  const [letter] = await site.context.rows<{ id: number }>('select id from mailbox_letter limit 1');
  pages = {
    'the dashboard': '/',
    'the calendar': '/calendar',
    'the tasks': '/tasks',
    'a task with a pace': `/tasks/${site.taskId(4)}?logged=${published.id}`,
    'a task with doubts': `/tasks/${site.taskId(5)}`,
    'the list': '/deliverables',
    'an empty list': '/deliverables?q=khong-co',
    'an item': `/deliverables/${published.id}`,
    'a slot': `/deliverables/${planned.id}`,
    'the newspaper form': `/deliverables/new?task=${site.taskId(4)}`,
    'the broadcast form': `/deliverables/new?task=${site.taskId(8)}`,
    'the forum form': `/deliverables/new?task=${site.taskId(12)}`,
    'the document form': `/deliverables/new?task=${site.taskId(1)}`,
    'the planning form': '/deliverables/slots/new',
    'the form of an item': `/deliverables/${published.id}/edit`,
    'the mailbox': '/mailbox',
    'a letter': `/mailbox/${letter!.id}`,
    'what is not there': '/khong-co',
  };
});
afterAll(() => server.close());

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  if (address === '/calendar') await page.locator('.cal-item').first().waitFor();
}

/** What axe finds against WCAG 2 A and AA, as lines that name the place. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const results = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(context: Document, options: object): Promise<AxeResults> } };
    return axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa'] }, resultTypes: ['violations'] });
  });
  return results.violations.map(({ id, nodes }) => `${id} in ${nodes.length} places, such as ${String(nodes[0]!.target)}: ${nodes[0]!.failureSummary ?? ''}`);
}

/** Primary buttons, and everything that is pressed in a form, smaller than a finger. */
const smallTargets = (page: Page, least: number) =>
  page.evaluate(
    (size) =>
      [...document.querySelectorAll<HTMLElement>('.btn, .site-nav a, input:not([type=hidden]), select, summary, [data-calendar] button')]
        .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height > 0 && element.getBoundingClientRect().height < size)
        .map((element) => `${element.outerHTML.slice(0, 100)} is ${element.getBoundingClientRect().height} px high`),
    least,
  );

/** Text set smaller than can be read; what is drawn in a chart is measured as it appears. */
const smallText = (page: Page, least: number) =>
  page.evaluate((size) => {
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement!;
      if (!walker.currentNode.textContent!.trim() || !element.checkVisibility() || element.closest('.visually-hidden, .skip, svg, noscript')) continue;
      const pixels = Number.parseFloat(getComputedStyle(element).fontSize);
      if (pixels < size) found.add(`${pixels} px: ${walker.currentNode.textContent!.trim().slice(0, 40)}`);
    }
    return [...found];
  }, least);

describe.each([
  ['a desktop', DESKTOP],
  ['a phone', PHONE],
])('on %s', (_where, screen) => {
  test('every page keeps WCAG A and AA, in light and in dark', async () => {
    const page = await server.windowOf('hanh', screen);
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const [name, address] of Object.entries(pages)) {
        await open(page, address);
        found.push(...(await violations(page)).map((line) => `${name}, ${colorScheme}: ${line}`));
      }
    }
    expect(found).toEqual([]);
  }, 90_000);

  test('no page is wider than the screen, and no text is set under 13 px', async () => {
    const page = await server.windowOf('hanh', screen);
    const found: string[] = [];
    for (const [name, address] of Object.entries(pages)) {
      await open(page, address);
      const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
      if (scrollWidth > clientWidth) found.push(`${name} is ${scrollWidth} px wide`);
      found.push(...(await smallText(page, SMALLEST_TEXT)).map((line) => `${name}: ${line}`));
    }
    expect(found).toEqual([]);
  });

  test('no page complains to the console or meets the content security policy', async () => {
    const page = await server.windowOf('hanh', screen);
    server.complaints.length = 0;
    for (const address of Object.values(pages)) await open(page, address);
    expect(server.complaints.filter((words) => !words.includes('/khong-co: Failed to load resource: the server responded with a status of 404'))).toEqual([]);
    for (const name of ['Tổng quan', 'Lịch', 'Nhiệm vụ', 'Sản phẩm', 'Hộp thư']) {
      await page.getByRole('navigation', { name: 'Các trang' }).getByRole('link', { name }).click();
      await page.locator('.site-nav [aria-current]', { hasText: name }).waitFor();
    }
    expect(server.complaints.filter((words) => !words.includes('/khong-co'))).toEqual([]);
  });
});

test('on a phone what is pressed is as large as a finger', async () => {
  const page = await server.windowOf('hanh', PHONE);
  const found: string[] = [];
  for (const [name, address] of Object.entries(pages)) {
    await open(page, address);
    found.push(...(await smallTargets(page, SMALLEST_TARGET)).map((line) => `${name}: ${line}`));
  }
  expect(found).toEqual([]);
});

test('the pages before signing in keep WCAG too, and fit a phone', async () => {
  const page = await server.window(PHONE);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto('/sign-in');
    found.push(...(await violations(page)), ...(await smallTargets(page, SMALLEST_TARGET)));
    await page.getByRole('button', { name: 'Đăng nhập' }).tap();
    found.push(...(await violations(page)));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
  expect(found).toEqual([]);
});

test('a form with errors keeps WCAG, in light and in dark', async () => {
  const page = await server.windowOf('hanh');
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(pages['the broadcast form']!);
    await page.getByRole('button', { name: 'Ghi nhận' }).click();
    await page.getByRole('alert').waitFor();
    found.push(...(await violations(page)));
  }
  expect(found).toEqual([]);
});

test('every page has one first heading, a title of its own, and a label by every field', async () => {
  const page = await server.windowOf('hanh');
  const titles = new Set<string>();
  for (const [name, address] of Object.entries(pages)) {
    await open(page, address);
    const facts = await page.evaluate(() => ({
      title: document.title,
      headings: document.querySelectorAll('h1').length,
      language: document.documentElement.lang,
      unlabelled: [...document.querySelectorAll<HTMLInputElement>('main input:not([type=hidden]), main select')].filter(({ labels }) => !labels?.length).map(({ outerHTML }) => outerHTML),
    }));
    expect([name, facts]).toEqual([name, { title: expect.stringMatching(/.+ · Lịch Tuyên Truyền$/), headings: 1, language: 'vi', unlabelled: [] }]);
    titles.add(facts.title);
  }
  expect(titles.size).toBeGreaterThan(10);
});

test('at 200 % text the dashboard still fits its window', async () => {
  const page = await server.windowOf('hanh', { viewport: { width: 640, height: 400 } });
  for (const address of ['/', '/deliverables/new', '/deliverables']) {
    await page.goto(address);
    expect([address, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([address, 640]);
  }
});

test('the first page weighs under 100 kB, fonts and all, and loads nothing of the calendar', async () => {
  const page = await server.windowOf('hanh');
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const files = new Map<string, { url: string; bytes: number }>();
  session.on('Network.responseReceived', ({ requestId, response }) => files.set(requestId, { url: response.url, bytes: 0 }));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const file = files.get(requestId);
    if (file) file.bytes = encodedDataLength;
  });
  await page.goto('/', { waitUntil: 'networkidle' });
  const loaded = [...files.values()].filter(({ url }) => url.startsWith('http'));
  const total = loaded.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(total, loaded.map(({ url, bytes }) => `${url.replace(server.address, '')} ${bytes}`));
  expect(loaded.map(({ url }) => url).filter((url) => url.includes('calendar'))).toEqual([]);
  expect(loaded.length).toBeGreaterThanOrEqual(4);
  expect(total).toBeLessThan(FIRST_PAGE_BYTES);
});
