import type { AcceptanceItemState } from '#contracts/acceptance.entity.js';
import { VAT_RATES, vatName } from '#contracts/vat.js';
import { DELIVERABLE_STATUSES, statusName } from '#deliverables/deliverable-status.js';
import { ROLES, roleName } from '#identity/role.js';
import { PARTICULAR_LABELS, PAYMENT_NAMES, STATE_NAMES } from '../contracts/contract-words.js';
import { acceptanceStateView, verdictView } from '../acceptances/acceptance-words.js';
import { type Fields, FIELDS } from '../http/change-fields.js';
import { KIND_NAMES, SUCCESSION_NAMES } from '../organisations/organisation-words.js';
import { AUDIENCE_NAMES } from '../reminders/stage-words.js';
import { SUBJECTS } from './trail-subjects.js';

type Words = Readonly<Record<string, string>>;

/** What a field of an entry is called, and how its values are told where they are no text, number or day. */
export interface TrailField {
  readonly name: string;
  readonly words?: Words;
  readonly kind?: 'dong' | 'length';
  /** Told where there is nothing. */
  readonly none?: string;
}

const field = (name: string, words?: Words): TrailField => (words ? { name, words } : { name });
const dong = (name: string): TrailField => ({ name, kind: 'dong' });

const ROLE_WORDS: Words = Object.fromEntries(ROLES.map((role) => [role, roleName(role)]));

const VERDICT_WORDS: Words = Object.fromEntries(
  (['open', 'passed', 'failed', 'accepted', 'refused', 'beyond', 'dropped'] as const satisfies readonly AcceptanceItemState[]).map((state) => [
    state,
    verdictView(state).name,
  ]),
);

const ACCEPTANCE_STATES: Words = Object.fromEntries(
  (['draft', 'review', 'reviewed', 'issued', 'cancelled'] as const).map((state) => [state, acceptanceStateView(state).name]),
);

const PLAN_WORDS: Words = {
  'in-force': 'đang thực hiện',
  closed: 'đã kết thúc',
  archived: 'đã lưu trữ',
  open: 'chưa làm',
  'under-way': 'đang làm',
  done: 'đã xong',
};

const TO = field('Gửi cho', AUDIENCE_NAMES);

/**
 * By the field's name; where one name means several things, with what it stands in before it: `lines.position`, or the
 * kind of what the entry is about: `contract.state`.
 */
