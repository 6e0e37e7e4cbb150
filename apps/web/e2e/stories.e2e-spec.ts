import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { PERSONAS, type PersonaName } from '#testing/personas.js';
import { article } from '#testing/builders.js';
import { PASSWORD } from './support/test-application.js';
import { DESKTOP, PHONE, TestServer } from './support/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.open({ now: '2021-03-15' });
});
afterEach(() => server.reset('2021-03-15'));
afterAll(() => server.close());

async function signIn(page: Page, name: PersonaName): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Thư điện tử').fill(PERSONAS[name].email);
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.getByText(PERSONAS[name].name).waitFor();
}

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

const cell = (page: Page, task: string, month: string): Locator => page.locator('.duties tbody tr', { hasText: task }).getByRole('link', { name: new RegExp(`^${month}:`) });

test('the editor of Báo Đồng Khởi logs an article in at most six interactions and sees 1/24 become 2/24', async () => {
  await server.site.has(4, article({ title: 'Bài thứ nhất', occursOn: '2021-02-10' }));
  await server.site.has(5, article({ title: 'Bài Báo Xuân', occursOn: '2021-01-20' }));
  const page = await server.window(DESKTOP);
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
  await page.screenshot({ path: '/tmp/w/e2e-logged.png' });

  await page.getByRole('link', { name: 'Tổng quan' }).click();
  await page.locator('.duties tbody tr', { hasText: 'Chuyên mục CCHC trên Báo Đồng Khởi' }).locator('.sum', { hasText: '2/24' }).waitFor();
});
