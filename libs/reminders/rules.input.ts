import { z } from 'zod';
import { typed } from '#kernel/form-fields.js';
import type { ReminderRules, SendingHours } from './reminder-rules.js';
import { AUDIENCES, type Audience } from './stage-kind.js';

/** A form of rules as typed: boxes of one name come as a list, or as one text, or not at all. */
export type RawRules = Readonly<Record<string, unknown>>;

/** Rules of a plan with what belongs to no stage. */
export interface PlanRulesInput {
  readonly rules: ReminderRules;
  readonly hours: SendingHours;
  /** The accounts that were ticked. */
  readonly leaders: readonly number[];
}

export interface TaskRulesInput {
  readonly isSilent: boolean;
  /** Without the stages that are no task's. */
  readonly rules: TaskRules;
}

/** The stages of a plan that are about no task. */
type PlanStages = Pick<ReminderRules, 'contractEnd' | 'contractUsed' | 'weekly' | 'monthly'>;
type TaskRules = Omit<ReminderRules, keyof PlanStages>;

/** A worker plans every five minutes: a shorter time could pass between two of its turns while the machine restarts. */
const LEAST_MINUTES = 30;

const MOST_DAYS_AHEAD = 5;
const FARTHEST_AHEAD = 60;

/** What was ticked, as a list of texts. */
const ticked = z
  .union([z.string(), z.array(z.string())], 'Hãy chọn lại.')
  .optional()
  .transform((value) => [value ?? []].flat());

const audiences = ticked.transform((values, context): Audience[] => {
  if (values.every((value) => (AUDIENCES as readonly string[]).includes(value))) return AUDIENCES.filter((audience) => values.includes(audience));
  context.addIssue('Hãy chọn lại người nhận.');
  return z.NEVER;
});

const number = (least: number, most: number, what: string) =>
  typed.transform((value, context): number => {
    const read = /^\s*\d{1,3}\s*$/.test(value) ? Number(value) : -1;
    if (read >= least && read <= most) return read;
    context.addIssue(`Hãy nhập ${what} từ ${least} đến ${most}.`);
    return z.NEVER;
  });

/** `7, 1` */
const daysAhead = typed.transform((value, context): number[] => {
  const words = value.split(/[\s,;]+/).filter(Boolean);
  const days = [...new Set(words.map((word) => (/^\d{1,3}$/.test(word) ? Number(word) : FARTHEST_AHEAD + 1)))];
  if (days.length <= MOST_DAYS_AHEAD && days.every((day) => day <= FARTHEST_AHEAD)) return days.toSorted((a, b) => b - a);
  context.addIssue(`Hãy nhập nhiều nhất ${MOST_DAYS_AHEAD} số ngày từ 0 đến ${FARTHEST_AHEAD}, cách nhau bằng dấu phẩy, ví dụ 7, 1.`);
  return z.NEVER;
});

const time = typed.transform((value, context): string => {
  const text = value.trim().padStart(5, '0');
  if (/^([01]\d|2[0-3]):[0-5]\d$/.test(text)) return text;
  context.addIssue('Hãy nhập giờ và phút, ví dụ 07:30.');
  return z.NEVER;
});

const ofTask = {
  startTo: audiences,
  aheadDays: daysAhead,
  aheadTo: audiences,
  missedTo: audiences,
  lateTo: audiences,
  escalatedDays: number(1, 120, 'số ngày làm việc'),
  escalatedTo: audiences,
  paceTo: audiences,
  evidenceDays: number(1, 60, 'số ngày làm việc'),
  evidenceTo: audiences,
};

const taskForm = z.object({ ...ofTask, silent: typed });

const planForm = z.object({
  ...ofTask,
  contractEndDays: number(1, 180, 'số ngày'),
  contractEndTo: audiences,
  contractUsedPercent: number(50, 100, 'số phần trăm'),
  contractUsedTo: audiences,
  weeklyTo: audiences,
  monthlyTo: audiences,
  sendFrom: time,
  sendUntil: time,
  leader: ticked.transform((values) => values.flatMap((value) => (/^\d{1,9}$/.test(value) ? [Number(value)] : []))),
});

