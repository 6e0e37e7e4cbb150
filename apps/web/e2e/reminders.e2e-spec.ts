import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { ParsedMail } from 'mailparser';
import { ReminderService } from '#reminders/reminder.service.js';
import { PERSONAS } from '#testing/personas.js';
import { segment } from '#testing/builders.js';
import { PostOffice, refusal } from '#testing/post-office.js';
import { PHONE, TestServer } from './support/test-server.js';

/** Seven working days before the end of January 2021. */
const AHEAD = '2021-01-21';

let office: PostOffice;
let server: TestServer;

const remind = () => server.site.ask(ReminderService, (reminders) => reminders.remind(server.site.context.clock.now()));

beforeAll(async () => {
  office = new PostOffice();
  server = await TestServer.open({ now: AHEAD, environment: { SMTP_URL: await office.open() } });
});
beforeEach(() => office.forget());
afterEach(() => server.reset(AHEAD));
afterAll(async () => {
  await server.close();
  await office.shut();
});

test('the broadcaster gets a Vietnamese letter, and its button logs the piece without signing in', async () => {
  await remind();
  const [letter] = (await office.to(PERSONAS.lan.email)) as [ParsedMail];
  expect(letter.subject).toBe('Nhắc việc: Thực hiện Chuyên mục CCHC trên sóng phát thanh – còn 01 chuyên mục, tháng 1/2021, và 1 việc khác');
  expect(letter.from?.value[0]).toEqual({ name: 'Lịch Tuyên Truyền', address: 'lich@example.vn' });
  expect([letter.to].flat()[0]?.value[0]).toEqual({ name: 'Trần Ngọc Lan', address: PERSONAS.lan.email });
  expect(letter.text).toContain('Cần thêm 01 chuyên mục cho tháng 1/2021; hạn là 31/01/2021 (còn 10 ngày).');
  expect(letter.date?.toISOString()).toBe('2021-01-21T02:00:00.000Z');
  expect(letter.headers.get('auto-submitted')).toBe('auto-generated');
  expect(letter.inReplyTo).toMatch(/^<viec-[0-9a-f]{24}@example\.vn>$/);

  // The letter is opened on a phone, by somebody who is not signed in there.
  const page = await server.window(PHONE);
  await page.setContent(String(letter.html));
  const button = page.getByRole('link', { name: 'Ghi nhận đã thực hiện' }).nth(1);
  expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(44);
  await button.tap();
  await page.getByRole('heading', { name: 'Ghi nhận chuyên mục đã phát' }).waitFor();
  expect(await page.locator('main').textContent()).toContain('Ghi với tên Trần Ngọc Lan');
  expect(await page.getByLabel('Ngày phát').inputValue()).toBe(AHEAD);
  await page.getByLabel('Tên chuyên mục, phóng sự').fill('Đúng hẹn tháng Một');
  await page.getByRole('button', { name: 'Ghi nhận' }).tap();
  await page.getByText('Đã ghi nhận: 1/12').waitFor();
  await page.goto(page.url().replace('/outcome', ''));
  await page.getByText('Liên kết này đã được dùng.').waitFor();
});

test('whoever cannot do it yet asks for another day', async () => {
  await remind();
  const [letter] = (await office.to(PERSONAS.khoa.email)) as [ParsedMail];
  const page = await server.window(PHONE);
  await page.setContent(String(letter.html));
  await page.getByRole('link', { name: 'Ghi nhận đã thực hiện' }).tap();
  await page.getByText('Chưa làm được? Hẹn nhắc lại').tap();
  expect(await page.getByLabel('Nhắc lại vào ngày làm việc').inputValue()).toBe('2021-01-28');
  await page.getByLabel('Lý do').fill('Chờ hội trường');
  await page.getByRole('button', { name: 'Hẹn nhắc lại' }).tap();
  await page.getByRole('heading', { name: 'Sẽ nhắc lại ngày 28/01/2021' }).waitFor();
});

test('a letter of what was missed makes up for it, and goes to Sở Nội vụ too', async () => {
  server.site.context.clock.set('2021-02-01');
  await remind();
  const [letter] = (await office.to(PERSONAS.lan.email)) as [ParsedMail];
  expect(letter.subject).toMatch(/^Quá hạn 2 việc: /);
  const [ofOffice] = (await office.to(PERSONAS.hanh.email)) as [ParsedMail];
  expect(ofOffice.text).toContain('Còn thiếu 01 chuyên mục của tháng 1/2021 (Đài Phát thanh và Truyền hình tỉnh)');

  const page = await server.window(PHONE);
  await page.setContent(String(letter.html));
  await page.getByRole('link', { name: 'Ghi nhận đã thực hiện' }).first().tap();
  await page.getByText('được tính bù cho kỳ này').waitFor();
});

test('nothing is sent twice, nor for what was done in time', async () => {
  await server.site.has(8, segment({ occursOn: '2021-01-10' }));
  await remind();
  await remind();
  expect((await office.to(PERSONAS.lan.email)).map(({ subject }) => subject)).toEqual([
    expect.stringMatching(/sóng phát thanh – còn 01 chuyên mục, tháng 1\/2021$/),
  ]);
});

test('what the mail server refuses for the moment goes out later', async () => {
  office.mood = { recipient: () => refusal(451, 'Hộp thư đầy, thử lại sau') };
  const { deliveries } = await remind();
  expect(new Set(deliveries.map(({ outcome }) => outcome))).toEqual(new Set(['failed']));
  expect(await office.letters()).toEqual([]);

  office.mood = {};
  await remind();
  expect(await office.letters()).toEqual([]);
  server.site.context.clock.advance({ minutes: 2 });
  const later = await remind();
  expect(new Set(later.deliveries.map(({ outcome }) => outcome))).toEqual(new Set(['sent']));
  expect(await office.to(PERSONAS.lan.email)).toHaveLength(1);
});
