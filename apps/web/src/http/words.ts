import { formatMonth, monthOf, nextMonth } from '#kernel/month.js';
import { formatDate, plainDate, type PlainDate } from '#kernel/plain-date.js';
import type { Duty } from '#deliverables/progress.js';
import { quotaStatusName, quotaStatusSign, type QuotaStatus } from '#deliverables/quota-status.js';
import type { DeliverableStatus } from '#deliverables/deliverable-status.js';
import { mediumName, type Medium } from '#planning/medium.js';

/** State as colour (a class), sign and word: always the three together. */
export function statusView(status: QuotaStatus) {
  return { key: status, sign: quotaStatusSign(status), name: quotaStatusName(status) };
}

const ICONS: Record<Medium, string> = {
  newspaper: 'news',
  radio: 'microphone',
  television: 'device-tv',
  loudspeaker: 'speakerphone',
  forum: 'coffee',
  training: 'school',
  document: 'file-text',
};

export function mediumView(medium: Medium) {
  return { key: medium, name: mediumName(medium), icon: ICONS[medium] };
}

const DONE_WORDS: Record<Medium, string> = {
  newspaper: 'Đã đăng',
  radio: 'Đã phát',
  television: 'Đã phát',
  loudspeaker: 'Đã phát',
  forum: 'Đã tổ chức',
  training: 'Đã tổ chức',
  document: 'Đã hoàn thành',
};

const ITEM_STATES: Record<DeliverableStatus, { sign: string; name: string }> = {
  planned: { sign: '○', name: 'Dự kiến' },
  published: { sign: '✓', name: 'Đã thực hiện' },
  accepted: { sign: '★', name: 'Đã nghiệm thu' },
  rejected: { sign: '✕', name: 'Không đạt' },
  withdrawn: { sign: '–', name: 'Đã gỡ' },
};

/** An item's state in the words of its medium: a piece is published, a segment aired, a forum held. */
export function itemStateView(status: DeliverableStatus, medium: Medium) {
  const { sign, name } = ITEM_STATES[status];
  return { key: status, sign, name: status === 'published' ? DONE_WORDS[medium] : name };
}

/** The span of a duty in few words: a month's name, or the two dates. */
export function dutyPeriod({ from, to }: Pick<Duty, 'from' | 'to'>): string {
  return monthOf(from) === monthOf(to) ? formatMonth(monthOf(to)) : `${formatDate(from)} – ${formatDate(to)}`;
}

/** Several duties' spans in few words: "tháng 1–10/2026", or their list. */
export function dutyPeriods(duties: readonly Pick<Duty, 'from' | 'to'>[]): string {
  const [first, last] = [duties[0]!, duties.at(-1)!];
  const months = duties.map(({ to }) => monthOf(to));
  const isRunOfMonths =
    duties.length > 1 &&
    duties.every(({ from, to }) => monthOf(from) === monthOf(to)) &&
    months.every((month, index) => index === 0 || month === nextMonth(months[index - 1]!)) &&
    first.to.year === last.to.year;
  return isRunOfMonths ? `tháng ${first.to.month}–${last.to.month}/${last.to.year}` : duties.map(dutyPeriod).join(', ');
}

export function isoToWords(date: string): string {
  return formatDate(plainDate(date));
}

/** "hôm nay", "còn 5 ngày", "quá 12 ngày". */
export function distance(today: PlainDate, to: PlainDate): string {
  const { days } = today.until(to);
  if (days === 0) return 'hạn hôm nay';
  return days > 0 ? `còn ${days} ngày` : `quá ${-days} ngày`;
}

/** `4:30` of 270 seconds. */
export function durationWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  return rest === 0 ? String(minutes) : `${minutes}:${String(rest).padStart(2, '0')}`;
}
