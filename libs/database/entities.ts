import { AuditEntry } from '#audit/audit-entry.entity.js';
import { CalendarDay, CalendarYear } from '#calendar/calendar-day.entity.js';
import { DeliverableTopic } from '#deliverables/deliverable-topic.entity.js';
import { Deliverable } from '#deliverables/deliverable.entity.js';
import { Session, SetUpLink } from '#identity/session.entity.js';
import { User } from '#identity/user.entity.js';
import { MailboxLetter } from '#mail/mailbox-letter.entity.js';
import { GroupMember, Organisation, OrganisationName, Succession } from '#organisations/organisation.entity.js';
import { PlanAmendment } from '#planning/plan-amendment.entity.js';
import { PlanDuty, Topic } from '#planning/plan-content.entity.js';
import { PlanDraft } from '#planning/plan-draft.entity.js';
import { Plan } from '#planning/plan.entity.js';
import { PeriodTarget, Task, TaskParty } from '#planning/task.entity.js';
import { Reminder } from '#reminders/reminder.entity.js';

export const ENTITIES = [
  AuditEntry,
  CalendarDay,
  CalendarYear,
  Deliverable,
  DeliverableTopic,
  GroupMember,
  MailboxLetter,
  Organisation,
  OrganisationName,
  PeriodTarget,
  Plan,
  PlanAmendment,
  PlanDraft,
  PlanDuty,
  Reminder,
  Session,
  SetUpLink,
  Succession,
  Task,
  TaskParty,
  Topic,
  User,
];
