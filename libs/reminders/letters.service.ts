import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import type { Actor } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { instantText } from '#kernel/column-types.js';
import { DomainError, NotFound } from '#kernel/domain-error.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import { MailDesk } from './mail-desk.js';
import { assertMayKeepReminders } from './reminder-access.js';
import type { MailState } from './reminder-mail.entity.js';

interface LetterRow {
  readonly id: number;
  readonly state: MailState;
  readonly recipientId: number;
  readonly day: string;
}

export class LetterMovedOn extends DomainError {
  readonly code = 'letter-moved-on';
  readonly kind = 'conflict';
}

/** What a person does to a letter of the ledger. */
@Injectable()
export class LettersService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly desk: MailDesk,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** A letter that failed, or waits for its back-off, goes with the next that leave. @throws Forbidden, NotFound, LetterMovedOn */
  async sendAgain(actor: Actor, mailId: number | undefined): Promise<void> {
    assertMayKeepReminders(actor);
    await this.em.transactional(async () => {
      const letter = await this.letter(mailId);
      if (!(await this.desk.again(letter.id, this.clock.now())))
        throw new LetterMovedOn('Thư này đã gửi, đang gửi hoặc đã hủy, nên không gửi lại được. Hãy tải lại trang để xem trạng thái mới.');
      await this.record(actor, 'reminder.letter-again', letter, { state: letter.state });
    });
  }

  /** The links of a letter that may have arrived serve no more. @returns how many those were. @throws Forbidden, NotFound */
  async revokeLinks(actor: Actor, mailId: number | undefined): Promise<number> {
    assertMayKeepReminders(actor);
    return this.em.transactional(async () => {
      const letter = await this.letter(mailId);
      const count = await changeRows(
        this.em,
        `update reminder set link_revoked_at = ? where mail_id = ? and obligation like 'duty:%' and link_used_at is null and link_revoked_at is null
           and exists (select 1 from reminder_mail m where m.id = reminder.mail_id and (m.state = 'sent' or m.is_in_doubt))`,
        [instantText(this.clock.now()), letter.id],
      );
      if (count > 0) await this.record(actor, 'reminder.links-revoked', letter, { links: count });
      return count;
    });
  }

  private async letter(id: number | undefined): Promise<LetterRow> {
    const [row] =
      id === undefined
        ? []
        : await rowsOf<LetterRow>(
            this.em,
            `select m.id as "id", m.state as "state", m.recipient_id as "recipientId", m.day as "day" from reminder_mail m where m.id = ?`,
            [id],
          );
    if (!row) throw new NotFound('Không tìm thấy thư này.');
    return row;
  }

  private async record(actor: Actor, action: string, { id, recipientId, day }: LetterRow, facts: object): Promise<void> {
    // By number, and without what a mail server said of the address: the trail outlives the account.
    const after = { recipient: recipientId, day, ...facts };
    await this.audit.record({ at: this.clock.now(), actorId: actor.userId || null, action, subject: 'letter', subjectId: id, before: null, after });
  }
}
