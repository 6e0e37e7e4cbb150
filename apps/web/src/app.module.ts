import type { MikroORM } from '@mikro-orm/core';
import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from '#access/access.module.js';
import { AuditModule } from '#audit/audit.module.js';
import { CalendarModule } from '#calendar/calendar.module.js';
import { ContractsModule } from '#contracts/contracts.module.js';
import { DatabaseModule } from '#database/database.module.js';
import { DocumentsModule } from '#documents/documents.module.js';
import { FirstStart } from '#database/first-start.js';
import { DeliverablesModule } from '#deliverables/deliverables.module.js';
import { IdentityModule } from '#identity/identity.module.js';
import type { Clock } from '#kernel/clock.js';
import type { Environment } from '#kernel/environment.js';
import { KernelModule } from '#kernel/kernel.module.js';
import { MailModule } from '#mail/mail.module.js';
import { OrganisationsModule } from '#organisations/organisations.module.js';
import { PlanningModule } from '#planning/planning.module.js';
import { RemindersModule } from '#reminders/reminders.module.js';
import { StorageModule } from '#storage/storage.module.js';
import { AcceptancePage } from './acceptances/acceptance.page.js';
import { AcceptanceStepsController } from './acceptances/acceptance-steps.controller.js';
import { AcceptancesController } from './acceptances/acceptances.controller.js';
import { RoundSummary } from './acceptances/round-summary.js';
import { VerdictsController } from './acceptances/verdicts.controller.js';
import { DeliverablesApiController } from './api/deliverables.controller.js';
import { OpenApiController } from './api/open-api.controller.js';
import { ProgressController } from './api/progress.controller.js';
import { CalendarController } from './calendar/calendar.controller.js';
import { FeedController } from './calendar/feed.controller.js';
import { OwnFeedsController } from './account/own-feeds.controller.js';
import { ContentController } from './content/content.controller.js';
import { ContractFormPage } from './contracts/contract-form.page.js';
import { ContractListPage } from './contracts/contract-list.page.js';
import { ContractPage } from './contracts/contract.page.js';
import { ContractStepPage } from './contracts/contract-step.page.js';
import { ContractStepsController } from './contracts/contract-steps.controller.js';
import { ContractsController } from './contracts/contracts.controller.js';
import { DashboardController } from './dashboard/dashboard.controller.js';
import { PaceChartCache } from './dashboard/pace-chart-cache.js';
import { DeliverablesController } from './deliverables/deliverables.controller.js';
import { ItemPage } from './deliverables/item.page.js';
import { ListController } from './deliverables/list.controller.js';
import { LogFormPage } from './deliverables/log-form.page.js';
import { LoggedNotice } from './deliverables/logged-notice.js';
import { PlannedDateController } from './deliverables/planned-date.controller.js';
import { PublicationController } from './deliverables/publication.controller.js';
import { AcceptancePapersController } from './documents/acceptance-papers.controller.js';
import { ContractSheetsController } from './documents/contract-sheets.controller.js';
import { LiquidationPapersController } from './documents/liquidation-papers.controller.js';
import { PaperAnswer } from './documents/paper-answer.js';
import { ReminderLettersController } from './documents/reminder-letters.controller.js';
import { EvidenceController } from './evidence/evidence.controller.js';
import { EvidenceFilesController } from './evidence/evidence-files.controller.js';
import { FormFiles } from './evidence/form-files.js';
import { LinkMetadataController } from './evidence/link-metadata.controller.js';
import { HealthController } from './health/health.controller.js';
import { HttpModule } from './http/http.module.js';
import { ActController } from './links/act.controller.js';
import { ActPage } from './links/act.page.js';
import { SummariesController } from './links/summaries.controller.js';
import { LiquidationPage } from './liquidations/liquidation.page.js';
import { LiquidationsController } from './liquidations/liquidations.controller.js';
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
import { LetterPreviewController } from './reminders/letter-preview.controller.js';
import { RemindersController } from './reminders/reminders.controller.js';
import { RemindersPage } from './reminders/reminders.page.js';
import { RulesController } from './reminders/rules.controller.js';
import { RulesPage } from './reminders/rules.page.js';
import { OfficeSettingsController } from './settings/office-settings.controller.js';
import { OfficeSettingsPage } from './settings/office-settings.page.js';
import { EmailChangeController } from './account/email-change.controller.js';
import { OwnAccountController } from './account/own-account.controller.js';
import { OwnTokensController } from './account/own-tokens.controller.js';
import { OwnAccountPage } from './account/own-account.page.js';
import { SecondFactorController } from './account/second-factor.controller.js';
import { AccountStepsController } from './accounts/account-steps.controller.js';
import { AccountPage } from './accounts/account.page.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { AccountsPage } from './accounts/accounts.page.js';
import { RightsController } from './accounts/rights.controller.js';
import { SecurityController } from './accounts/security.controller.js';
import { PasswordResetController } from './sign-in/password-reset.controller.js';
import { OpenidController } from './sign-in/openid.controller.js';
import { SessionController } from './sign-in/session.controller.js';
import { SetUpController } from './sign-in/set-up.controller.js';
import { SignInPage } from './sign-in/sign-in.page.js';
import { TasksController } from './tasks/tasks.controller.js';
import { TrailController } from './trail/trail.controller.js';
import { WorkingDaysController } from './working-days/working-days.controller.js';
import { WorkingDaysPage } from './working-days/working-days.page.js';

