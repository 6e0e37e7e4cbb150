import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import { AccountService } from '#identity/account.service.js';
import { Clock } from '#kernel/clock.js';
import { AccountLetters } from './account-letters.service.js';
import { type SignedIn, SignInService } from './sign-in.service.js';
import type { Origin } from './visitor-network.js';

/** Choosing a password by a one-time link: the first one, or another for one that was forgotten. */
@Injectable()
export class SetUpService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly accounts: AccountService,
    private readonly letters: AccountLetters,
    private readonly signIns: SignInService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * Whoever has a second factor is asked for it, as at every sign-in: a mailbox alone opens nothing.
   * @param previous the secret of the session that the browser had: it ends, whoever's it was
   * @throws as `AccountService.completeSetUp`
   */
  async complete(
    token: string,
    chosen: { password: string; name?: string | undefined; email?: string | undefined },
    origin: Origin,
    previous?: string,
  ): Promise<SignedIn> {
    const user = await this.accounts.completeSetUp(token, chosen, async ({ user: whose, isExchange }) => {
      if (isExchange) this.letters.queue('password-changed', whose);
      await this.em.flush();
      const action = isExchange ? 'account.password-reset' : 'account.password-chosen';
      await this.audit.record({ at: this.clock.now(), actorId: whose.id, action, subject: 'account', subjectId: whose.id, before: null, after: null });
    });
    await this.signIns.forgetAttempts(user.email, origin);
    return this.signIns.open(user, origin, previous);
  }
}
