import { type MikroORM, RequestContext } from '@mikro-orm/core';
import { type DynamicModule, Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openFolderWarning } from '#database/data-folder.js';
import { openDatabase } from '#database/database.js';
import { FirstStart } from '#database/first-start.js';
import { ormOptions } from '#database/orm-options.js';
import type { Clock } from '#kernel/clock.js';
import type { Environment } from '#kernel/environment.js';
import { errorForLog } from '#kernel/logged-error.js';
import { incomingFolder, sweepIncoming } from '#storage/incoming-file.js';
import { AppModule } from './app.module.js';
import { equip, httpAdapter, PATIENCE, type Patience } from './http/http-server.js';

/** The web application over an open database, ready to listen; the caller closes both. */
export async function createApplication(
  environment: Environment,
  orm: MikroORM,
  { clock, isQuiet = false, others = [], patience = PATIENCE }: { clock?: Clock; isQuiet?: boolean; others?: DynamicModule[]; patience?: Patience } = {},
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(environment, orm, clock, others), httpAdapter(patience, environment), {
    logger: isQuiet ? false : ['error', 'warn'],
    abortOnError: false,
  });
  await equip(app, orm, environment, patience);
  await app.init();
  return app;
}

/** The whole start: database, first data, pages and, unless it is off, the worker in the same process. */
export async function serve(environment: Environment): Promise<void> {
  // 1. The schema is up to date before anything else looks at it.
  const orm = await openDatabase(ormOptions(environment));
  await sweepIncoming(incomingFolder(environment.dataDir), Date.now());
  const worker = environment.worker === 'embedded' ? [(await import('#worker/worker.module.js')).WorkerModule.embedded()] : [];
  const app = await createApplication(environment, orm, { others: worker });

  // 2. An empty system gets its sample plan and a way in.
  const firstStart = app.get(FirstStart);
  await RequestContext.create(orm.em, () => firstStart.prepareData());
  const setUpToken = await RequestContext.create(orm.em, () => firstStart.prepareAccess());

  // 3. Listening, and ending what is under way when told to stop.
  // Fastify's own: Nest's would log a taken port before `runEntryPoint` tells of it.
  await app.getHttpAdapter().getInstance().listen({ port: environment.port, host: environment.host });
  const logger = new Logger('Lịch Tuyên Truyền');
  const warning = openFolderWarning(environment.dataDir);
  if (warning) logger.warn(warning);
  const stop = () => {
    app
      .close()
      .then(() => orm.close())
      .catch((error: unknown) => logger.error(errorForLog(error)));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);

  console.log(`Lịch Tuyên Truyền: ${environment.publicUrl}`);
  if (setUpToken) console.log(`Liên kết dùng một lần để tạo tài khoản quản trị: ${environment.publicUrl}/set-up/${setUpToken}`);
}