const NAMES: Readonly<Record<string, TrailField>> = {
  // What entries of every kind may keep.
  reason: field('Lý do'),
  note: field('Ghi chú'),
  name: field('Tên'),
  title: field('Tiêu đề'),
  basis: field('Căn cứ'),
  source: field('Căn cứ'),
  sha256: field('Mã SHA-256'),
  year: field('Năm'),
  effectiveOn: field('Có hiệu lực từ ngày'),
  via: field('Cách làm', { 'mail-link': 'qua liên kết trong thư' }),
  // Access.
  network: field('Dải mạng'),
  method: field('Cách gọi', { GET: 'mở (GET)', POST: 'gửi (POST)', PUT: 'sửa (PUT)', PATCH: 'sửa (PATCH)', DELETE: 'xoá (DELETE)' }),
  route: field('Trang'),
  objects: field('Được hỏi'),
  role: field('Vai trò', ROLE_WORDS),
  roles: field('Vai trò', ROLE_WORDS),
  organisation: field('Cơ quan'),
  scope: field('Quyền của mã', { read: 'chỉ đọc', items: 'đọc, ghi nhận, dời ngày dự kiến' }),
  expiresAt: field('Hết hạn lúc'),
  // What was taken out.
  evidence: field('Minh chứng số'),
  snapshot: field('Bản lưu trang số'),
  paper: field('Văn bản'),
  what: field('Bảng', { 'items.xlsx': 'danh sách sản phẩm', 'state.xlsx': 'tình hình thực hiện' }),
  as: field('Dạng', { page: 'trang', html: 'nội dung thư', eml: 'tệp .eml' }),
  rows: field('Số dòng'),
  isCut: field('Bị cắt bớt'),
  person: field('Lọc theo người thực hiện, tài khoản số', { none: 'không có tài khoản' }),
  about: field('Lọc theo người liên quan, tài khoản số'),
  subject: field('Lọc theo đối tượng', SUBJECTS),
  action: field('Lọc theo việc'),
  actions: field('Lọc theo việc'),
  'trail.from': field('Lọc từ ngày'),
  'trail.to': field('Lọc đến ngày'),
  entries: field('Số dòng đã sửa'),
  formerLength: field('Độ dài chuỗi trước đó'),
  formerHash: field('Dấu niêm cuối trước đó'),
  // Letters and reminders.
  recipient: field('Người nhận, tài khoản số'),
  day: field('Thư của ngày'),
  'letter.state': field('Trạng thái thư', { pending: 'đang chờ', sending: 'đang gửi', sent: 'đã gửi', failed: 'không gửi được', cancelled: 'đã hủy' }),
  links: field('Số liên kết thu hồi'),
  domain: field('Tên miền nhận thư'),
  outcome: field('Kết quả', { sent: 'đã gửi', later: 'tạm thời chưa gửi được', never: 'địa chỉ bị từ chối', configuration: 'cấu hình máy chủ thư sai' }),
  obligation: field('Việc được nhắc'),
  until: field('Đến'),
  from: field('Từ'),
  rules: field('Quy tắc'),
  start: field('Bắt đầu kỳ'),
  ahead: field('Trước hạn'),
  missed: field('Vừa qua hạn'),
  late: field('Quá hạn, nhắc hằng tuần'),
  escalated: field('Quá hạn kéo dài'),
  pace: field('Nhịp cả năm không kịp'),
  'rules.evidence': field('Chưa có minh chứng'),
  contractEnd: field('Hợp đồng sắp hết hạn'),
  contractUsed: field('Hợp đồng sắp hết khối lượng'),
  weekly: field('Tổng hợp tuần'),
  monthly: field('Tổng hợp tháng'),
  to: TO,
  workingDays: field('Số ngày làm việc'),
  afterWorkingDays: field('Sau số ngày làm việc'),
  withinDays: field('Trước số ngày'),
  fromPercent: field('Từ số phần trăm'),
  hours: field('Giờ gửi'),
  leaders: { name: 'Lãnh đạo nhận thư, tài khoản số', none: 'tất cả' },
  isSilent: field('Không nhắc'),
  // Items and evidence.
  status: field('Trạng thái', Object.fromEntries(DELIVERABLE_STATUSES.map((status) => [status, statusName(status)]))),
  plannedOn: field('Ngày dự kiến'),
  loggedVia: field('Ghi nhận qua', { 'mail-link': 'liên kết trong thư nhắc' }),
  'deliverable.kind': field('Loại minh chứng', { file: 'tệp', link: 'đường dẫn', print: 'báo in', air: 'phát sóng', note: 'ghi chú' }),
  fileName: field('Tên tệp'),
  airedOn: field('Ngày phát'),
  acceptance: field('Đợt nghiệm thu số'),
  round: field('Đợt'),
  durationSeconds: { name: 'Thời lượng', kind: 'length' },
  // Plans and drafts.
  'plan.state': field('Trạng thái', PLAN_WORDS),
  duty: field('Việc được giao số'),
  section: field('Mục', { parties: 'việc của các đơn vị', forms: 'hình thức tuyên truyền' }),
  party: field('Đơn vị'),
  text: field('Nội dung'),
  changes: field('Thay đổi'),
  taskId: field('Nhiệm vụ, số trong hệ thống'),
  label: field('Nhiệm vụ'),
  field: field('Phần', { quantity: 'số lượng', time: 'thời gian', lead: 'cơ quan chủ trì' }),
  before: field('Trước'),
  after: field('Sau'),
  sourceName: field('Nguồn'),
  plan: field('Kế hoạch số'),
  task: field('Nhiệm vụ'),
  'draft.tasks': field('Số nhiệm vụ'),
  // Organisations.
  shortName: field('Tên gọn'),
  'organisation.kind': field('Loại', { ...KIND_NAMES, ...SUCCESSION_NAMES }),
  validFrom: field('Từ ngày'),
  validUntil: field('Đến ngày'),
  member: field('Thành viên hoặc đơn vị'),
  changed: field('Đã sửa', { address: 'địa chỉ', phone: 'điện thoại', email: 'thư điện tử', contactPerson: 'người liên hệ' }),
  succession: field('Việc sắp xếp số'),
  successor: field('Cơ quan tiếp nhận'),
  tasks: field('Số nhiệm vụ chuyển'),
  plans: field('Số kế hoạch chuyển'),
  groups: field('Số nhóm chuyển'),
  units: field('Số đơn vị trực thuộc chuyển'),
  slots: field('Số lịch dự kiến chuyển'),
  accounts: field('Số tài khoản chuyển'),
  accountIds: field('Các tài khoản chuyển, số'),
  // Days off.
  date: field('Ngày'),
  'calendar.kind': field('Loại ngày', { off: 'ngày nghỉ', work: 'ngày làm việc', plain: 'ngày thường' }),
  // Contracts, acceptance, liquidation.
  'contract.state': field('Trạng thái', STATE_NAMES),
  'acceptance.state': field('Trạng thái', ACCEPTANCE_STATES),
  position: field('Chức vụ'),
  'lines.position': field('Thứ tự'),
  annex: field('Phụ lục'),
  quantities: field('Số lượng của dòng'),
  quantity: field('Số lượng'),
  lineId: field('Dòng, số trong hệ thống'),
  payment: field('Khoản chi'),
  'payment.kind': field('Loại', PAYMENT_NAMES),
  paidOn: field('Ngày chi'),
  paymentId: field('Khoản chi số'),
  amount: dong('Số tiền'),
  heldOn: field('Ngày lập biên bản'),
  conclusion: field('Kết luận'),
  deductions: field('Khoản giảm trừ'),
  'deductions.label': field('Về việc'),
  'contract.accepted': dong('Giá trị nghiệm thu'),
  deducted: dong('Giảm trừ'),
  paid: dong('Đã chi'),
  remaining: dong('Còn phải chi'),
  contract: field('Hợp đồng, số trong hệ thống'),
  items: field('Sản phẩm'),
  item: field('Sản phẩm số'),
  id: field('Số'),
  'items.state': field('Kết quả', VERDICT_WORDS),
  verdict: field('Kết quả', VERDICT_WORDS),
  count: field('Số sản phẩm'),
  added: field('Đưa thêm'),
  dropped: field('Đưa ra'),
  reopened: field('Xét lại'),
  accepted: field('Số sản phẩm đạt'),
  refused: field('Số sản phẩm không đạt'),
  beyond: field('Số sản phẩm vượt hợp đồng'),
  reversed: field('Số điều chỉnh giảm'),
  gross: dong('Giá trị nghiệm thu'),
  vat: field('Thuế GTGT', Object.fromEntries(VAT_RATES.map((rate) => [rate, vatName(rate)]))),
  unitPrice: dong('Đơn giá'),
  ...Object.fromEntries(PARTICULAR_LABELS.filter(({ key }) => key !== 'position').map(({ key, label }) => [key, field(label)])),
};

