import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { Clock } from '#kernel/clock.js';
import { instantText } from '#kernel/column-types.js';
import { DomainError } from '#kernel/domain-error.js';
import { emailKey } from '#kernel/email-address.js';
import { dateInZone } from '#kernel/plain-date.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import type { Actor } from './actor.js';
import { ApiToken } from './api-token.entity.js';
import { CalendarFeed } from './calendar-feed.entity.js';
import { passwordMatches } from './password.js';
import { actorIn, ROLE_COLUMNS, ROLE_TABLES, type RoleRow } from './role-rows.js';
import { hashOfToken, newSecretToken } from './secret-token.js';
import { Session } from './session.entity.js';
import { User } from './user.entity.js';

export class WrongCredentials extends DomainError {
  readonly code = 'wrong-credentials';
  readonly kind = 'invalid';

  constructor() {
    super('Địa chỉ thư hoặc mật khẩu không đúng.', 'email');
  }
}

export const SESSION_DAYS = 14;

/** Unused for so long, a session is over. */
export const IDLE_HOURS = 72;

/** How long one may look for the phone after the password was right. */
const CODE_MINUTES = 10;

const SEEN_MINUTES = 5;

/** More browsers than anybody works in. */
const MOST_SESSIONS = 20;

const ACTOR_QUERY = `select ${ROLE_COLUMNS}, s.created_at as "signedInAt", s.last_seen_at as "lastSeenAt"
  from session s join user_account u on u.id = s.user_id ${ROLE_TABLES}
  where s.token_hash = ? and s.expires_at > ? and s.last_seen_at > ? and not s.awaits_code and u.is_active order by r.id, m.member_id`;

interface ActorRow extends RoleRow {
  readonly signedInAt: string;
  readonly lastSeenAt: string;
}

/** Takes three values. Locks the account, so that whoever exchanges or closes it at the same instant comes before or after. */
const AS_CHECKED = `update user_account set totp_step = totp_step
  where id = ? and is_active and coalesce(password_hash, '') = ? and coalesce(totp_secret, '') = ?`;

@Injectable()
export class SessionService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly clock: Clock,
  ) {}

  /**
   * Whose password it is.
   * @throws WrongCredentials, the same and as late for an unknown address, a wrong password and a closed account
   */
  async check(email: string, password: string): Promise<User> {
    const user = await this.em.findOne(User, { email: emailKey(email) });
    const matches = await passwordMatches(user?.passwordHash ?? null, password);
    if (!user || !matches || !user.isActive) throw new WrongCredentials();
    return user;
  }

  /**
   * @param user as it was when the person showed who they are
   * @param awaitsCode leads nowhere until the second factor was given
   * @param device in words, for the list of one's own sessions
   * @throws WrongCredentials where the account was closed, or its password or second factor exchanged, since
   */
  async open(user: User, { awaitsCode = false, device = '' } = {}): Promise<string> {
    const token = newSecretToken();
    const now = this.clock.now();
    await this.em.nativeDelete(Session, { $or: [{ expiresAt: { $lte: now } }, { lastSeenAt: { $lte: now.subtract({ hours: IDLE_HOURS }) } }] });
    const lasts = awaitsCode ? { minutes: CODE_MINUTES } : { hours: 24 * SESSION_DAYS };
    const session = new Session(hashOfToken(token), user, now, now.add(lasts), device);
    session.awaitsCode = awaitsCode;
    await this.em.transactional(async (em) => {
      if ((await changeRows(em, AS_CHECKED, [user.id, user.passwordHash ?? '', user.totpSecret ?? ''])) === 0) throw new WrongCredentials();
      await em.persist(session).flush();
      await this.endBeyond(session);
    });
    return token;
  }

  /** Whoever never signs out keeps this browser and those used last. Who knows no more than the password drives none of them out. */
  private async endBeyond({ user: { id }, tokenHash, awaitsCode }: Session): Promise<void> {
    const others = `from session where user_id = ? and ${awaitsCode ? '' : 'not '}awaits_code and token_hash <> ?`;
    const values = [id, tokenHash];
    await changeRows(
      this.em,
      `delete ${others} and token_hash not in (select token_hash ${others} order by last_seen_at desc, created_at desc, token_hash limit ${MOST_SESSIONS - 1})`,
      [...values, ...values],
    );
  }

  async signOut(token: string): Promise<void> {
    await this.em.nativeDelete(Session, { tokenHash: hashOfToken(token) });
  }

  /** Whose second factor a session waits for. */
  async awaiting(token: string): Promise<User | null> {
    const session = await this.em.findOne(
      Session,
      { tokenHash: hashOfToken(token), awaitsCode: true, expiresAt: { $gt: this.clock.now() }, user: { isActive: true } },
      { populate: ['user'], refresh: true },
    );
    return session?.user ?? null;
  }

  /** Ends all sessions of a person, but for the one whose secret is given. @returns how many */
  async endAll(userId: number, except?: string): Promise<number> {
    return this.em.nativeDelete(Session, { user: userId, ...(except ? { tokenHash: { $ne: hashOfToken(except) } } : {}) });
  }

  /** Ends what lets programs in for a person: tokens of the API and calendar feeds. */
  async endPrograms(userId: number): Promise<void> {
    const revokedAt = this.clock.now();
    await this.em.nativeUpdate(ApiToken, { user: userId, revokedAt: null }, { revokedAt });
    await this.em.nativeUpdate(CalendarFeed, { user: userId, revokedAt: null }, { revokedAt });
  }

  /** Whose session it is; asked on every request, hence one query and no entities. */
  async actorOf(token: string): Promise<Actor | null> {
    const now = this.clock.now();
    const today = dateInZone(now).toString();
    const tokenHash = hashOfToken(token);
    const idleSince = instantText(now.subtract({ hours: IDLE_HOURS }));
    const rows = await rowsOf<ActorRow>(this.em, ACTOR_QUERY, [today, today, tokenHash, instantText(now), idleSince]);
    const [first] = rows;
    if (!first) return null;
    // Written down now and then: a write with every page would cost more than the page.
    if (first.lastSeenAt < instantText(now.subtract({ minutes: SEEN_MINUTES }))) {
      await changeRows(this.em, 'update session set last_seen_at = ? where token_hash = ?', [instantText(now), tokenHash]);
    }
    return { ...actorIn(rows), signedInAt: Temporal.Instant.from(first.signedInAt) };
  }
}
