import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import type { Actor } from '#identity/actor.js';
import { EmailChange } from '#identity/email-change.entity.js';
import { assertStrong } from '#identity/password-strength.js';
import { hashPassword } from '#identity/password.js';
import { hashOfToken } from '#identity/secret-token.js';
import { SetUpLink } from '#identity/session.entity.js';
import { SessionService } from '#identity/session.service.js';
import { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput, NotFound } from '#kernel/domain-error.js';
import { emailKey } from '#kernel/email-address.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import { AccountLetters } from './account-letters.service.js';
import { AttemptLimits } from './attempt-limits.js';
import { PasswordProof } from './password-proof.js';
import { attemptSource, networkOf } from './visitor-network.js';

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
    const user = await this.passwords.assert(actor, current, 'current');
    if (user.passwordHash === null) throw new InvalidInput('Tài khoản chưa có mật khẩu; hãy đặt qua “Quên mật khẩu?” ở trang đăng nhập.', 'current');
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
