import { sumOfLedgers } from '#deliverables/counts.js';
import type { OwedTask } from '#deliverables/owed.query.js';
import { formatMonth, monthOf } from '#kernel/month.js';
import { compareDates, formatDate, isAfter, type PlainDate } from '#kernel/plain-date.js';
import { contractName, type Due } from './due.js';

/** The parts of a letter, the most urgent first: what stands over each, and how a subject begins that names one thing of it. */
export const GROUPS = [
  { key: 'late', title: 'Đã quá hạn', subject: 'Quá hạn' },
  { key: 'behind', title: 'Chậm tiến độ', subject: 'Chậm tiến độ' },
  { key: 'coming', title: 'Sắp đến hạn', subject: 'Nhắc việc' },
  { key: 'pace', title: 'Nhịp cả năm', subject: 'Chậm tiến độ' },
  { key: 'evidence', title: 'Còn thiếu minh chứng', subject: 'Thiếu minh chứng' },
  { key: 'contract', title: 'Hợp đồng', subject: 'Hợp đồng' },
] as const;

type DigestGroup = (typeof GROUPS)[number]['key'];

/** One thing in a letter, in words. */
export interface DigestLine {
  readonly obligation: string;
  readonly group: DigestGroup;
  readonly title: string;
  /** The task's number in the plan; empty where it is about none. */
  readonly label: string;
  /** A sentence without the title. */
  readonly words: string;
  /** What goes into the subject where the letter speaks of nothing else. */
  readonly short: string;
  readonly meta: string;
  readonly button: string;
  /** Its link does something, rather than show it. */
  readonly isAction: boolean;
  readonly href: string;
  /** Where a link was signed: the same page, after signing in. */
  readonly plainHref: string;
  /** The day by which it sorts. */
  readonly day: PlainDate;
}

export interface Links {
  readonly publicUrl: string;
  /** Of the reminders that may be acted on from the mail, by obligation. */
  readonly signed: ReadonlyMap<string, string>;
}

/** A reminder in words. Undefined for a summary, which is told in its own way. */
export function digestLine(due: Due, today: PlainDate, links: Links): DigestLine | undefined {
  const words = wordsOf(due, today, links);
  return words && { ...words, obligation: due.obligation };
}

type Words = Omit<DigestLine, 'obligation'>;

function wordsOf(due: Due, today: PlainDate, links: Links): Words | undefined {
  const { subject } = due;
  switch (subject.about) {
    case 'duty':
      return dutyLine(due, subject, today, links);
    case 'pace':
      return paceLine(due, subject, today, links);
    case 'evidence': {
      const { item } = subject;
      const href = `${links.publicUrl}/deliverables/${item.id}`;
      return {
        group: 'evidence',
        title: nameOf(item.taskName),
        label: item.taskLabel,
        words: `“${item.title}” (ngày ${formatDate(item.occursOn)}) đã ghi nhận nhưng chưa có minh chứng.`,
        short: `“${item.title}” chưa có minh chứng`,
        meta: 'Thêm đường dẫn, số báo và trang, hoặc tệp chụp là đủ.',
        button: 'Thêm minh chứng',
        isAction: true,
        href,
        plainHref: href,
        day: item.occursOn,
      };
    }
    case 'contract': {
      const { contract, words } = subject;
      const href = `${links.publicUrl}/contracts/${contract.id}`;
      const title = contractName(contract);
      return {
        group: 'contract',
        title,
        label: '',
        words,
        short: `${title}: ${words}`,
        meta: contract.title,
        button: 'Xem hợp đồng',
        isAction: false,
        href,
        plainHref: href,
        day: today,
      };
    }
    case 'summary':
      return undefined;
  }
}

type About<K extends Due['subject']['about']> = Extract<Due['subject'], { about: K }>;

