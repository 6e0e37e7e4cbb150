import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { article, slot } from '#testing/builders.js';
import { signIn } from './support/sign-in.js';
import { DESKTOP, PHONE, TestServer } from './support/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.open({ now: '2021-03-15' });
});
afterEach(() => server.reset('2021-03-15'));
afterAll(() => server.close());

/** Does what a hand does, and counts it. */
class Hand {
  interactions = 0;

  constructor(private readonly page: Page) {}

  async click(target: Locator): Promise<void> {
    this.interactions += 1;
    await target.click();
  }

  async tap(target: Locator): Promise<void> {
    this.interactions += 1;
    await target.tap();
  }

  async type(target: Locator, text: string): Promise<void> {
    this.interactions += 1;
    await target.fill(text);
  }

  /** Types where the cursor stands already. */
  async typeHere(text: string): Promise<void> {
    this.interactions += 1;
    await this.page.keyboard.type(text);
  }

  async press(key: string): Promise<void> {
    this.interactions += 1;
    await this.page.keyboard.press(key);
  }
}

const cell = (page: Page, task: string, month: string): Locator => page.locator('.duties tbody tr', { hasText: task }).locator(`a.cell[title^="${month}:"]`);

test('the editor of Báo Đồng Khởi logs an article in at most six interactions and sees 1/24 become 2/24', async () => {
  await server.site.has(4, article({ title: 'Bài thứ nhất', occursOn: '2021-02-10' }));
  await server.site.has(5, article({ title: 'Bài Báo Xuân', occursOn: '2021-01-20' }));
  const page = await server.window(DESKTOP);
  await page.goto('/');
  await signIn(page, 'tam');
  expect(await page.locator('.duties tbody tr', { hasText: 'Chuyên mục CCHC trên Báo Đồng Khởi' }).locator('.sum').first().textContent()).toContain('1/24');

  const hand = new Hand(page);
  const began = performance.now();
  await hand.click(page.locator('.page-head').getByRole('link', { name: 'Ghi nhận' }));
  await page.getByRole('heading', { name: 'Ghi nhận bài đã đăng' }).waitFor();
  await page.locator('#f-title:focus').waitFor();
  await hand.typeHere('Một cửa điện tử về tận xã');
  await hand.type(page.getByLabel('Đường dẫn bài trên báo điện tử'), 'https://baodongkhoi.vn/mot-cua-dien-tu');
  await hand.press('Enter');
  await page.getByRole('status').filter({ hasText: 'Đã ghi nhận: 2/24 bài' }).waitFor();
  expect(performance.now() - began).toBeLessThan(5000);
  expect(hand.interactions).toBeLessThanOrEqual(6);

  await page.getByRole('link', { name: 'Tổng quan' }).click();
  await page.locator('.duties tbody tr', { hasText: 'Chuyên mục CCHC trên Báo Đồng Khởi' }).locator('.sum', { hasText: '2/24' }).waitFor();
});

test('the broadcaster marks January’s TV segment aired from a phone, and its cell turns done', async () => {
  await server.reset('2021-01-25');
  const page = await server.window(PHONE);
  await page.goto('/');
  await signIn(page, 'lan');
  expect(await cell(page, 'trên sóng truyền hình', 'tháng 1/2021').getAttribute('title')).toBe('tháng 1/2021: 0/1, sắp đến hạn');

  const hand = new Hand(page);
  await hand.tap(page.getByRole('link', { name: 'Ghi nhận cho nhiệm vụ 8' }));
  await page.getByRole('heading', { name: 'Ghi nhận chuyên mục đã phát' }).waitFor();
  await hand.type(page.getByLabel('Tên chuyên mục, phóng sự'), 'Cải cách hành chính ở Ba Tri');
  await hand.type(page.getByLabel('Ngày phát'), '2021-01-20');
  await hand.type(page.getByLabel('Giờ phát'), '19:45');
  await hand.type(page.getByLabel('Kênh'), 'THBT');
  await hand.type(page.getByLabel('Thời lượng (phút)'), '15');
  await hand.tap(page.getByRole('button', { name: 'Ghi nhận' }));
  await page.getByRole('status').filter({ hasText: 'Đã ghi nhận: 1/12 chuyên mục' }).waitFor();

  await page.getByRole('link', { name: 'Tổng quan' }).tap();
  const january = cell(page, 'trên sóng truyền hình', 'tháng 1/2021');
  await january.waitFor();
  expect(await january.getAttribute('title')).toBe('tháng 1/2021: 1/1, hoàn thành');
  expect(await january.textContent()).toContain('✓');
  // The next segment is told in four: the channel and the hour are known by now.
  await page.goto('/deliverables/new');
  expect([await page.getByLabel('Kênh').inputValue(), await page.getByLabel('Giờ phát').inputValue()]).toEqual(['', '']);
  await page.goto(`/deliverables/new?task=${server.site.taskId(8)}`);
  expect([await page.getByLabel('Kênh').inputValue(), await page.getByLabel('Giờ phát').inputValue()]).toEqual(['THBT', '19:45']);
});

