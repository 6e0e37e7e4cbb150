import { randomBytes } from 'node:crypto';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import { AuditTrail } from '#audit/audit-trail.js';
import { type Actor, assertMay } from '#identity/actor.js';
import { RecoveryCode } from '#identity/recovery-code.entity.js';
import { isRole, type Role, roleName } from '#identity/role.js';
import { hashOfToken } from '#identity/secret-token.js';
import { SecuritySettings } from '#identity/security-settings.entity.js';
import { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { DomainError, InvalidInput } from '#kernel/domain-error.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import { AccountLetters } from './account-letters.service.js';
import { AttemptLimits } from './attempt-limits.js';
import { PasswordProof } from './password-proof.js';

export class WrongCode extends DomainError {
  readonly code = 'wrong-code';
  readonly kind = 'invalid';

  constructor(advice: string) {
    super(`Mã chưa đúng hoặc đã dùng. ${advice}`, 'code');
  }
}

const RECOVERY_CODES = 10;

/** RFC 6238: half minutes. A phone's clock may be one of them off. */
const PERIOD_SECONDS = 30;
const WINDOW = 1;

const SIGN_IN_ADVICE = 'Hãy lấy mã mới trong ứng dụng xác thực, hoặc dùng một mã dự phòng còn lại.';
const SET_UP_ADVICE = 'Hãy nhập mã đang hiện trong ứng dụng xác thực; vẫn sai thì đặt giờ của điện thoại về tự động.';

/** Time-based codes as the second factor, with codes on paper for whoever has lost the phone. */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly limits: AttemptLimits,
    private readonly letters: AccountLetters,
    private readonly passwords: PasswordProof,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** A new authenticator's secret and its address for the phone; nothing is kept until a code of it was given. */
  proposed({ email }: { email: string }, secret = new Secret({ size: 20 }).base32): { secret: string; address: string } {
    return { secret, address: totpOf(secret, email).toString() };
  }

  /**
   * Turns it on, or puts another authenticator in the place of the one before. The password is asked for where there is
   * one: whoever finds a browser signed in must not lock its owner out.
   * @returns the codes for the paper, shown this once
   * @throws WrongCode, InvalidInput for a secret that is none of ours or a wrong password
   */
  async confirm(actor: Actor, { secret, code, password }: { secret: string; code: string; password: string }): Promise<string[]> {
    if (!/^[A-Z2-7]{32}$/.test(secret)) throw new InvalidInput('Hãy tải lại trang và quét mã mới.', 'code');
    await this.passwords.assert(actor, password);
    await this.limits.take('code-account', String(actor.userId), 'code');
    const step = this.stepOf(secret, code);
    if (step === null) throw new WrongCode(SET_UP_ADVICE);
    await this.limits.forget('code-account', String(actor.userId));
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    await this.em.transactional(async (em) => {
      const user = await em.findOneOrFail(User, actor.userId);
      user.totpSecret = secret;
      user.totpStep = step;
      // Of two at the same instant the second waits here, and takes the codes of the first away.
      await em.flush();
      await em.nativeDelete(RecoveryCode, { user: user.id });
      for (const one of codes) em.persist(new RecoveryCode(user, hashOfToken(plain(one))));
      this.letters.queue('second-factor-on', user);
      await em.flush();
      await this.record(actor, 'account.second-factor-on', actor.userId);
    });
    return codes;
  }

  /** @throws InvalidInput for a wrong password, or where one's role does not work without */
  async remove(actor: Actor, password: string): Promise<void> {
    const user = await this.passwords.assert(actor, password);
    if (await this.isRequiredOf(actor)) throw new InvalidInput('Vai trò của bạn bắt buộc xác thực hai lớp nên không tắt được.', 'password');
    await this.forget(actor, user);
  }

  /** Takes it from somebody else, who lost phone and paper; they are told. @throws InvalidInput for a wrong password of the actor's, and for oneself */
  async takeFrom(actor: Actor, user: User, password: string): Promise<void> {
    assertMay(actor, 'security.manage');
    if (user.id === actor.userId) throw new InvalidInput('Xác thực hai lớp của chính mình tắt ở trang Tài khoản của tôi.', 'password');
    if (user.totpSecret === null) throw new InvalidInput('Người này chưa bật xác thực hai lớp.', 'password');
    await this.passwords.assert(actor, password);
    await this.forget(actor, user);
  }

  /** Whoever may do that without a password: the person themselves by theirs, and the operator. */
  async forget(actor: Actor, user: User): Promise<void> {
    await this.em.transactional(async (em) => {
      user.totpSecret = null;
      user.totpStep = 0;
      await em.nativeDelete(RecoveryCode, { user: user.id });
      this.letters.queue('second-factor-off', user);
      await em.flush();
      await this.record(actor, 'account.second-factor-off', user.id);
    });
  }

  /** A code, or one from the paper; either serves once, also of two at the same instant. @throws WrongCode */
  async assertCode(user: User, typed: string): Promise<void> {
    const code = plain(typed);
    if (code.length > 8) {
      const used = await changeRows(this.em, 'delete from recovery_code where user_id = ? and code_hash = ?', [user.id, hashOfToken(code)]);
      if (used !== 1) throw new WrongCode(SIGN_IN_ADVICE);
      return;
    }
    const step = user.totpSecret === null ? null : this.stepOf(user.totpSecret, code);
    if (step === null) throw new WrongCode(SIGN_IN_ADVICE);
    const taken = await changeRows(this.em, 'update user_account set totp_step = ? where id = ? and totp_step < ?', [step, user.id, step]);
    if (taken !== 1) throw new WrongCode(SIGN_IN_ADVICE);
  }

  /** What one's own page says of it. */
  async standing({ userId }: Actor): Promise<{ isOn: boolean; codesLeft: number }> {
    const [row] = await rowsOf<{ isOn: number; codesLeft: number }>(
      this.em,
      `select cast(count(u.totp_secret) as integer) as "isOn", cast((select count(*) from recovery_code c where c.user_id = ?) as integer) as "codesLeft"
       from user_account u where u.id = ?`,
      [userId, userId],
    );
    return { isOn: row?.isOn === 1, codesLeft: row?.codesLeft ?? 0 };
  }

  async requiredRoles(): Promise<readonly Role[]> {
    return (await this.em.findOne(SecuritySettings, 1))?.secondFactorRoles ?? [];
  }

  /** The office's decision for each role. @throws InvalidInput for a role that is none, for one's own while one has no second factor, and for a wrong password */
  async require(actor: Actor, roles: readonly string[], password: string): Promise<void> {
    const chosen = [...new Set(roles)].filter(isRole);
    if (roles.some((role) => !isRole(role))) throw new InvalidInput('Vai trò này không có trong danh sách.', 'roles');
    const own = actor.grants.find(({ role }) => chosen.includes(role));
    if (own && actor.userId && !(await this.standing(actor)).isOn)
      throw new InvalidInput(`Bạn cũng có vai trò ${roleName(own.role)}: hãy bật xác thực hai lớp cho chính mình trước, rồi lưu lại.`, 'roles');
    await this.passwords.assert(actor, password);
    await this.em.transactional(async (em) => {
      const settings = (await em.findOne(SecuritySettings, 1)) ?? new SecuritySettings();
      const before = { roles: settings.secondFactorRoles };
      settings.secondFactorRoles = chosen;
      await em.persist(settings).flush();
      await this.audit.record({
        at: this.clock.now(),
        actorId: actor.userId || null,
        action: 'account.second-factor-roles',
        subject: 'account',
        subjectId: 0,
        before,
        after: { roles: chosen },
      });
    });
  }

  /** Must the person have one before anything else? */
  async isRequiredOf(actor: Actor): Promise<boolean> {
    const roles = await this.requiredRoles();
    return actor.grants.some(({ role }) => roles.includes(role));
  }

  /** @returns which half minute the code is of */
  private stepOf(secret: string, code: string): number | null {
    const now = this.clock.now().epochMilliseconds;
    const delta = /^\d{6}$/.test(plain(code)) ? totpOf(secret, '').validate({ token: plain(code), timestamp: now, window: WINDOW }) : null;
    return delta === null ? null : Math.floor(now / 1000 / PERIOD_SECONDS) + delta;
  }

  private async record(actor: Actor, action: string, subjectId: number): Promise<void> {
    await this.audit.record({ at: this.clock.now(), actorId: actor.userId || null, action, subject: 'account', subjectId, before: null, after: null });
  }
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ issuer: 'Lịch Tuyên Truyền', label, algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS, secret: Secret.fromBase32(secret) });
}

/** `k7m2p-q9x4t-…`: sixteen characters of 32, eighty bits, without those that are mistaken for another. */
function newRecoveryCode(): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
  return [...randomBytes(16)].map((byte, index) => `${index > 0 && index % 4 === 0 ? '-' : ''}${alphabet[byte % 32]!}`).join('');
}

function plain(code: string): string {
  return code.replace(/[\s-]/g, '').toLowerCase();
}
