import { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { MailMessage } from './mail-message.js';
import { SmtpTransport } from './smtp-transport.js';

const LETTER: MailMessage = {
  messageId: 'reminder-7@example.vn',
  to: { name: 'Lê Minh Tâm', address: 'tam@baodongkhoi.example.vn' },
  subject: 'Nhắc việc: Thực hiện Chuyên mục CCHC trên Báo Đồng Khởi – còn 02 bài, tháng 1/2021',
  text: 'Kính gửi Lê Minh Tâm,\n\nCòn 02 bài, hạn là 31/01/2021.\n',
  html: '<p>Kính gửi <strong>Lê Minh Tâm</strong>, còn 02 bài, hạn là 31/01/2021.</p>',
  date: new Date('2021-01-21T02:00:00.000Z'),
};
const FROM = 'Lịch Tuyên Truyền <lich@example.vn>';

/** What an SMTP server answers with when it refuses. */
function refusal(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}

describe('Mail over SMTP', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  /** A real server on this machine, and a transport to it. */
  async function serve(options: SMTPServerOptions = {}, credentials = '') {
    const received: Buffer[] = [];
    let connections = 0;
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS', ...(credentials ? [] : ['AUTH'])],
      hideSTARTTLS: true,
      allowInsecureAuth: true,
      logger: false,
      onConnect: (_session, done) => {
        connections += 1;
        done();
      },
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          received.push(Buffer.concat(chunks));
          done();
        });
      },
      ...options,
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    const transport = new SmtpTransport(`smtp://${credentials}127.0.0.1:${port}`, FROM);
    closing.push(
      () => transport.close(),
      () => new Promise((resolve) => server.close(() => resolve())),
    );
    return { transport, received, mails: () => Promise.all(received.map((raw) => simpleParser(raw))), connections: () => connections };
  }

  it('arrives with its Vietnamese subject, names and both parts', async () => {
    const { transport, mails } = await serve();
    await transport.send(LETTER);
    const [mail] = (await mails()) as [ParsedMail];
    expect(mail.subject).toBe(LETTER.subject);
    expect(mail.text).toBe(LETTER.text);
    expect(mail.html).toBe(LETTER.html);
    expect(mail.from?.value).toEqual([{ name: 'Lịch Tuyên Truyền', address: 'lich@example.vn' }]);
    expect((mail.to as AddressObject).value).toEqual([{ name: 'Lê Minh Tâm', address: 'tam@baodongkhoi.example.vn' }]);
    expect(mail.date?.toISOString()).toBe('2021-01-21T02:00:00.000Z');
  });

  it('has the same Message-ID whenever it is sent', async () => {
    const { transport, mails } = await serve();
    await transport.send(LETTER);
    await transport.send(LETTER);
    expect((await mails()).map(({ messageId }) => messageId)).toEqual(['<reminder-7@example.vn>', '<reminder-7@example.vn>']);
  });

  it('goes over one connection, letter after letter', async () => {
    const { transport, received, connections } = await serve();
    for (const number of [1, 2, 3]) await transport.send({ ...LETTER, messageId: `reminder-${number}@example.vn` });
    expect([received.length, connections()]).toEqual([3, 1]);
  });

  it('signs in with the name and password of the address, decoded', async () => {
    const seen: (string | null | undefined)[] = [];
    const options: SMTPServerOptions = {
      onAuth: ({ username, password }, _session, done) => {
        seen.push(username, password);
        done(null, { user: username ?? undefined });
      },
    };
    const { transport, received } = await serve(options, `${encodeURIComponent('lich@example.vn')}:${encodeURIComponent('mật/khẩu@1')}@`);
    await transport.send(LETTER);
    expect(seen).toEqual(['lich@example.vn', 'mật/khẩu@1']);
    expect(received).toHaveLength(1);
  });

  it('refused for the moment is rejected with the server’s words', async () => {
    const { transport, received } = await serve({ onMailFrom: (_address, _session, done) => done(refusal(421, '4.3.2 He thong dang bao tri')) });
    await expect(transport.send(LETTER)).rejects.toThrow(/421 4\.3\.2 He thong dang bao tri/);
    expect(received).toEqual([]);
  });

  it('refused for good is rejected with the server’s words', async () => {
    const { transport } = await serve({ onRcptTo: (_address, _session, done) => done(refusal(550, '5.1.1 Khong co hop thu nay')) });
    await expect(transport.send(LETTER)).rejects.toThrow(/550 5\.1\.1 Khong co hop thu nay/);
  });

  it('refused once goes through the next time', async () => {
    let isBusy = true;
    const { transport, received } = await serve({ onMailFrom: (_address, _session, done) => (isBusy ? done(refusal(451, '4.7.1 Thu lai sau')) : done()) });
    await expect(transport.send(LETTER)).rejects.toThrow(/451/);
    isBusy = false;
    await transport.send(LETTER);
    expect(received).toHaveLength(1);
  });

  it('to a server that is not there is rejected and told why', async () => {
    const { transport } = await serve();
    const nobody = new SmtpTransport('smtp://127.0.0.1:1', FROM);
    await expect(nobody.send(LETTER)).rejects.toThrow(/ECONNREFUSED/);
    await nobody.close();
    await transport.send(LETTER);
  });

  it('cannot be given a second recipient by a line break in a name', async () => {
    const { transport, mails } = await serve();
    await transport.send({ ...LETTER, to: { name: 'Tâm\r\nBcc: ai@example.vn', address: LETTER.to.address }, subject: 'Một\r\nBcc: ai@example.vn' });
    const [mail] = (await mails()) as [ParsedMail];
    expect(mail.bcc).toBeUndefined();
    expect((mail.to as AddressObject).value.map(({ address }) => address)).toEqual([LETTER.to.address]);
  });
});
