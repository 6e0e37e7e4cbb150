import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock.js';
import { instantText } from '#kernel/column-types.js';
import { DomainError } from '#kernel/domain-error.js';
import { rowsOf } from '#kernel/sql.js';
import type { Actor } from './actor.js';
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

const ACTOR_QUERY = `select u.id as user_id, u.name, u.role, o.id as organisation_id, o.name as organisation_name
  from session s join user_account u on u.id = s.user_id join organisation o on o.id = u.organisation_id
  where s.token_hash = ? and s.expires_at > ? and u.is_active`;

interface ActorRow {
  user_id: number;
  name: string;
  role: Role;
  organisation_id: number;
  organisation_name: string;
}

@Injectable()
export class SessionService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly clock: Clock,
  ) {}

  /**
   * Checks a password and opens a session.
   * @returns the secret for the cookie; only its hash is kept
   * @throws WrongCredentials, the same for an unknown address, a wrong password and a closed account
   */
  async signIn(email: string, password: string): Promise<string> {
    const user = await this.em.findOne(User, { email: email.trim().toLowerCase() });
    const matches = await passwordMatches(user?.passwordHash ?? null, password);
    if (!user || !matches || !user.isActive) throw new WrongCredentials();
    return this.open(user);
  }

  async open(user: User): Promise<string> {
    const token = newSecretToken();
    const now = this.clock.now();
    await this.em.nativeDelete(Session, { expiresAt: { $lte: now } });
    await this.em.persist(new Session(hashOfToken(token), user, now, now.add({ hours: 24 * SESSION_DAYS }))).flush();
    return token;
  }

  async signOut(token: string): Promise<void> {
    await this.em.nativeDelete(Session, { tokenHash: hashOfToken(token) });
  }

  /** Whose session it is; asked on every request, hence one query and no entities. */
  async actorOf(token: string): Promise<Actor | null> {
    const [row] = await rowsOf<ActorRow>(this.em, ACTOR_QUERY, [hashOfToken(token), instantText(this.clock.now())]);
    if (!row) return null;
    return {
      userId: row.user_id,
      name: row.name,
      role: row.role,
      organisationId: row.organisation_id,
      organisationName: row.organisation_name,
    };
  }
}
