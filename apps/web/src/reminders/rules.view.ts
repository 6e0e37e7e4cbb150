import type { Activity } from '#audit/recent-activity.query.js';
import { DEFAULT_HOURS, DEFAULT_RULES, type ReminderRules, type SendingHours } from '#reminders/reminder-rules.js';
import type { RawRules } from '#reminders/rules.input.js';
import { AUDIENCES, type Audience } from '#reminders/stage-kind.js';
import { historyLine } from '../http/activity-view.js';
import { AUDIENCE_NAMES } from './stage-words.js';

interface RuleRow {
  readonly key: keyof ReminderRules;
  readonly name: string;
  readonly explanation: string;
  /** The field of its number, what it is called, and what follows it in the history. */
  readonly number?: { readonly field: string; readonly label: string; readonly unit: string; readonly of: (rules: ReminderRules) => string };
  /** Who can be chosen; everybody where it is left out. */
  readonly offered?: readonly Audience[];
}

/** A summary is about no single unit's work. */
const WATCHING: readonly Audience[] = ['coordinator', 'leader'];

const OF_TASKS: readonly RuleRow[] = [
  { key: 'start', name: 'Bắt đầu kỳ', explanation: 'Vào ngày đầu kỳ, nói kỳ này cần bao nhiêu.' },
  {
    key: 'ahead',
    name: 'Trước hạn',
    explanation: 'Khi còn thiếu và ngày cuối kỳ đang đến gần.',
    number: { field: 'aheadDays', label: 'Số ngày làm việc trước hạn', unit: 'ngày làm việc', of: ({ ahead }) => ahead.workingDays.join(', ') },
  },
  { key: 'missed', name: 'Vừa qua hạn', explanation: 'Ngày làm việc sau ngày cuối kỳ, nếu còn thiếu.' },
  { key: 'late', name: 'Quá hạn, nhắc hằng tuần', explanation: 'Mỗi thứ Hai, cho đến khi đủ.' },
  {
    key: 'escalated',
    name: 'Quá hạn kéo dài',
    explanation: 'Một lần, khi đã quá hạn lâu mà vẫn thiếu.',
    number: {
      field: 'escalatedDays',
      label: 'Sau số ngày làm việc',
      unit: 'ngày làm việc',
      of: ({ escalated }) => String(escalated.afterWorkingDays),
    },
  },
  { key: 'pace', name: 'Nhịp cả năm không kịp', explanation: 'Mỗi tháng một lần, khi với nhịp hiện nay thì cuối kỳ không đạt chỉ tiêu.' },
  {
    key: 'evidence',
    name: 'Chưa có minh chứng',
    explanation: 'Sản phẩm đã ghi nhận mà chưa có gì chứng minh.',
    number: { field: 'evidenceDays', label: 'Sau số ngày làm việc', unit: 'ngày làm việc', of: ({ evidence }) => String(evidence.afterWorkingDays) },
  },
];

const OF_PLANS: readonly RuleRow[] = [
  {
    key: 'contractEnd',
    name: 'Hợp đồng sắp hết hạn',
    explanation: 'Đơn vị thực hiện là Bên B của hợp đồng.',
    number: { field: 'contractEndDays', label: 'Trước ngày kết thúc, số ngày', unit: 'ngày', of: ({ contractEnd }) => String(contractEnd.withinDays) },
  },
  {
    key: 'contractUsed',
    name: 'Hợp đồng sắp hết khối lượng',
    explanation: 'Khi một dòng của hợp đồng gần dùng hết.',
    number: { field: 'contractUsedPercent', label: 'Từ số phần trăm', unit: '%', of: ({ contractUsed }) => String(contractUsed.fromPercent) },
  },
  { key: 'weekly', name: 'Tổng hợp tuần', explanation: 'Sáng thứ Hai, nếu trong tuần có việc để báo.', offered: WATCHING },
  { key: 'monthly', name: 'Tổng hợp tháng', explanation: 'Ngày làm việc đầu tháng, nhìn lại tháng trước.', offered: WATCHING },
];

const ROWS = [...OF_TASKS, ...OF_PLANS];

type Errors = Readonly<Record<string, string>>;

/** The table of a form: a row a stage, with what is typed and what is wrong with it. */
export function ruleRows(values: RawRules, errors: Errors, of: 'plan' | 'task') {
  return (of === 'plan' ? ROWS : OF_TASKS).map(({ key, name, explanation, number, offered = AUDIENCES }) => {
    const field = `${key}To`;
    const chosen = listOf(values[field]);
    return {
      name,
      explanation,
      field,
      error: errors[field],
      number: number && { field: number.field, label: number.label, value: textIn(values[number.field]), error: errors[number.field], isList: key === 'ahead' },
      boxes: AUDIENCES.map((audience) => ({
        audience,
        audienceName: AUDIENCE_NAMES[audience],
        isOffered: offered.includes(audience),
        isTicked: chosen.includes(audience),
      })),
    };
  });
}

export const AUDIENCE_HEADS = AUDIENCES.map((audience) => AUDIENCE_NAMES[audience]);

/** Boxes of one name as they were sent. */
export function listOf(value: unknown): string[] {
  return [value ?? []].flat().map(String);
}

export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The changes to a plan's rules and exceptions, newest first, each with what it changed. */
export function rulesHistory(entries: readonly Activity[], most: number) {
  return entries
    .filter(({ action }) => action.startsWith('reminder.'))
    .slice(0, most)
    .map((entry) => {
      const task = entry.after?.task;
      const changes = changesIn(entry);
      return { ...historyLine(entry), changes: typeof task === 'string' ? [`Nhiệm vụ ${task}`, ...changes] : changes };
    });
}

/** What the first change of a plan's rules is compared with. */
const BEGINNING = { rules: DEFAULT_RULES, hours: DEFAULT_HOURS, leaders: null };

function changesIn({ action, before, after }: Activity): string[] {
  if (action === 'reminder.exception-removed') return [];
  if (after?.isSilent === true) return ['Không nhắc việc này'];
  const first = action === 'reminder.rules-changed' ? BEGINNING : null;
  if (!after || !(before ?? first)) return [];
  const [was, is] = [describe((before ?? first)!), describe(after)];
  return [...is].flatMap(([name, words]) => (was.get(name) === words ? [] : [`${name}: ${was.get(name) ?? '(trống)'} → ${words}`]));
}

/** What the trail keeps of rules, by the names of the rows. */
function describe(kept: Readonly<Record<string, unknown>>): Map<string, string> {
  const rules = kept.rules as ReminderRules;
  const words = new Map<string, string>();
  for (const { key, name, number } of ROWS) {
    const { to } = rules[key] ?? { to: [] };
    const audience = to.length === 0 ? 'không gửi' : to.map((one) => AUDIENCE_NAMES[one]).join(', ');
    words.set(name, number ? `${number.of(rules)} ${number.unit}, ${audience}` : audience);
  }
  const hours = kept.hours as SendingHours | undefined;
  if (hours) words.set('Giờ gửi', `${hours.from}–${hours.until}`);
  const leaders = kept.leaders as readonly number[] | null | undefined;
  if (leaders !== undefined) words.set('Lãnh đạo nhận thư', leaders === null ? 'tất cả' : `${leaders.length} người`);
  if (kept.isSilent !== undefined) words.set('Nhắc việc này', kept.isSilent === true ? 'không' : 'có');
  return words;
}
