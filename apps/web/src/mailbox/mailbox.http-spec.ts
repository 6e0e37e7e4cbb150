import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { ReminderService } from '#reminders/reminder.service.js';
import { PERSONAS, type PersonaName } from '#testing/personas.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

let site: TestApplication;
let hanh: Visitor;
let letters: { id: number; subject: string; to_address: string }[];

beforeAll(async () => {
  site = await TestApplication.open();
  // The working day before the end of March.
  await site.reset('2021-03-30');
  await site.ask(ReminderService, (reminders) => reminders.remind(site.context.clock.now()));
  letters = await site.context.rows('select id, subject, to_address from mailbox_letter order by id');
  hanh = await site.as('hanh');
});
afterAll(() => site.close());

const letterTo = (address: string) => letters.find(({ to_address }) => to_address === address)!;

test('an empty mailbox says what will come', async () => {
  const fresh = await TestApplication.open();
  try {
    const { text } = await (await fresh.as('hanh')).get('/mailbox');
    expect(text).toContain('Chưa có thư nào.');
    expect(text).toContain('Chưa đặt máy chủ thư');
  } finally {
    await fresh.close();
  }
});

test('the mailbox lists the letters with their Vietnamese subjects', async () => {
  expect(letters.map(({ to_address }) => to_address).toSorted()).toEqual(
    ['hanh', 'khoa', 'lan', 'phuc', 'tam'].map((name) => PERSONAS[name as PersonaName].email).toSorted(),
  );
  const { text } = await hanh.get('/mailbox');
  for (const { subject, to_address } of letters) {
    expect(text).toContain(subject);
    expect(text).toContain(to_address);
  }
});

test('only Sở Nội vụ opens it', async () => {
  const { id } = letters[0]!;
  for (const name of ['tam', 'lan', 'phuc'] as const) {
    const visitor = await site.as(name);
    for (const url of ['/mailbox', `/mailbox/${id}`, `/mailbox/${id}/html`, `/mailbox/${id}/eml`]) {
      const answer = await visitor.get(url);
      expect([name, url, answer.status, answer.text]).toEqual([name, url, 403, expect.stringContaining('Vai trò của bạn không mở được trang này.')]);
    }
    expect((await visitor.get('/')).links).not.toContain('/mailbox');
  }
});

test('a letter is shown in a frame that may run nothing and that no other site shows', async () => {
  const { id } = letterTo('lan@thbt.example.vn');
  const page = await hanh.get(`/mailbox/${id}`);
  expect(page.body).toMatch(new RegExp(`<iframe [^>]*src="/mailbox/${id}/html"[^>]*sandbox="allow-popups allow-top-navigation-by-user-activation"`));
  const frame = await hanh.get(`/mailbox/${id}/html`);
  const policy = frame.header('content-security-policy')!;
  expect(policy).toContain(`default-src 'none'`);
  expect(policy).toMatch(/(^|; )sandbox(?! [^;]*allow-scripts)/);
  expect(policy).toContain(`frame-ancestors 'self'`);
  expect(frame.body).toContain('Kính gửi Trần Ngọc Lan,');
});

test('a letter is downloaded as a file that any mail program opens', async () => {
  const { id, subject } = letterTo('lan@thbt.example.vn');
  const file = await hanh.get(`/mailbox/${id}/eml`);
  expect([file.header('content-type'), file.header('content-disposition')]).toEqual(['message/rfc822', `attachment; filename="thu-${id}.eml"`]);
  const letter = await simpleParser(file.body);
  expect(letter.subject).toBe(subject);
  expect(letter.text).toMatch(/Ghi nhận đã thực hiện: https:\/\/lich\.example\.vn\/act\//);
  expect(letter.html).toContain('Ghi nhận đã thực hiện');
});
