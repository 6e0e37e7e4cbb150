import { hash, randomUUID } from 'node:crypto';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Inject, Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { instantText } from '#kernel/column-types.js';
import type { Environment } from '#kernel/environment.js';
import { ENVIRONMENT } from '#kernel/kernel.module.js';
import { dateInZone } from '#kernel/plain-date.js';
import { changeRows, chunksOf, placesFor, rowsOf, type SqlValue } from '#kernel/sql.js';
import { MailGateService } from '#mail/mail-gate.service.js';
import type { Cancellation } from './reminder.entity.js';

/** A letter that is ours to send until its lease ends. */
export interface TakenMail {
  readonly id: number;
  readonly messageKey: string;
  /** This one included. */
  readonly attempts: number;
  readonly claim: string;
}

/** The reminders of a letter that are not sent with it, by why. */
export type Dropped = ReadonlyMap<number, Cancellation>;

/** A letter that the server took, as it is to be remembered. */
export interface SentLetter {
  readonly mail: TakenMail;
  readonly subject: string;
  readonly dropped: Dropped;
}

interface Postponement {
  readonly words: string;
  readonly isConnection: boolean;
  /** Nothing is added to it any more. */
  readonly mayHaveArrived: boolean;
}

/** How long a worker may take for its letters before another may take them over. */
const LEASE = Temporal.Duration.from({ minutes: 5 });

/** Minutes until the next try after each failure; the last one repeats. */
const BACK_OFF_MINUTES = [1, 5, 15, 60, 180, 360];

/** While the server is away the letter is not to blame: its wait grows no longer than the third, so that it goes soon after the server is back. */
const LONGEST_FOR_A_CONNECTION = 3;

/** No wait is longer than this; one that looks longer was written before the clock was set back. */
const LONGEST_WAIT = Temporal.Duration.from({ hours: 8 });

/** A lease that looks longer is of before the clock was set back. Clocks of two machines may be some minutes apart all the same. */
const LONGEST_LEASE = Temporal.Duration.from({ minutes: 35 });

const RECIPIENTS_A_STATEMENT = 400;

/** Gathers reminders into letters and hands the letters out, each to one worker at a time. Every method is one transaction. */
@Injectable()
export class MailDesk {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly gate: MailGateService,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /**
   * Takes letters that are due, as many as the limit of a minute allows; those of a worker that did not come back are
   * taken over, in doubt.
   */
  async take(now: Temporal.Instant, most: number): Promise<TakenMail[]> {
    return this.em.transactional(async () => {
      // 1. One worker at a time from here on, so nobody adds to a letter that another is taking.
      const allowed = await this.gate.takeTurn(now, most);
      await this.gather(now);
      const count = Math.min(allowed, await this.leftOfMinute(now));
      if (count <= 0) return [];
      // 2. Which; a lease or a wait that ends far in the future is of a clock that was set back.
      const at = instantText(now);
      const rows = await rowsOf<{ id: number }>(
        this.em,
        `select id as "id" from reminder_mail where state in ('pending', 'sending') and (
           (state = 'pending' and (next_attempt_at <= ? or next_attempt_at > ?)) or (state = 'sending' and (lease_until <= ? or lease_until > ?)))
         order by next_attempt_at, id limit ?`,
        [at, instantText(now.add(LONGEST_WAIT)), at, instantText(now.add(LONGEST_LEASE)), count],
      );
      if (rows.length === 0) return [];
      // 3. Theirs is the lease, the word that proves it, and the reminders.
      const ids = rows.map(({ id }) => id);
      const claim = randomUUID();
      const taken = await rowsOf<Omit<TakenMail, 'claim'>>(
        this.em,
        `update reminder_mail set is_in_doubt = (is_in_doubt or state = 'sending'), state = 'sending', attempts = attempts + 1, lease_until = ?, last_attempt_at = ?, claim = ?
         where id in (${placesFor(ids)})
         returning id as "id", message_key as "messageKey", attempts as "attempts"`,
        [instantText(now.add(LEASE)), at, claim, ...ids],
      );
      await changeRows(this.em, `update reminder set state = 'sending' where mail_id in (${placesFor(ids)}) and state = 'pending'`, ids);
      return taken.map((mail) => ({ ...mail, claim })).toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
    });
  }

