import type { Audience } from './stage-kind.js';

interface Stage {
  readonly to: readonly Audience[];
}

/** When to write and to whom; a stage nobody is chosen for is not written. */
export interface ReminderRules {
  readonly start: Stage;
  /** Working days before the last day of a period, the largest first. */
  readonly ahead: Stage & { readonly workingDays: readonly number[] };
  readonly missed: Stage;
  readonly late: Stage;
  readonly escalated: Stage & { readonly afterWorkingDays: number };
  readonly pace: Stage;
  readonly evidence: Stage & { readonly afterWorkingDays: number };
  readonly contractEnd: Stage & { readonly withinDays: number };
  readonly contractUsed: Stage & { readonly fromPercent: number };
  readonly weekly: Stage;
  readonly monthly: Stage;
}

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
