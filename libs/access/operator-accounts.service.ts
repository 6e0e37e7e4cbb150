import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import { AccountService, type NewAccount } from '#identity/account.service.js';
import { OPERATOR } from '#identity/actor.js';
import { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput, NotFound } from '#kernel/domain-error.js';
import { emailKey } from '#kernel/email-address.js';
import { SecondFactorService } from './second-factor.service.js';

/** What whoever has the machine does with accounts by the command line; the trail tells of it as of everything else. */
@Injectable()
export class OperatorAccounts {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly accounts: AccountService,
    private readonly secondFactor: SecondFactorService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @returns the secret of a one-time link where no password was given @throws as `AccountService.add` */
  async add(account: NewAccount): Promise<{ user: User; link: string | null }> {
    const user = await this.em.transactional(async () => {
      const added = await this.accounts.add(account);
      const after = { role: added.role, organisation: added.organisation.name };
      await this.record('account.added', added.id, after);
      return added;
    });
    return { user, link: account.password === undefined ? await this.accounts.openSetUp(user) : null };
  }

  /**
   * A way back in for somebody who gets no letter, or has lost phone and paper.
   * @returns the secret of a one-time link
   * @throws NotFound, InvalidInput for an account that is closed
   */
  async openLink(email: string, { forgetsSecondFactor }: { forgetsSecondFactor: boolean }): Promise<string> {
    const user = await this.em.findOne(User, { email: emailKey(email) });
    if (!user) throw new NotFound(`Không có tài khoản ${email}.`, 'email');
    if (!user.isActive) throw new InvalidInput(`Tài khoản ${email} đã khoá; hãy để quản trị mở lại trước.`, 'email');
    if (forgetsSecondFactor && user.totpSecret !== null) await this.secondFactor.forget(OPERATOR, user);
    await this.em.transactional(() => this.record('account.link-sent', user.id, null));
    return this.accounts.openSetUp(user);
  }

  private async record(action: string, subjectId: number, after: object | null): Promise<void> {
    await this.audit.record({ at: this.clock.now(), actorId: null, action, subject: 'account', subjectId, before: null, after });
  }
}
