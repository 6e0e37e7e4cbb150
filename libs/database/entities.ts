import { AuditChain } from '#audit/audit-chain.entity.js';
import { AuditEntry } from '#audit/audit-entry.entity.js';
import { CalendarDay, CalendarYear } from '#calendar/calendar-day.entity.js';
import { Acceptance, AcceptanceItem } from '#contracts/acceptance.entity.js';
import { Contract, ContractAnnex, ContractLine, ContractPayment } from '#contracts/contract.entity.js';
import { Liquidation } from '#contracts/liquidation.entity.js';
import { OfficeSettings } from '#contracts/office-settings.entity.js';
import { Adjustment } from '#deliverables/adjustment.entity.js';
import { DeliverableTopic } from '#deliverables/deliverable-topic.entity.js';
import { Deliverable } from '#deliverables/deliverable.entity.js';
import { Evidence } from '#deliverables/evidence/evidence.entity.js';
import { LinkSnapshot } from '#deliverables/evidence/link-snapshot.entity.js';
import { AnsweredRequest } from '#identity/answered-request.entity.js';
import { AccountLetter } from '#identity/account-letter.entity.js';
import { ApiToken } from '#identity/api-token.entity.js';
import { AttemptCount } from '#identity/attempt-count.entity.js';
import { CalendarFeed } from '#identity/calendar-feed.entity.js';
import { EmailChange } from '#identity/email-change.entity.js';
import { FurtherRole } from '#identity/further-role.entity.js';
import { RecoveryCode } from '#identity/recovery-code.entity.js';
import { SecuritySettings } from '#identity/security-settings.entity.js';
import { ExternalIdentity } from '#identity/external-identity.entity.js';
import { Session, SetUpLink } from '#identity/session.entity.js';
import { User } from '#identity/user.entity.js';
import { MailGate } from '#mail/mail-gate.entity.js';
import { MailboxLetter } from '#mail/mailbox-letter.entity.js';
import { GroupMember, Organisation, OrganisationName, Succession } from '#organisations/organisation.entity.js';
import { PlanAmendment } from '#planning/plan-amendment.entity.js';
import { PlanDuty, Topic } from '#planning/plan-content.entity.js';
import { PlanDraft } from '#planning/plan-draft.entity.js';
import { Plan } from '#planning/plan.entity.js';
import { PeriodTarget, Task, TaskParty } from '#planning/task.entity.js';
import { LinkKey } from '#reminders/link-key.entity.js';
import { ReminderMail } from '#reminders/reminder-mail.entity.js';
import { Reminder } from '#reminders/reminder.entity.js';
import { RuleSet } from '#reminders/rule-set.entity.js';
import { Snooze } from '#reminders/snooze.entity.js';
import { StoredFile } from '#storage/stored-file.entity.js';
export const ENTITIES = [
  Acceptance,
  AcceptanceItem,
  AccountLetter,
  Adjustment,
  AnsweredRequest,
  ApiToken,
  AttemptCount,
  AuditChain,
  AuditEntry,
  CalendarDay,
  CalendarFeed,
  CalendarYear,
  Contract,
  ContractAnnex,
  ContractLine,
  ContractPayment,
  Deliverable,
  DeliverableTopic,
  EmailChange,
  Evidence,
  FurtherRole,
  ExternalIdentity,
  GroupMember,
  LinkKey,
  LinkSnapshot,
  Liquidation,
  MailGate,
  MailboxLetter,
  OfficeSettings,
  Organisation,
  OrganisationName,
  PeriodTarget,
  Plan,
  PlanAmendment,
  PlanDraft,
  PlanDuty,
  Reminder,
  RecoveryCode,
  ReminderMail,
  RuleSet,
  SecuritySettings,
  Session,
  SetUpLink,
  Snooze,
  StoredFile,
  Succession,
  Task,
  TaskParty,
  Topic,
  User,
];
