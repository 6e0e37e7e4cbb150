import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import { AccountExists, AccountService, type NewAccount } from '#identity/account.service.js';
import { OPERATOR } from '#identity/actor.js';
import { EmailChange } from '#identity/email-change.entity.js';
import { personName } from '#identity/person-name.js';
import { SetUpLink } from '#identity/session.entity.js';
import { SessionService } from '#identity/session.service.js';
import { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput, NotFound } from '#kernel/domain-error.js';
import { emailKey, isEmailAddress, WRONG_EMAIL } from '#kernel/email-address.js';
import { readInput } from '#kernel/form-input.js';
import { SecondFactorService } from './second-factor.service.js';

export interface Correction {
  readonly name?: string | undefined;
  readonly newEmail?: string | undefined;
}

/** What whoever has the machine does with accounts by the command line; the trail tells of it as of everything else. */
@Injectable()
export class OperatorAccounts {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly accounts: AccountService,
    private readonly sessions: SessionService,
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

  /**
   * Mends what was mistyped when nobody can sign in to do it. With another address every session ends, and what was sent to
   * the one before opens nothing any more. Neither name nor address stands in the trail.
   * @throws NotFound, InvalidForm (name), InvalidInput (address, nothing to change), AccountExists
   */
  async correct(email: string, { name, newEmail }: Correction): Promise<{ user: User; hasNewAddress: boolean }> {
    const user = await this.em.findOne(User, { email: emailKey(email) });
    if (!user || user.isErased) throw new NotFound(`Không có tài khoản ${email}.`, 'email');
    const wanted = { name: name === undefined ? user.name : readInput(personName, { name }).name, email: emailKey(newEmail ?? user.email) };
    const [hasNewName, hasNewAddress] = [wanted.name !== user.name, wanted.email !== user.email];
    if (!hasNewName && !hasNewAddress) throw new InvalidInput('Không có gì khác so với bây giờ; hãy cho --name hoặc --new-email khác.');
    if (hasNewAddress && !isEmailAddress(wanted.email)) throw new InvalidInput(WRONG_EMAIL, 'newEmail');
    if (hasNewAddress && (await this.em.count(User, { email: wanted.email }))) throw new AccountExists(wanted.email);
    await this.em.transactional(async () => {
      Object.assign(user, wanted);
      await this.flushAddress(wanted.email);
      if (hasNewAddress) await this.endWhatKnewTheAddress(user);
      if (hasNewName) await this.record('account.renamed', user.id, null);
      if (hasNewAddress) await this.record('account.email-changed', user.id, null);
    });
    return { user, hasNewAddress };
  }

  /** @throws AccountExists where somebody has taken the address at this instant */
  private async flushAddress(email: string): Promise<void> {
    try {
      await this.em.flush();
    } catch (error) {
      throw error instanceof UniqueConstraintViolationException ? new AccountExists(email) : error;
    }
  }

  private async endWhatKnewTheAddress({ id }: User): Promise<void> {
    await this.sessions.endAll(id);
    await this.em.nativeDelete(SetUpLink, { user: id });
    await this.em.nativeDelete(EmailChange, { user: id });
  }

  private async record(action: string, subjectId: number, after: object | null): Promise<void> {
    await this.audit.record({ at: this.clock.now(), actorId: null, action, subject: 'account', subjectId, before: null, after });
  }
}
