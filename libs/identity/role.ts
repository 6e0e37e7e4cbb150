/**
 * Who somebody is to the system, in one organisation; a person may be several things in several. What each may do
 * stands in `permissions.ts`.
 */
export const ROLES = ['administrator', 'coordinator', 'producer-lead', 'producer', 'accountant', 'leader', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

const NAMES: Record<Role, string> = {
  administrator: 'Quản trị hệ thống',
  coordinator: 'Điều phối',
  'producer-lead': 'Phụ trách đơn vị',
  producer: 'Đơn vị thực hiện',
  accountant: 'Kế toán',
  leader: 'Lãnh đạo',
  auditor: 'Kiểm tra, thanh tra',
};

export function roleName(role: Role): string {
  return NAMES[role];
}

export function isRole(text: unknown): text is Role {
  return (ROLES as readonly unknown[]).includes(text);
}

/** The roles that owe items and so are written to when one is due. */
export function isProducing(role: Role): boolean {
  return role === 'producer' || role === 'producer-lead';
}
