import { Module } from '@nestjs/common';
import { AuditModule } from '#audit/audit.module.js';
import { CalendarModule } from '#calendar/calendar.module.js';
import { ContractsModule } from '#contracts/contracts.module.js';
import { DeliverablesModule } from '#deliverables/deliverables.module.js';
import { MailModule } from '#mail/mail.module.js';
import { ContractWatch } from './contract-watch.js';
import { DigestLetter } from './digest-letter.js';
import { DueFinder } from './due-finder.js';
import { Forecast } from './forecast.js';
import { LedgerQuery } from './ledger.query.js';
import { LetterPreview } from './letter-preview.js';
import { LettersService } from './letters.service.js';
import { LinkActionService } from './link-action.service.js';
import { LinkSigner } from './link-signer.js';
import { MailContent } from './mail-content.js';
import { MailDesk } from './mail-desk.js';
import { ReminderPlanner } from './reminder-planner.js';
import { ReminderSender } from './reminder-sender.js';
import { ReminderService } from './reminder.service.js';
import { RulesQuery } from './rules.query.js';
import { RulesService } from './rules.service.js';
import { SentBook } from './sent-book.js';
import { SnoozesQuery } from './snoozes.query.js';
import { SummarySwitchService } from './summary-switch.service.js';
import { SummaryQuery } from './summary.query.js';
import { TestMailService } from './test-mail.service.js';
import { UnprovenQuery } from './unproven.query.js';
import { WatchedPlanQuery } from './watched-plan.query.js';

const SERVICES = [
  ContractWatch,
  DigestLetter,
  DueFinder,
  Forecast,
  LedgerQuery,
  LetterPreview,
  LettersService,
  LinkActionService,
  LinkSigner,
  MailContent,
  MailDesk,
  ReminderPlanner,
  ReminderSender,
  ReminderService,
  RulesQuery,
  RulesService,
  SentBook,
  SnoozesQuery,
  SummaryQuery,
  SummarySwitchService,
  TestMailService,
  UnprovenQuery,
  WatchedPlanQuery,
];

@Module({ imports: [AuditModule, CalendarModule, ContractsModule, DeliverablesModule, MailModule], providers: SERVICES, exports: SERVICES })
export class RemindersModule {}
