import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable, Logger } from '@nestjs/common';
import { isPostgres } from '#kernel/engine.js';
import { rowsOf } from '#kernel/sql.js';

/**
 * What the database keeps of rows after they were erased. SQLite overwrites them in its file (`secure_delete`), but its log
 * has them until it is written anew; PostgreSQL tidies up by itself, in its own time.
 */
@Injectable()
export class ErasedTraces {
  private readonly logger = new Logger(ErasedTraces.name);

  constructor(private readonly em: SqlEntityManager) {}

  /** Empties SQLite's log into the file. After the transaction that erased, not in it. @returns whether nothing is left */
  async wipe(): Promise<boolean> {
    if (isPostgres(this.em)) return true;
    if (this.em.isInTransaction()) throw new Error('What is being erased is in the log until its transaction ends.');
    const [row] = await rowsOf<{ busy: number }>(this.em, 'pragma wal_checkpoint(truncate)');
    const isWiped = row?.busy === 0;
    // Another process is reading what was there before; the worker does it again every night, and the last to close the file too.
    if (!isWiped) this.logger.warn('Nhật ký ghi của SQLite (lich.sqlite-wal) đang được đọc nên chưa xoá hết dấu vết; sẽ làm lại trong đêm.');
    return isWiped;
  }
}
