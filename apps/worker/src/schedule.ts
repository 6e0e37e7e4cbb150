import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { MikroORM, RequestContext } from '@mikro-orm/core';
import { AccountLetters } from '#access/account-letters.service.js';
import { AttemptLimits } from '#access/attempt-limits.js';
import { ErasedTraces } from '#access/erased-traces.js';
import { AnsweredRequests } from '#identity/answered-requests.js';
import { Clock } from '#kernel/clock.js';
import { errorForLog } from '#kernel/logged-error.js';
import { ZONE } from '#kernel/plain-date.js';
import { ReminderService } from '#reminders/reminder.service.js';

/**
 * The timetable: the only place with cron expressions. A tick asks what is due from the rows, so one that was missed
 * costs nothing but time.
 */
@Injectable()
export class Schedule implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Schedule.name);
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    private readonly orm: MikroORM,
    private readonly reminders: ReminderService,
    private readonly letters: AccountLetters,
    private readonly attempts: AttemptLimits,
    private readonly requests: AnsweredRequests,
    private readonly traces: ErasedTraces,
    private readonly clock: Clock,
  ) {}

  /** Who is owed word of what: every five minutes. */
  @Cron('0 */5 * * * *', { name: 'plan reminders', timeZone: ZONE, waitForCompletion: true })
  async planReminders(): Promise<void> {
    await this.run('plan reminders', () => this.reminders.planInHours(this.clock.now()));
  }

  /** Letters that wait: three times a minute. */
  @Cron('10,30,50 * * * * *', { name: 'deliver mail', timeZone: ZONE, waitForCompletion: true })
  async deliverMail(): Promise<void> {
    await this.run('deliver mail', () => this.reminders.deliverInHours(this.clock.now()));
  }

  /** Invitations and links for a new password: somebody waits for them. */
  @Cron('5,15,25,35,45,55 * * * * *', { name: 'deliver account letters', timeZone: ZONE, waitForCompletion: true })
  async deliverAccountLetters(): Promise<void> {
    await this.run('deliver account letters', () => this.letters.deliver());
  }

  /** What counted attempts long ago. */
  @Cron('0 20 3 * * *', { name: 'sweep attempts', timeZone: ZONE, waitForCompletion: true })
  async sweepAttempts(): Promise<void> {
    await this.run('sweep attempts', () => this.attempts.sweep());
  }

  /** What was being read when it should have been wiped. */
  @Cron('0 40 3 * * *', { name: 'wipe erased traces', timeZone: ZONE, waitForCompletion: true })
  async wipeErasedTraces(): Promise<void> {
    await this.run('wipe erased traces', () => this.traces.wipe());
  }

  /** Answers that nobody asks for again: once an hour. */
  @Cron('40 17 * * * *', { name: 'sweep answered requests', timeZone: ZONE, waitForCompletion: true })
  async sweepAnsweredRequests(): Promise<void> {
    await this.run('sweep answered requests', () => this.requests.sweep(this.clock.now()));
  }

  /** What is under way is finished before the database is closed under it. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  /** In a unit of work of its own; a failure is told and does not end the timetable. */
  private async run(name: string, job: () => Promise<unknown>): Promise<void> {
    const step = RequestContext.create(this.orm.em, job).then(
      () => undefined,
      (error: unknown) => this.logger.error(`${name}: ${errorForLog(error)}`),
    );
    this.#underWay.add(step);
    await step;
    this.#underWay.delete(step);
  }
}
