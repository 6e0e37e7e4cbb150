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
  'organisation.created': 'thêm cơ quan',
  'organisation.renamed': 'đổi tên cơ quan thành',
  'organisation.contacts-corrected': 'sửa thông tin liên hệ',
  'organisation.member-added': 'thêm thành viên',
  'organisation.member-ended': 'ghi thôi là thành viên',
  'organisation.succession-recorded': 'ghi việc sắp xếp cơ quan',
  'organisation.successor-named': 'ghi cơ quan tiếp nhận',
  'organisation.succession-withdrawn': 'bỏ ghi nhận việc sắp xếp',
  'organisation.duties-passed': 'chuyển nhiệm vụ sang',
};

/** One entry of the trail in words: who did what to which item, and when. */
export function activityView({ at, action, actor, subjectId, after }: Activity) {
  const on = typeof after?.occursOn === 'string' ? formatDate(plainDate(after.occursOn)) : '';
  const title = typeof after?.title === 'string' && after.title !== '' ? `“${after.title}”` : 'một mục lịch';
  return {
    when: momentWords(at),
    actor: actor ?? 'Hệ thống',
    action: actionWords(action),
    title,
    on,
    href: `/deliverables/${subjectId}`,
    reason: typeof after?.reason === 'string' ? after.reason : null,
  };
}

/** What was done, in words; an action without words is shown as it is kept. */
export function actionWords(action: string): string {
  return ACTIONS[action] ?? action;
}

/** `08:05 ngày 05/3/2021`, in Viet Nam. */
export function momentWords(instant: string): string {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(ZONE);
  const time = `${String(local.hour).padStart(2, '0')}:${String(local.minute).padStart(2, '0')}`;
  return `${time} ngày ${formatDate(local.toPlainDate())}`;
}
