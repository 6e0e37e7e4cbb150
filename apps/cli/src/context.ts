import { type MikroORM, RequestContext } from '@mikro-orm/core';
import { type INestApplicationContext, Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccessModule } from '#access/access.module.js';
import { AuditModule } from '#audit/audit.module.js';
import { comingBy } from '#audit/entry-origin.js';
import { openDatabase, openExistingDatabase } from '#database/database.js';
import { DatabaseModule } from '#database/database.module.js';
import { FirstStart } from '#database/first-start.js';
import { ormOptions } from '#database/orm-options.js';
import { DeliverablesModule } from '#deliverables/deliverables.module.js';
import { IdentityModule } from '#identity/identity.module.js';
import type { Clock } from '#kernel/clock.js';
import { type Environment, readEnvironment } from '#kernel/environment.js';
import { KernelModule } from '#kernel/kernel.module.js';
import { PlanningModule } from '#planning/planning.module.js';
import { RemindersModule } from '#reminders/reminders.module.js';
import { TemplatingModule } from '#templating/templating.module.js';

@Module({})
class CliModule {
  static with(environment: Environment, orm: MikroORM, clock?: Clock): DynamicModule {
    return {
      module: CliModule,
      imports: [
        KernelModule.with(environment, clock),
        DatabaseModule.over(orm),
        TemplatingModule,
        AccessModule,
        AuditModule,
        DeliverablesModule,
        IdentityModule,
        PlanningModule,
        RemindersModule,
      ],
      providers: [FirstStart],
    };
  }
}

export interface CommandContext {
  readonly app: INestApplicationContext;
  readonly orm: MikroORM;
  readonly environment: Environment;
}

interface Wanted {
  readonly clock?: Clock;
  /** Without the sample plan. */
  readonly isBare?: boolean;
  /** There is nothing to do in a database that this command would have to make first. */
  readonly needsDatabase?: boolean;
}

/** Runs a command over the database of the environment, with the sample plan there as after a first start. */
export async function withApplication<T>(
  run: (context: CommandContext) => Promise<T>,
  { clock, isBare = false, needsDatabase = false }: Wanted = {},
): Promise<T> {
  const environment = readEnvironment(process.env);
  const orm = await (needsDatabase ? openExistingDatabase(environment) : openDatabase(ormOptions(environment)));
  try {
    const app = await NestFactory.createApplicationContext(CliModule.with(environment, orm, clock), { logger: ['error'], abortOnError: false });
    try {
      return await comingBy('command-line', () =>
        RequestContext.create(orm.em, async () => {
          if (!isBare) await app.get(FirstStart).prepareData();
          return run({ app, orm, environment });
        }),
      );
    } finally {
      await app.close();
    }
  } finally {
    await orm.close();
  }
}
