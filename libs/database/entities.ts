import { AuditEntry } from '#audit/audit-entry.entity.js';
import { Deliverable } from '#deliverables/deliverable.entity.js';
import { Session, SetUpLink } from '#identity/session.entity.js';
import { User } from '#identity/user.entity.js';
import { MailboxLetter } from '#mail/mailbox-letter.entity.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { Plan } from '#planning/plan.entity.js';
import { PeriodTarget, Task, TaskParty } from '#planning/task.entity.js';
import { Reminder } from '#reminders/reminder.entity.js';

export const ENTITIES = [AuditEntry, Deliverable, MailboxLetter, Organisation, PeriodTarget, Plan, Reminder, Session, SetUpLink, Task, TaskParty, User];