function dutyLine({ stage, person, isOwn, obligation }: Due, { task, duty }: About<'duty'>, today: PlainDate, { publicUrl, signed }: Links): Words {
  const { from, to, missing, quantity, isShareOfPace } = duty;
  const isLate = isAfter(today, to);
  const amount = `${String(missing).padStart(2, '0')} ${task.unit}`;
  const period = periodWords(from, to);
  const deadline = formatDate(to);
  const whose = isOwn && task.leads.some(({ id }) => id === person.organisationId) ? '' : ` (${leadNames(task)})`;
  const ownShare = dutyIsOwnShare(duty, person.organisationId);
  const done = ownShare ? { ...sumOfLedgers([duty]), target: quantity } : { ...task.done, target: task.target };
  const daysLeft = today.until(to).days;
  const taskUrl = `${publicUrl}/tasks/${task.id}`;
  const plainHref = isOwn ? `${publicUrl}/deliverables/new?task=${task.id}&period=${to.toString()}` : taskUrl;
  return {
    group: isLate ? (isShareOfPace ? 'behind' : 'late') : 'coming',
    title: nameOf(task.name),
    label: task.label,
    words: sentence(),
    short: isLate && isShareOfPace ? `chậm ${amount} so với nhịp đến hết ${period}` : `${isLate ? 'thiếu' : 'còn'} ${amount}, ${period}`,
    meta: `Đến nay ${ownShare ? 'kỳ này' : 'cả năm'} đã thực hiện ${done.declared}/${done.target} ${task.unit}; ${done.evidenced} có minh chứng, ${done.accepted} đã nghiệm thu.${
      isShareOfPace && !isLate ? ' Số còn thiếu tính theo nhịp chia đều các tháng.' : ''
    }`,
    button: isOwn ? 'Ghi nhận đã thực hiện' : 'Xem nhiệm vụ',
    isAction: isOwn,
    href: (isOwn ? signed.get(obligation) : undefined) ?? plainHref,
    plainHref,
    day: to,
  };

  function sentence(): string {
    if (stage.kind === 'snoozed')
      return `${isLate ? `Còn thiếu ${amount} của ${period}, hạn ${deadline} đã qua` : `Cần thêm ${amount} cho ${period}, hạn là ${deadline}`}; đơn vị đã hẹn nhắc lại hôm nay.`;
    if (stage.kind === 'start') return `Bắt đầu ${period}${whose}: cần ${amount}, hạn là ${deadline}.`;
    if (!isLate) return `Cần thêm ${amount} cho ${period}${whose}; hạn là ${deadline} (${daysLeft === 0 ? 'hôm nay là ngày cuối' : `còn ${daysLeft} ngày`}).`;
    if (isShareOfPace) return `Đến hết ${period} còn chậm ${amount} so với nhịp chia đều các tháng${whose}.`;
    const since = to.until(today).days;
    if (stage.kind === 'missed') return `Còn thiếu ${amount} của ${period}${whose}; hạn là ${deadline}, nay đã qua.`;
    return `Vẫn còn thiếu ${amount} của ${period}${whose}; hạn là ${deadline}, đã quá ${since} ngày.`;
  }
}

function paceLine({ isOwn }: Due, { task, alarm }: About<'pace'>, today: PlainDate, { publicUrl }: Links): Words {
  const { declared, target, weeksLeft } = alarm;
  const href = `${publicUrl}/tasks/${task.id}`;
  const whose = isOwn ? '' : ` (${leadNames(task)})`;
  return {
    group: 'pace',
    title: nameOf(task.name),
    label: task.label,
    words: `${declared}/${target} ${task.unit}${whose}, còn ${weeksLeft} tuần: cần ${paceWords(alarm, task.unit)} mới đủ.`,
    short: `${declared}/${target} ${task.unit}, còn ${weeksLeft} tuần`,
    meta: 'Với nhịp hiện nay thì cuối kỳ không đạt chỉ tiêu.',
    button: 'Xem nhiệm vụ',
    isAction: false,
    href,
    plainHref: href,
    day: today,
  };
}

/** `2 bài mỗi tuần`, `1 bài mỗi 3 tuần`. */
export function paceWords({ pieces, everyWeeks }: { pieces: number; everyWeeks: number }, unit: string): string {
  return `${pieces} ${unit} mỗi ${everyWeeks === 1 ? '' : `${everyWeeks} `}tuần`;
}

export function periodWords(from: PlainDate, to: PlainDate): string {
  return monthOf(from) === monthOf(to) ? formatMonth(monthOf(to)) : `kỳ ${formatDate(from)} – ${formatDate(to)}`;
}

export function leadNames({ leads }: Pick<OwedTask, 'leads'>): string {
  return leads.map(({ name }) => name).join(', ');
}

export function nameOf(name: string): string {
  return name.replace(/\.$/, '');
}

function dutyIsOwnShare({ members }: About<'duty'>['duty'], organisationId: number): boolean {
  return members?.some(({ memberId }) => memberId === organisationId) ?? false;
}

const ORDER = GROUPS.map(({ key }) => key);

/** The most urgent first. */
export function inOrder(lines: readonly DigestLine[]): DigestLine[] {
  return lines.toSorted((a, b) => ORDER.indexOf(a.group) - ORDER.indexOf(b.group) || compareDates(a.day, b.day));
}
