import { Temporal } from 'temporal-polyfill';
import type { Activity } from '#audit/recent-activity.query.js';
import { searchKey } from '#deliverables/identity-of-piece.js';
import { formatMoment } from '#kernel/plain-date.js';
import { actorWords, viaWords } from './actor-words.js';
import { changeWords, dayWords } from './change-words.js';
import { evidenceWords } from './evidence-words.js';

const ACTIONS: Readonly<Record<string, string>> = {
  'deliverable.planned': 'xếp lịch',
  'deliverable.published': 'ghi nhận',
  'deliverable.amended': 'sửa',
  'deliverable.moved': 'dời lịch',
  'deliverable.undone': 'hoàn tác',
  'deliverable.withdrawn': 'gỡ',
  'deliverable.accepted': 'nghiệm thu',
  'deliverable.rejected': 'đánh giá không đạt',
  'deliverable.adjusted': 'điều chỉnh giảm, không tính nữa',
  'evidence.added': 'thêm minh chứng',
  'evidence.removed': 'bỏ minh chứng',
  'evidence.restored': 'khôi phục minh chứng',
  'evidence.snapshot-taken': 'lưu lại trang đã đăng',
  'contract.drafted': 'lập dự thảo hợp đồng',
  'contract.amended': 'sửa dự thảo hợp đồng',
  'contract.corrected': 'sửa thông tin hợp đồng',
  'contract.signed': 'ghi hợp đồng đã ký',
  'contract.annexed': 'ghi phụ lục',
  'contract.paid': 'ghi khoản chi',
  'contract.payment-struck': 'gạch bỏ một khoản chi',
  'contract.ended': 'ghi chấm dứt hợp đồng',
  'acceptance.drafted': 'lập đợt nghiệm thu',
  'acceptance.changed': 'sửa ngày, lời văn của đợt nghiệm thu',
  'acceptance.refreshed': 'cập nhật danh sách của đợt nghiệm thu',
  'acceptance.judged': 'xét sản phẩm',
  'acceptance.reversal-added': 'thêm điều chỉnh giảm',
  'acceptance.reversal-removed': 'bỏ điều chỉnh giảm',
  'acceptance.submitted': 'gửi đơn vị xem lại',
  'acceptance.agreed': 'đồng ý với đợt nghiệm thu',
  'acceptance.agreed-on-paper': 'ghi đơn vị đã đồng ý bằng văn bản',
  'acceptance.sent-back': 'trả lại, ghi ý kiến',
  'acceptance.reopened': 'lấy lại để soạn',
  'acceptance.issued': 'ban hành đợt nghiệm thu',
  'acceptance.cancelled': 'hủy đợt nghiệm thu',
  'liquidation.drafted': 'soạn bản thanh lý',
  'liquidation.changed': 'sửa bản thanh lý',
  'liquidation.issued': 'ban hành thanh lý hợp đồng',
  'reminder.snoozed': 'hẹn nhắc lại',
  'reminder.rules-changed': 'sửa quy tắc nhắc việc',
  'reminder.exception-changed': 'đặt quy tắc nhắc riêng',
  'reminder.exception-removed': 'bỏ quy tắc nhắc riêng',
  'reminder.letter-again': 'cho gửi lại thư nhắc',
  'reminder.links-revoked': 'thu hồi liên kết của thư nhắc',
  'reminder.test-mail': 'gửi thư thử',
  'session.opened': 'đăng nhập',
  'session.refused': 'đăng nhập không được',
  'session.limited': 'bị chặn vì thử đăng nhập quá nhiều lần',
  'session.awaits-code': 'được hỏi mã xác thực sau khi mật khẩu đúng',
  'session.ended': 'đăng xuất',
  'account.invited': 'mời vào hệ thống',
  'account.link-sent': 'gửi lại liên kết đặt mật khẩu',
  'account.role-given': 'thêm vai trò',
  'account.role-taken': 'bỏ vai trò',
  'account.role-changed': 'đổi vai trò',
  'account.closed': 'khoá tài khoản',
  'account.reopened': 'mở lại tài khoản',
  'account.erased': 'ẩn danh tài khoản',
  'account.signed-out-everywhere': 'kết thúc các phiên đăng nhập',
  'account.session-ended': 'kết thúc một phiên đăng nhập',
  'account.password-changed': 'đổi mật khẩu',
  'account.password-refused': 'nhập sai mật khẩu khi được hỏi lại',
  'account.reset-asked': 'xin liên kết đặt lại mật khẩu',
  'account.password-chosen': 'đặt mật khẩu lần đầu',
  'account.password-reset': 'đặt lại mật khẩu qua thư',
  'account.renamed': 'sửa họ tên',
  'account.email-change-asked': 'xin đổi địa chỉ thư',
  'account.email-change-cancelled': 'bỏ yêu cầu đổi địa chỉ thư',
  'account.email-changed': 'đổi địa chỉ thư',
  'account.second-factor-on': 'bật xác thực hai lớp',
  'account.second-factor-off': 'tắt xác thực hai lớp',
  'account.second-factor-roles': 'đặt vai trò phải xác thực hai lớp',
  'account.data-exported': 'xuất dữ liệu cá nhân',
  'evidence.downloaded': 'tải tệp minh chứng',
  'contract.exported': 'xuất văn bản, bảng của hợp đồng',
  'trail.exported': 'xuất nhật ký',
  'trail.addresses-cut': 'bỏ địa chỉ thư khỏi các dòng do bản phần mềm trước ghi, niêm lại chuỗi',
  'account.refused': 'bị từ chối một trang ngoài quyền',
  'account.out-of-reach': 'hỏi đến việc của cơ quan khác, được trả lời là không có',
  'account.added': 'thêm tài khoản bằng dòng lệnh hoặc khi khởi tạo',
  'paper.downloaded': 'tải văn bản Word',
  'evidence.snapshot-opened': 'mở bản lưu trang',
  'letter.opened': 'mở thư trong hộp thư của hệ thống',
  'backup.made': 'sao lưu toàn bộ dữ liệu',
  'token.made': 'tạo mã truy cập',
  'token.feed-made': 'tạo lịch đăng ký',
  'token.feed-revoked': 'thu hồi lịch đăng ký',
  'token.revoked': 'thu hồi mã truy cập',
  'settings.changed': 'sửa thông tin của cơ quan trên văn bản',
  'plan.amended': 'ghi văn bản điều chỉnh kế hoạch',
  'plan.duty-changed': 'báo cáo việc được giao',
  'plan.in-force': 'mở lại kế hoạch',
  'plan.closed': 'kết thúc kế hoạch',
  'plan.archived': 'lưu trữ kế hoạch',
  'draft.taken': 'nhận bản nháp kế hoạch',
  'draft.head': 'sửa thông tin chung của bản nháp',
  'draft.row': 'sửa một nhiệm vụ của bản nháp',
  'draft.row-added': 'thêm một nhiệm vụ vào bản nháp',
  'draft.row-removed': 'bỏ một nhiệm vụ khỏi bản nháp',
  'draft.confirmed': 'xác nhận chỗ còn ngờ của bản nháp',
  'draft.organisation': 'ghi một cơ quan của bản nháp',
  'draft.organisations': 'ghi các cơ quan của bản nháp',
  'draft.content': 'sửa chủ đề, việc được giao của bản nháp',
  'draft.discarded': 'bỏ bản nháp kế hoạch',
  'draft.put-in-force': 'đưa kế hoạch vào thực hiện',
  'calendar.day-added': 'thêm ngày nghỉ',
  'calendar.swap-added': 'thêm ngày hoán đổi',
  'calendar.day-taken-back': 'bỏ một ngày đã ghi',
  'calendar.day-restored': 'khôi phục một ngày',
  'calendar.year-announced': 'đánh dấu năm có thông báo chính thức',
  'calendar.year-withdrawn': 'bỏ dấu có thông báo chính thức của năm',
  'organisation.created': 'thêm cơ quan',
  'organisation.renamed': 'đổi tên cơ quan thành',
  'organisation.contacts-corrected': 'sửa thông tin liên hệ',
  'organisation.member-added': 'thêm thành viên',
  'organisation.member-ended': 'ghi thôi là thành viên',
  'organisation.member-withdrawn': 'bỏ ghi thành viên sẽ vào',
  'organisation.member-end-withdrawn': 'bỏ ngày thôi là thành viên',
  'organisation.unit-added': 'thêm đơn vị trực thuộc',
  'organisation.unit-ended': 'ghi thôi là đơn vị trực thuộc',
  'organisation.unit-withdrawn': 'bỏ ghi đơn vị sẽ trực thuộc',
  'organisation.unit-end-withdrawn': 'bỏ ngày thôi là đơn vị trực thuộc',
  'organisation.succession-recorded': 'ghi việc sắp xếp cơ quan',
  'organisation.successor-named': 'ghi cơ quan tiếp nhận',
  'organisation.succession-withdrawn': 'bỏ ghi nhận việc sắp xếp',
  'organisation.duties-passed': 'chuyển nhiệm vụ sang',
};

