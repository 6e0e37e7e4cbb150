/** Who somebody is to the system. Producers change only what belongs to their own organisation. */
export const ROLES = ['coordinator', 'producer', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const NAMES: Record<Role, string> = {
  coordinator: 'Điều phối',
  producer: 'Đơn vị thực hiện',
  viewer: 'Chỉ xem',
};

export function roleName(role: Role): string {
  return NAMES[role];
}
