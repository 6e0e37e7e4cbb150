import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Inject, Injectable } from '@nestjs/common';
import type { Environment } from '#kernel/environment.js';
import { ENVIRONMENT } from '#kernel/kernel.module.js';
import { changeRows, chunksOf, placesFor } from '#kernel/sql.js';
import { emlName, mailboxFolder } from './mailbox-transport.js';

const IDS_A_STATEMENT = 500;

/** Takes letters out of the built-in mailbox, rows and files, also where a mail server is set by now. */
@Injectable()
export class MailboxErasure {
  constructor(
    private readonly em: SqlEntityManager,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async forget(messageIds: readonly string[]): Promise<void> {
    const folder = mailboxFolder(this.environment.dataDir);
    for (const part of chunksOf(messageIds, IDS_A_STATEMENT)) {
      // The files first: of a row without its file the page still tells, a file without its row nobody would find.
      await Promise.all(part.map((messageId) => rm(join(folder, emlName(messageId)), { force: true })));
      await changeRows(this.em, `delete from mailbox_letter where message_id in (${placesFor(part)})`, part);
    }
  }
}
