import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { createTransport } from 'nodemailer';
import { type MailMessage, nodemailerMessage } from './mail-message.js';
import { MailTransport } from './mail-transport.js';
import { MailboxLetter } from './mailbox-letter.entity.js';

/** Keeps letters in the database, for the page "Hộp thư", and as `.eml` files that any mail program opens. */
export class MailboxTransport extends MailTransport {
  readonly settings = 'mailbox';
  readonly #composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

  constructor(
    private readonly em: SqlEntityManager,
    private readonly folder: string,
    private readonly from: string,
  ) {
    super();
  }

  async send(message: MailMessage): Promise<void> {
    const em = this.em.fork();
    // A letter tried again after a crash is here already.
    if (await em.count(MailboxLetter, { messageId: message.messageId })) return;
    await mkdir(this.folder, { recursive: true });
    await writeFile(join(this.folder, emlName(message.messageId)), await this.compose(message));
    await em.persist(new MailboxLetter(message)).flush();
  }

  async close(): Promise<void> {
    this.#composer.close();
  }

  private async compose(message: MailMessage): Promise<Buffer> {
    const composed = await this.#composer.sendMail(nodemailerMessage(message, this.from));
    return composed.message as Buffer;
  }
}

/** Where the files of letters stand. */
export function mailboxFolder(dataDir: string): string {
  return join(dataDir, 'mailbox');
}

/** The file of a letter; a message id of ours holds no character that a file system minds. */
export function emlName(messageId: string): string {
  return `${messageId.replace(/[^\w.@-]/g, '_')}.eml`;
}
