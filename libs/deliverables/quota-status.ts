/** Where a quota stands, in words its users know (domain rule 9). */
export const QUOTA_STATUSES = ['overdue', 'behind', 'due-soon', 'on-pace', 'not-begun', 'done', 'above', 'no-target'] as const;
export type QuotaStatus = (typeof QUOTA_STATUSES)[number];

/** A duty whose last day is this many days away, or fewer, is due soon. */
export const DUE_SOON_DAYS = 14;

const NAMES: Record<QuotaStatus, string> = {
  overdue: 'quá hạn',
  behind: 'chậm tiến độ',
  'due-soon': 'sắp đến hạn',
  'on-pace': 'đúng tiến độ',
  'not-begun': 'chưa bắt đầu',
  done: 'hoàn thành',
  above: 'vượt chỉ tiêu',
  'no-target': 'không có chỉ tiêu',
};

/** State is shown by colour, sign and word together, never by colour alone. */
const SIGNS: Record<QuotaStatus, string> = {
  overdue: '!',
  behind: '◑',
  'due-soon': '◔',
  'on-pace': '●',
  'not-begun': '○',
  done: '✓',
  above: '▲',
  'no-target': '–',
};

export function quotaStatusName(status: QuotaStatus): string {
  return NAMES[status];
}

export function quotaStatusSign(status: QuotaStatus): string {
  return SIGNS[status];
}

export function isLate(status: QuotaStatus): boolean {
  return status === 'overdue' || status === 'behind';
}

/**
 * One word for several duties: the worst of what is open speaks first; where some are met and the others
 * have not begun, the whole is on pace.
 */
export function combinedStatus(statuses: readonly QuotaStatus[]): QuotaStatus {
  for (const worst of ['overdue', 'behind', 'due-soon', 'on-pace'] as const) {
    if (statuses.includes(worst)) return worst;
  }
  const isOpen = statuses.includes('not-begun');
  const isBegun = statuses.includes('done') || statuses.includes('above');
  if (isOpen) return isBegun ? 'on-pace' : 'not-begun';
  if (statuses.includes('above')) return 'above';
  return isBegun ? 'done' : 'no-target';
}
