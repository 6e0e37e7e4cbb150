import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AuditTrail } from '#audit/audit-trail.js';
import type { Actor } from '#identity/actor.js';
import { CalendarFeed } from '#identity/calendar-feed.entity.js';
import { hashOfToken, newSecretToken } from '#identity/secret-token.js';
import { actorIn, ROLE_COLUMNS, ROLE_TABLES, type RoleRow } from '#identity/role-rows.js';
import { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { instantText } from '#kernel/column-types.js';
import { InvalidInput, NotFound } from '#kernel/domain-error.js';
import { needed } from '#kernel/form-fields.js';
import { readInput } from '#kernel/form-input.js';
import { dateInZone } from '#kernel/plain-date.js';
import { changeRows, rowsOf } from '#kernel/sql.js';

const MOST_FEEDS = 10;

const input = z.object({ name: needed(80, 'Hãy đặt tên để nhớ lịch này dùng ở đâu.') });

/** Addresses for calendar programs: each a secret of one person, each revocable by itself. */
@Injectable()
export class CalendarFeedService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @returns the secret, shown this once @throws InvalidForm, InvalidInput where there are too many */
  async make(actor: Actor, raw: unknown): Promise<string> {
    const { name } = readInput(input, raw);
    if ((await this.em.count(CalendarFeed, { user: actor.userId, revokedAt: null })) >= MOST_FEEDS) {
      throw new InvalidInput(`Mỗi người có tối đa ${MOST_FEEDS} lịch đăng ký; hãy thu hồi lịch không dùng nữa.`, 'name');
    }
    const secret = newSecretToken();
    await this.em.transactional(async (em) => {
      const feed = new CalendarFeed(em.getReference(User, actor.userId), name, hashOfToken(secret), this.clock.now());
      await em.persist(feed).flush();
      await this.record(actor, 'token.feed-made', feed.id);
    });
    return secret;
  }

  async listOf({ userId }: Actor): Promise<CalendarFeed[]> {
    return this.em.find(CalendarFeed, { user: userId, revokedAt: null }, { orderBy: { id: 'desc' } });
  }

  /** @throws NotFound for another's */
  async revoke(actor: Actor, id: number | undefined): Promise<void> {
    await this.em.transactional(async () => {
      const values = [instantText(this.clock.now()), id ?? 0, actor.userId];
      const changed = await changeRows(this.em, 'update calendar_feed set revoked_at = ? where id = ? and user_id = ? and revoked_at is null', values);
      if (changed === 0) throw new NotFound('Không tìm thấy lịch đăng ký này.');
      await this.record(actor, 'token.feed-revoked', id!);
    });
  }

  /** Whose calendar it is. @throws NotFound for a secret that is none, or none any more */
  async actorOf(secret: string): Promise<Actor> {
    const today = dateInZone(this.clock.now()).toString();
    const rows = await rowsOf<RoleRow>(
      this.em,
      `select ${ROLE_COLUMNS} from calendar_feed f join user_account u on u.id = f.user_id ${ROLE_TABLES}
       where f.token_hash = ? and f.revoked_at is null and u.is_active order by r.id, m.member_id`,
      [today, today, hashOfToken(secret)],
    );
    const actor = rows.length > 0 ? actorIn(rows) : null;
    // Whose role does not work without a second factor is let in by no other way either.
    if (!actor || actor.lacksSecondFactor) throw new NotFound('Không có lịch này.');
    return actor;
  }

  private async record({ userId }: Actor, action: string, subjectId: number): Promise<void> {
    await this.audit.record({ at: this.clock.now(), actorId: userId, action, subject: 'token', subjectId, before: null, after: null });
  }
}
