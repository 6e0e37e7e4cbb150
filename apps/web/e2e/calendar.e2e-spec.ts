import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { article, segment, session, slot } from '#testing/builders.js';
import type { PersonaName } from '#testing/personas.js';
import { PHONE, TestServer } from './support/test-server.js';

let server: TestServer;
let plannedId: number;

beforeAll(async () => {
  server = await TestServer.open({ now: '2021-03-15' });
});
beforeEach(async () => {
  const { site } = server;
  await site.has(4, article({ title: 'Một cửa về xã', occursOn: '2021-03-10' }));
  await site.has(12, session({ title: 'Gặp gỡ đầu xuân', occursOn: '2021-03-12' }));
  await site.has(8, segment({ title: 'Phóng sự tháng Hai', occursOn: '2021-02-18' }));
  ({ id: plannedId } = await site.hasPlanned(8, slot({ title: 'Sắp phát', occursOn: '2021-03-24' })));
});
afterEach(() => server.reset('2021-03-15'));
afterAll(() => server.close());

async function openCalendar(name: PersonaName, query = ''): Promise<Page> {
  const page = await server.windowOf(name);
  await page.goto(`/calendar${query}`);
  await page.locator('.cal-item, .cal-due').first().waitFor();
  return page;
}

const day = (page: Page, date: string): Locator => page.locator(`[role="gridcell"][data-date="${date}"]`);
const itemOn = (page: Page, date: string, title: string): Locator => day(page, date).locator('.cal-item', { hasText: title });
const titles = (page: Page): Promise<string[]> => page.locator('.cal-item').allTextContents();
const message = (page: Page, words: string): Promise<void> => page.locator('[data-calendar-message]', { hasText: words }).waitFor();

async function drag(page: Page, what: Locator, to: Locator): Promise<void> {
  await to.scrollIntoViewIfNeeded();
  await what.scrollIntoViewIfNeeded();
  const [from, until] = [(await what.boundingBox())!, (await to.boundingBox())!];
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2 + 10, from.y + from.height / 2 + 4, { steps: 3 });
  await page.mouse.move(until.x + until.width / 2, until.y + until.height / 2, { steps: 8 });
  await page.mouse.up();
}

async function dayInDatabase(id: number): Promise<string> {
  const [row] = await server.site.context.rows<{ occurs_on: string }>('select occurs_on from deliverable where id = ?', [id]);
  return row!.occurs_on;
}

