import type { MikroORM } from '@mikro-orm/core';
import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from '#audit/audit.module.js';
import { DatabaseModule } from '#database/database.module.js';
import { FirstStart } from '#database/first-start.js';
import { DeliverablesModule } from '#deliverables/deliverables.module.js';
import { IdentityModule } from '#identity/identity.module.js';
import type { Clock } from '#kernel/clock.js';
import type { Environment } from '#kernel/environment.js';
import { KernelModule } from '#kernel/kernel.module.js';
import { MailModule } from '#mail/mail.module.js';
import { PlanningModule } from '#planning/planning.module.js';
import { OpenApiController } from './api/open-api.controller.js';
import { ProgressController } from './api/progress.controller.js';
import { CalendarController } from './calendar/calendar.controller.js';
import { DashboardController } from './dashboard/dashboard.controller.js';
import { PaceChartCache } from './dashboard/pace-chart-cache.js';
import { DeliverablesController } from './deliverables/deliverables.controller.js';
import { ItemPage } from './deliverables/item.page.js';
import { ListController } from './deliverables/list.controller.js';
import { LogFormPage } from './deliverables/log-form.page.js';
import { LoggedNotice } from './deliverables/logged-notice.js';
import { PlannedDateController } from './deliverables/planned-date.controller.js';
import { PublicationController } from './deliverables/publication.controller.js';
import { HealthController } from './health/health.controller.js';
import { HttpModule } from './http/http.module.js';
import { MailboxController } from './mailbox/mailbox.controller.js';
import { SessionController } from './sign-in/session.controller.js';
import { SetUpController } from './sign-in/set-up.controller.js';
import { TasksController } from './tasks/tasks.controller.js';

@Module({})
export class AppModule {
  static with(environment: Environment, orm: MikroORM, clock?: Clock, others: DynamicModule[] = []): DynamicModule {
    return {
      module: AppModule,
      imports: [
        KernelModule.with(environment, clock),
        DatabaseModule.over(orm),
        HttpModule,
        AuditModule,
        DeliverablesModule,
        IdentityModule,
        MailModule,
        PlanningModule,
        ...others,
      ],
      controllers: [
        CalendarController,
        DashboardController,
        ListController,
        DeliverablesController,
        HealthController,
        MailboxController,
        OpenApiController,
        PlannedDateController,
        ProgressController,
        PublicationController,
        SessionController,
        SetUpController,
        TasksController,
      ],
      providers: [FirstStart, ItemPage, LogFormPage, LoggedNotice, PaceChartCache],
    };
  }
}