  /** The letters are with the server. */
  async sent(letters: readonly SentLetter[], now: Temporal.Instant): Promise<void> {
    const at = instantText(now);
    await this.em.transactional(async () => {
      for (const { mail, subject, dropped } of letters) {
        await this.write(mail, now, dropped, 'sent', "state = 'sent', sent_at = ?, subject = ?, last_error = null", [at, subject]);
      }
    });
  }

  /** Nothing in it is owed any more. */
  async cancelled(mail: TakenMail, now: Temporal.Instant, dropped: Dropped): Promise<void> {
    await this.settle(mail, now, dropped, 'cancelled', "state = 'cancelled', last_error = null", []);
  }

  /** The server refuses it for good. */
  async failed(mail: TakenMail, now: Temporal.Instant, words: string, dropped: Dropped): Promise<void> {
    await this.settle(mail, now, dropped, 'failed', "state = 'failed', last_error = ?", [words]);
  }

  /** It is to be tried again, later each time. */
  async postponed(mail: TakenMail, now: Temporal.Instant, { words, isConnection, mayHaveArrived }: Postponement, dropped: Dropped): Promise<void> {
    const nextAttemptAt = instantText(now.add({ seconds: backOffSeconds(mail, isConnection ? LONGEST_FOR_A_CONNECTION : BACK_OFF_MINUTES.length) }));
    await this.settle(mail, now, dropped, 'pending', "state = 'pending', last_error = ?, next_attempt_at = ?, is_in_doubt = (is_in_doubt or ? = 1)", [
      words,
      nextAttemptAt,
      // A comparison is a boolean on either engine; a bound one is not.
      mayHaveArrived ? 1 : 0,
    ]);
  }

  /** It was taken but not tried: the server is away, or the settings are wrong. It goes with the next who come, its tries not counted. */
  async givenBack(mail: TakenMail, now: Temporal.Instant, words: string, afterSeconds: number): Promise<void> {
    await this.settle(mail, now, new Map(), 'pending', "state = 'pending', last_error = ?, next_attempt_at = ?, attempts = attempts - 1", [
      words,
      instantText(now.add({ seconds: afterSeconds })),
    ]);
  }

  /** Longer for what is still ours. @returns whether it is */
  async renew(mail: TakenMail, now: Temporal.Instant): Promise<boolean> {
    const until = instantText(now.add(LEASE));
    return (
      (await changeRows(this.em, "update reminder_mail set lease_until = ? where id = ? and claim = ? and state = 'sending'", [until, mail.id, mail.claim])) ===
      1
    );
  }

  /** A letter that failed, or waits, goes with the next: what is still true of it. One in doubt stays so. @returns whether there was such a letter */
  async again(mailId: number, now: Temporal.Instant): Promise<boolean> {
    return this.em.transactional(async () => {
      const at = instantText(now);
      const changed = await changeRows(
        this.em,
        "update reminder_mail set state = 'pending', next_attempt_at = ?, last_error = null where id = ? and state in ('failed', 'pending')",
        [at, mailId],
      );
      if (changed === 1) await changeRows(this.em, "update reminder set state = 'pending', settled_at = null where mail_id = ? and state = 'failed'", [mailId]);
      return changed === 1;
    });
  }