/** An entry of the trail in words; `partials/history.hbs` takes a list of them as its `lines`. */
export interface HistoryLine {
  readonly actor: string;
  /** What was done, such as `sửa`. */
  readonly action: string;
  /** The item's day, such as `05/3/2021`; empty where the entry tells none. */
  readonly on: string;
  readonly reason: string | null;
  /** Such as `Tiêu đề: “A” → “B”`. */
  readonly changes: readonly string[];
  /** Such as `08:05 ngày 05/3/2021`. */
  readonly when: string;
}

/** What was done to one thing, by whom and when, with what changed. */
export function historyLine({ at, action, actor, via, subject, before, after }: Activity): HistoryLine {
  return {
    actor: doerWords({ action, actor, via }),
    action: actionWords(action),
    on: typeof after?.occursOn === 'string' ? dayWords(after.occursOn) : '',
    reason: typeof after?.reason === 'string' ? after.reason : null,
    changes: action.startsWith('evidence.') ? evidenceTold(action, after ?? before) : changeWords(before, after, subject),
    when: momentWords(at),
  };
}

/** Who did it and how they came: `Lê Minh Tâm (qua liên kết trong thư)`; whose token it was by which they came is for the trail. */
export function doerWords(doer: Pick<Activity, 'action' | 'actor' | 'via'>): string {
  const via = viaWords(doer);
  return via ? `${actorWords(doer)} (${via})` : actorWords(doer);
}

function evidenceTold(action: string, facts: Activity['after']): string[] {
  const words = evidenceWords(action, facts);
  return words === null ? [] : [words];
}

/** As `historyLine`, with the item that it is about: for a list of what happened anywhere. */
export function activityView(entry: Activity) {
  const title = typeof entry.after?.title === 'string' && !entry.action.startsWith('evidence.') ? entry.after.title : entry.itemTitle;
  return { ...historyLine(entry), title: title ? `“${title}”` : 'một mục lịch', href: `/deliverables/${entry.subjectId}` };
}

/** The actions in whose words all of these stand, in any order and without their marks. */
export function actionsLike(text: string): string[] {
  const words = searchKey(text).split(' ').filter(Boolean);
  return Object.keys(ACTIONS).filter((action) => words.every((word) => searchKey(ACTIONS[action]!).includes(word)));
}

/** What was done, in words; an action without words is shown as it is kept. */
export function actionWords(action: string): string {
  return ACTIONS[action] ?? action;
}

/** `08:05 ngày 05/3/2021`, in Viet Nam. */
export function momentWords(instant: string): string {
  return formatMoment(Temporal.Instant.from(instant));
}
