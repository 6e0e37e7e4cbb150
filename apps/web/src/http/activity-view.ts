import { Temporal } from 'temporal-polyfill';
import type { Activity } from '#audit/recent-activity.query.js';
import { formatDate, plainDate, ZONE } from '#kernel/plain-date.js';

const ACTIONS: Record<string, string> = {
  'deliverable.planned': 'xếp lịch',
  'deliverable.published': 'ghi nhận',
  'deliverable.amended': 'sửa',
  'deliverable.moved': 'dời lịch',
  'deliverable.undone': 'hoàn tác',
  'deliverable.withdrawn': 'gỡ',
  'deliverable.accepted': 'nghiệm thu',
  'deliverable.rejected': 'đánh giá không đạt',
};

/** One entry of the trail in words: who did what to which item, and when. */
export function activityView({ at, action, actor, subjectId, after }: Activity) {
  const on = typeof after?.occursOn === 'string' ? formatDate(plainDate(after.occursOn)) : '';
  const title = typeof after?.title === 'string' && after.title !== '' ? `“${after.title}”` : 'một mục lịch';
  return {
    when: momentWords(at),
    actor: actor ?? 'Hệ thống',
    action: ACTIONS[action] ?? action,
    title,
    on,
    href: `/deliverables/${subjectId}`,
    reason: typeof after?.reason === 'string' ? after.reason : null,
  };
}

/** `08:05 ngày 05/3/2021`, in Viet Nam. */
export function momentWords(instant: string): string {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(ZONE);
  const time = `${String(local.hour).padStart(2, '0')}:${String(local.minute).padStart(2, '0')}`;
  return `${time} ngày ${formatDate(local.toPlainDate())}`;
}
