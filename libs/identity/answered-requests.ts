import { setTimeout as wait } from 'node:timers/promises';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { Clock } from '#kernel/clock.js';
import { instantText } from '#kernel/column-types.js';
import { DomainError } from '#kernel/domain-error.js';
import { changeRows, fleetingRowsOf, rowsOf } from '#kernel/sql.js';

/** What makes two requests one: the same owner says the same key. */
export interface AskedOnce {
  readonly owner: string;
  readonly key: string;
  readonly fingerprint: string;
}

export interface KeptAnswer {
  readonly status: number;
  readonly location: string | null;
  readonly contentType: string | null;
  readonly body: string | null;
}

class KeyOfOtherContent extends DomainError {
  readonly code = 'key-of-other-content';
  readonly kind = 'invalid';

  constructor() {
    super('Khóa Idempotency-Key này đã dùng cho nội dung khác; hãy dùng khóa mới.', 'Idempotency-Key');
  }
}

class StillUnderWay extends DomainError {
  readonly code = 'still-under-way';
  readonly kind = 'conflict';

  constructor() {
    super('Yêu cầu này đã được gửi và chưa xử lý xong. Hãy xem kết quả trong danh sách trước khi mở lại biểu mẫu và gửi lần nữa.');
  }
}

const KEPT_FOR = Temporal.Duration.from({ hours: 24 });

/**
 * A claim without an answer for so long belongs to a process that ended in the middle. Longer than any request lasts, so
 * that the work is never taken over from somebody who is still at it.
 */
const GIVEN_UP_AFTER = Temporal.Duration.from({ minutes: 15 });

const FIRST_LOOK_MS = 20;
const LONGEST_LOOK_MS = 250;

interface Row {
  readonly id: number;
  readonly fingerprint: string;
  readonly status: number | null;
  readonly location: string | null;
  readonly contentType: string | null;
  readonly body: string | null;
  readonly createdAt: string;
}

const KNOWN = `select id as "id", fingerprint as "fingerprint", status as "status", location as "location", content_type as "contentType",
  body as "body", created_at as "createdAt" from answered_request where owner = ? and "key" = ?`;

/** The same request twice is done once: the first to claim its key works, the others get the answer. Over all processes. */
@Injectable()
export class AnsweredRequests {
  /** How long an answer that is under way is waited for; a test sets less. */
  waitsMs = 10_000;

  constructor(
    private readonly em: SqlEntityManager,
    private readonly clock: Clock,
  ) {}

  /**
   * Outside of any transaction, so that the claim is seen by others at once.
   * @returns the claim, to be kept or freed by whoever made it, or the answer of the one who was first
   * @throws KeyOfOtherContent, StillUnderWay
   */
  async claim(asked: AskedOnce): Promise<{ id: number } | { answer: KeptAnswer }> {
    let look = FIRST_LOOK_MS;
    for (let waited = 0; waited <= this.waitsMs;) {
      const [claimed] = await fleetingRowsOf<{ id: number }>(
        this.em,
        `insert into answered_request (owner, "key", fingerprint, created_at) values (?, ?, ?, ?) on conflict (owner, "key") do nothing returning id`,
        [asked.owner, asked.key, asked.fingerprint, instantText(this.clock.now())],
      );
      if (claimed) return claimed;
      const [known] = await rowsOf<Row>(this.em, KNOWN, [asked.owner, asked.key]);
      // Freed between the two statements.
      if (!known) continue;
      if (this.isStale(known)) {
        await this.free(known.id);
        continue;
      }
      if (known.fingerprint !== asked.fingerprint) throw new KeyOfOtherContent();
      if (known.status !== null) {
        const { status, location, contentType, body } = known;
        return { answer: { status, location, contentType, body } };
      }
      await wait(look);
      waited += look;
      look = Math.min(look * 2, LONGEST_LOOK_MS);
    }
    throw new StillUnderWay();
  }

  /** The work is done: from now on this is the answer. */
  async keep(id: number, { status, location, contentType, body }: KeptAnswer): Promise<void> {
    await fleetingRowsOf(this.em, 'update answered_request set status = ?, location = ?, content_type = ?, body = ? where id = ? returning id', [
      status,
      location,
      contentType,
      body,
      id,
    ]);
  }

  /** Nothing was done: whoever asks next may try. */
  async free(id: number): Promise<void> {
    await fleetingRowsOf(this.em, 'delete from answered_request where id = ? returning id', [id]);
  }

  /** @returns how many answers were too old to be asked for again */
  async sweep(now: Temporal.Instant): Promise<number> {
    return changeRows(this.em, 'delete from answered_request where created_at <= ?', [instantText(now.subtract(KEPT_FOR))]);
  }

  private isStale({ status, createdAt }: Row): boolean {
    return createdAt <= instantText(this.clock.now().subtract(status === null ? GIVEN_UP_AFTER : KEPT_FOR));
  }
}
