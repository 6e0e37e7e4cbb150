import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { ReminderService } from '#reminders/reminder.service.js';
import { RemindersModule } from '#reminders/reminders.module.js';
import { PERSONAS } from '#testing/personas.js';
import { segment } from '#testing/builders.js';
import { PASSWORD } from './support/test-application.js';
import { PHONE, TestServer } from './support/test-server.js';

/** A mail server on this machine that keeps what it is sent, or refuses everything with its own words. */
class PostOffice {
  refusal: string | undefined;
  readonly #arrived: Buffer[] = [];
  readonly #server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: (_address, _session, done) => (this.refusal === undefined ? done() : done(Object.assign(new Error(this.refusal), { responseCode: 451 }))),
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        this.#arrived.push(Buffer.concat(chunks));
        done();
      });
    },
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  async letters(): Promise<ParsedMail[]> {
    return Promise.all(this.#arrived.map((letter) => simpleParser(letter)));
  }

  async to(address: string): Promise<ParsedMail[]> {
    return (await this.letters()).filter(({ to }) => [to].flat().some((receiver) => receiver?.text.includes(address)));
  }

  forget(): void {
    this.#arrived.length = 0;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(resolve);
    });
  }
}

/** Seven working days before the end of January 2021. */
const AHEAD = '2021-01-21';

let office: PostOffice;
let server: TestServer;

const remind = () => server.site.ask(ReminderService, (reminders) => reminders.remind(server.site.context.clock.now()));

beforeAll(async () => {
  office = new PostOffice();
  server = await TestServer.open({ now: AHEAD, environment: { SMTP_URL: await office.open() }, others: [{ module: RemindersModule }] });
});
beforeEach(() => {
  office.forget();
  office.refusal = undefined;
});
afterEach(() => server.reset(AHEAD));
afterAll(async () => {
  await server.close();
  await office.close();
});

test('the broadcaster gets a Vietnamese letter, and its button leads to the form with task and period chosen', async () => {
  await remind();
  const letter = (await office.to(PERSONAS.lan.email)).find(({ subject }) => subject?.includes('truyền hình'))!;
  expect(letter.subject).toBe('Nhắc việc: Thực hiện Chuyên mục CCHC trên sóng truyền hình – còn 01 chuyên mục, tháng 1/2021');
  expect(letter.from?.value[0]).toEqual({ name: 'Lịch Tuyên Truyền', address: 'lich@example.vn' });
  expect([letter.to].flat()[0]?.value[0]).toEqual({ name: 'Trần Ngọc Lan', address: PERSONAS.lan.email });
  expect(letter.text).toContain('cần thêm 01 chuyên mục cho tháng 1/2021; hạn là 31/01/2021 (còn 10 ngày).');
  expect(letter.date?.toISOString()).toBe('2021-01-21T02:00:00.000Z');

  // The letter is opened on a phone, by somebody who is not signed in there.
  const page = await server.window(PHONE);
  await page.setContent(String(letter.html));
  const button = page.getByRole('link', { name: 'Ghi nhận đã thực hiện' });
  expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(44);
  await button.tap();
  await page.getByLabel('Thư điện tử').fill(PERSONAS.lan.email);
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập' }).tap();
  await page.getByRole('heading', { name: 'Ghi nhận chuyên mục đã phát' }).waitFor();
  expect(await page.getByLabel('Nhiệm vụ').locator('option:checked').textContent()).toBe('8. Thực hiện Chuyên mục CCHC trên sóng truyền hình');
  expect(await page.getByLabel('Ngày phát').inputValue()).toBe(AHEAD);
  await page.getByLabel('Tên chuyên mục, phóng sự').fill('Đúng hẹn tháng Một');
  await page.getByRole('button', { name: 'Ghi nhận' }).tap();
  await page.getByText('Đã ghi nhận: 1/12').waitFor();
  expect(await page.locator('tr', { hasText: 'tháng 1/2021' }).textContent()).toContain('hoàn thành');
});

test('a letter of what was missed chooses the missed period, and goes to Sở Nội vụ too', async () => {
  server.site.context.clock.set('2021-02-01');
  await remind();
  const letter = (await office.to(PERSONAS.lan.email)).find(({ subject }) => subject?.includes('truyền hình'))!;
  expect(letter.subject).toBe('Quá hạn: Thực hiện Chuyên mục CCHC trên sóng truyền hình – thiếu 01 chuyên mục, tháng 1/2021');
  const ofOffice = (await office.to(PERSONAS.hanh.email)).find(({ subject }) => subject?.includes('truyền hình'))!;
  expect(ofOffice.text).toContain('của Đài Phát thanh và Truyền hình tỉnh còn thiếu 01 chuyên mục');

  const page = await server.windowOf('lan', PHONE);
  await page.setContent(String(letter.html));
  await page.getByRole('link', { name: 'Ghi nhận đã thực hiện' }).tap();
  await page.getByRole('heading', { name: 'Ghi nhận chuyên mục đã phát' }).waitFor();
  expect(await page.getByLabel('Tính cho kỳ').locator('option:checked').textContent()).toBe('bù cho tháng 1/2021');
});

test('nothing is sent twice, nor for what was done in time', async () => {
  await server.site.has(8, segment({ occursOn: '2021-01-10' }));
  await remind();
  await remind();
  expect((await office.to(PERSONAS.lan.email)).map(({ subject }) => subject)).toEqual([expect.stringContaining('sóng phát thanh')]);
});

test('what the mail server refuses waits with its words on the mailbox page, and goes out later', async () => {
  office.refusal = 'Hộp thư đầy, thử lại sau';
  const { deliveries } = await remind();
  expect(new Set(deliveries.map(({ outcome }) => outcome))).toEqual(new Set(['failed']));
  expect(await office.letters()).toEqual([]);
  const page = await server.windowOf('hanh');
  await page.goto('/mailbox');
  const waiting = page.locator('section', { has: page.getByRole('heading', { name: /^Đang chờ gửi lại/ }) });
  expect(await waiting.textContent()).toContain(PERSONAS.lan.email);
  expect(await waiting.textContent()).toContain('đã thử 1 lần, thử lại lúc 09:01 ngày 21/01/2021');
  expect(await waiting.textContent()).toContain('451 Hộp thư đầy, thử lại sau');

  office.refusal = undefined;
  await remind();
  expect(await office.letters()).toEqual([]);
  server.site.context.clock.advance({ minutes: 1 });
  const later = await remind();
  expect(new Set(later.deliveries.map(({ outcome }) => outcome))).toEqual(new Set(['sent']));
  expect(await office.to(PERSONAS.lan.email)).toHaveLength(2);
  await page.reload();
  expect(await waiting.count()).toBe(0);
});
