import { hash } from 'node:crypto';
import { Transform } from 'node:stream';
import { createTransport, type Transporter } from 'nodemailer';
import { mailFailure } from './mail-failure.js';
import { type MailMessage, nodemailerMessage } from './mail-message.js';
import { MailTransport } from './mail-transport.js';

const SECONDS = 1000;

/** A server closes a connection that has carried enough; we begin a new one before most do. */
const LETTERS_A_CONNECTION = 500;

/** Sends through an SMTP server over one pooled connection. */
export class SmtpTransport extends MailTransport {
  readonly settings: string;
  readonly #transporter: Transporter;
  /** Letters of which the server has got some. */
  readonly #underWay = new Set<string>();

  /** @param timeoutSeconds how long the server may keep silent */
  constructor(
    smtpUrl: string,
    private readonly from: string,
    timeoutSeconds = 60,
  ) {
    super();
    this.settings = hash('sha256', `${smtpUrl} ${from}`);
    const url = new URL(smtpUrl);
    this.#transporter = createTransport({
      pool: true,
      maxConnections: 1,
      maxMessages: LETTERS_A_CONNECTION,
      // Only a letter of which nothing was sent is tried anew by the pool itself.
      maxRequeues: 1,
      host: url.hostname,
      port: Number(url.port) || (url.protocol === 'smtps:' ? 465 : 587),
      secure: url.protocol === 'smtps:',
      ...(url.username ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } } : {}),
      connectionTimeout: Math.min(10, timeoutSeconds) * SECONDS,
      greetingTimeout: Math.min(10, timeoutSeconds) * SECONDS,
      socketTimeout: timeoutSeconds * SECONDS,
      disableFileAccess: true,
      disableUrlAccess: true,
    } as Parameters<typeof createTransport>[0]);
    this.#transporter.use('stream', (mail, done) => {
      const { messageId } = mail.data;
      mail.message.transform(() => this.watched(String(messageId)));
      done();
    });
  }

  async send(message: MailMessage): Promise<void> {
    const sent = nodemailerMessage(message, this.from);
    try {
      await this.#transporter.sendMail(sent);
    } catch (error) {
      throw mailFailure(error, this.#underWay.has(sent.messageId));
    } finally {
      this.#underWay.delete(sent.messageId);
    }
  }

  async close(): Promise<void> {
    this.#transporter.close();
  }

  /** Lets the letter through and takes note that its first bytes left. */
  private watched(messageId: string): Transform {
    return new Transform({
      transform: (chunk, _encoding, done) => {
        this.#underWay.add(messageId);
        done(null, chunk);
      },
    });
  }
}
