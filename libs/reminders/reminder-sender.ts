import { Injectable, Logger } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { errorForLog, errorLine } from '#kernel/logged-error.js';
import { Settings } from '#kernel/settings.js';
import { MailFailure } from '#mail/mail-failure.js';
import { MailGateService } from '#mail/mail-gate.service.js';
import { MailTransport } from '#mail/mail-transport.js';
import { MailContent, type PreparedMail } from './mail-content.js';
import { MailDesk, type TakenMail } from './mail-desk.js';
import { SentBook } from './sent-book.js';

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
const LETTERS_AT_ONCE = 100;

/** So many wait for the one connection, so that it never waits for us; when it fails they are called back. */
const UNDER_WAY = 64;

/** A server that is away is not asked for every letter: the rest of those at hand wait a minute. */
const PAUSE_SECONDS = 60;

const HALF_A_LEASE_MS = 150_000;

/** Letters taken and worded. */
interface Ready {
  readonly takenAt: number;
  readonly letters: readonly PreparedMail[];
}

const NOTHING_READY: Ready = { takenAt: 0, letters: [] };

/** The state of one run: whether the server answers at all. */
interface Run {
  readonly startedAt: number;
  /** Why nothing more is tried in this run. */
  stopped: { readonly words: string; readonly afterSeconds: number } | undefined;
  readonly end: AbortController;
  readonly deliveries: Delivery[];
}

/** Sends the letters that are due. The promise it keeps is written down in docs/reminders.md. */
@Injectable()
export class ReminderSender {
  private readonly logger = new Logger(ReminderSender.name);
  /** As far as this process knows; a letter that goes through tells that it is not. */
  #mayBeShut = true;

  constructor(
    private readonly desk: MailDesk,
    private readonly content: MailContent,
    private readonly transport: MailTransport,
    private readonly book: SentBook,
    private readonly gate: MailGateService,
    private readonly settings: Settings,
  ) {}

  /** Sends all that is due and that the limit of a minute allows. A letter that fails waits for its back-off, so this ends. */
  async deliverAll(now: Temporal.Instant): Promise<Delivery[]> {
    const run: Run = { startedAt: performance.now(), stopped: undefined, end: new AbortController(), deliveries: [] };
    // What an earlier run could not write down comes first.
    await this.book.write();
    try {
      await this.work(now, run);
    } finally {
      await this.book.write();
    }
    return run.deliveries;
  }

  /** The next letters are made ready while those at hand are on their way, so that the connection never waits for us. */
  private async work(now: Temporal.Instant, run: Run): Promise<void> {
    let atHand = await this.makeReady(now);
    while (atHand.letters.length > 0) {
      // Where one of the two fails the other is waited for all the same: no letter is on its way when this ends.
      const [ready, delivered] = await Promise.allSettled([run.stopped ? NOTHING_READY : this.makeReady(now), this.deliver(atHand, now, run)]);
      if (delivered.status === 'rejected') throw delivered.reason;
      if (ready.status === 'rejected') throw ready.reason;
      // What these brought about may have made others due: the first letter through opens the gate.
      atHand = ready.value.letters.length > 0 || run.stopped ? ready.value : await this.makeReady(now);
    }
  }

  private async makeReady(now: Temporal.Instant): Promise<Ready> {
    const takenAt = performance.now();
    const mails = await this.desk.take(now, LETTERS_AT_ONCE);
    return mails.length === 0 ? NOTHING_READY : { takenAt, letters: await this.content.prepare(mails, now) };
  }

  private async deliver({ takenAt, letters }: Ready, now: Temporal.Instant, run: Run): Promise<void> {
    const underWay = new Set<Promise<void>>();
    const failures: unknown[] = [];
    for (const prepared of letters) {
      while (underWay.size >= UNDER_WAY) await Promise.race(underWay);
      if (this.book.error !== undefined) {
        // What left could not be written down: nothing more leaves, and what is on its way is waited for.
        failures.push(this.book.error);
        this.stop(run, { words: wordsOf(this.book.error), afterSeconds: PAUSE_SECONDS });
        break;
      }
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
      this.logger.error(`Letter ${mail.id} could not be made: ${errorForLog(error)}`);
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
      await this.transport.send(
        {
          messageId: `${mail.messageKey}@${this.settings.mailDomain}`,
          to: { name: person.name, address: person.email },
          subject,
          text,
          html,
          date: new Date(now.epochMilliseconds),
          thread,
          unsubscribeUrl,
        },
        run.end.signal,
      );
    } catch (refusal) {
      if (refusal instanceof MailFailure && refusal.isUntried && run.stopped) {
        await this.desk.givenBack(mail, now, run.stopped.words, run.stopped.afterSeconds);
        return;
      }
      await this.refused(mail, refusal, now, run, dropped);
      run.deliveries.push({ outcome: isFinal(refusal) ? 'refused' : 'failed', ...about, error: wordsOf(refusal) });
      return;
    }
    // Only when this is written down is it sent. A crash before repeats the letter under the same Message-ID, and loses none.
    this.book.add({ mail, subject: letter.subject, dropped }, now);
    if (this.#mayBeShut) await this.gate.open();
    this.#mayBeShut = false;
    run.deliveries.push({ outcome: 'sent', ...about });
  }

  private async refused(mail: TakenMail, refusal: unknown, now: Temporal.Instant, run: Run, dropped: PreparedMail['dropped']): Promise<void> {
    const words = wordsOf(refusal);
    const { kind, isConnection, mayHaveArrived } =
      refusal instanceof MailFailure ? refusal : { kind: 'later' as const, isConnection: false, mayHaveArrived: false };
    if (kind === 'configuration') {
      this.stop(run, { words, afterSeconds: 0 });
      this.#mayBeShut = true;
      await this.gate.shut(now, words);
      await this.desk.givenBack(mail, now, words, 0);
      return;
    }
    this.logger.warn(`Letter ${mail.id} not sent, ${kind === 'never' ? 'refused for good' : 'will be tried again'}: ${errorLine(refusal)}`);
    if (kind === 'never') {
      await this.desk.failed(mail, now, words, dropped);
      return;
    }
    if (isConnection) this.stop(run, { words, afterSeconds: PAUSE_SECONDS });
    await this.desk.postponed(mail, now, { words, isConnection, mayHaveArrived }, dropped);
  }

  /** Nothing more is tried; what waits for its turn is called back. */
  private stop(run: Run, why: NonNullable<Run['stopped']>): void {
    if (run.stopped) return;
    run.stopped = why;
    run.end.abort(why.words);
  }
}

function isFinal(refusal: unknown): boolean {
  return refusal instanceof MailFailure && refusal.kind === 'never';
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 2000);
}
