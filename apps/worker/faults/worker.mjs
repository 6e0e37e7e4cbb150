// The worker as a process of its own with a clock that is given to it: plans and sends again and again until it is ended.
// FAULT_NOW: the instant at which it believes to begin; real time goes on from there. Prints a line of JSON a round.
import 'reflect-metadata';
import { setTimeout as wait } from 'node:timers/promises';
import { RequestContext } from '@mikro-orm/core';
import { NestFactory } from '@nestjs/core';
import { Temporal } from 'temporal-polyfill';
import { openDatabase } from '#database/database.js';
import { DatabaseModule } from '#database/database.module.js';
import { ormOptions } from '#database/orm-options.js';
import { Clock } from '#kernel/clock.js';
import { readEnvironment } from '#kernel/environment.js';
import { KernelModule } from '#kernel/kernel.module.js';
import { ReminderService } from '#reminders/reminder.service.js';
import { RemindersModule } from '#reminders/reminders.module.js';
import { TemplatingModule } from '#templating/templating.module.js';

class ShiftedClock extends Clock {
  #shift = Temporal.Instant.from(process.env.FAULT_NOW).epochMilliseconds - Date.now();

  now() {
    return Temporal.Instant.fromEpochMilliseconds(Date.now() + this.#shift);
  }
}

const environment = readEnvironment(process.env);
const clock = new ShiftedClock();
const orm = await openDatabase(ormOptions(environment));
const app = await NestFactory.createApplicationContext(
  {
    module: class FaultWorker {},
    imports: [KernelModule.with(environment, clock), DatabaseModule.over(orm), TemplatingModule, RemindersModule],
  },
  { logger: false, abortOnError: false },
);
const reminders = app.get(ReminderService, { strict: false });
process.on('SIGTERM', () => process.exit(0));
console.log(JSON.stringify({ ready: true }));

for (;;) {
  try {
    const { planned, deliveries } = await RequestContext.create(orm.em, () => reminders.remind(clock.now()));
    console.log(JSON.stringify({ planned: planned.length, outcomes: deliveries.map(({ outcome }) => outcome) }));
  } catch (error) {
    // As the timetable does: a round that fails is told, and the next one comes.
    console.log(JSON.stringify({ error: String(error?.message ?? error).slice(0, 300) }));
  }
  await wait(50);
}
