import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AuditTrail } from '#audit/audit-trail.js';
import type { Actor } from '#identity/actor.js';
import { ApiToken, TOKEN_SCOPES, type TokenScope } from '#identity/api-token.entity.js';
import { hashOfToken, newSecretToken } from '#identity/secret-token.js';
import { actorIn, ROLE_COLUMNS, ROLE_TABLES, type RoleRow } from '#identity/role-rows.js';
import { Clock } from '#kernel/clock.js';
import { instantText } from '#kernel/column-types.js';
import { InvalidInput, NotFound } from '#kernel/domain-error.js';
import { needed, typed } from '#kernel/form-fields.js';
import { readInput } from '#kernel/form-input.js';
import { dateInZone } from '#kernel/plain-date.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import { AccountLetters } from './account-letters.service.js';
import { PasswordProof } from './password-proof.js';

/** So that a token left in a text is known for what it is. */
const TOKEN_PREFIX = 'lich_';

const MOST_TOKENS = 20;
const SEEN_MINUTES = 5;

export const TOKEN_DAYS = [30, 90, 365] as const;

const input = z.object({
  name: needed(80, 'Hãy đặt tên để nhớ mã này dùng ở đâu.'),
  scope: z.enum(TOKEN_SCOPES, 'Hãy chọn quyền của mã.'),
  /** A token outlasts the session that made it, and a change of the password. */
  password: typed,
  days: z.coerce.number('Hãy chọn thời hạn.').refine((days) => (TOKEN_DAYS as readonly number[]).includes(days), 'Hãy chọn thời hạn.'),
});

/** Tokens by which programs ask the API in a person's name. */
@Injectable()
export class ApiTokenService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly passwords: PasswordProof,
    private readonly letters: AccountLetters,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @returns the secret, shown this once @throws InvalidForm, InvalidInput where there are too many */
  async make(actor: Actor, raw: unknown): Promise<string> {
    const { name, scope, days, password } = readInput(input, raw);
    if ((await this.em.count(ApiToken, { user: actor.userId, revokedAt: null, expiresAt: { $gt: this.clock.now() } })) >= MOST_TOKENS) {
      throw new InvalidInput(`Mỗi người giữ tối đa ${MOST_TOKENS} mã; hãy thu hồi mã không dùng nữa.`, 'name');
    }
    const user = await this.passwords.assert(actor, password);
    const secret = TOKEN_PREFIX + newSecretToken();
    const now = this.clock.now();
    await this.em.transactional(async (em) => {
      this.letters.queue('token-made', user);
      const token = new ApiToken(user, name, scope, hashOfToken(secret), now, now.add({ hours: 24 * days }));
      await em.persist(token).flush();
      await this.record(actor, 'token.made', token.id, { scope, expiresAt: token.expiresAt.toString() });
    });
    return secret;
  }

  /** One's own, those that serve before those that are over. */
  async listOf({ userId }: Actor): Promise<ApiToken[]> {
    return this.em.find(ApiToken, { user: userId }, { orderBy: { id: 'desc' }, limit: 100 });
  }

  /** @throws NotFound for another's */
  async revoke(actor: Actor, id: number | undefined): Promise<void> {
    await this.em.transactional(async () => {
      const changed =
        id === undefined
          ? 0
          : await changeRows(this.em, 'update api_token set revoked_at = ? where id = ? and user_id = ? and revoked_at is null', [
              instantText(this.clock.now()),
              id,
              actor.userId,
            ]);
      if (changed === 0) throw new NotFound('Không tìm thấy mã này.');
      await this.record(actor, 'token.revoked', id!, null);
    });
  }

  /** In whose name a token asks, and how far it goes; null where it is none, or none any more. */
  async actorOf(secret: string): Promise<{ actor: Actor; scope: TokenScope; tokenId: number } | null> {
    if (!secret.startsWith(TOKEN_PREFIX)) return null;
    const now = this.clock.now();
    const today = dateInZone(now).toString();
    const rows = await rowsOf<RoleRow & { tokenId: number; scope: TokenScope; lastUsedAt: string | null }>(
      this.em,
      `select ${ROLE_COLUMNS}, t.id as "tokenId", t.scope as "scope", t.last_used_at as "lastUsedAt" from api_token t join user_account u on u.id = t.user_id ${ROLE_TABLES}
       where t.token_hash = ? and t.expires_at > ? and t.revoked_at is null and u.is_active order by r.id, m.member_id`,
      [today, today, hashOfToken(secret), instantText(now)],
    );
    const [first] = rows;
    if (!first) return null;
    if (first.lastUsedAt === null || first.lastUsedAt < instantText(now.subtract({ minutes: SEEN_MINUTES }))) {
      await changeRows(this.em, 'update api_token set last_used_at = ? where id = ?', [instantText(now), first.tokenId]);
    }
    return { actor: { ...actorIn(rows), via: 'api-token' }, scope: first.scope, tokenId: first.tokenId };
  }

  private async record({ userId }: Actor, action: string, subjectId: number, after: object | null): Promise<void> {
    await this.audit.record({ at: this.clock.now(), actorId: userId, action, subject: 'token', subjectId, before: null, after });
  }
}
