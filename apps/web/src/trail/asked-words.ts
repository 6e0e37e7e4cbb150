/** What a number in an address belongs to, by the word before it there. */
const KINDS: Readonly<Record<string, string>> = {
  acceptances: 'đợt nghiệm thu',
  accounts: 'tài khoản',
  amendments: 'văn bản điều chỉnh',
  contracts: 'hợp đồng',
  deliverables: 'sản phẩm',
  drafts: 'bản nháp kế hoạch',
  duties: 'việc được giao',
  evidence: 'minh chứng',
  feeds: 'lịch đăng ký',
  items: 'sản phẩm',
  letters: 'thư nhắc',
  mailbox: 'thư trong hộp thư',
  members: 'thành viên của nhóm',
  organisations: 'cơ quan',
  payments: 'khoản chi',
  plans: 'kế hoạch',
  preview: 'thư xem trước',
  reversals: 'sản phẩm điều chỉnh giảm',
  roles: 'vai trò',
  rows: 'dòng của bản nháp',
  snapshots: 'bản lưu trang',
  successions: 'việc sắp xếp cơ quan',
  tasks: 'nhiệm vụ',
  tokens: 'mã truy cập',
  years: 'năm',
};

/** `sản phẩm 7`; a kind that has no words is told as the address has it. */
export function askedWords({ kind, id }: { readonly kind: string; readonly id: number }): string {
  return `${KINDS[kind] ?? kind} ${id}`;
}
