import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import type { Actor } from '#identity/actor.js';
import { AccountExists } from '#identity/account.service.js';
import { EmailChange } from '#identity/email-change.entity.js';
import { assertStrong } from '#identity/password-strength.js';
import { hashPassword } from '#identity/password.js';
import { hashOfToken } from '#identity/secret-token.js';
import { SetUpLink } from '#identity/session.entity.js';
import { SessionService } from '#identity/session.service.js';
import { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput, NotFound } from '#kernel/domain-error.js';
import { emailKey, isEmailAddress, WRONG_EMAIL } from '#kernel/email-address.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import { AccountLetters } from './account-letters.service.js';
import { AttemptLimits } from './attempt-limits.js';
import { PasswordProof } from './password-proof.js';
import { attemptSource, networkOf } from './visitor-network.js';

const EMAIL_CHANGE_HOURS = 24;

const CONFIRMED = {
  old: 'update email_change set is_old_confirmed = true, old_hash = null where id = ? and old_hash = ?',
  new: 'update email_change set is_new_confirmed = true, new_hash = null where id = ? and new_hash = ?',
} as const;

/** Enough of a session's hash to name it among one's own. */
const HANDLE_LENGTH = 16;

export interface OwnSession {
  readonly handle: string;
  readonly device: string;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly isCurrent: boolean;
}

export interface PasswordChange {
  readonly current: string;
  readonly chosen: string;
  /** Whether tokens of the API and calendar feeds end with the sessions. */
  readonly endsPrograms: boolean;
}

