import { formatDate, plainDate } from '#kernel/plain-date.js';
import type { TimeFrame } from '../time-frame.js';
import { monthsOf } from './period.js';
import { countIn, cycleOf } from './recurrence.js';
import type { Cycle } from './time-sign.js';

const ROMANS = ['', 'I', 'II', 'III', 'IV'];
const CYCLE_NAMES: Record<Cycle, string> = { week: 'tuần', month: 'tháng', quarter: 'quý', half: '6 tháng', year: 'năm' };
const UNKNOWN = 'Chưa rõ thời gian';

/** A time frame in words, always with its years; reading them gives the same frame, but for its source. */
export function printTime(value: TimeFrame): string {
  const { kind, from, to, dates } = value;
  if (kind === 'open') return 'Theo quy định';
  if (kind === 'event') return `Ngay sau khi kế hoạch được ban hành ${from === null ? '(chưa rõ ngày)' : day(from)}`;
  if (to === null) return UNKNOWN;
  if (kind === 'deadline') return `Chậm nhất ${day(to)}`;
  if (kind === 'multi_deadline') return `Chậm nhất ${dates.map(day).join(', ')}`;
  if (from === null) return UNKNOWN;
  return printSpan(value, { from, to });
}

interface Span {
  readonly from: string;
  readonly to: string;
}

function printSpan(value: TimeFrame, span: Span): string {
  switch (value.kind) {
    case 'point_day':
      return capital(day(span.to));
    case 'point_month':
      return capital(month(span.to));
    case 'quarter':
      return capital(quarter(span.to));
    case 'half':
      return half(span.to);
    case 'year':
      return `Hoàn thành trong năm ${yearIn(span.to)}`;
    case 'multi_month':
      return capital(value.dates.map(month).join(', '));
    case 'multi_quarter':
      return capital(value.dates.map(quarter).join(', '));
    case 'multi_report':
      return `Báo cáo ${value.dates.map(report).join(', ')}`;
    case 'continuous':
      return `Thường xuyên ${limit(span)}`;
    case 'recurring':
      return recurring(value, span);
    case 'fuzzy':
      return `Khoảng từ ${day(span.from)} đến hết ${day(span.to)}`;
    case 'range':
      return capital(stretch(span));
    default:
      return UNKNOWN;
  }
}

function recurring({ recurrence, count }: TimeFrame, span: Span): string {
  if (recurrence === null) return UNKNOWN;
  const { cycle, times: perCycle } = cycleOf(recurrence);
  const times = cycle === 'year' ? perCycle : (count ?? 0) / countIn(span, cycle, 1);
  const often = times > 1 || cycle === 'year' ? `${times} lần/${CYCLE_NAMES[cycle]}` : `Mỗi ${CYCLE_NAMES[cycle]}`;
  return `${often} ${limit(span)}`;
}

function limit(span: Span): string {
  const [first, last] = [yearIn(span.from), yearIn(span.to)];
  if (span.from !== monthsOf(first, 1, 1).from || span.to !== monthsOf(last, 12, 12).to) return stretch(span);
  return first === last ? `trong năm ${first}` : `từ năm ${first} đến hết năm ${last}`;
}

function stretch({ from, to }: Span): string {
  const isWholeMonths = from.endsWith('-01') && to === monthsOf(yearIn(to), monthIn(to), monthIn(to)).to;
  return isWholeMonths ? `từ ${month(from)} đến hết ${month(to)}` : `từ ${day(from)} đến hết ${day(to)}`;
}

/** The report that is due at the end of a month. */
function report(date: string): string {
  const ends: Record<number, string> = { 3: quarter(date), 6: half(date), 9: `9 tháng đầu năm ${yearIn(date)}`, 12: `năm ${yearIn(date)}` };
  return ends[monthIn(date)] ?? month(date);
}

function day(date: string): string {
  return `ngày ${formatDate(plainDate(date))}`;
}

function month(date: string): string {
  return `tháng ${monthIn(date)}/${yearIn(date)}`;
}

function quarter(date: string): string {
  return `quý ${ROMANS[Math.ceil(monthIn(date) / 3)]}/${yearIn(date)}`;
}

function half(date: string): string {
  return `6 tháng ${monthIn(date) <= 6 ? 'đầu' : 'cuối'} năm ${yearIn(date)}`;
}

function yearIn(date: string): number {
  return Number(date.slice(0, 4));
}

function monthIn(date: string): number {
  return Number(date.slice(5, 7));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
