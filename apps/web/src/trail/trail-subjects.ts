import type { AuditSubject } from '#audit/audit-entry.entity.js';

/** What entries are about, in the order in which the page offers them. */
export const SUBJECTS: Readonly<Record<AuditSubject, string>> = {
  session: 'Đăng nhập',
  account: 'Tài khoản, quyền',
  token: 'Mã truy cập',
  trail: 'Nhật ký',
  system: 'Hệ thống',
  deliverable: 'Sản phẩm, minh chứng',
  contract: 'Hợp đồng',
  acceptance: 'Nghiệm thu',
  plan: 'Kế hoạch',
  draft: 'Bản nháp kế hoạch',
  organisation: 'Cơ quan',
  calendar: 'Ngày nghỉ',
  settings: 'Thiết lập văn bản',
  reminder: 'Nhắc việc',
  letter: 'Thư nhắc',
};
