import { formatDate, plainDate } from '#kernel/plain-date.js';
import { MEDIA, mediumName, type Medium } from '#planning/medium.js';
import type { TimeFrame } from '#planning/time-frame.js';

const RECURRENCES: Readonly<Record<string, string>> = { WEEKLY: 'hằng tuần', MONTHLY: 'hằng tháng', QUARTERLY: 'hằng quý', HALFYEARLY: '6 tháng một lần' };

/** What a time was understood as: `hằng tháng, 01/01/2021 – 31/12/2021`, `các ngày 30/6/2021, 31/12/2021`. */
export function timeWords({ kind, from, to, recurrence, dates }: TimeFrame): string {
  const on = (date: string) => formatDate(plainDate(date));
  if (kind === 'unknown') return 'chưa hiểu';
  const repeated = recurrence === null ? '' : (RECURRENCES[recurrence] ?? `${recurrence.replace('/YEAR', '')} lần/năm`);
  const span = from && to ? `${on(from)} – ${on(to)}` : to ? `đến ${on(to)}` : from ? `từ ${on(from)}` : 'không có lịch';
  if (dates.length > 1) return `hạn ${dates.map(on).join(', ')}`;
  if (kind === 'continuous') return `thường xuyên, ${span}`;
  return [repeated, span].filter(Boolean).join(', ');
}

export function mediumChoices(chosen: Medium) {
  return MEDIA.map((medium) => ({ value: medium, name: mediumName(medium), isChosen: medium === chosen }));
}
