import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable, Logger } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { dutyOfMember } from '#deliverables/progress.js';
import { ProgressService } from '#deliverables/progress.service.js';
import { instantText } from '#kernel/column-types.js';
import { dateInZone } from '#kernel/plain-date.js';
import { Settings } from '#kernel/settings.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import { MailTransport } from '#mail/mail-transport.js';
import { Reminder } from './reminder.entity.js';
import { ReminderLetter } from './reminder-letter.js';

export interface Delivery {
  readonly outcome: 'sent' | 'failed' | 'cancelled';
  readonly reminderId: number;
  readonly ordinal: number;
  readonly kind: string;
  readonly recipient: string;
  readonly subject?: string;
  readonly error?: string;
}

/** How long a worker may take for one letter before another may take it over. */
const LEASE = Temporal.Duration.from({ minutes: 5 });

/** Minutes until the next try after each failure; the last one repeats. */
const BACK_OFF_MINUTES = [1, 5, 15, 60, 180, 360];

const CLAIM = `update reminder set state = 'sending', lease_until = ?, attempts = attempts + 1
  where id = ? and ((state = 'pending' and next_attempt_at <= ?) or (state = 'sending' and lease_until <= ?))`;

@Injectable()
export class ReminderSender {
  private readonly logger = new Logger(ReminderSender.name);

  constructor(
    private readonly em: SqlEntityManager,
    private readonly progress: ProgressService,
    private readonly letter: ReminderLetter,
    private readonly transport: MailTransport,
    private readonly settings: Settings,
  ) {}

  /** Sends one letter that is due. @returns what came of it, or undefined where none is due */
  async deliverNext(now: Temporal.Instant): Promise<Delivery | undefined> {
    for (;;) {
      const id = await this.findNext(now);
      if (id === undefined) return undefined;
      // Another worker may have been quicker: go on only if exactly this row changed hands.
      if (await this.claim(id, now)) return this.deliver(id, now);
    }
  }

  /** Sends all that is due. A letter that fails is not tried again before its back-off is over, so this ends. */
  async deliverAll(now: Temporal.Instant): Promise<Delivery[]> {
    const deliveries: Delivery[] = [];
    for (;;) {
      const delivery = await this.deliverNext(now);
      if (!delivery) return deliveries;
      deliveries.push(delivery);
    }
  }

  private async findNext(now: Temporal.Instant): Promise<number | undefined> {
    const at = instantText(now);
    const [row] = await rowsOf<{ id: number }>(
      this.em,
      `select id from reminder where (state = 'pending' and next_attempt_at <= ?) or (state = 'sending' and lease_until <= ?) order by next_attempt_at, id limit 1`,
      [at, at],
    );
    return row?.id;
  }

  private async claim(id: number, now: Temporal.Instant): Promise<boolean> {
    const at = instantText(now);
    return (await changeRows(this.em, CLAIM, [instantText(now.add(LEASE)), id, at, at])) === 1;
  }

  private async deliver(id: number, now: Temporal.Instant): Promise<Delivery> {
    const em = this.em.fork();
    const reminder = await em.findOneOrFail(Reminder, id, { populate: ['task.plan', 'recipient'] });
    const { task, recipient, kind } = reminder;
    const about = { reminderId: id, ordinal: task.ordinal, kind, recipient: recipient.email };
    try {
      // 1. Is it still owed? Somebody may have published since the row was written.
      const today = dateInZone(now);
      const standing = (await this.progress.ofPlan(task.plan, today)).find((row) => row.task.id === task.id);
      const duties = (standing?.progress.duties ?? [])
        .map((duty) => dutyOfMember(duty, recipient.organisation.id))
        .filter(({ from, to, missing }) => missing > 0 && from.equals(reminder.periodFrom) && to.equals(reminder.periodTo));
      if (!standing || duties.length === 0 || !recipient.isActive || task.plan.state !== 'in-force') {
        await this.settle(id, { state: 'cancelled', lastError: null, sentAt: null });
        return { outcome: 'cancelled', ...about };
      }
      // 2. Word it as things stand now, and hand it over.
      const { subject, text, html } = this.letter.write({
        kind,
        row: standing,
        duties,
        recipient: { name: recipient.name, organisationId: recipient.organisation.id },
        today,
        publicUrl: this.settings.publicUrl,
      });
      await this.transport.send({
        messageId: `reminder-${id}@${this.settings.mailDomain}`,
        to: { name: recipient.name, address: recipient.email },
        subject,
        text,
        html,
        date: new Date(now.epochMilliseconds),
      });
      // 3. Only now is it sent: a crash before this line repeats the letter under the same Message-ID, and loses none.
      await this.settle(id, { state: 'sent', lastError: null, sentAt: instantText(now) });
      return { outcome: 'sent', ...about, subject };
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      await this.retryLater(id, reminder.attempts, words, now);
      this.logger.warn(`Reminder ${id} not sent, will be tried again: ${words}`);
      return { outcome: 'failed', ...about, error: words };
    }
  }

  private async settle(id: number, to: { state: string; lastError: string | null; sentAt: string | null }): Promise<void> {
    await changeRows(this.em, 'update reminder set state = ?, last_error = ?, sent_at = ?, lease_until = null where id = ?', [
      to.state,
      to.lastError,
      to.sentAt,
      id,
    ]);
  }

  /** Only while the row is still ours: after the lease another worker may have taken it over and sent it; `attempts` tells whose it is. */
  private async retryLater(id: number, attempts: number, words: string, now: Temporal.Instant): Promise<void> {
    const minutes = BACK_OFF_MINUTES[Math.min(attempts, BACK_OFF_MINUTES.length) - 1] ?? BACK_OFF_MINUTES[0]!;
    await changeRows(
      this.em,
      `update reminder set state = 'pending', last_error = ?, next_attempt_at = ?, lease_until = null
       where id = ? and state = 'sending' and attempts = ?`,
      [words.slice(0, 2000), instantText(now.add({ minutes })), id, attempts],
    );
  }
}