  /**
   * Puts each waiting reminder into its person's letter of today: one that has not left, unless the server may have it
   * already, else a new one. Whoever has had a letter today waits until tomorrow.
   */
  private async gather(now: Temporal.Instant): Promise<void> {
    const today = dateInZone(now).toString();
    const at = instantText(now);
    const waiting = await rowsOf<{ recipientId: number }>(
      this.em,
      `select distinct recipient_id as "recipientId" from reminder where state in ('pending', 'sending') and state = 'pending' and mail_id is null order by recipient_id`,
    );
    if (waiting.length === 0) return;
    // 1. Letters of an earlier day that never left become today's.
    await changeRows(
      this.em,
      `update reminder_mail set day = ? where state in ('pending', 'sending') and state = 'pending' and is_in_doubt = false and day < ?
         and not exists (select 1 from reminder_mail other where other.recipient_id = reminder_mail.recipient_id and other.day = ?)
         and not exists (select 1 from reminder_mail later where later.recipient_id = reminder_mail.recipient_id and later.state = 'pending'
           and later.is_in_doubt = false and later.day < ? and later.id > reminder_mail.id)`,
      [today, today, today, today],
    );
    for (const part of chunksOf(waiting, RECIPIENTS_A_STATEMENT)) {
      const ids = part.map(({ recipientId }) => recipientId);
      // 2. One that came to nothing today is used after all.
      await changeRows(
        this.em,
        `update reminder_mail set state = 'pending', next_attempt_at = ?, created_at = ? where day = ? and state = 'cancelled' and is_in_doubt = false and recipient_id in (${placesFor(ids)})`,
        [at, at, today, ...ids],
      );
      // 3. Who has none yet gets one.
      await changeRows(
        this.em,
        `insert into reminder_mail (message_key, recipient_id, day, state, is_in_doubt, attempts, next_attempt_at, created_at)
         values ${ids.map(() => `(?, ?, ?, 'pending', false, 0, ?, ?)`).join(', ')} on conflict do nothing`,
        ids.flatMap((id): SqlValue[] => [`nhac-${randomUUID()}`, id, today, at, at]),
      );
    }
    // 4. What waits goes in where it still can.
    await changeRows(
      this.em,
      `update reminder set mail_id = (select m.id from reminder_mail m where m.recipient_id = reminder.recipient_id and m.day = ?)
       where state in ('pending', 'sending') and state = 'pending' and mail_id is null
         and recipient_id in (select m.recipient_id from reminder_mail m where m.day = ? and m.state = 'pending' and m.is_in_doubt = false)`,
      [today, today],
    );
  }

  private async leftOfMinute(now: Temporal.Instant): Promise<number> {
    const [row] = await rowsOf<{ count: number }>(
      this.em,
      'select cast(count(*) as integer) as "count" from reminder_mail where last_attempt_at > ? and last_attempt_at <= ?',
      [instantText(now.subtract({ seconds: 60 })), instantText(now)],
    );
    return this.environment.mailPerMinute - (row?.count ?? 0);
  }

  /** `write` in a transaction of its own. */
  private async settle(...written: Parameters<MailDesk['write']>): Promise<void> {
    await this.em.transactional(async () => this.write(...written));
  }

  /** Only while the letter is still ours: after the lease another worker may have it, and nothing changes. */
  private async write(mail: TakenMail, now: Temporal.Instant, dropped: Dropped, state: string, changes: string, values: readonly SqlValue[]): Promise<void> {
    const changed = await changeRows(this.em, `update reminder_mail set ${changes}, lease_until = null, claim = null where id = ? and claim = ?`, [
      ...values,
      mail.id,
      mail.claim,
    ]);
    if (changed !== 1) return;
    const at = instantText(now);
    for (const [reason, ids] of Map.groupBy(dropped.keys(), (id) => dropped.get(id)!)) {
      for (const part of chunksOf(ids, RECIPIENTS_A_STATEMENT)) {
        await changeRows(this.em, `update reminder set state = 'cancelled', cancellation = ?, settled_at = ? where id in (${placesFor(part)})`, [
          reason,
          at,
          ...part,
        ]);
      }
    }
    await changeRows(this.em, "update reminder set state = ?, settled_at = ? where mail_id = ? and state = 'sending'", [
      state,
      state === 'pending' ? null : at,
      mail.id,
    ]);
  }
}

/** Spread by a fifth to either side, so that a thousand letters that failed together do not come back together; the same for the same try. */
function backOffSeconds({ messageKey, attempts }: TakenMail, most: number): number {
  const minutes = BACK_OFF_MINUTES[Math.min(attempts, most) - 1] ?? BACK_OFF_MINUTES[0]!;
  const spread = Number.parseInt(hash('sha256', `${messageKey} ${attempts}`).slice(0, 4), 16) / 0xffff;
  return Math.round(minutes * 60 * (0.8 + 0.4 * spread));
}
