import { SqlEntityManager } from '@mikro-orm/sql';
import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Environment } from '#kernel/environment.js';
import { ENVIRONMENT } from '#kernel/kernel.module.js';
import { MailGateService } from './mail-gate.service.js';
import { MailTransport } from './mail-transport.js';
import { MailboxErasure } from './mailbox-erasure.js';
import { MailboxQuery } from './mailbox.query.js';
import { mailboxFolder, MailboxTransport } from './mailbox-transport.js';
import { SmtpTransport } from './smtp-transport.js';

@Module({
  providers: [
    MailboxErasure,
    MailboxQuery,
    MailGateService,
    {
      provide: MailTransport,
      inject: [ENVIRONMENT, SqlEntityManager],
      useFactory: (environment: Environment, em: SqlEntityManager) => transportFor(environment, em),
    },
  ],
  exports: [MailTransport, MailboxErasure, MailboxQuery, MailGateService],
})
export class MailModule implements OnApplicationShutdown {
  constructor(@Inject(MailTransport) private readonly transport: MailTransport) {}

  async onApplicationShutdown(): Promise<void> {
    await this.transport.close();
  }
}

function transportFor({ smtpUrl, smtpTimeoutSeconds, mailFrom, dataDir }: Environment, em: SqlEntityManager): MailTransport {
  return smtpUrl ? new SmtpTransport(smtpUrl, mailFrom, smtpTimeoutSeconds) : new MailboxTransport(em, mailboxFolder(dataDir), mailFrom);
}
