import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { AuditTrail } from '#audit/audit-trail.js';
import type { Actor } from '#identity/actor.js';
import { passwordMatches } from '#identity/password.js';
import { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput } from '#kernel/domain-error.js';
import { AttemptLimits } from './attempt-limits.js';

/** Asks for one's own password once more, before a step that outlasts the session: whoever finds a browser signed in gets no further. */
@Injectable()
export class PasswordProof {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly limits: AttemptLimits,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * @param field of the form that the password stands in
   * @returns the account
   * @throws InvalidInput for a wrong password; and for somebody who signs in by OpenID Connect alone, and has none to be asked
   * for, unless they signed in just now; TooManyAttempts
   */
  async assert(actor: Actor, password: string, field = 'password'): Promise<User> {
    const { userId } = actor;
    const user = await this.em.findOneOrFail(User, userId, { refresh: true });
    if (user.passwordHash !== null && password === '') throw new InvalidInput('Hãy nhập mật khẩu của bạn.', field);
    await this.limits.take('password-account', String(userId), field);
    if (user.passwordHash === null) {
      if (!this.isJustSignedIn(actor)) throw new InvalidInput(SIGN_IN_AGAIN, field);
    } else if (!(await passwordMatches(user.passwordHash, password))) {
      await this.tell(userId);
      throw new InvalidInput('Mật khẩu chưa đúng.', field);
    }
    await this.limits.forget('password-account', String(userId));
    return user;
  }

  private isJustSignedIn({ signedInAt }: Actor): boolean {
    return signedInAt !== undefined && Temporal.Instant.compare(signedInAt.add({ minutes: FRESH_MINUTES }), this.clock.now()) > 0;
  }

  private async tell(userId: number): Promise<void> {
    const entry = {
      at: this.clock.now(),
      actorId: userId,
      action: 'account.password-refused',
      subject: 'account',
      subjectId: userId,
      before: null,
      after: null,
    } as const;
    await this.em.transactional(() => this.audit.record(entry));
  }
}

const FRESH_MINUTES = 10;

const SIGN_IN_AGAIN = `Tài khoản không có mật khẩu nên việc này chỉ làm được trong ${FRESH_MINUTES} phút sau khi đăng nhập. Hãy đăng xuất, đăng nhập lại rồi làm tiếp.`;
