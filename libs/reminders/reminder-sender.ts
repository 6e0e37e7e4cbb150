import { Injectable, Logger } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { Settings } from '#kernel/settings.js';
import { MailFailure } from '#mail/mail-failure.js';
import { MailGateService } from '#mail/mail-gate.service.js';
import { MailTransport } from '#mail/mail-transport.js';
import { MailContent, type PreparedMail } from './mail-content.js';
import { MailDesk, type TakenMail } from './mail-desk.js';

export interface Delivery {
  readonly outcome: 'sent' | 'failed' | 'refused' | 'cancelled';
  readonly mailId: number;
  readonly recipient?: string;
  readonly subject?: string;
  /** How many reminders it told. */
  readonly reminders: number;
  readonly error?: string;
}

/** Letters taken at a time: their standing is asked in a handful of queries. */
const LETTERS_AT_ONCE = 20;

/** So many wait for the one connection, so that it never waits for us. */
const UNDER_WAY = 4;

/** A server that is away is not asked for every letter: the rest of those at hand wait a minute. */
const PAUSE_SECONDS = 60;

const HALF_A_LEASE_MS = 150_000;

/** The state of one run: whether the server answers at all. */
interface Run {
  readonly startedAt: number;
  /** Why nothing more is tried in this run. */
  stopped: { readonly words: string; readonly afterSeconds: number } | undefined;
  readonly deliveries: Delivery[];
}

/** Sends the letters that are due. The promise it keeps is written down in docs/reminders.md. */
@Injectable()
export class ReminderSender {
  private readonly logger = new Logger(ReminderSender.name);
  /** Letters that the server took and the database could not be told of: told again before anything else is sent. */
  readonly #untold = new Map<number, () => Promise<unknown>>();
  /** As far as this process knows; a letter that goes through tells that it is not. */
  #mayBeShut = true;

  constructor(
    private readonly desk: MailDesk,
    private readonly content: MailContent,
    private readonly transport: MailTransport,
    private readonly gate: MailGateService,
    private readonly settings: Settings,
  ) {}

  /** Sends all that is due and that the limit of a minute allows. A letter that fails waits for its back-off, so this ends. */
  async deliverAll(now: Temporal.Instant): Promise<Delivery[]> {
    const run: Run = { startedAt: performance.now(), stopped: undefined, deliveries: [] };
    while (!run.stopped) {
      await this.tellUntold();
      const mails = await this.desk.take(now, LETTERS_AT_ONCE);
      if (mails.length === 0) break;
      await this.deliver(mails, now, run);
    }
    return run.deliveries;
  }

  private async deliver(mails: readonly TakenMail[], now: Temporal.Instant, run: Run): Promise<void> {
    const takenAt = performance.now();
    const underWay = new Set<Promise<void>>();
    const failures: unknown[] = [];
    for (const prepared of await this.content.prepare(mails, now)) {
      while (underWay.size >= UNDER_WAY) await Promise.race(underWay);
      if (run.stopped) {
        await this.desk.givenBack(prepared.mail, now, run.stopped.words, run.stopped.afterSeconds);
        continue;
      }
      // A slow server may have used up the lease: go on only with what is still ours.
      const elapsed = performance.now() - takenAt;
      if (elapsed > HALF_A_LEASE_MS && !(await this.desk.renew(prepared.mail, now.add({ milliseconds: Math.round(performance.now() - run.startedAt) }))))
        continue;
      const step: Promise<void> = this.deliverOne(prepared, now, run)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => underWay.delete(step));
      underWay.add(step);
    }
    await Promise.all(underWay);
    if (failures.length > 0) throw failures[0];
  }

  private async deliverOne({ mail, letter, due, dropped, error }: PreparedMail, now: Temporal.Instant, run: Run): Promise<void> {
    const about = { mailId: mail.id, reminders: due.length, ...(letter ? { recipient: letter.person.email, subject: letter.subject } : {}) };
    if (error) {
      this.logger.error(`Letter ${mail.id} could not be made: ${error.stack ?? error.message}`);
      await this.desk.postponed(mail, now, { words: error.message, isConnection: false, mayHaveArrived: false }, dropped);
      run.deliveries.push({ outcome: 'failed', ...about, error: error.message });
      return;
    }
    if (!letter) {
      await this.desk.cancelled(mail, now, dropped);
      run.deliveries.push({ outcome: 'cancelled', ...about });
      return;
    }
    try {
      const { person, subject, text, html, thread, unsubscribeUrl } = letter;
      await this.transport.send({
        messageId: `${mail.messageKey}@${this.settings.mailDomain}`,
        to: { name: person.name, address: person.email },
        subject,
        text,
        html,
        date: new Date(now.epochMilliseconds),
        thread,
        unsubscribeUrl,
      });
    } catch (refusal) {
      await this.refused(mail, refusal, now, run, dropped);
      run.deliveries.push({ outcome: isFinal(refusal) ? 'refused' : 'failed', ...about, error: wordsOf(refusal) });
      return;
    }
    // Only now is it sent. A crash before this line repeats the letter under the same Message-ID, and loses none.
    await this.tell(mail.id, async () => {
      await this.desk.sent(mail, now, letter.subject, dropped);
      if (this.#mayBeShut) await this.gate.open();
      this.#mayBeShut = false;
    });
    run.deliveries.push({ outcome: 'sent', ...about });
  }

  private async refused(mail: TakenMail, refusal: unknown, now: Temporal.Instant, run: Run, dropped: PreparedMail['dropped']): Promise<void> {
    const words = wordsOf(refusal);
    const { kind, isConnection, mayHaveArrived } =
      refusal instanceof MailFailure ? refusal : { kind: 'later' as const, isConnection: false, mayHaveArrived: false };
    if (kind === 'configuration') {
      run.stopped = { words, afterSeconds: 0 };
      this.#mayBeShut = true;
      await this.gate.shut(now, words);
      await this.desk.givenBack(mail, now, words, 0);
      return;
    }
    this.logger.warn(`Letter ${mail.id} not sent, ${kind === 'never' ? 'refused for good' : 'will be tried again'}: ${words}`);
    if (kind === 'never') {
      await this.desk.failed(mail, now, words, dropped);
      return;
    }
    if (isConnection) run.stopped ??= { words, afterSeconds: PAUSE_SECONDS };
    await this.desk.postponed(mail, now, { words, isConnection, mayHaveArrived }, dropped);
  }

  /** Writes down that a letter left; where that fails, it is kept in mind and tried before the next letters. */
  private async tell(mailId: number, step: () => Promise<unknown>): Promise<void> {
    this.#untold.set(mailId, step);
    await step();
    this.#untold.delete(mailId);
  }

  private async tellUntold(): Promise<void> {
    for (const [mailId, step] of this.#untold) {
      await step();
      this.#untold.delete(mailId);
    }
  }
}

function isFinal(refusal: unknown): boolean {
  return refusal instanceof MailFailure && refusal.kind === 'never';
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 2000);
}
