import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import { OpenidRefused, type OpenidSecrets, OpenidService } from '#identity/openid.service.js';
import { SessionService, WrongCredentials } from '#identity/session.service.js';
import { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { NotFound } from '#kernel/domain-error.js';
import { emailKey } from '#kernel/email-address.js';
import { type Attempt, AttemptLimits, TooManyAttempts } from './attempt-limits.js';
import { SecondFactorService } from './second-factor.service.js';
import { attemptSource, deviceOf, networkOf, type Origin } from './visitor-network.js';

/** A session's secret, and whether it leads no further than to the question for the code. */
export interface SignedIn {
  readonly token: string;
  readonly awaitsCode: boolean;
}

type Told = 'session.opened' | 'session.awaits-code' | 'session.refused' | 'session.limited' | 'session.ended';

/** Signing in and out, within the limits and with the trail. */
@Injectable()
export class SignInService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly sessions: SessionService,
    private readonly openid: OpenidService,
    private readonly limits: AttemptLimits,
    private readonly secondFactor: SecondFactorService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * @param previous the secret of the session that the browser had: it ends, whoever's it was
   * @throws WrongCredentials, TooManyAttempts
   */
  async signIn(email: string, password: string, origin: Origin, previous?: string): Promise<SignedIn> {
    const source = attemptSource(origin.address);
    const here = `${emailKey(email)} ${source}`;
    await this.take('sign-in-address', source, origin);
    await this.take('sign-in-account', here, origin, email);
    await this.take('sign-in-account-anywhere', email, origin, email);
    let user: User;
    try {
      user = await this.sessions.check(email, password);
    } catch (error) {
      if (error instanceof WrongCredentials) await this.tell('session.refused', await this.idOf(email), origin);
      throw error;
    }
    await this.limits.forget('sign-in-account', here);
    await this.limits.giveBack('sign-in-account-anywhere', email);
    await this.limits.giveBack('sign-in-address', source);
    return this.open(user, origin, previous);
  }

  /** By what the provider answered. @throws as `OpenidService.complete` */
  async signInByOpenid(query: string, secrets: OpenidSecrets | undefined, origin: Origin, previous?: string): Promise<SignedIn> {
    try {
      return await this.open(await this.openid.complete(query, secrets), origin, previous);
    } catch (error) {
      if (error instanceof OpenidRefused && error.userId !== undefined) await this.tell('session.refused', error.userId, origin);
      throw error;
    }
  }

  /** Opens a session for somebody who has shown who they are; a second factor is asked for where they have one. */
  async open(user: User, origin: Origin, previous?: string): Promise<SignedIn> {
    if (previous) await this.sessions.signOut(previous);
    const awaitsCode = user.totpSecret !== null;
    const token = await this.sessions.open(user, { awaitsCode, device: deviceOf(origin.userAgent) });
    await this.tell(awaitsCode ? 'session.awaits-code' : 'session.opened', user.id, origin);
    return { token, awaitsCode };
  }

  /**
   * The second step: a code of the authenticator, or one of those on paper.
   * @param token of the session that waits for it
   * @returns the secret of the session that is open now
   * @throws NotFound where no session waits, WrongCode, TooManyAttempts
   */
  async confirm(token: string, code: string, origin: Origin): Promise<string> {
    const user = await this.sessions.awaiting(token);
    if (!user) throw new NotFound('Lần đăng nhập này đã quá hạn. Hãy đăng nhập lại.');
    await this.take('code-account', String(user.id), origin, user.email);
    try {
      await this.secondFactor.assertCode(user, code);
    } catch (error) {
      await this.tell('session.refused', user.id, origin);
      throw error;
    }
    await this.limits.forget('code-account', String(user.id));
    await this.sessions.signOut(token);
    const opened = await this.sessions.open(user, { device: deviceOf(origin.userAgent) });
    await this.tell('session.opened', user.id, origin);
    return opened;
  }

  /** Whoever locked themselves out and has chosen another password since begins anew. */
  async forgetAttempts(email: string, { address }: Origin): Promise<void> {
    await this.limits.forget('sign-in-account', `${emailKey(email)} ${attemptSource(address)}`);
  }

  async signOut(token: string, origin: Origin): Promise<void> {
    const actor = await this.sessions.actorOf(token);
    await this.sessions.signOut(token);
    if (actor) await this.tell('session.ended', actor.userId, origin);
  }

  /** @param email of the account that it is about, if it is about one */
  private async take(attempt: Attempt, whose: string, origin: Origin, email?: string): Promise<void> {
    try {
      await this.limits.take(attempt, whose);
    } catch (error) {
      if (error instanceof TooManyAttempts && error.isFirst) await this.tell('session.limited', email === undefined ? 0 : await this.idOf(email), origin);
      throw error;
    }
  }

  /** 0 for an address that nobody has: the trail keeps no address, which may be a slip of somebody’s hand or a password. */
  private async idOf(email: string): Promise<number> {
    return (await this.em.findOne(User, { email: emailKey(email) }, { fields: ['id'] }))?.id ?? 0;
  }

  private async tell(action: Told, userId: number, origin: Origin): Promise<void> {
    const isOwn = action === 'session.opened' || action === 'session.ended';
    await this.em.transactional(() =>
      this.audit.record({
        at: this.clock.now(),
        actorId: isOwn ? userId : null,
        action,
        subject: 'session',
        subjectId: userId,
        before: null,
        after: { network: networkOf(origin.address) },
      }),
    );
  }
}
