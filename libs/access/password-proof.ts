import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '#identity/actor.js';
import { passwordMatches } from '#identity/password.js';
import { User } from '#identity/user.entity.js';
import { InvalidInput } from '#kernel/domain-error.js';
import { AttemptLimits } from './attempt-limits.js';

/** Asks for one's own password once more, before a step that outlasts the session: whoever finds a browser signed in gets no further. */
@Injectable()
export class PasswordProof {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly limits: AttemptLimits,
  ) {}

  /**
   * @param field of the form that the password stands in
   * @param lets somebody who signs in by OpenID Connect alone, and has no password to be asked for, go on
   * @returns the account
   * @throws InvalidInput for a wrong password, TooManyAttempts
   */
  async assert({ userId }: Actor, password: string, { field = 'password', lets = false } = {}): Promise<User> {
    await this.limits.take('password-account', String(userId), field);
    const user = await this.em.findOneOrFail(User, userId);
    const isRight = lets && user.passwordHash === null ? true : await passwordMatches(user.passwordHash, password);
    if (!isRight) throw new InvalidInput(user.passwordHash === null ? NO_PASSWORD : 'Mật khẩu chưa đúng.', field);
    await this.limits.forget('password-account', String(userId));
    return user;
  }
}

const NO_PASSWORD = 'Tài khoản chưa có mật khẩu; hãy đặt một mật khẩu qua “Quên mật khẩu” ở trang đăng nhập trước.';
