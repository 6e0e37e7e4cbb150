import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { readPasted } from '#planning/formats/read-source.js';
import { PlanDraftService } from '#planning/plan-draft.service.js';
import { ReminderService } from '#reminders/reminder.service.js';
import { article, segment, session, slot } from '#testing/builders.js';
import { pictureOf } from '#testing/media-files.js';
import { signedContract } from '#testing/signed-contract.js';
import { DESKTOP, PHONE, TestServer } from './support/test-server.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SMALLEST_TARGET = 44;
const SMALLEST_TEXT = 13;
const FIRST_PAGE_BYTES = 100_000;

/** A plan with a task that is clear, one that is doubtful and an organisation that nobody knows. */
const TABLE = [
  'STT\tNội dung\tSản phẩm\tThời gian\tCơ quan chủ trì\tCơ quan phối hợp',
  '1\tChuyên mục trên báo\tBài báo (số lượng 12 bài)\tMỗi tháng\tBáo Đồng Khởi\tSở Nội vụ',
  '2\tHội thi tìm hiểu cải cách hành chính dành cho cán bộ cấp xã\tHội thi\tQuý V/2022\tHội Doanh nhân trẻ tỉnh Bến Tre\tCác cơ quan, đơn vị có liên quan',
].join('\n');

let server: TestServer;
let pages: Record<string, string>;

