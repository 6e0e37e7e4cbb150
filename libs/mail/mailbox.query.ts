import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { NotFound } from '#kernel/domain-error.js';
import { rowsOf } from '#kernel/sql.js';
import { MailboxLetter } from './mailbox-letter.entity.js';

@Injectable()
export class MailboxQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** One page of letters, newest first, without their bodies. @param page from 1 */
  async page(page: number, size: number): Promise<{ letters: Pick<MailboxLetter, 'id' | 'toAddress' | 'toName' | 'subject' | 'sentAt'>[]; total: number }> {
    const [letters, total] = await this.em.findAndCount(
      MailboxLetter,
      {},
      { orderBy: { sentAt: 'desc', id: 'desc' }, limit: size, offset: (page - 1) * size, fields: ['toAddress', 'toName', 'subject', 'sentAt'] },
    );
    return { letters, total };
  }

  /** @throws NotFound */
  async letter(id: number | undefined): Promise<MailboxLetter> {
    const letter = id === undefined ? null : await this.em.findOne(MailboxLetter, id);
    if (!letter) throw new NotFound('Không tìm thấy thư này.');
    return letter;
  }

  /** Letters that could not go yet, with the mail server's words. */
  async waiting(): Promise<{ recipient: string; attempts: number; lastError: string | null; nextAttemptAt: string }[]> {
    return rowsOf(
      this.em,
      `select u.email as "recipient", r.attempts as "attempts", r.last_error as "lastError", r.next_attempt_at as "nextAttemptAt"
       from reminder r join user_account u on u.id = r.recipient_id where r.state = 'pending' and r.attempts > 0 order by r.next_attempt_at limit 50`,
    );
  }
}
