import { NestFactory } from '@nestjs/core';
import { openDatabase } from '#database/database.js';
import { ormOptions } from '#database/orm-options.js';
import type { Environment } from '#kernel/environment.js';
import { errorForLog } from '#kernel/logged-error.js';
import { WorkerModule } from './worker.module.js';

/** The timetable as a process of its own, until it is told to stop; the step under way is finished first. */
export async function work(environment: Environment): Promise<void> {
  const orm = await openDatabase(ormOptions(environment));
  const app = await NestFactory.createApplicationContext(WorkerModule.alone(environment, orm), { logger: ['error', 'warn'], abortOnError: false });
  const stop = () => {
    app
      .close()
      .then(() => orm.close())
      .catch((error: unknown) => console.error(errorForLog(error)));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  console.log('Lịch Tuyên Truyền: bộ nhắc việc đang chạy');
}
