import { hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { createTransport, type Transporter } from 'nodemailer';
import { calledBack, mailFailure } from './mail-failure.js';
import { type MailMessage, nodemailerMessage } from './mail-message.js';
import { MailTransport } from './mail-transport.js';

const SECONDS = 1000;

/** A server closes a connection that has carried enough; we begin a new one before most do. */
const LETTERS_A_CONNECTION = 500;

/** Sends through an SMTP server over one pooled connection. */
export class SmtpTransport extends MailTransport {
  readonly settings: string;
  readonly #transporter: Transporter;
  /** What each letter at hand is read from: once it was read, the server has got some of it. */
  readonly #streams = new Map<string, Readable>();

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
      const { message } = mail;
      const read = message.createReadStream.bind(message);
      message.createReadStream = (options) => {
        const stream = read(options);
        this.#streams.set(String(messageId), stream);
        return stream;
      };
      done();
    });
  }

  async send(message: MailMessage, signal?: AbortSignal): Promise<void> {
    const sent = { ...nodemailerMessage(message, this.from), ...(signal ? { signal } : {}) };
    try {
      await this.#transporter.sendMail(sent);
    } catch (error) {
      const wasUnderWay = this.#streams.get(sent.messageId)?.readableDidRead ?? false;
      throw signal?.aborted && !wasUnderWay ? calledBack(String(signal.reason)) : mailFailure(error, wasUnderWay);
    } finally {
      this.#streams.delete(sent.messageId);
    }
  }

  async close(): Promise<void> {
    this.#transporter.close();
  }
}
