import type { MikroORM } from '@mikro-orm/core';
import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from '#audit/audit.module.js';
import { CalendarModule } from '#calendar/calendar.module.js';
import { ContractsModule } from '#contracts/contracts.module.js';
import { DatabaseModule } from '#database/database.module.js';
import { FirstStart } from '#database/first-start.js';
import { DeliverablesModule } from '#deliverables/deliverables.module.js';
import { IdentityModule } from '#identity/identity.module.js';
import type { Clock } from '#kernel/clock.js';
import type { Environment } from '#kernel/environment.js';
import { KernelModule } from '#kernel/kernel.module.js';
import { MailModule } from '#mail/mail.module.js';
import { OrganisationsModule } from '#organisations/organisations.module.js';
import { PlanningModule } from '#planning/planning.module.js';
import { OpenApiController } from './api/open-api.controller.js';
import { ProgressController } from './api/progress.controller.js';
import { CalendarController } from './calendar/calendar.controller.js';
import { ContentController } from './content/content.controller.js';
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
import { OrganisationChangesController } from './organisations/organisation-changes.controller.js';
import { OrganisationFormPage } from './organisations/organisation-form.page.js';
import { OrganisationsController } from './organisations/organisations.controller.js';
import { SuccessionsController } from './organisations/successions.controller.js';
import { AmendmentsController } from './plans/amendments.controller.js';
import { DraftPage } from './plans/draft.page.js';
import { DraftsController } from './plans/drafts.controller.js';
import { ImportsController } from './plans/imports.controller.js';
import { PlansController } from './plans/plans.controller.js';
import { SessionController } from './sign-in/session.controller.js';
import { SetUpController } from './sign-in/set-up.controller.js';
import { TasksController } from './tasks/tasks.controller.js';
import { WorkingDaysController } from './working-days/working-days.controller.js';
import { WorkingDaysPage } from './working-days/working-days.page.js';

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
        CalendarModule,
        ContractsModule,
        DeliverablesModule,
        IdentityModule,
        MailModule,
        OrganisationsModule,
        PlanningModule,
        ...others,
      ],
      controllers: [
        CalendarController,
        ContentController,
        DashboardController,
        ListController,
        DeliverablesController,
        HealthController,
        MailboxController,
        OpenApiController,
        OrganisationsController,
        OrganisationChangesController,
        SuccessionsController,
        AmendmentsController,
        DraftsController,
        ImportsController,
        PlansController,
        PlannedDateController,
        ProgressController,
        PublicationController,
        SessionController,
        SetUpController,
        TasksController,
        WorkingDaysController,
      ],
      providers: [DraftPage, FirstStart, ItemPage, LogFormPage, LoggedNotice, OrganisationFormPage, PaceChartCache, WorkingDaysPage],
    };
  }
}
