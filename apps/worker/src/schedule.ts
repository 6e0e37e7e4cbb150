import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { MikroORM, RequestContext } from '@mikro-orm/core';
import { Clock } from '#kernel/clock.js';
import { ZONE } from '#kernel/plain-date.js';
import { ReminderService } from '#reminders/reminder.service.js';

/**
 * The timetable: the only place with cron expressions. A tick asks what is due from the rows, so one that was missed
 * costs nothing but time.
 */
@Injectable()
export class Schedule implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Schedule.name);
  #underWay: Promise<void> = Promise.resolve();

  constructor(
    private readonly orm: MikroORM,
    private readonly reminders: ReminderService,
    private readonly clock: Clock,
  ) {}

  /** Every five minutes of the office's day. */
  @Cron('0 */5 7-17 * * *', { name: 'reminders', timeZone: ZONE, waitForCompletion: true })
  async remind(): Promise<void> {
    this.#underWay = this.run('reminders', () => this.reminders.remindOnWorkingDay(this.clock.now()));
    await this.#underWay;
  }

  /** The step under way is finished before the database is closed under it. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#underWay;
  }

  /** In a unit of work of its own; a failure is told and does not end the timetable. */
  private async run(name: string, job: () => Promise<void>): Promise<void> {
    try {
      await RequestContext.create(this.orm.em, job);
    } catch (error) {
      this.logger.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
}