test('a planned segment is confirmed from its own page in one step', async () => {
  const { id } = await server.site.hasPlanned(8, slot({ occursOn: '2021-03-12', title: 'Đối thoại tháng Ba' }));
  const page = await server.windowOf('lan', PHONE);
  await page.goto(`/deliverables/${id}`);
  const hand = new Hand(page);
  await hand.tap(page.getByRole('link', { name: 'Xác nhận đã phát' }));
  await hand.tap(page.getByRole('button', { name: 'Xác nhận đã thực hiện' }));
  await page.getByRole('status').filter({ hasText: 'Đã ghi nhận: 1/12' }).waitFor();
  expect(hand.interactions).toBe(2);
});

test('the centre records its “Cà phê Doanh nghiệp”, and Sở Nội vụ sees it on one page', async () => {
  const [centre, office] = [await server.windowOf('khoa', PHONE), await server.windowOf('hanh')];
  await centre.goto('/deliverables/new');
  await centre.getByLabel('Chủ đề').fill('Vốn cho doanh nghiệp khởi nghiệp');
  await centre.getByLabel('Ngày tổ chức').fill('2021-03-12');
  await centre.getByLabel('Địa điểm').fill('Quán cà phê Hàm Luông');
  await centre.getByLabel('Số người dự').fill('45');
  // January is what is owed most; this session is March’s own.
  await centre.getByLabel('Tính cho kỳ').selectOption('');
  await centre.getByRole('button', { name: 'Ghi nhận' }).tap();
  await centre.getByRole('status').filter({ hasText: 'Đã ghi nhận: 1/12 buổi' }).waitFor();

  await office.goto('/');
  expect(await cell(office, 'Cà phê Doanh nghiệp', 'tháng 3/2021').getAttribute('title')).toBe('tháng 3/2021: 1/1, hoàn thành');
  expect(await cell(office, 'Cà phê Doanh nghiệp', 'tháng 1/2021').getAttribute('title')).toBe('tháng 1/2021: 0/1, quá hạn');
  const recent = office.locator('section', { has: office.getByRole('heading', { name: 'Vừa qua' }) });
  expect(await recent.textContent()).toContain('“Vốn cho doanh nghiệp khởi nghiệp”Phạm Đăng Khoa ghi nhận');
  const late = office.locator('section', { has: office.getByRole('heading', { name: 'Đang chậm' }) });
  expect(await late.textContent()).toContain('Thực hiện Diễn đàn “Cà phê Doanh nghiệp”');
});

test('a logging is taken back by the notice’s undo', async () => {
  const page = await server.windowOf('tam');
  await page.goto(`/deliverables/new?task=${server.site.taskId(4)}`);
  await page.keyboard.type('Bài ghi nhầm');
  await page.keyboard.press('Enter');
  await page.getByText('Đã ghi nhận: 1/24').waitFor();
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await page.locator('.three dd', { hasText: '0/24' }).waitFor();
});