/** @param path the names of what it stands in, and its own; the words of changes name what stands in none of these */
export function trailField(subject: string, path: readonly string[]): TrailField | undefined {
  const key = path.at(-1)!;
  const parent = path.at(-2);
  for (const name of [...(parent ? [`${parent}.${key}`] : [`${subject}.${key}`]), key]) {
    if (Object.hasOwn(NAMES, name)) return NAMES[name];
  }
  const fields = FIELDS[subject as keyof typeof FIELDS];
  const known = fields && nameIn(fields, path);
  return known === undefined
    ? Object.values(FIELDS)
        .flatMap((other) => nameIn(other, [key]) ?? [])
        .map((name) => field(name))[0]
    : field(known);
}

const ORDER = Object.keys(NAMES);

/** What state a thing is in and what it is called come first, then what its form asks for in the form's order, then the rest. */
export function fieldRank(subject: string, path: readonly string[]): number {
  const key = path.at(-1)!;
  if (path.length === 1 && (key === 'state' || key === 'status')) return -1;
  const asked = keysAround(FIELDS[subject as keyof typeof FIELDS] ?? {}, path).indexOf(key);
  if (asked >= 0) return asked;
  const told = Math.max(ORDER.indexOf(`${path.at(-2) ?? subject}.${key}`), ORDER.indexOf(key));
  return told < 0 ? Number.MAX_SAFE_INTEGER : AFTER_FORMS + told;
}

const AFTER_FORMS = 1000;

/** The keys of the fields among which the last of the path stands. */
function keysAround(fields: Fields, [key, ...rest]: readonly string[]): string[] {
  if (rest.length === 0) return Object.keys(fields);
  const found = key !== undefined && Object.hasOwn(fields, key) ? fields[key]! : undefined;
  if (found && 'part' in found) return keysAround(found.part, rest);
  return found && 'lines' in found ? keysAround(found.lines, rest) : [];
}

function nameIn(fields: Fields, [key, ...rest]: readonly string[]): string | undefined {
  const found = key !== undefined && Object.hasOwn(fields, key) ? fields[key] : undefined;
  if (!found || rest.length === 0) return found?.name;
  if ('part' in found) return nameIn(found.part, rest);
  return 'lines' in found ? nameIn(found.lines, rest) : undefined;
}
