import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import { type Actor, assertMay } from '#identity/actor.js';
import { Session } from '#identity/session.entity.js';
import { SessionService } from '#identity/session.service.js';
import { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput } from '#kernel/domain-error.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import { MailboxErasure } from '#mail/mailbox-erasure.js';
import { accountLetterPrefix } from './account-letters.service.js';
import { ErasedTraces } from './erased-traces.js';
import { PasswordProof } from './password-proof.js';

/** What belongs to the person alone and goes with them. */
const OWN_ROWS = ['recovery_code', 'email_change', 'external_identity', 'set_up_link', 'account_letter', 'api_token', 'calendar_feed'];

/** Letters in the built-in mailbox that were written to the person, whatever their address was then. */
const OWN_LETTERS = `select l.message_id as "messageId" from mailbox_letter l where l.to_address = ? or l.message_id like ?
  or exists (select 1 from reminder_mail m where m.recipient_id = ? and l.message_id like m.message_key || '@%')`;

/** What is kept of a person: all of it in one file, or none of it (Nghị định 13/2023/NĐ-CP, in spirit). */
@Injectable()
export class PersonalDataService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly sessions: SessionService,
    private readonly mailbox: MailboxErasure,
    private readonly passwords: PasswordProof,
    private readonly traces: ErasedTraces,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** All that the system keeps of a person. Instants as ISO 8601 in UTC; no secret and no hash of one. */
  async of(userId: number): Promise<object> {
    const user = await this.em.findOneOrFail(User, userId, { populate: ['organisation'], refresh: true });
    const rows = (sql: string) => rowsOf<Record<string, unknown>>(this.em, sql, [userId]);
    return {
      account: {
        name: user.name,
        email: user.email,
        role: user.role,
        organisation: user.organisation.name,
        createdAt: user.createdAt.toString(),
        isActive: user.isActive,
        takesSummaries: user.takesSummaries,
        hasSecondFactor: user.totpSecret !== null,
      },
      furtherRoles: await rows(
        'select f.role, o.name as organisation, f.created_at from further_role f join organisation o on o.id = f.organisation_id where f.user_id = ? order by f.id',
      ),
      emailChange: await rows('select new_email, is_old_confirmed, is_new_confirmed, expires_at from email_change where user_id = ?'),
      externalIdentities: await rows('select issuer, subject, tied_at from external_identity where user_id = ? order by id'),
      sessions: (await this.em.find(Session, { user: userId })).map(({ device, createdAt, lastSeenAt }) => ({
        device,
        createdAt: createdAt.toString(),
        lastSeenAt: lastSeenAt.toString(),
      })),
      apiTokens: await rows('select name, scope, created_at, expires_at, last_used_at, revoked_at from api_token where user_id = ? order by id'),
      calendarFeeds: await rows('select name, created_at, revoked_at from calendar_feed where user_id = ? order by id'),
      itemsLogged: await rows('select id, title, occurs_on, created_at from deliverable where created_by_id = ? order by id'),
      snoozes: await rows('select until, created_at from snooze where by_id = ? order by id'),
      accountLetters: await rows('select kind, created_at, settled_at from account_letter where user_id = ? order by id'),
      remindersSent: await rows("select day, subject, sent_at from reminder_mail where recipient_id = ? and state = 'sent' order by id"),
      trail: await rows('select at, action, subject, subject_id from audit_entry where actor_id = ? order by id'),
      trailAbout: await rows("select at, action, actor_id from audit_entry where subject in ('account', 'session') and subject_id = ? order by id"),
    };
  }

  /**
   * Takes the person out of the account and leaves the work: the trail and the items name the account, which from then on
   * has no name, no address and no way in. There is no way back.
   * @throws Forbidden, InvalidInput for an account that is open and for a wrong password of the actor's
   */
  async erase(actor: Actor, user: User, password: string): Promise<void> {
    assertMay(actor, 'accounts.erase');
    if (user.isActive) throw new InvalidInput('Hãy khoá tài khoản trước khi ẩn danh.', 'password');
    await this.passwords.assert(actor, password);
    // 1. Letters, whose files no transaction takes back: done twice, nothing is lost.
    const letters = await rowsOf<{ messageId: string }>(this.em, OWN_LETTERS, [user.email, `${accountLetterPrefix(user.id)}%`, user.id]);
    await this.mailbox.forget(letters.map(({ messageId }) => messageId));
    await this.em.transactional(async (em) => {
      // 2. The account itself, and what stands beside it.
      user.erase();
      await em.flush();
      await this.sessions.endAll(user.id);
      for (const table of OWN_ROWS) await changeRows(em, `delete from ${table} where user_id = ?`, [user.id]);
      await changeRows(em, 'delete from answered_request where owner = ?', [`account ${user.id}`]);
      // 3. What a mail server said of an address.
      await changeRows(em, 'update reminder_mail set last_error = null where recipient_id = ?', [user.id]);
      await this.audit.record({
        at: this.clock.now(),
        actorId: actor.userId || null,
        action: 'account.erased',
        subject: 'account',
        subjectId: user.id,
        before: null,
        after: null,
      });
    });
    // 4. What the files of the database keep of the rows.
    await this.traces.wipe();
  }
}
