import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import { AccountExists, AccountService } from '#identity/account.service.js';
import type { Actor } from '#identity/actor.js';
import { personName } from '#identity/person-name.js';
import { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { emailKey, isEmailAddress, WRONG_EMAIL } from '#kernel/email-address.js';
import { typed } from '#kernel/form-fields.js';
import { readInput } from '#kernel/form-input.js';
import { AccountLetters } from './account-letters.service.js';
import { AccountReach, keepsAll } from './account-reach.js';
import { AttemptLimits } from './attempt-limits.js';
import { PasswordProof } from './password-proof.js';
import { roleInput } from './role.input.js';

const invitation = personName.extend({ email: typed.transform(emailKey).refine(isEmailAddress, WRONG_EMAIL), ...roleInput.shape });

/** Having somebody choose a password by a letter with a one-time link. */
@Injectable()
export class InvitationService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly reach: AccountReach,
    private readonly accounts: AccountService,
    private readonly letters: AccountLetters,
    private readonly limits: AttemptLimits,
    private readonly passwords: PasswordProof,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes an account and has a letter sent to it. Whether an address has an account already is for administrators to know:
   * whoever leads an organisation gets the same answer, and the person a letter that says so; or a new link, where they were
   * invited before and have not come yet. For an administrator's role the actor's password is asked for.
   * @throws Forbidden, OutOfReach, InvalidForm, InvalidInput for a wrong password, TooManyAttempts; AccountExists for administrators
   */
  async invite(actor: Actor, raw: unknown): Promise<void> {
    const { name, email, role, organisation: organisationId, password } = readInput(invitation, raw);
    const organisation = await this.reach.organisationFor(actor, role, organisationId);
    if (role === 'administrator') await this.passwords.assert(actor, password);
    await this.limits.take('invite-account', String(actor.userId), 'email');
    await this.limits.take('invite-recipient', email, 'email');
    const after = { role, organisation: organisation.name };
    try {
      await this.em.transactional(async (em) => {
        const user = await this.accounts.add({ name, email, role, organisation: organisation.code });
        this.letters.queue('invitation', user);
        await em.flush();
        await this.record(actor, 'account.invited', user.id, after);
      });
    } catch (error) {
      const isTaken = error instanceof AccountExists || error instanceof UniqueConstraintViolationException;
      if (!isTaken) throw error;
      if (keepsAll(actor)) throw new AccountExists(email);
      await this.em.transactional(async (em) => {
        const known = await em.findOneOrFail(User, { email });
        const isWaiting = known.isActive && (await this.reach.isInvitedOf(actor, known));
        // Whoever has not come yet is called as they were invited last.
        if (isWaiting) known.name = name;
        this.letters.queue(isWaiting ? 'invitation' : 'invited-known', known);
        await em.flush();
        // Of somebody who has an account the entry does not tell whose: they were asked nothing, and nothing of theirs changed.
        await this.record(actor, 'account.invited', isWaiting ? known.id : 0, after);
      });
    }
  }

  /** Sends a new link; the one before is worth nothing from then on. @throws Forbidden, NotFound, TooManyAttempts */
  async again(actor: Actor, id: number | undefined): Promise<void> {
    const user = await this.reach.find(actor, id);
    await this.limits.take('invite-account', String(actor.userId));
    await this.limits.take('invite-recipient', user.email);
    await this.em.transactional(async (em) => {
      this.letters.queue(user.passwordHash === null ? 'invitation' : 'reset', user);
      await em.flush();
      await this.record(actor, 'account.link-sent', user.id, null);
    });
  }

  private async record(actor: Actor, action: string, subjectId: number, after: object | null): Promise<void> {
    await this.audit.record({ at: this.clock.now(), actorId: actor.userId || null, action, subject: 'account', subjectId, before: null, after });
  }
}