@Module({})
export class AppModule {
  static with(environment: Environment, orm: MikroORM, clock?: Clock, others: DynamicModule[] = []): DynamicModule {
    return {
      module: AppModule,
      imports: [
        AccessModule,
        KernelModule.with(environment, clock),
        DatabaseModule.over(orm),
        HttpModule,
        AuditModule,
        CalendarModule,
        ContractsModule,
        DeliverablesModule,
        DocumentsModule,
        IdentityModule,
        MailModule,
        OrganisationsModule,
        PlanningModule,
        RemindersModule,
        StorageModule,
        ...others,
      ],
      controllers: [
        ActController,
        SummariesController,
        AcceptancesController,
        AcceptanceStepsController,
        VerdictsController,
        LiquidationsController,
        CalendarController,
        FeedController,
        OwnFeedsController,
        ContentController,
        ContractsController,
        ContractStepsController,
        AcceptancePapersController,
        ContractSheetsController,
        LiquidationPapersController,
        DashboardController,
        ListController,
        DeliverablesApiController,
        DeliverablesController,
        EvidenceController,
        EvidenceFilesController,
        HealthController,
        LinkMetadataController,
        MailboxController,
        OfficeSettingsController,
        OpenApiController,
        OpenidController,
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
        ReminderLettersController,
        LetterPreviewController,
        RemindersController,
        RulesController,
        SessionController,
        PasswordResetController,
        EmailChangeController,
        OwnAccountController,
        SecondFactorController,
        OwnTokensController,
        AccountsController,
        AccountStepsController,
        SecurityController,
        RightsController,
        TrailController,
        SetUpController,
        TasksController,
        WorkingDaysController,
      ],
      providers: [
        ActPage,
        AcceptancePage,
        RoundSummary,
        LiquidationPage,
        ContractFormPage,
        ContractListPage,
        ContractPage,
        ContractStepPage,
        DraftPage,
        FirstStart,
        FormFiles,
        ItemPage,
        LogFormPage,
        LoggedNotice,
        OfficeSettingsPage,
        OrganisationFormPage,
        PaceChartCache,
        PaperAnswer,
        OwnAccountPage,
        AccountPage,
        AccountsPage,
        RemindersPage,
        RulesPage,
        SignInPage,
        WorkingDaysPage,
      ],
    };
  }
}
