import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { AccountLetters } from '#access/account-letters.service.js';
import { Secret, TOTP } from 'otpauth';
import { DESKTOP, PHONE, TestServer } from './support/test-server.js';

const CHOSEN = 'ba con mèo đi chợ Lách';
const NEWCOMER = { name: 'Huỳnh Thị Bích Liên', email: 'lien@baodongkhoi.example.vn' };

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.open({ now: '2021-03-15' });
});
afterEach(() => server.reset('2021-03-15'));
afterAll(() => server.close());

/** The one-time link of the latest letter, as an administrator without a mail server reads it. */
async function linkIn(page: Page): Promise<string> {
  await server.site.ask(AccountLetters, (letters) => letters.deliver());
  await page.goto('/mailbox');
  await page.locator('main a[href^="/mailbox/"]').first().click();
  const link = page.frameLocator('iframe').locator('a[href*="/set-up/"]');
  return (await link.getAttribute('href'))!;
}

async function signIn(page: Page, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Thư điện tử').fill(NEWCOMER.email);
  await page.getByLabel('Mật khẩu').fill(password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
}

test('somebody is invited, comes in by the letter, takes a phone for a second factor, and is gone the moment the account is closed', async () => {
  // 1. Sở Nội vụ invites.
  const office = await server.windowOf('hanh', DESKTOP);
  await office.goto('/accounts');
  await office.getByRole('link', { name: 'Mời một người' }).click();
  await office.getByLabel('Họ tên').fill(NEWCOMER.name);
  await office.getByLabel('Thư điện tử').fill(NEWCOMER.email);
  await office.getByLabel('Vai trò').selectOption({ label: 'Đơn vị thực hiện' });
  await office.getByLabel('Ở cơ quan').selectOption({ label: 'Báo Đồng Khởi' });
  await office.getByRole('button', { name: 'Mời' }).click();
  await office.getByRole('status').filter({ hasText: 'Đã mời.' }).waitFor();
  const link = await linkIn(office);

  // 2. She chooses a password on her phone; a weak one is told by its field.
  const phone = await server.window(PHONE);
  await phone.goto(link);
  await phone.locator('#f-password').fill('baodongkhoi2021');
  await phone.locator('#f-repeated').fill('baodongkhoi2021');
  await phone.getByRole('button', { name: 'Lưu và vào hệ thống' }).click();
  await phone.getByText('Mật khẩu này dễ đoán').waitFor();
  await phone.locator('#f-password').fill(CHOSEN);
  await phone.locator('#f-repeated').fill(CHOSEN);
  await phone.getByRole('button', { name: 'Lưu và vào hệ thống' }).click();
  await phone.getByText(NEWCOMER.name).first().waitFor();

  // 3. An authenticator: the form asks for its code and the password, and gives codes for the paper.
  await phone.goto('/account');
  await phone.getByRole('link', { name: 'Thiết lập' }).click();
  const secret = (await phone.locator('input[name="secret"]').getAttribute('value'))!;
  const code = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: server.site.context.clock.now().epochMilliseconds });
  expect(await phone.getByAltText('Mã để quét bằng ứng dụng xác thực').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await phone.getByLabel('Mã 6 số').fill(code());
  await phone.getByLabel('Mật khẩu').fill(CHOSEN);
  await phone.getByRole('button', { name: 'Bật xác thực hai lớp' }).click();
  await phone.getByRole('heading', { name: 'Mã dự phòng' }).waitFor();
  const [onPaper] = await phone.locator('main li code').allTextContents();

  // 4. On another machine, password and code; the code on paper where the phone is at home.
  const desk = await server.window(DESKTOP);
  await signIn(desk, CHOSEN);
  await desk.getByRole('heading', { name: 'Xác thực hai lớp' }).waitFor();
  server.site.context.clock.advance({ seconds: 30 });
  await desk.locator('#f-code').fill(code());
  await desk.keyboard.press('Enter');
  await desk.getByText(NEWCOMER.name).first().waitFor();
  const away = await server.window(DESKTOP);
  await signIn(away, CHOSEN);
  await away.locator('#f-code').fill(onPaper!);
  await away.keyboard.press('Enter');
  await away.getByText(NEWCOMER.name).first().waitFor();

  // 5. Closed, after one question, she is nowhere any more.
  await office.goto('/accounts');
  await office.getByRole('link', { name: NEWCOMER.name }).click();
  const asked = new Promise<string>((resolve) => {
    office.once('dialog', (dialog) => {
      resolve(dialog.message());
      void dialog.accept();
    });
  });
  await office.getByRole('button', { name: 'Khoá tài khoản' }).click();
  expect(await asked).toContain(`Khoá tài khoản của ${NEWCOMER.name}?`);
  await office.getByRole('status').filter({ hasText: 'Đã khoá tài khoản' }).waitFor();
  for (const page of [phone, desk, away]) {
    await page.goto('/deliverables');
    await page.getByRole('button', { name: 'Đăng nhập' }).waitFor();
  }
  // The weak password is refused, which a browser writes down too.
  expect(server.complaints.filter((complaint) => !complaint.includes('422'))).toEqual([]);
}, 60_000);