describe('the calendar in Vietnamese', () => {
  test('shows the month with its items, each with the sign of its state and the hue of its medium', async () => {
    const page = await openCalendar('phuc');
    await page.getByRole('heading', { name: 'tháng 3 năm 2021' }).waitFor();
    expect(await page.getByRole('columnheader').allTextContents()).toEqual(['Thứ 2', 'Thứ 3', 'Thứ 4', 'Thứ 5', 'Thứ 6', 'Thứ 7', 'CN']);
    expect(await titles(page)).toEqual(['✓ Một cửa về xã', '✓ Gặp gỡ đầu xuân', '○ Sắp phát']);
    expect(await itemOn(page, '2021-03-10', 'Một cửa').getAttribute('class')).toContain('m-newspaper s-published');
    expect(await itemOn(page, '2021-03-24', 'Sắp phát').getAttribute('class')).toContain('m-television s-planned');
    const hues = await Promise.all(
      ['2021-03-10', '2021-03-12', '2021-03-24'].map((date) =>
        day(page, date)
          .locator('.cal-item')
          .evaluate((element) => getComputedStyle(element).borderInlineStartColor),
      ),
    );
    expect(new Set(hues).size).toBe(3);
  });

  test('shows due dates with what is done of them, late ones as late', async () => {
    const page = await openCalendar('phuc', '?month=2021-02');
    expect((await day(page, '2021-02-28').locator('.cal-due').allTextContents()).toSorted()).toEqual([
      '! Hạn 0/1: Chuyên mục CCHC trên sóng phát thanh',
      '! Hạn 0/1: Diễn đàn “Cà phê Doanh nghiệp”',
      '✓ Hạn 1/1: Chuyên mục CCHC trên sóng truyền hình',
    ]);
    expect(await day(page, '2021-02-28').locator('.cal-due.is-late').count()).toBe(2);
    await day(page, '2021-02-28').locator('.cal-due.is-met').click();
    await page.waitForURL(`**/tasks/${server.site.taskId(8)}`);
  });

  test('shows the whole year, and the month as a list with weekday names', async () => {
    const page = await openCalendar('phuc');
    await page.getByRole('tab', { name: 'năm' }).click();
    await page.getByRole('heading', { name: /^(năm )?2021$/ }).waitFor();
    await page.locator('.cal-item', { hasText: 'Phóng sự tháng Hai' }).waitFor({ state: 'attached' });
    const year = (await page.locator('[data-calendar]').textContent())!;
    for (let month = 1; month <= 12; month += 1) expect(year).toContain(`Tháng ${month}Thứ 2Thứ 3Thứ 4Thứ 5Thứ 6Thứ 7CN`);

    await page.getByRole('tab', { name: 'danh sách' }).click();
    await page.locator('[data-calendar]', { hasText: 'Thứ Tư' }).waitFor();
    const words = (await page.locator('[data-calendar]').textContent())!;
    expect(words).not.toMatch(/Monday|Wednesday|all-day|today|week|March/i);
  });

  test('goes to the months beside, and no further than the plan', async () => {
    const page = await openCalendar('phuc', '?month=2021-01');
    await page.getByRole('button', { name: 'Tháng trước' }).click();
    await page.getByRole('heading', { name: 'tháng 12 năm 2020' }).waitFor();
    expect(await page.getByRole('button', { name: 'Tháng trước' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Hôm nay' }).click();
    await page.getByRole('heading', { name: 'tháng 3 năm 2021' }).waitFor();
  });

  test('opens on a phone as a list, in which nothing is wider than the screen', async () => {
    const page = await server.windowOf('lan', PHONE);
    await page.goto('/calendar');
    await page.locator('.cal-item', { hasText: 'Sắp phát' }).waitFor();
    expect(await page.getByRole('gridcell').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});

describe('days off', () => {
  test('stand in their cells by name, in the month and in the list', async () => {
    const page = await openCalendar('phuc', '?month=2021-04');
    await day(page, '2021-04-21').locator('.cal-day', { hasText: 'Nghỉ: Giỗ Tổ Hùng Vương' }).waitFor();
    expect(await day(page, '2021-04-21').getAttribute('class')).toContain('day-off');
    expect(await day(page, '2021-04-22').getAttribute('class')).not.toContain('day-off');
    await page.getByRole('tab', { name: 'danh sách' }).click();
    await page.locator('[role="list"] .cal-day', { hasText: 'Giỗ Tổ Hùng Vương' }).waitFor();
  });

  test('added on their page show in the calendar at once, and make-up days with them', async () => {
    const page = await server.windowOf('hanh');
    await page.goto('/working-days');
    await page.getByText('Hoán đổi ngày làm việc').click();
    await page.getByLabel('Nghỉ ngày').fill('2021-03-16');
    await page.getByLabel('Làm bù thứ Bảy, Chủ nhật').fill('2021-03-20');
    await page.getByLabel('Văn bản quy định').last().fill('Thông báo 7/TB-UBND');
    await page.getByRole('button', { name: 'Ghi hoán đổi' }).click();
    await page.getByText('Đã ghi ngày hoán đổi và ngày làm bù.').waitFor();
    await page.getByRole('link', { name: 'Lịch', exact: true }).click();
    await day(page, '2021-03-16').locator('.cal-day', { hasText: 'Nghỉ: Hoán đổi (làm bù 20/3/2021)' }).waitFor();
    await day(page, '2021-03-20').locator('.cal-day', { hasText: 'Làm bù cho 16/3/2021' }).click();
    await page.waitForURL('**/working-days?year=2021#d-2021-03-20');
    expect(server.complaints).toEqual([]);
  });
});

describe('filters', () => {
  test('by status, task and organisation change the calendar at once', async () => {
    const page = await openCalendar('phuc');
    await page.getByLabel('Trạng thái').selectOption('planned');
    await page.waitForURL(/status=planned/);
    await page.locator('.cal-item').first().waitFor();
    expect(await titles(page)).toEqual(['○ Sắp phát']);
    await page.getByLabel('Trạng thái').selectOption('');
    await page.waitForURL(/status=(&|$)/);
    await page.getByLabel('Cơ quan').selectOption({ label: 'Báo Đồng Khởi' });
    await page.waitForURL(/organisation=\d/);
    await itemOn(page, '2021-03-10', 'Một cửa').waitFor();
    expect(await titles(page)).toEqual(['✓ Một cửa về xã']);
  });
});

describe('a click', () => {
  test('on a day that has been opens the form with that day', async () => {
    const page = await openCalendar('tam');
    await day(page, '2021-03-09').click();
    await page.waitForURL('**/deliverables/new?on=2021-03-09');
    expect(await page.getByLabel('Ngày đăng').inputValue()).toBe('2021-03-09');
  });

  test('on a day to come opens planning, with the day and the task of the filter', async () => {
    const task = server.site.taskId(8);
    const page = await openCalendar('lan', `?task=${task}`);
    await day(page, '2021-03-26').click();
    await page.waitForURL(`**/deliverables/slots/new?on=2021-03-26&task=${task}`);
    expect(await page.getByLabel('Ngày dự kiến').inputValue()).toBe('2021-03-26');
    await page.getByRole('button', { name: 'Xếp vào lịch' }).click();
    await page.getByText('Đã xếp lịch.').waitFor();
  });

  test('on an item opens it', async () => {
    const page = await openCalendar('phuc');
    await itemOn(page, '2021-03-24', 'Sắp phát').click();
    await page.waitForURL(`**/deliverables/${plannedId}`);
  });
});

describe('dragging', () => {
  test('a planned item to another day is kept', async () => {
    const page = await openCalendar('lan');
    await drag(page, itemOn(page, '2021-03-24', 'Sắp phát'), day(page, '2021-03-26'));
    await message(page, 'Đã dời sang ngày 26/3/2021.');
    expect(await dayInDatabase(plannedId)).toBe('2021-03-26');
    await page.reload();
    await itemOn(page, '2021-03-26', 'Sắp phát').waitFor();
  });

  test('a published item moves it nowhere', async () => {
    const page = await openCalendar('tam');
    await drag(page, itemOn(page, '2021-03-10', 'Một cửa'), day(page, '2021-03-17'));
    await page.reload();
    await itemOn(page, '2021-03-10', 'Một cửa').waitFor();
    expect(await server.site.context.rows(`select count(*) as moves from audit_entry where action = 'deliverable.moved'`)).toEqual([{ moves: 0 }]);
  });

  test('another organisation’s planned item moves it nowhere', async () => {
    const page = await openCalendar('tam');
    await drag(page, itemOn(page, '2021-03-24', 'Sắp phát'), day(page, '2021-03-26'));
    await page.reload();
    await itemOn(page, '2021-03-24', 'Sắp phát').waitFor();
    expect(await dayInDatabase(plannedId)).toBe('2021-03-24');
  });

  test('what was published meanwhile goes back to its day, with the server’s words', async () => {
    const page = await openCalendar('lan');
    await server.site.context.run((em) => em.execute(`update deliverable set status = 'published' where id = ?`, [plannedId]));
    await drag(page, itemOn(page, '2021-03-24', 'Sắp phát'), day(page, '2021-03-26'));
    await message(page, 'Chỉ dời được sản phẩm còn dự kiến');
    await itemOn(page, '2021-03-24', 'Sắp phát').waitFor();
    expect(server.complaints.filter((words) => !words.includes('409'))).toEqual([]);
  });
});

test('a feed that fails is told in words, and the page stays', async () => {
  const page = await server.windowOf('phuc');
  await page.route('**/api/v1/calendar?*', (route) => route.abort());
  await page.goto('/calendar');
  await message(page, 'Không tải được lịch; hãy thử tải lại trang.');
});

test('back from an item the calendar is there again, once', async () => {
  const page = await openCalendar('phuc');
  await page.getByRole('link', { name: 'Sản phẩm' }).click();
  await page.getByRole('heading', { name: 'Sản phẩm' }).waitFor();
  await page.goBack();
  await itemOn(page, '2021-03-24', 'Sắp phát').waitFor();
  expect(await page.getByRole('tablist').count()).toBe(1);
});