beforeAll(async () => {
  server = await TestServer.open({ now: '2021-04-01' });
  const { site } = server;
  const published = await site.has(
    4,
    article({
      title: 'Một cửa điện tử về tận xã vùng sâu của huyện Thạnh Phú',
      occursOn: '2021-03-10',
      url: 'https://baodongkhoi.vn/mot-duong-dan-rat-dai-khong-co-cho-nao-de-xuong-dong-ca-a-b-c-d-e-f',
    }),
  );
  await site.has(8, segment({ title: 'Phóng sự', occursOn: '2021-03-20' }));
  await site.has(12, session({ title: 'Gặp gỡ', occursOn: '2021-03-26' }));
  const planned = await site.hasPlanned(8, slot({ title: 'Sắp phát', occursOn: '2021-04-14' }));
  await site.ask(ReminderService, (reminders) => reminders.remind(site.context.clock.now()));
  const letters = await site.context.rows<{ id: number; text: string }>('select id, text from mailbox_letter order by id');
  const [letter] = letters;
  const linkIn = (kind: 'act' | 'summaries') => letters.flatMap(({ text }) => new RegExp(`(/${kind}/\\S+)`).exec(text)?.[1] ?? [])[0]!;
  const draft = await site.ask(PlanDraftService, (drafts) =>
    drafts.take(site.context.people.hanh, readPasted(TABLE), { origin: 'paste', name: 'bảng dán từ Word', year: 2022 }),
  );
  const [press] = await site.context.rows<{ id: number }>('select id from organisation where code = ?', ['bao-dong-khoi']);
  const name = 'Bản chụp trang ba của số báo ra ngày mười hai tháng ba năm hai nghìn không trăm hai mươi mốt.png';
  await (await site.as('tam')).uploadAll(`/deliverables/${published.id}/evidence`, [{ name, bytes: await pictureOf('png') }], { kind: 'file' });
  const { id: contract } = await signedContract(site.context);
  const hanh = await site.as('hanh');
  const round = (await hanh.postWithToken(`/contracts/${contract}/acceptances`)).location!.replace(/[?#].*/, '');
  const other = await signedContract(site.context, { number: '06/HĐ-TT', lines: [{ task: 5 }] });
  const liquidation = `/contracts/${other.id}/liquidation`;
  await hanh.fillIn(await hanh.get(liquidation), { heldOn: '2021-04-01' }, liquidation);
  pages = {
    'one’s own account': '/account',
    'the second factor': '/account/second-factor',
    'the accounts': '/accounts',
    'an account': `/accounts/${site.context.people.tam.userId}`,
    'the erasure of an account': `/accounts/${site.context.people.tam.userId}/erasure`,
    'the roles with a second factor': '/accounts/second-factor-roles',
    'the invitation': '/accounts/new',
    'the rights': '/rights',
    'the trail': '/trail',
    'the contracts': '/contracts',
    'a contract': `/contracts/${contract}`,
    'the beginning of a contract': '/contracts/new',
    'the form of a contract': `/contracts/new?plan=${site.context.planId}&partyB=${press!.id}`,
    'an annex': `/contracts/${contract}/annexes/new`,
    'a payment': `/contracts/${contract}/payments/new`,
    'a round of acceptance': round,
    'minutes of acceptance': `${round}/minutes`,
    'the annex of products': `${round}/products`,
    'a liquidation': liquidation,
    'the settings of papers': '/settings/documents',
    'the dashboard': '/',
    'the calendar': '/calendar',
    'the tasks': '/tasks',
    'the topics and duties': '/content',
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
    'the plans': '/plans',
    'a plan': `/plans/${site.context.planId}`,
    'the import': '/plans/imports/new',
    'a review': `/plans/drafts/${draft.id}`,
    'a line of a review': `/plans/drafts/${draft.id}/rows/2`,
    'an amendment': `/plans/${site.context.planId}/amendments/new`,
    'the organisations': '/organisations',
    'an organisation': `/organisations/${press!.id}`,
    'the days off': '/working-days?year=2027',
    'the reminders to come': '/reminders',
    'the reminders sent': '/reminders?part=sent',
    'the preview of a letter': `/reminders/preview?person=${site.context.people.tam.userId}&kind=digest`,
    'the rules of a plan': `/plans/${site.context.planId}/reminder-rules`,
    'the rules of a task': `/tasks/${site.taskId(4)}/reminder-rules`,
    'the short form that a letter opens': linkIn('act'),
    'the switch of the summaries': linkIn('summaries'),
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

const RULES = { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa'] }, resultTypes: ['violations'] };
/** Only these can find something in the dark that they did not find in the light. */
const RULES_OF_COLOUR = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }, resultTypes: ['violations'] };

/** What axe finds against WCAG 2 A and AA, as lines that name the place. */
async function violations(page: Page, rules: object = RULES): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const results = await page.evaluate(async (options) => {
    const { axe } = globalThis as unknown as { axe: { run(context: Document, options: object): Promise<AxeResults> } };
    return axe.run(document, options);
  }, rules);
  return results.violations.map(({ id, nodes }) => `${id} in ${nodes.length} places, such as ${String(nodes[0]!.target)}: ${nodes[0]!.failureSummary ?? ''}`);
}

/** In light as the page is open, then in dark. */
async function violationsInBothThemes(page: Page): Promise<string[]> {
  // Without its transitions, so that no colour is measured half way.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const light = await violations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('html[data-bs-theme="dark"]').waitFor();
  const dark = await violations(page, RULES_OF_COLOUR);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light.map((line) => `light: ${line}`), ...dark.map((line) => `dark: ${line}`)];
}

/** What is pressed and is lower than a finger. */
const smallTargets = (page: Page, least: number) =>
  page.evaluate(
    (size) =>
      [...document.querySelectorAll<HTMLElement>('.btn, .site-nav a, input:not([type=hidden]), select, summary, [data-calendar] button')]
        // A box is ticked by pressing anywhere on its label.
        .map((element) => ({ element, height: (element.closest('label') ?? element).getBoundingClientRect().height }))
        .filter(({ element, height }) => element.checkVisibility() && height > 0 && height < size)
        .map(({ element, height }) => `${element.outerHTML.slice(0, 100)} is ${height} px high`),
    least,
  );

/** Text set smaller than can be read. */
const smallText = (page: Page, least: number) =>
  page.evaluate((size) => {
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const words = walker.currentNode.textContent!.trim();
      const element = walker.currentNode.parentElement!;
      if (!words || !element.checkVisibility() || element.closest('.visually-hidden, .skip, svg, noscript')) continue;
      const pixels = Number.parseFloat(getComputedStyle(element).fontSize);
      if (pixels < size) found.add(`${pixels} px: ${words.slice(0, 40)}`);
    }
    return [...found];
  }, least);

test('the pages of the header stand on one line at a desk, however long the name beside them or above', async () => {
  await server.site.context.rows("update organisation set name = ? where code = 'tt-xuc-tien'", [
    'Trung tâm Xúc tiến Đầu tư, Khởi nghiệp và Đổi mới sáng tạo trực thuộc Ủy ban nhân dân tỉnh',
  ]);
  const lines = [];
  for (const name of ['khoa', 'hanh'] as const) {
    const page = await server.windowOf(name, DESKTOP);
    await page.goto('/working-days');
    for (const width of [1200, 1280, 1400, 1600]) {
      await page.setViewportSize({ width, height: 800 });
      const tops = await page.locator('.site-nav a').evaluateAll((links) => links.map((link) => Math.round(link.getBoundingClientRect().top)));
      lines.push([name, width, new Set(tops).size, await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)]);
    }
  }
  expect(lines).toEqual(['khoa', 'hanh'].flatMap((name) => [1200, 1280, 1400, 1600].map((width) => [name, width, 1, true])));
});

