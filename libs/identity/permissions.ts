import type { Role } from './role.js';

/** How far a permission reaches: everywhere, or to what belongs to the organisations of the person (`Grant.reach`). */
export type Scope = 'all' | 'own';

interface Declared {
  /** As the table of rights words it. */
  readonly name: string;
  readonly group: string;
  /** A role that is not named may not do it. */
  readonly roles: Readonly<Partial<Record<Role, Scope>>>;
  /** Holds also for what bears the name of an organisation that ended and whose work went over to one's own. */
  readonly isInherited?: true;
}

const EVERYBODY: Declared['roles'] = {
  administrator: 'all',
  coordinator: 'all',
  'producer-lead': 'all',
  producer: 'all',
  accountant: 'all',
  leader: 'all',
  auditor: 'all',
};

/**
 * Who may do what: the one declaration. Handlers name the permission that they need (`@Needs`), services ask for it with
 * the organisation that a thing belongs to, the page “Quyền” and the table in docs/ are printed from here, and the
 * generated test of all routes compares every answer with it.
 */
const DECLARED = {
  'own.account': { group: 'Tài khoản', name: 'Sửa tài khoản của mình: mật khẩu, xác thực hai lớp, phiên, mã truy cập, lịch đăng ký', roles: EVERYBODY },
  'accounts.manage': {
    group: 'Tài khoản',
    name: 'Mời, phân vai trò, khoá tài khoản',
    roles: { administrator: 'all', 'producer-lead': 'own' },
  },
  'accounts.erase': { group: 'Tài khoản', name: 'Sửa họ tên, địa chỉ thư, xuất và ẩn danh dữ liệu cá nhân của người khác', roles: { administrator: 'all' } },
  'rights.read': { group: 'Tài khoản', name: 'Xem bảng quyền', roles: { administrator: 'all', leader: 'all', auditor: 'all' } },
  'security.manage': {
    group: 'Tài khoản',
    name: 'Thiết lập bảo mật: vai trò phải xác thực hai lớp, tắt xác thực hai lớp của người khác',
    roles: { administrator: 'all' },
  },
  'mailbox.read': { group: 'Hệ thống', name: 'Đọc hộp thư của hệ thống (có các liên kết dùng một lần)', roles: { administrator: 'all' } },
  'trail.read': { group: 'Hệ thống', name: 'Tra cứu và xuất nhật ký', roles: { administrator: 'all', leader: 'all', auditor: 'all' } },
  'papers.manage': { group: 'Hệ thống', name: 'Thiết lập văn bản của cơ quan', roles: { administrator: 'all', coordinator: 'all' } },
  'plans.read': { group: 'Kế hoạch', name: 'Xem kế hoạch, nhiệm vụ, tiến độ', roles: EVERYBODY },
  'plans.change': { group: 'Kế hoạch', name: 'Nhập, sửa, ban hành kế hoạch', roles: { coordinator: 'all' } },
  'duties.change': {
    group: 'Kế hoạch',
    name: 'Ghi tình hình thực hiện trách nhiệm được giao',
    roles: { coordinator: 'all', 'producer-lead': 'own', producer: 'own' },
  },
  'organisations.change': { group: 'Kế hoạch', name: 'Cập nhật danh mục cơ quan', roles: { coordinator: 'all' } },
  'calendar.change': { group: 'Kế hoạch', name: 'Cập nhật ngày nghỉ, ngày làm bù', roles: { administrator: 'all', coordinator: 'all' } },
  'items.read': { group: 'Sản phẩm', name: 'Xem lịch và danh sách sản phẩm', roles: EVERYBODY },
  'items.change': {
    group: 'Sản phẩm',
    name: 'Lên lịch, ghi nhận, sửa, gỡ sản phẩm và minh chứng',
    roles: { coordinator: 'all', 'producer-lead': 'own', producer: 'own' },
    isInherited: true,
  },
  'evidence.read': {
    group: 'Sản phẩm',
    name: 'Mở, tải tệp minh chứng',
    roles: { coordinator: 'all', 'producer-lead': 'own', producer: 'own', leader: 'all', auditor: 'all' },
    isInherited: true,
  },
  'contracts.read': {
    group: 'Hợp đồng',
    name: 'Xem hợp đồng, nghiệm thu, thanh lý và tải văn bản',
    roles: { coordinator: 'all', 'producer-lead': 'own', producer: 'own', accountant: 'all', leader: 'all', auditor: 'all' },
  },
  'contracts.change': { group: 'Hợp đồng', name: 'Lập, ký, sửa hợp đồng, thanh toán, thanh lý', roles: { coordinator: 'all', accountant: 'all' } },
  'acceptances.judge': { group: 'Hợp đồng', name: 'Lập đợt nghiệm thu, xét từng sản phẩm', roles: { coordinator: 'all' } },
  'acceptances.answer': { group: 'Hợp đồng', name: 'Đồng ý hoặc có ý kiến với biên bản nghiệm thu', roles: { 'producer-lead': 'own' } },
  'reminders.manage': { group: 'Nhắc việc', name: 'Xem và đặt quy tắc nhắc việc, công văn đôn đốc', roles: { coordinator: 'all' } },
} as const satisfies Record<string, Declared>;

export type Permission = keyof typeof DECLARED;

export const PERMISSIONS: Readonly<Record<Permission, Declared>> = DECLARED;

/** How far the role reaches with the permission; undefined where it may not. */
export function scopeOf(role: Role, permission: Permission): Scope | undefined {
  return PERMISSIONS[permission].roles[role];
}

export function isInherited(permission: Permission): boolean {
  return PERMISSIONS[permission].isInherited === true;
}
