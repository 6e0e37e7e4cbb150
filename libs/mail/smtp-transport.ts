import { createTransport, type Transporter } from 'nodemailer';
import type { MailMessage } from './mail-message.js';
import { MailTransport } from './mail-transport.js';

const SECONDS = 1000;

/** Sends through an SMTP server over one pooled connection. */
export class SmtpTransport extends MailTransport {
  readonly #transporter: Transporter;

  constructor(
    smtpUrl: string,
    private readonly from: string,
  ) {
    super();
    const url = new URL(smtpUrl);
    this.#transporter = createTransport({
      pool: true,
      maxConnections: 1,
      host: url.hostname,
      port: Number(url.port) || (url.protocol === 'smtps:' ? 465 : 587),
      secure: url.protocol === 'smtps:',
      ...(url.username ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } } : {}),
      connectionTimeout: 10 * SECONDS,
      greetingTimeout: 10 * SECONDS,
      socketTimeout: 60 * SECONDS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send({ messageId, to, ...message }: MailMessage): Promise<void> {
    await this.#transporter.sendMail({ ...message, to, from: this.from, messageId: `<${messageId}>` });
  }

  async close(): Promise<void> {
    this.#transporter.close();
  }
}
