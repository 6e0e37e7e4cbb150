import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { NotFound } from '#kernel/domain-error.js';
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
}
