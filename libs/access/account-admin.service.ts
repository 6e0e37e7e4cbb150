import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AuditTrail } from '#audit/audit-trail.js';
import { AccountExists, AccountService } from '#identity/account.service.js';
import { type Actor, assertMay, may } from '#identity/actor.js';
import { FurtherRole } from '#identity/further-role.entity.js';
import { personName } from '#identity/person-name.js';
import { isProducing, ROLES, type Role } from '#identity/role.js';
import { SessionService } from '#identity/session.service.js';
import { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { emailKey, isEmailAddress, WRONG_EMAIL } from '#kernel/email-address.js';
import { typed } from '#kernel/form-fields.js';
import { Forbidden, InvalidInput, NotFound, OutOfReach } from '#kernel/domain-error.js';
import { readInput } from '#kernel/form-input.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { AccountLetters } from './account-letters.service.js';
import { AttemptLimits } from './attempt-limits.js';
import { SecondFactorService } from './second-factor.service.js';

const invitation = personName.extend({
  email: typed.transform(emailKey).refine(isEmailAddress, WRONG_EMAIL),
  role: z.enum(ROLES, 'Hãy chọn vai trò.'),
  organisation: z.coerce.number('Hãy chọn cơ quan.').int('Hãy chọn cơ quan.').positive('Hãy chọn cơ quan.'),
});

const roleInput = invitation.pick({ role: true, organisation: true });

/** Other people's accounts: administrators keep all, whoever leads an organisation those of its producers. */
@Injectable()
export class AccountAdminService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly accounts: AccountService,
    private readonly sessions: SessionService,
    private readonly letters: AccountLetters,
    private readonly limits: AttemptLimits,
    private readonly secondFactor: SecondFactorService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes an account and has a letter with a one-time link sent to it. Whether an address has an account already is for
   * administrators to know: whoever leads an organisation gets the same answer, and the person a letter that says so; or a
   * new link, where they were invited before and have not come yet.
   * @throws Forbidden, InvalidForm, TooManyAttempts; AccountExists for administrators
   */
  async invite(actor: Actor, raw: unknown): Promise<void> {
    const { name, email, role, organisation: organisationId } = readInput(invitation, raw);
    this.assertMayGive(actor, role, organisationId);
    await this.limits.take('invite-account', String(actor.userId), 'email');
    await this.limits.take('invite-recipient', email, 'email');
    const organisation = await this.organisation(organisationId);
    const after = { role, organisation: organisation.name };
    try {
      await this.em.transactional(async (em) => {
        const user = await this.accounts.add({ name, email, role, organisation: organisation.code });
        this.letters.queue('invitation', user);
        await em.flush();
        await this.record(actor, 'account.invited', user.id, null, after);
      });
    } catch (error) {
      const isTaken = error instanceof AccountExists || error instanceof UniqueConstraintViolationException;
      if (!isTaken) throw error;
      if (keepsAll(actor)) throw new AccountExists(email);
      await this.em.transactional(async (em) => {
        const known = await em.findOneOrFail(User, { email });
        this.letters.queue(known.isActive && (await this.isInvitedOf(actor, known)) ? 'invitation' : 'invited-known', known);
        await em.flush();
        await this.record(actor, 'account.invited', 0, null, after);
      });
    }
  }

  /** Sends a new link; the one before is worth nothing from then on. */
  async inviteAgain(actor: Actor, id: number | undefined): Promise<User> {
    const user = await this.find(actor, id);
    await this.limits.take('invite-account', String(actor.userId));
    await this.limits.take('invite-recipient', user.email);
    await this.em.transactional(async (em) => {
      this.letters.queue(user.passwordHash === null ? 'invitation' : 'reset', user);
      await em.flush();
      await this.record(actor, 'account.link-sent', user.id, null, null);
    });
    return user;
  }

  /** @throws Forbidden, InvalidForm, InvalidInput where the person is that already */
  async addRole(actor: Actor, id: number | undefined, raw: unknown): Promise<void> {
    const { role, organisation: organisationId } = readInput(roleInput, raw);
    const user = await this.find(actor, id);
    this.assertMayGive(actor, role, organisationId);
    const organisation = await this.organisation(organisationId);
    const isHere = (user.role === role && user.organisation.id === organisation.id) || (await this.em.count(FurtherRole, { user, organisation, role })) > 0;
    if (isHere) throw new InvalidInput('Người này đã có vai trò ấy ở cơ quan này.', 'role');
    await this.em.transactional(async (em) => {
      await em.persist(new FurtherRole(user, organisation, role, this.clock.now())).flush();
      await this.record(actor, 'account.role-given', user.id, null, { role, organisation: organisation.name });
    });
  }

  /** @param roleId of a further role; 0 is the first, which is exchanged, not taken */
  async removeRole(actor: Actor, id: number | undefined, roleId: number | undefined): Promise<void> {
    const user = await this.find(actor, id);
    const further = roleId === undefined ? null : await this.em.findOne(FurtherRole, { id: roleId, user }, { populate: ['organisation'] });
    if (!further) throw new NotFound('Không tìm thấy vai trò này.');
    this.assertMayGive(actor, further.role, further.organisation.id);
    await this.em.transactional(async (em) => {
      const before = { role: further.role, organisation: further.organisation.name };
      await em.remove(further).flush();
      await this.record(actor, 'account.role-taken', user.id, before, null);
      if (further.role === 'administrator') await this.assertAdministratorRemains();
    });
  }

  /** Exchanges the first role. @throws Forbidden, InvalidForm */
  async changeRole(actor: Actor, id: number | undefined, raw: unknown): Promise<void> {
    const { role, organisation: organisationId } = readInput(roleInput, raw);
    const user = await this.find(actor, id);
    this.assertMayGive(actor, role, organisationId);
    this.assertMayGive(actor, user.role, user.organisation.id);
    const organisation = await this.organisation(organisationId);
    if (await this.em.count(FurtherRole, { user, organisation, role })) throw new InvalidInput('Người này đã có vai trò ấy ở cơ quan này.', 'role');
    await this.em.transactional(async (em) => {
      const before = { role: user.role, organisation: user.organisation.name };
      user.role = role;
      user.organisation = organisation;
      await em.flush();
      await this.record(actor, 'account.role-changed', user.id, before, { role, organisation: organisation.name });
      if (before.role === 'administrator' && role !== 'administrator') await this.assertAdministratorRemains();
    });
  }

  /** Closes the account: every session and token ends at once, what was done stays. @throws InvalidInput for oneself and for the last administrator */
  async close(actor: Actor, id: number | undefined): Promise<void> {
    const user = await this.find(actor, id);
    if (user.id === actor.userId) throw new InvalidInput('Không tự khoá tài khoản của mình được; hãy nhờ một người quản trị khác.');
    await this.em.transactional(async (em) => {
      user.isActive = false;
      await em.flush();
      await this.endAll(user);
      // What was on its way to a mailbox opens nothing any more, not even once the account is open again.
      for (const table of ['set_up_link', 'email_change']) await em.execute(`delete from ${table} where user_id = ?`, [user.id]);
      await this.record(actor, 'account.closed', user.id, null, null);
      if (await this.administers(user)) await this.assertAdministratorRemains();
    });
  }

  async reopen(actor: Actor, id: number | undefined): Promise<void> {
    const user = await this.find(actor, id);
    if (user.isErased) throw new InvalidInput('Tài khoản đã ẩn danh không mở lại được.');
    await this.em.transactional(async (em) => {
      user.isActive = true;
      await em.flush();
      await this.record(actor, 'account.reopened', user.id, null, null);
    });
  }

  async signOutEverywhere(actor: Actor, id: number | undefined): Promise<void> {
    const user = await this.find(actor, id);
    await this.em.transactional(async () => {
      await this.endAll(user);
      await this.record(actor, 'account.signed-out-everywhere', user.id, null, null);
    });
  }

  /** For whoever has lost phone and paper. */
  async removeSecondFactor(actor: Actor, id: number | undefined): Promise<void> {
    await this.secondFactor.forget(actor, await this.find(actor, id));
  }

  /** One account that the actor may keep. @throws NotFound for others, as if there were none */
  async find(actor: Actor, id: number | undefined): Promise<User> {
    assertMay(actor, 'accounts.manage');
    const user = id === undefined ? null : await this.em.findOne(User, id, { populate: ['organisation'], refresh: true });
    const words = 'Không tìm thấy tài khoản này.';
    if (!user) throw new NotFound(words);
    if (!(await this.mayKeep(actor, user))) throw new OutOfReach(words);
    return user;
  }

  /** The roles that the actor may give in an organisation. */
  rolesToGive(actor: Actor): readonly Role[] {
    return keepsAll(actor) ? ROLES : ROLES.filter(isProducing);
  }

  /**
   * A lead keeps people who are producers of its organisations and nothing else. Whoever was invited and has not come yet is
   * not among them: whom a lead sees after an invitation must not tell who had an account before.
   */
  private async mayKeep(actor: Actor, user: User): Promise<boolean> {
    return keepsAll(actor) || (user.passwordHash !== null && (await this.isOnlyOf(actor, user)));
  }

  private async isInvitedOf(actor: Actor, user: User): Promise<boolean> {
    return user.passwordHash === null && (await this.isOnlyOf(actor, user));
  }

  private async isOnlyOf(actor: Actor, user: User): Promise<boolean> {
    const roles = [user, ...(await this.em.find(FurtherRole, { user }))];
    return roles.every(({ role, organisation }) => isProducing(role) && may(actor, 'accounts.manage', organisation.id));
  }

  private assertMayGive(actor: Actor, role: Role, organisationId: number): void {
    assertMay(actor, 'accounts.manage');
    if (keepsAll(actor)) return;
    if (!may(actor, 'accounts.manage', organisationId)) throw new OutOfReach('Không tìm thấy cơ quan này trong phạm vi của bạn.');
    if (!isProducing(role)) throw new Forbidden('Vai trò này do quản trị hệ thống phân.');
  }

  private async administers(user: User): Promise<boolean> {
    return user.role === 'administrator' || (await this.em.count(FurtherRole, { user, role: 'administrator' })) > 0;
  }

  /**
   * The last step of a transaction that may have taken an administrator away, after its entry in the trail: from there on
   * whoever does the same at the same instant waits, so that of two who close each other one is refused.
   * Somebody who has not come in yet, by a password or a provider, is none to rely on.
   */
  private async assertAdministratorRemains(): Promise<void> {
    const [one] = await this.em.execute<{ id: number }[]>(
      `select u.id as id from user_account u where u.is_active and (u.role = 'administrator'
         or exists (select 1 from further_role f where f.user_id = u.id and f.role = 'administrator'))
       and (u.password_hash is not null or exists (select 1 from external_identity e where e.user_id = u.id)) limit 1`,
    );
    if (!one) throw new InvalidInput('Đây là người quản trị cuối cùng; hãy thêm một người quản trị khác trước.');
  }

  private async organisation(id: number): Promise<Organisation> {
    const organisation = await this.em.findOne(Organisation, id);
    if (!organisation) throw new InvalidInput('Hãy chọn cơ quan.', 'organisation');
    return organisation;
  }

  private async endAll(user: User): Promise<void> {
    await this.sessions.endAll(user.id);
    await this.sessions.endPrograms(user.id);
  }

  private async record(actor: Actor, action: string, subjectId: number, before: object | null, after: object | null): Promise<void> {
    await this.audit.record({ at: this.clock.now(), actorId: actor.userId || null, action, subject: 'account', subjectId, before, after });
  }
}

function keepsAll(actor: Actor): boolean {
  return may(actor, 'accounts.erase');
}
