/** The states of a deliverable, from a slot in the calendar to an accepted product. */
export const DELIVERABLE_STATUSES = ['planned', 'published', 'accepted', 'rejected', 'withdrawn'] as const;
export type DeliverableStatus = (typeof DELIVERABLE_STATUSES)[number];

/** Every allowed step. What is not here cannot happen; `accepted` has no way out, because an accepted item is frozen. */
const TRANSITIONS: Record<DeliverableStatus, readonly DeliverableStatus[]> = {
  planned: ['published', 'withdrawn'],
  published: ['planned', 'accepted', 'rejected', 'withdrawn'],
  accepted: [],
  rejected: [],
  withdrawn: [],
};

/** The states in which an item counts as declared (đã đăng, phát, tổ chức). */
export const COUNTED_STATUSES: readonly DeliverableStatus[] = ['published', 'accepted'];

export function mayBecome(from: DeliverableStatus, to: DeliverableStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

const NAMES: Record<DeliverableStatus, string> = {
  planned: 'Dự kiến',
  published: 'Đã thực hiện',
  accepted: 'Đã nghiệm thu',
  rejected: 'Không đạt',
  withdrawn: 'Đã gỡ',
};

export function statusName(status: DeliverableStatus): string {
  return NAMES[status];
}
