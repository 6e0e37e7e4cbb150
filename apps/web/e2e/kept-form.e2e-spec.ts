import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { signIn } from './support/sign-in.js';
import { PASSWORD } from './support/test-application.js';
import { PHONE, TestServer } from './support/test-server.js';

/* What was typed outlives a session that ended meanwhile. */

const TITLE = 'Một cửa liên thông ở Thạnh Phú: “làm một lần là xong”';
const AUTHOR = 'Nguyễn Hoàng Bảo Trân';

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.open({ now: '2021-03-15' });
});
afterEach(() => server.reset('2021-03-15'));
afterAll(() => server.close());

const form = () => `/deliverables/new?task=${server.site.taskId(4)}`;

/** An article is typed, and the session ends before it is sent. */
async function typeThenLose(page: Page): Promise<void> {
  await page.goto(form());
  await page.locator('#f-title').fill(TITLE);
  await page.locator('#f-author').fill(AUTHOR);
  await server.site.context.run((em) => em.execute('delete from session'));
  await page.getByRole('button', { name: 'Ghi nhận' }).first().click();
  await page.getByText('Những gì bạn vừa nhập còn được giữ').waitFor();
}

test('whoever signs in again is back at the form with what they had typed, and sends it', async () => {
  const page = await server.windowOf('tam', PHONE);
  await typeThenLose(page);
  await signIn(page, 'tam');
  await page.getByText('Đã điền lại những gì bạn vừa nhập').waitFor();
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(form());
  expect([await page.locator('#f-title').inputValue(), await page.locator('#f-author').inputValue()]).toEqual([TITLE, AUTHOR]);
  await page.getByRole('button', { name: 'Ghi nhận' }).first().click();
  await page.waitForURL((url) => url.pathname !== '/deliverables/new');
  expect(await server.site.context.rows('select title from deliverable')).toEqual([{ title: TITLE }]);
  // Once is enough.
  await page.goto(form());
  expect([await page.locator('#f-title').inputValue(), await page.evaluate('sessionStorage.length')]).toEqual(['', 0]);
});

test('somebody else at the same window gets nothing of it', async () => {
  const page = await server.windowOf('tam', PHONE);
  await typeThenLose(page);
  await signIn(page, 'hanh');
  expect(await page.evaluate('sessionStorage.length')).toBe(0);
  await page.goto('/');
  expect(await page.content()).not.toContain(TITLE);
});

test('a form of a page that is older than the session is filled in once more from its page', async () => {
  const page = await server.windowOf('tam', PHONE);
  await page.goto(form());
  await page.locator('#f-title').fill(TITLE);
  await page.locator('form[action="/deliverables"] input[name="_csrf"]').evaluate((field: HTMLInputElement) => (field.value = 'of another session'));
  await page.getByRole('button', { name: 'Ghi nhận' }).first().click();
  await page.getByRole('link', { name: 'Mở lại biểu mẫu' }).click();
  await page.getByText('Đã điền lại những gì bạn vừa nhập').waitFor();
  expect(await page.locator('#f-title').inputValue()).toBe(TITLE);
});

test('signing out leaves nothing of a form in the window, nor does one that came back', async () => {
  const page = await server.windowOf('tam', PHONE);
  await page.goto('/account');
  await page.locator('#f-newEmail').fill('moi.tam@example.vn');
  await page.locator('#f-emailPassword').fill('sai mật khẩu');
  await page.getByRole('button', { name: 'Gửi thư xác nhận' }).click();
  await page.getByText('Mật khẩu chưa đúng.').waitFor();
  expect(await page.evaluate('sessionStorage.length')).toBe(0);
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.getByText('Đã đăng xuất.').waitFor();
  expect(await page.evaluate('sessionStorage.length')).toBe(0);
});

test('an invitation comes back too, without the password that its form may ask for', async () => {
  const page = await server.windowOf('hanh', PHONE);
  await page.goto('/accounts/new');
  await page.getByLabel('Họ tên').fill('Huỳnh Thị Bích Liên');
  await page.getByLabel('Thư điện tử').fill('lien@baodongkhoi.example.vn');
  await page.locator('#f-role').selectOption('administrator');
  await page.locator('#f-password').fill(PASSWORD);
  await server.site.context.run((em) => em.execute('delete from session'));
  await page.getByRole('button', { name: 'Mời' }).click();
  await page.getByText('Những gì bạn vừa nhập còn được giữ').waitFor();
  expect(await page.evaluate('sessionStorage.getItem("kept-form")')).not.toContain(PASSWORD);
  await signIn(page, 'hanh');
  await page.getByText('Đã điền lại những gì bạn vừa nhập').waitFor();
  const values = ['#f-name', '#f-email', '#f-role', '#f-password'].map((id) => page.locator(id).inputValue());
  expect(await Promise.all(values)).toEqual(['Huỳnh Thị Bích Liên', 'lien@baodongkhoi.example.vn', 'administrator', '']);
});

test('of two windows each comes back to its own form, one sign-in after the other', async () => {
  const first = await server.windowOf('tam', PHONE);
  const second = await first.context().newPage();
  for (const [page, title] of [
    [first, 'Bài một'],
    [second, 'Bài hai'],
  ] as const) {
    await page.goto(form());
    await page.locator('#f-title').fill(title);
  }
  await server.site.context.run((em) => em.execute('delete from session'));
  for (const page of [first, second]) {
    await page.getByRole('button', { name: 'Ghi nhận' }).first().click();
    await page.getByText('Những gì bạn vừa nhập còn được giữ').waitFor();
  }
  for (const [page, title] of [
    [first, 'Bài một'],
    [second, 'Bài hai'],
  ] as const) {
    await signIn(page, 'tam');
    await page.getByText('Đã điền lại những gì bạn vừa nhập').waitFor();
    expect(await page.locator('#f-title').inputValue()).toBe(title);
  }
});