describe.each([
  ['a desktop', DESKTOP],
  ['a phone', PHONE],
])('on %s', (where, screen) => {
  const found = { violations: [] as string[], tooWide: [] as string[], smallText: [] as string[], smallTargets: [] as string[] };

  beforeAll(async () => {
    const page = await server.windowOf('hanh', screen);
    server.complaints.length = 0;
    for (const [name, address] of Object.entries(pages)) {
      await open(page, address);
      const named = (line: string) => `${name}: ${line}`;
      const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
      if (scrollWidth > clientWidth) found.tooWide.push(`${name} is ${scrollWidth} px wide`);
      found.smallText.push(...(await smallText(page, SMALLEST_TEXT)).map(named));
      found.smallTargets.push(...(await smallTargets(page, SMALLEST_TARGET)).map(named));
      found.violations.push(...(await violationsInBothThemes(page)).map(named));
    }
  }, 120_000);

  test('every page keeps WCAG A and AA, in light and in dark', () => {
    expect(found.violations).toEqual([]);
  });

  test('no page is wider than the screen', () => {
    expect(found.tooWide).toEqual([]);
  });

  test('no text is set under 13 px', () => {
    expect(found.smallText).toEqual([]);
  });

  test('what is pressed is high enough for a finger', () => {
    expect(found.smallTargets).toEqual([]);
  });

  test('no page complains to the console or meets the content security policy', async () => {
    expect(server.complaints.filter((words) => !words.includes('/khong-co: Failed to load resource: the server responded with a status of 404'))).toEqual([]);
    const page = await server.windowOf('hanh', screen);
    await page.goto('/');
    server.complaints.length = 0;
    for (const name of ['Lịch', 'Nhiệm vụ', 'Sản phẩm', 'Nhắc việc', 'Tổng quan']) {
      await page.getByRole('navigation', { name: 'Các trang' }).getByRole('link', { name }).click();
      await page.locator('.site-nav [aria-current]', { hasText: name }).waitFor();
    }
    expect([where, server.complaints]).toEqual([where, []]);
  });
});

test('the pages before signing in keep WCAG too, and fit a phone', async () => {
  const page = await server.window(PHONE);
  await page.goto('/sign-in');
  const found = [...(await violationsInBothThemes(page)), ...(await smallTargets(page, SMALLEST_TARGET))];
  await page.getByLabel('Thư điện tử').fill('ai-do@example.vn');
  await page.getByLabel('Mật khẩu').fill('không đúng');
  await page.getByRole('button', { name: 'Đăng nhập' }).tap();
  await page.locator('.field-error').waitFor();
  found.push(...(await violationsInBothThemes(page)));
  expect(found).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('a form with errors keeps WCAG, in light and in dark', async () => {
  const page = await server.windowOf('hanh');
  await page.goto(pages['the broadcast form']!);
  await page.getByRole('button', { name: 'Ghi nhận' }).click();
  await page.getByRole('alert').waitFor();
  expect(await violationsInBothThemes(page)).toEqual([]);
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
      unlabelled: [...document.querySelectorAll<HTMLInputElement>('main input:not([type=hidden]), main select')]
        .filter(({ labels }) => !labels?.length)
        .map(({ outerHTML }) => outerHTML),
    }));
    expect([name, facts]).toEqual([name, { title: expect.stringMatching(/.+ · Lịch Tuyên Truyền$/), headings: 1, language: 'vi', unlabelled: [] }]);
    titles.add(facts.title);
  }
  expect(titles.size).toBeGreaterThan(10);
}, 60_000);

test('at 200 % text the dashboard still fits its window', async () => {
  const page = await server.windowOf('hanh', { viewport: { width: 640, height: 400 } });
  for (const address of ['/', '/deliverables/new', '/deliverables']) {
    await page.goto(address);
    expect([address, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([address, 640]);
  }
});

test('the first page weighs under 100 kB, fonts and all, and loads nothing of the calendar', async () => {
  const page = await server.windowOf('hanh');
  await page.goto('/', { waitUntil: 'networkidle' });
  const entries = await page.evaluate(() =>
    performance
      .getEntries()
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .map(({ name, encodedBodySize }) => ({ name, bytes: encodedBodySize })),
  );
  const files = entries
    .filter(({ name }) => name.startsWith(server.address))
    .map(({ name, bytes }) => ({ kind: /\.(\w+)$/.exec(name)?.[1] ?? 'page', name, bytes }));
  expect(new Set(files.map(({ kind }) => kind))).toEqual(new Set(['page', 'css', 'js', 'woff2']));
  expect(files.filter(({ name, bytes }) => name.includes('calendar') || bytes === 0)).toEqual([]);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(total).toBeLessThan(FIRST_PAGE_BYTES);
});
