import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { simpleParser } from 'mailparser';
import { TestDatabase } from '#testing/test-database.js';
import type { MailMessage } from './mail-message.js';
import { MailboxQuery } from './mailbox.query.js';
import { emlName, MailboxTransport } from './mailbox-transport.js';

function letter(number: number, given: Partial<MailMessage> = {}): MailMessage {
  return {
    messageId: `reminder-${number}@example.vn`,
    to: { name: 'Trần Ngọc Lan', address: 'lan@thbt.example.vn' },
    subject: `Quá hạn: Chuyên mục truyền hình số ${number}`,
    text: 'Kính gửi Trần Ngọc Lan\n',
    html: '<p>Kính gửi Trần Ngọc Lan</p>',
    date: new Date(`2021-02-0${number}T02:00:00.000Z`),
    ...given,
  };
}

describe('The built-in mailbox', () => {
  let database: TestDatabase;
  let folder: string;
  let transport: MailboxTransport;
  beforeAll(async () => {
    database = await TestDatabase.open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'lich-mailbox-')), 'mailbox');
    transport = new MailboxTransport(database.orm.em as SqlEntityManager, folder, 'Lịch Tuyên Truyền <lich@example.vn>');
  });
  afterEach(async () => {
    await transport.close();
    await rm(join(folder, '..'), { recursive: true, force: true });
    await database.empty(['mailbox_letter']);
  });

  const page = (number: number, size: number) => database.run((em) => new MailboxQuery(em).page(number, size));

  it('keeps a letter as a row and as a file that a mail program opens', async () => {
    await transport.send(letter(1));
    const { letters, total } = await page(1, 10);
    expect(total).toBe(1);
    const stored = await database.run((em) => new MailboxQuery(em).letter(letters[0]!.id));
    expect(stored).toMatchObject({
      toAddress: 'lan@thbt.example.vn',
      toName: 'Trần Ngọc Lan',
      subject: letter(1).subject,
      text: letter(1).text,
      html: letter(1).html,
    });
    expect(stored.sentAt.toString()).toBe('2021-02-01T02:00:00Z');
    const mail = await simpleParser(await readFile(join(folder, 'reminder-1@example.vn.eml')));
    expect([mail.subject, mail.messageId, mail.text, mail.html]).toEqual([letter(1).subject, '<reminder-1@example.vn>', letter(1).text, letter(1).html]);
  });

  it('takes a letter that is sent again after a crash once', async () => {
    await transport.send(letter(1));
    await transport.send(letter(1, { text: 'Khác' }));
    expect((await page(1, 10)).total).toBe(1);
    expect(await readdir(folder)).toEqual(['reminder-1@example.vn.eml']);
  });

  it('takes a letter whose file was written before a crash', async () => {
    await transport.send(letter(1));
    await database.empty(['mailbox_letter']);
    await transport.send(letter(1));
    expect((await page(1, 10)).total).toBe(1);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('shows letters newest first, page by page', async () => {
    for (const number of [2, 1, 3]) await transport.send(letter(number));
    const first = await page(1, 2);
    expect([first.total, first.letters.map(({ subject }) => subject.at(-1))]).toEqual([3, ['3', '2']]);
    expect((await page(2, 2)).letters.map(({ subject }) => subject.at(-1))).toEqual(['1']);
  });

  it('says when a letter is not there', async () => {
    for (const id of [undefined, 9999]) {
      await expect(database.run((em) => new MailboxQuery(em).letter(id))).rejects.toThrow('Không tìm thấy thư này.');
    }
  });

  it('never lets a Message-ID name a file elsewhere', () => {
    expect(emlName('../../etc/passwd@x')).toBe('.._.._etc_passwd@x.eml');
    expect(emlName('reminder-7@example.vn')).toBe('reminder-7@example.vn.eml');
  });
});
