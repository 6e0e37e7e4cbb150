import { roleName, isRole } from '#identity/role.js';

/** The names of what entries keep, where a reader would not guess them. */
const NAMES: Readonly<Record<string, string>> = {
  network: 'Mạng',
  method: 'Cách gọi',
  route: 'Đường dẫn',
  role: 'Vai trò',
  roles: 'Vai trò',
  organisation: 'Cơ quan',
  scope: 'Quyền của mã',
  expiresAt: 'Hết hạn lúc',
  evidence: 'Minh chứng số',
  snapshot: 'Bản lưu số',
  paper: 'Văn bản',
  what: 'Bảng',
  rows: 'Số dòng',
  isCut: 'Bị cắt bớt',
  reason: 'Lý do',
  title: 'Tiêu đề',
  status: 'Trạng thái',
  occursOn: 'Ngày',
  url: 'Đường dẫn',
  note: 'Ghi chú',
  name: 'Tên',
  source: 'Căn cứ',
  basis: 'Căn cứ',
  state: 'Trạng thái',
  words: 'Từ tìm',
};

/** What an entry keeps, as lines for a reader: `Mạng: 203.0.113.0/24`, `Trước, Vai trò: Điều phối`. The trail itself keeps JSON. */
export function trailDetails(before: string | null, after: string | null): string[] {
  return [...linesOf(before, before && after ? 'Trước, ' : ''), ...linesOf(after, before && after ? 'Sau, ' : '')];
}

function linesOf(json: string | null, when: string): string[] {
  if (json === null) return [];
  const kept = JSON.parse(json) as unknown;
  if (typeof kept !== 'object' || kept === null) return [`${when}${json}`];
  return Object.entries(kept).flatMap(([key, value]) => (value === null || value === '' ? [] : [`${when}${NAMES[key] ?? key}: ${wordsOf(value)}`]));
}

function wordsOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'có' : 'không';
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.map(wordsOf).join(', ');
  if (isRole(value)) return roleName(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