test('of two editors on one item the second is told and loses nothing typed', async () => {
  const { id } = await server.site.has(4, article({ title: 'Tên cũ', occursOn: '2021-03-01' }));
  const [newsroom, office] = [await server.windowOf('tam'), await server.windowOf('hanh')];
  await Promise.all([newsroom, office].map((page) => page.goto(`/deliverables/${id}/edit`)));
  await newsroom.getByLabel('Tên bài').fill('Tên của Báo');
  await newsroom.getByLabel('Tác giả').fill('Hoàng Nam');
  await office.getByLabel('Tên bài').fill('Tên của Sở');
  await office.getByRole('button', { name: 'Lưu thay đổi' }).click();
  await office.getByRole('heading', { name: 'Tên của Sở' }).waitFor();

  await newsroom.getByRole('button', { name: 'Lưu thay đổi' }).click();
  const told = newsroom.getByRole('alert');
  await told.waitFor();
  expect(await told.textContent()).toContain('Người khác vừa sửa sản phẩm này');
  expect(await told.textContent()).toContain('Tên của Sở');
  expect([await newsroom.getByLabel('Tên bài').inputValue(), await newsroom.getByLabel('Tác giả').inputValue()]).toEqual(['Tên của Báo', 'Hoàng Nam']);

  await newsroom.getByRole('button', { name: 'Lưu thay đổi' }).click();
  await newsroom.getByRole('heading', { name: 'Tên của Báo' }).waitFor();
  expect(await newsroom.locator('.facts').textContent()).toContain('Hoàng Nam');
});

test('without a script one signs in, logs an article, reads the month’s list and signs out', async () => {
  await server.site.has(4, article({ title: 'Bài của tháng Ba', occursOn: '2021-03-05' }));
  const page = await server.window({ ...DESKTOP, javaScriptEnabled: false });
  await page.goto('/');
  await signIn(page, 'tam');
  await page.locator('.page-head').getByRole('link', { name: 'Ghi nhận' }).click();
  await page.getByLabel('Nhiệm vụ', { exact: true }).selectOption({ label: '4. Thực hiện Chuyên mục CCHC trên Báo Đồng Khởi' });
  await page.getByRole('button', { name: 'Chọn' }).click();
  await page.getByRole('button', { name: 'Ghi nhận' }).click();
  expect(await page.locator('#e-title').textContent()).toBe('Hãy nhập tên bài.');
  await page.getByLabel('Tên bài').fill('Không cần kịch bản');
  await page.getByRole('button', { name: 'Ghi nhận' }).click();
  await page.getByText('Đã ghi nhận: 2/24').waitFor();
  await page.getByRole('link', { name: 'Lịch', exact: true }).click();
  await page.getByRole('heading', { name: 'tháng 3/2021' }).waitFor();
  expect(await page.locator('table.list .title a').allTextContents()).toEqual(['Bài của tháng Ba', 'Không cần kịch bản']);
  await page.getByRole('link', { name: 'Tháng trước' }).click();
  await page.locator('.empty').waitFor();
  expect(await page.locator('.empty').textContent()).toBe('Chưa có sản phẩm nào trong tháng này.');
  await page.getByRole('link', { name: 'Sản phẩm' }).click();
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.getByText('Đã đăng xuất.').waitFor();
});

test('by keyboard alone one skips to the content, logs, and lands on the first field at fault', async () => {
  const page = await server.windowOf('tam');
  await page.goto('/deliverables');
  await page.keyboard.press('Tab');
  expect(await page.locator(':focus').textContent()).toBe('Đến nội dung');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/deliverables#noi-dung');
  await page.keyboard.press('Tab');
  expect(await page.locator(':focus').textContent()).toContain('Ghi nhận');
  await page.keyboard.press('Enter');
  await page.locator('#f-title:focus').waitFor();

  await page.getByLabel('Đường dẫn bài trên báo điện tử').focus();
  await page.keyboard.type('khong-phai-duong-dan');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await page.locator('#f-title[aria-invalid="true"]:focus').waitFor();
  await page.keyboard.type('Viết bằng bàn phím');
  await page.keyboard.press('Enter');
  await page.locator('#f-url[aria-invalid="true"]:focus').waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('https://baodongkhoi.vn/ban-phim');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'Đã ghi nhận: 1/' }).waitFor();
});

test('focus is always to be seen', async () => {
  const page = await server.windowOf('tam');
  await page.goto('/deliverables/new');
  const unseen: string[] = [];
  for (let step = 0; step < 25; step += 1) {
    await page.keyboard.press('Tab');
    const { name, isSeen } = await page.evaluate(() => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement!);
      return { name: document.activeElement!.outerHTML.slice(0, 80), isSeen: (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none' };
    });
    if (!isSeen && !name.startsWith('<body')) unseen.push(name);
  }
  expect(unseen).toEqual([]);
});
