import type { MikroORM } from '@mikro-orm/core';
import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AccessModule } from '#access/access.module.js';
import { DatabaseModule } from '#database/database.module.js';
import type { Environment } from '#kernel/environment.js';
import { IdentityModule } from '#identity/identity.module.js';
import { KernelModule } from '#kernel/kernel.module.js';
import { RemindersModule } from '#reminders/reminders.module.js';
import { TemplatingModule } from '#templating/templating.module.js';
import { Schedule } from './schedule.js';

@Module({})
export class WorkerModule {
  /** Inside the web application, which brings the kernel, the database and the templates. */
  static embedded(): DynamicModule {
    return { module: WorkerModule, imports: [ScheduleModule.forRoot(), AccessModule, IdentityModule, RemindersModule], providers: [Schedule] };
  }

  /** A process of its own. */
  static alone(environment: Environment, orm: MikroORM): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        KernelModule.with(environment),
        DatabaseModule.over(orm),
        TemplatingModule,
        ScheduleModule.forRoot(),
        AccessModule,
        IdentityModule,
        RemindersModule,
      ],
      providers: [Schedule],
    };
  }
}
