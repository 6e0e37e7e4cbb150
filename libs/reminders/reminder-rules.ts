import { z } from 'zod';
import { AUDIENCES } from './stage-kind.js';

const audiences = z.array(z.enum(AUDIENCES));

/** When to write and to whom; a stage nobody is chosen for is not written. */
export const reminderRulesSchema = z.object({
  start: z.object({ to: audiences }),
  /** Working days before the last day of a period, the largest first. */
  ahead: z.object({ workingDays: z.array(z.int().min(0).max(60)).max(5), to: audiences }),
  missed: z.object({ to: audiences }),
  late: z.object({ to: audiences }),
  escalated: z.object({ afterWorkingDays: z.int().min(1).max(120), to: audiences }),
  pace: z.object({ to: audiences }),
  evidence: z.object({ afterWorkingDays: z.int().min(1).max(60), to: audiences }),
  contractEnd: z.object({ withinDays: z.int().min(1).max(180), to: audiences }),
  contractUsed: z.object({ fromPercent: z.int().min(50).max(100), to: audiences }),
  weekly: z.object({ to: audiences }),
  monthly: z.object({ to: audiences }),
});

export type ReminderRules = z.infer<typeof reminderRulesSchema>;

/** What a plan begins with. */
export const DEFAULT_RULES: ReminderRules = {
  start: { to: [] },
  ahead: { workingDays: [7, 1], to: ['lead'] },
  missed: { to: ['lead', 'coordinator'] },
  late: { to: ['lead'] },
  escalated: { afterWorkingDays: 10, to: ['leader'] },
  pace: { to: ['lead', 'coordinator'] },
  evidence: { afterWorkingDays: 5, to: ['lead'] },
  contractEnd: { withinDays: 30, to: ['coordinator'] },
  contractUsed: { fromPercent: 90, to: ['coordinator'] },
  weekly: { to: ['coordinator'] },
  monthly: { to: ['leader'] },
};

/** The hours of a working day in which letters leave, `HH:MM` in Viet Nam; the last one is still within. */
export interface SendingHours {
  readonly from: string;
  readonly until: string;
}

export const DEFAULT_HOURS: SendingHours = { from: '07:30', until: '17:00' };