/** What people change of their own account. */
@Injectable()
export class OwnAccountService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly sessions: SessionService,
    private readonly letters: AccountLetters,
    private readonly limits: AttemptLimits,
    private readonly passwords: PasswordProof,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async find({ userId }: Actor): Promise<User> {
    return this.em.findOneOrFail(User, userId, { populate: ['organisation'], refresh: true });
  }

  /**
   * Every session but a new one ends; tokens and feeds too where the person says so.
   * @returns the new session's secret
   * @throws InvalidInput for a wrong or a weak password
   */
  async changePassword(actor: Actor, { current, chosen, endsPrograms }: PasswordChange, device: string): Promise<string> {
    const user = await this.passwords.assert(actor, current, { field: 'current' });
    if (chosen === current) throw new InvalidInput('Mật khẩu mới phải khác mật khẩu hiện tại.', 'password');
    await assertStrong(chosen, [user.email, user.name]);
    const passwordHash = await hashPassword(chosen);
    await this.em.transactional(async (em) => {
      user.passwordHash = passwordHash;
      this.letters.queue('password-changed', user);
      await em.flush();
      await this.sessions.endAll(user.id);
      await em.nativeDelete(SetUpLink, { user: user.id });
      await em.nativeDelete(EmailChange, { user: user.id });
      if (endsPrograms) await this.sessions.endPrograms(user.id);
      await this.record(actor, 'account.password-changed');
    });
    return this.sessions.open(user, { device });
  }

  /**
   * Asks for a link to choose a password anew. Whether the address is somebody's is told to nobody: the same is written
   * and answered either way.
   * @throws TooManyAttempts
   */
  async requestReset(email: string, address: string): Promise<void> {
    await this.limits.take('reset-address', attemptSource(address), 'email');
    await this.limits.take('reset-account', email, 'email');
    const user = await this.em.findOne(User, { email: emailKey(email), isActive: true });
    await this.em.transactional(async (em) => {
      this.letters.queue('reset', user);
      await em.flush();
      const entry = {
        action: 'account.reset-asked',
        subject: 'account',
        subjectId: user?.id ?? 0,
        before: null,
        after: { network: networkOf(address) },
      } as const;
      await this.audit.record({ at: this.clock.now(), actorId: null, ...entry });
    });
  }

  /** Begins an exchange of the address; a link goes to the old and to the new one. @throws InvalidInput, TooManyAttempts */
  async requestEmailChange(actor: Actor, password: string, typed: string): Promise<void> {
    const user = await this.passwords.assert(actor, password);
    const email = emailKey(typed);
    if (!isEmailAddress(email)) throw new InvalidInput(WRONG_EMAIL, 'email');
    if (email === user.email) throw new InvalidInput('Đây là địa chỉ đang dùng.', 'email');
    await this.limits.take('email-change-account', String(actor.userId), 'email');
    await this.em.transactional(async (em) => {
      await em.nativeDelete(EmailChange, { user: user.id });
      em.persist(new EmailChange(user, email, this.clock.now().add({ hours: EMAIL_CHANGE_HOURS })));
      this.letters.queue('email-old', user);
      this.letters.queue('email-new', user);
      await em.flush();
      await this.record(actor, 'account.email-change-asked');
    });
  }

  /** The exchange that waits for both ends to agree. */
  async pendingEmailChange({ userId }: Actor): Promise<EmailChange | null> {
    return this.em.findOne(EmailChange, { user: userId, expiresAt: { $gt: this.clock.now() } }, { refresh: true });
  }

  /** Takes the wish back; its links are worth nothing then. @throws NotFound where none waits */
  async cancelEmailChange(actor: Actor): Promise<void> {
    await this.em.transactional(async (em) => {
      if ((await em.nativeDelete(EmailChange, { user: actor.userId })) === 0) throw new NotFound('Không có yêu cầu đổi địa chỉ nào đang chờ.');
      await this.record(actor, 'account.email-change-cancelled');
    });
  }

  /** What one of the two links is about. @throws NotFound */
  async findEmailChange(secret: string): Promise<{ change: EmailChange; end: 'old' | 'new' }> {
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
  async confirmEmailChange(secret: string): Promise<{ isDone: boolean }> {
    const { change: asked, end } = await this.findEmailChange(secret);
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
      // What was sent to the address before opens nothing any more.
      await em.nativeDelete(SetUpLink, { user: user.id });
      await this.audit.record({
        at: this.clock.now(),
        actorId: user.id,
        action: 'account.email-changed',
        subject: 'account',
        subjectId: user.id,
        before: null,
        after: null,
      });
      return { isDone: true };
    });
  }

  /** @throws AccountExists where somebody else has taken the address since */
  private async flushAddress(email: string): Promise<void> {
    try {
      await this.em.flush();
    } catch (error) {
      throw error instanceof UniqueConstraintViolationException ? new AccountExists(email) : error;
    }
  }

  /** The browsers that one is signed in with, the latest used first. */
  async sessionsOf({ userId }: Actor, currentToken: string | undefined): Promise<OwnSession[]> {
    const rows = await rowsOf<{ tokenHash: string; device: string; createdAt: string; lastSeenAt: string }>(
      this.em,
      `select token_hash as "tokenHash", device as "device", created_at as "createdAt", last_seen_at as "lastSeenAt"
       from session where user_id = ? and not awaits_code order by last_seen_at desc, token_hash limit 100`,
      [userId],
    );
    const current = currentToken && hashOfToken(currentToken);
    return rows.map(({ tokenHash, ...row }) => ({ ...row, handle: tokenHash.slice(0, HANDLE_LENGTH), isCurrent: tokenHash === current }));
  }

  /** @throws NotFound for what is no session of one's own */
  async endSession(actor: Actor, handle: string): Promise<void> {
    await this.em.transactional(async () => {
      const ended = await changeRows(this.em, `delete from session where user_id = ? and substr(token_hash, 1, ${HANDLE_LENGTH}) = ?`, [actor.userId, handle]);
      if (ended === 0) throw new NotFound('Phiên này đã kết thúc.');
      await this.record(actor, 'account.session-ended');
    });
  }

  /** Ends all sessions but the one that asks. */
  async endOtherSessions(actor: Actor, currentToken: string | undefined): Promise<void> {
    await this.em.transactional(async () => {
      await this.sessions.endAll(actor.userId, currentToken);
      await this.record(actor, 'account.signed-out-everywhere');
    });
  }

  private async record({ userId }: Actor, action: string): Promise<void> {
    await this.audit.record({ at: this.clock.now(), actorId: userId, action, subject: 'account', subjectId: userId, before: null, after: null });
  }
}

function linkIsOver(): NotFound {
  return new NotFound('Liên kết này đã dùng hoặc đã hết hạn.');
}
