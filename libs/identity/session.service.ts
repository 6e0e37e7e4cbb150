import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock.js';
import { instantText } from '#kernel/column-types.js';
import { DomainError } from '#kernel/domain-error.js';
import { emailKey } from '#kernel/email-address.js';
import { dateInZone } from '#kernel/plain-date.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import type { Actor, Grant } from './actor.js';
import { ApiToken } from './api-token.entity.js';
import { CalendarFeed } from './calendar-feed.entity.js';
import { passwordMatches } from './password.js';
import type { Role } from './role.js';
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

/** Every role of everybody, as a table of SQL; the first of a person, whose id is 0, before the others. */
export const ROLES_OF_ALL = `(select 0 as id, id as user_id, organisation_id, role from user_account
  union all select id, user_id, organisation_id, role from further_role)`;

/** A row for each role, and for each member of its organisation where that has any: few, and read with one query. */
export const ROLE_COLUMNS = `u.id as "userId", u.name as "name", r.role as "role", o.id as "organisationId", o.name as "organisationName", m.member_id as "memberId"`;

/** Takes two values: today, twice. */
export const ROLE_TABLES = `join ${ROLES_OF_ALL} r on r.user_id = u.id join organisation o on o.id = r.organisation_id
  left join group_member m on m.group_id = o.id and (m.valid_from is null or m.valid_from <= ?) and (m.valid_until is null or m.valid_until > ?)`;

const ACTOR_QUERY = `select ${ROLE_COLUMNS}, s.last_seen_at as "lastSeenAt", u.totp_secret is null as "hasNoCode",
    (select second_factor_roles from security_settings where id = 1) as "codeRoles" from session s join user_account u on u.id = s.user_id ${ROLE_TABLES}
  where s.token_hash = ? and s.expires_at > ? and s.last_seen_at > ? and not s.awaits_code and u.is_active order by r.id, m.member_id`;

export interface RoleRow {
  readonly userId: number;
  readonly name: string;
  readonly role: Role;
  readonly organisationId: number;
  readonly organisationName: string;
  readonly memberId: number | null;
}

interface ActorRow extends RoleRow {
  readonly hasNoCode: boolean | number;
  /** PostgreSQL gives a list, SQLite the text of one. */
  readonly codeRoles: readonly Role[] | string | null;
  readonly lastSeenAt: string;
}

/** Makes of a person's rows, one for each role and member, whoever asks. */
export function actorIn(rows: readonly RoleRow[]): Actor {
  const grants = new Map<string, Grant & { reach: number[] }>();
  for (const { role, organisationId, organisationName, memberId } of rows) {
    const key = `${organisationId} ${role}`;
    const grant = grants.get(key) ?? { role, organisationId, organisationName, reach: [organisationId] };
    if (memberId !== null) grant.reach.push(memberId);
    grants.set(key, grant);
  }
  const { userId, name, role, organisationId, organisationName } = rows[0]!;
  return { userId, name, role, organisationId, organisationName, grants: [...grants.values()] };
}

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
   * @param awaitsCode leads nowhere until the second factor was given
   * @param device in words, for the list of one's own sessions
   */
  async open(user: User, { awaitsCode = false, device = '' } = {}): Promise<string> {
    const token = newSecretToken();
    const now = this.clock.now();
    await this.em.nativeDelete(Session, { $or: [{ expiresAt: { $lte: now } }, { lastSeenAt: { $lte: now.subtract({ hours: IDLE_HOURS }) } }] });
    const lasts = awaitsCode ? { minutes: CODE_MINUTES } : { hours: 24 * SESSION_DAYS };
    const session = new Session(hashOfToken(token), user, now, now.add(lasts), device);
    session.awaitsCode = awaitsCode;
    await this.em.persist(session).flush();
    await this.endBeyond(session);
    return token;
  }

  /** Whoever never signs out keeps this browser and those used last. */
  private async endBeyond({ user: { id }, tokenHash }: Session): Promise<void> {
    const others = 'from session where user_id = ? and token_hash <> ?';
    await changeRows(
      this.em,
      `delete ${others} and token_hash not in (select token_hash ${others} order by last_seen_at desc, created_at desc, token_hash limit ${MOST_SESSIONS - 1})`,
      [id, tokenHash, id, tokenHash],
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
    const actor = actorIn(rows);
    return first.hasNoCode && isAnyOf(actor, first.codeRoles) ? { ...actor, lacksSecondFactor: true } : actor;
  }
}

function isAnyOf(actor: Actor, roles: ActorRow['codeRoles']): boolean {
  const required = (typeof roles === 'string' ? JSON.parse(roles) : (roles ?? [])) as readonly Role[];
  return actor.grants.some(({ role }) => required.includes(role));
}
