import { hash } from 'node:crypto';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { instantText } from '#kernel/column-types.js';
import { Clock } from '#kernel/clock.js';
import { DomainError } from '#kernel/domain-error.js';
import { emailKey } from '#kernel/email-address.js';
import { changeRows, rowsOf } from '#kernel/sql.js';

/** What may be tried how often within how many minutes, by account, by network address, or by both together. */
const LIMITS = {
  /** Of one account from one place: a stranger elsewhere does not lock its owner out. */
  'sign-in-account': { most: 10, minutes: 15 },
  /** Of one account from anywhere: many machines together still guess slowly. */
  'sign-in-account-anywhere': { most: 60, minutes: 15 },
  /** An office with many desks is one address; who signs in well does not count. */
  'sign-in-address': { most: 100, minutes: 15 },
  'code-account': { most: 8, minutes: 15 },
  'reset-account': { most: 3, minutes: 60 },
  'reset-address': { most: 30, minutes: 60 },
  'password-account': { most: 10, minutes: 15 },
  /** Each sends a letter to an address that nobody has confirmed yet. */
  'email-change-account': { most: 5, minutes: 60 },
  'invite-account': { most: 60, minutes: 60 },
  /** To one and the same person, whoever invites. */
  'invite-recipient': { most: 5, minutes: 60 },
} as const;

export type Attempt = keyof typeof LIMITS;

export class TooManyAttempts extends DomainError {
  readonly code = 'too-many-attempts';
  readonly kind = 'limited';

  /** @param isFirst whether this is the first attempt beyond the limit: told once in the trail, however many follow */
  constructor(
    readonly retryAfterSeconds: number,
    readonly isFirst: boolean,
    field?: string,
  ) {
    super(`Đã thử quá nhiều lần. Hãy đợi ${Math.max(1, Math.ceil(retryAfterSeconds / 60))} phút rồi thử lại.`, field);
  }
}

const COUNT = `insert into attempt_count (key, since, count) values (?, ?, 1) on conflict (key) do update set
  count = case when attempt_count.since <= ? then 1 else attempt_count.count + 1 end,
  since = case when attempt_count.since <= ? then excluded.since else attempt_count.since end
  returning count as "count", since as "since"`;

const DAY = Temporal.Duration.from({ hours: 24 });

/** Counts attempts in the database, so that a limit holds over all processes together. */
@Injectable()
export class AttemptLimits {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly clock: Clock,
  ) {}

  /** Counts one more. @throws TooManyAttempts from the first that is too many until the window is over */
  async take(attempt: Attempt, whose: string, field?: string): Promise<void> {
    const { most, minutes } = LIMITS[attempt];
    const now = this.clock.now();
    const over = instantText(now.subtract({ minutes }));
    const [row] = await rowsOf<{ count: number; since: string }>(this.em, COUNT, [keyOf(attempt, whose), instantText(now), over, over]);
    const { count, since } = row!;
    if (count <= most) return;
    const until = Temporal.Instant.from(since).add({ minutes });
    throw new TooManyAttempts(Math.max(1, Math.ceil(now.until(until).total('seconds'))), count === most + 1, field);
  }

  /** Success wipes the slate of an account; that of an address stays, or a thief with one account would go on for ever. */
  async forget(attempt: Attempt, whose: string): Promise<void> {
    await changeRows(this.em, 'delete from attempt_count where key = ?', [keyOf(attempt, whose)]);
  }

  /** Takes back what `take` counted of one attempt that went well. */
  async giveBack(attempt: Attempt, whose: string): Promise<void> {
    await changeRows(this.em, 'update attempt_count set count = count - 1 where key = ? and count > 0', [keyOf(attempt, whose)]);
  }

  /** Clears away what is long over. */
  async sweep(): Promise<void> {
    await changeRows(this.em, 'delete from attempt_count where since < ?', [instantText(this.clock.now().subtract(DAY))]);
  }
}

function keyOf(attempt: Attempt, whose: string): string {
  return `${attempt}:${hash('sha256', emailKey(whose))}`;
}