/** Asked although another field may be wrong, so that all that is wrong is said at once. */
const NEEDS_DAYS = {
  path: ['aheadDays'],
  message: 'Hãy nhập số ngày, ví dụ 7, 1; hoặc bỏ chọn người nhận ở dòng này.',
  when: ({ value }: { value: unknown }) => areLists(value, 'aheadDays', 'aheadTo'),
};

const LASTS_LONG_ENOUGH = {
  path: ['sendUntil'],
  message: `Giờ gửi phải kết thúc sau giờ bắt đầu ít nhất ${LEAST_MINUTES} phút.`,
  when: ({ value }: { value: unknown }) => areTexts(value, 'sendFrom', 'sendUntil'),
};

export const taskRulesInput: z.ZodType<TaskRulesInput> = taskForm
  .refine(hasDays, NEEDS_DAYS)
  .transform(({ silent, ...form }) => ({ isSilent: silent === '1', rules: rulesOf(form) }));

export const planRulesInput: z.ZodType<PlanRulesInput> = planForm
  .refine(hasDays, NEEDS_DAYS)
  .refine(({ sendFrom, sendUntil }) => minutesOf(sendUntil) - minutesOf(sendFrom) >= LEAST_MINUTES, LASTS_LONG_ENOUGH)
  .transform(({ sendFrom, sendUntil, leader, ...form }) => ({
    hours: { from: sendFrom, until: sendUntil },
    leaders: leader,
    rules: {
      ...rulesOf(form),
      contractEnd: { withinDays: form.contractEndDays, to: form.contractEndTo },
      contractUsed: { fromPercent: form.contractUsedPercent, to: form.contractUsedTo },
      weekly: { to: form.weeklyTo },
      monthly: { to: form.monthlyTo },
    },
  }));

type TaskForm = Omit<z.output<typeof taskForm>, 'silent'>;

function rulesOf(form: TaskForm): TaskRules {
  return {
    start: { to: form.startTo },
    ahead: { workingDays: form.aheadDays, to: form.aheadTo },
    missed: { to: form.missedTo },
    late: { to: form.lateTo },
    escalated: { afterWorkingDays: form.escalatedDays, to: form.escalatedTo },
    pace: { to: form.paceTo },
    evidence: { afterWorkingDays: form.evidenceDays, to: form.evidenceTo },
  };
}

function hasDays({ aheadDays, aheadTo }: Pick<TaskForm, 'aheadDays' | 'aheadTo'>): boolean {
  return aheadDays.length > 0 || aheadTo.length === 0;
}

function areLists(form: unknown, ...fields: readonly string[]): boolean {
  return fields.every((field) => Array.isArray((form as Record<string, unknown> | null)?.[field]));
}

function areTexts(form: unknown, ...fields: readonly string[]): boolean {
  return fields.every((field) => typeof (form as Record<string, unknown> | null)?.[field] === 'string');
}

function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number);
  return hours! * 60 + minutes!;
}

/** Rules as a form has them. */
export function typedRules(rules: ReminderRules): RawRules {
  const { start, ahead, missed, late, escalated, pace, evidence, contractEnd, contractUsed, weekly, monthly } = rules;
  return {
    startTo: start.to,
    aheadDays: ahead.workingDays.join(', '),
    aheadTo: ahead.to,
    missedTo: missed.to,
    lateTo: late.to,
    escalatedDays: String(escalated.afterWorkingDays),
    escalatedTo: escalated.to,
    paceTo: pace.to,
    evidenceDays: String(evidence.afterWorkingDays),
    evidenceTo: evidence.to,
    contractEndDays: String(contractEnd.withinDays),
    contractEndTo: contractEnd.to,
    contractUsedPercent: String(contractUsed.fromPercent),
    contractUsedTo: contractUsed.to,
    weeklyTo: weekly.to,
    monthlyTo: monthly.to,
  };
}
