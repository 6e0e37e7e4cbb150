import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import { AccountExists } from '#identity/account.service.js';
import type { Actor } from '#identity/actor.js';
import { EmailChange } from '#identity/email-change.entity.js';
import { hashOfToken } from '#identity/secret-token.js';
import { SetUpLink } from '#identity/session.entity.js';
import { SessionService } from '#identity/session.service.js';
import { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput, NotFound } from '#kernel/domain-error.js';
import { emailKey, isEmailAddress, WRONG_EMAIL } from '#kernel/email-address.js';
import { changeRows } from '#kernel/sql.js';
import { AccountLetters } from './account-letters.service.js';
import { AccountReach, keepsAll } from './account-reach.js';
import { AttemptLimits } from './attempt-limits.js';
import { holdAccount } from './hold-account.js';
import { PasswordProof } from './password-proof.js';

const EMAIL_CHANGE_HOURS = 24;

const CONFIRMED = {
  old: 'update email_change set is_old_confirmed = true, old_hash = null where id = ? and old_hash = ?',
  new: 'update email_change set is_new_confirmed = true, new_hash = null where id = ? and new_hash = ?',
} as const;

/** Exchanging the address of an account: it takes a click at both ends, or an administrator in the place of the old one. */
@Injectable()
export class EmailChangeService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly reach: AccountReach,
    private readonly letters: AccountLetters,
    private readonly limits: AttemptLimits,
    private readonly passwords: PasswordProof,
    private readonly sessions: SessionService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Begins an exchange of one's own; a link goes to the old and to the new address. @throws InvalidInput, TooManyAttempts */
  async request(actor: Actor, password: string, typed: string): Promise<void> {
    const user = await this.passwords.assert(actor, password);
    const email = newAddress(typed, user);
    await this.limits.take('email-change-account', String(actor.userId), 'email');
    await this.em.transactional(async (em) => {
      await holdAccount(em, user.id);
      this.letters.queue('email-old', user);
      await this.begin(user, email, { isOldConfirmed: false });
      await em.flush();
      await this.record(actor, 'account.email-change-asked', user.id);
    });
  }

  /**
   * For somebody whose mailbox is gone, or whose address was misspelt: an administrator answers for the old end, the new one
   * has to be clicked, and the old one is told. Of somebody who has not come yet the address is exchanged at once, and they
   * are invited anew.
   * @returns whether it is done already
   * @throws Forbidden, NotFound, InvalidInput for oneself and a wrong password; AccountExists, TooManyAttempts
   */
  async correct(actor: Actor, id: number | undefined, { email: typed, password }: { email: string; password: string }): Promise<boolean> {
    const user = await this.reach.find(actor, id);
    if (!keepsAll(actor)) throw new NotFound('Không tìm thấy tài khoản này.');
    if (!user.isActive) throw new InvalidInput('Tài khoản đã khoá nên không đổi địa chỉ được; hãy mở lại trước.', 'email');
    if (user.id === actor.userId) throw new InvalidInput('Địa chỉ của chính mình đổi ở trang Tài khoản của tôi.', 'email');
    const email = newAddress(typed, user);
    await this.passwords.assert(actor, password);
    if (await this.em.count(User, { email })) throw new AccountExists(email);
    await this.limits.take('invite-account', String(actor.userId), 'email');
    return this.em.transactional(async (em) => {
      await holdAccount(em, user.id);
      await em.refresh(user);
      const hasCome = await this.reach.hasCome(user);
      if (hasCome) {
        this.letters.queue('email-told', user);
        await this.begin(user, email, { isOldConfirmed: true });
      } else {
        user.email = email;
        this.letters.queue('invitation', user);
        await em.nativeDelete(SetUpLink, { user: user.id });
      }
      await this.flushAddress(email);
      await this.record(actor, hasCome ? 'account.email-change-asked' : 'account.email-changed', user.id);
      return !hasCome;
    });
  }

  /** The exchange that waits. */
  async pending(userId: number): Promise<EmailChange | null> {
    return this.em.findOne(EmailChange, { user: userId, expiresAt: { $gt: this.clock.now() } }, { refresh: true });
  }

  /** Takes the wish back; its links are worth nothing then. @throws InvalidInput where none waits */
  async cancel(actor: Actor, userId: number): Promise<void> {
    await this.em.transactional(async (em) => {
      if ((await em.nativeDelete(EmailChange, { user: userId })) === 0) throw new InvalidInput('Không có yêu cầu đổi địa chỉ nào đang chờ.');
      await this.record(actor, 'account.email-change-cancelled', userId);
    });
  }

  /** What one of the two links is about. @throws NotFound */
  async find(secret: string): Promise<{ change: EmailChange; end: 'old' | 'new' }> {
    const hash = hashOfToken(secret);
    const change = await this.em.findOne(
      EmailChange,
      { $or: [{ oldHash: hash }, { newHash: hash }], expiresAt: { $gt: this.clock.now() }, user: { isActive: true } },
      { populate: ['user'], refresh: true },
    );
    if (!change) throw linkIsOver();
    return { change, end: change.oldHash === hash ? 'old' : 'new' };
  }

  /** @returns whether both ends have agreed now, and so the address is the new one @throws NotFound, AccountExists */
  async confirm(secret: string): Promise<{ isDone: boolean }> {
    const { change: asked, end } = await this.find(secret);
    return this.em.transactional(async (em) => {
      const used = await changeRows(em, CONFIRMED[end], [asked.id, hashOfToken(secret)]);
      if (used === 0) throw linkIsOver();
      // Both ends may be clicked at the same instant: whoever comes second waited above, and sees the first.
      const change = await em.findOneOrFail(EmailChange, asked.id, { populate: ['user'], refresh: true });
      const { user, newEmail, isOldConfirmed, isNewConfirmed } = change;
      if (!isOldConfirmed || !isNewConfirmed) return { isDone: false };
      user.email = newEmail;
      em.remove(change);
      await this.flushAddress(newEmail);
      // What was sent to the address before opens nothing any more, nor does whoever came in by it stay.
      await em.nativeDelete(SetUpLink, { user: user.id });
      await this.sessions.endAll(user.id);
      await this.record({ userId: user.id }, 'account.email-changed', user.id);
      return { isDone: true };
    });
  }

  private async begin(user: User, email: string, { isOldConfirmed }: { isOldConfirmed: boolean }): Promise<void> {
    await this.em.nativeDelete(EmailChange, { user: user.id });
    const change = new EmailChange(user, email, this.clock.now().add({ hours: EMAIL_CHANGE_HOURS }));
    change.isOldConfirmed = isOldConfirmed;
    this.em.persist(change);
    this.letters.queue('email-new', user);
  }

  /** @throws AccountExists where somebody else has taken the address since */
  private async flushAddress(email: string): Promise<void> {
    try {
      await this.em.flush();
    } catch (error) {
      throw error instanceof UniqueConstraintViolationException ? new AccountExists(email) : error;
    }
  }

  private async record({ userId }: { userId: number }, action: string, subjectId: number): Promise<void> {
    await this.audit.record({ at: this.clock.now(), actorId: userId, action, subject: 'account', subjectId, before: null, after: null });
  }
}

/** @throws InvalidInput for what is no address, or the same */
function newAddress(typed: string, user: User): string {
  const email = emailKey(typed);
  if (!isEmailAddress(email)) throw new InvalidInput(WRONG_EMAIL, 'email');
  if (email === user.email) throw new InvalidInput('Đây là địa chỉ đang dùng.', 'email');
  return email;
}

function linkIsOver(): NotFound {
  return new NotFound('Liên kết này đã dùng hoặc đã hết hạn.');
}
