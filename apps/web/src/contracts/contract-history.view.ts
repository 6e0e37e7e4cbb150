import type { Activity } from '#audit/recent-activity.query.js';
import { formatDong } from '#kernel/money.js';
import { type HistoryLine, historyLine } from '../http/activity-view.js';
import { isoToWords } from '../http/words.js';

const FIELDS: readonly (readonly [key: string, name: string])[] = [
  ['number', 'số hợp đồng'],
  ['title', 'nội dung'],
  ['partyB', 'Bên B'],
  ['signedOn', 'ngày ký'],
  ['startsOn', 'ngày bắt đầu'],
  ['endsOn', 'ngày kết thúc'],
  ['legalBases', 'căn cứ'],
  ['note', 'ghi chú'],
  ['particularsA', 'thông tin Bên A'],
  ['particularsB', 'thông tin Bên B'],
  ['lines', 'các dòng sản phẩm'],
];

/** An entry of a contract's trail in words; a contract is long, so of what was changed only the parts are named. */
export function contractHistoryLine(entry: Activity): HistoryLine {
  return { ...historyLine(entry), reason: toldOf(entry), changes: [] };
}

function toldOf({ action, before, after }: Activity): string | null {
  const payment = after?.payment as { kind: string; amount: number; paidOn: string } | undefined;
  if (payment) return `${payment.kind === 'advance' ? 'tạm ứng' : 'thanh toán'} ${formatDong(payment.amount)} đồng ngày ${isoToWords(payment.paidOn)}`;
  const annex = after?.annex as { number: string; effectiveOn: string } | undefined;
  if (annex) return `số ${annex.number}, có hiệu lực từ ${isoToWords(annex.effectiveOn)}`;
  if (typeof after?.reason === 'string') return after.reason;
  if (action === 'contract.signed' && typeof after?.signedOn === 'string') return `số ${String(after.number)}, ngày ký ${isoToWords(after.signedOn)}`;
  return before && after ? changedFields(before, after).join(', ') || null : null;
}

function changedFields(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  return FIELDS.filter(([key]) => JSON.stringify(before[key]) !== JSON.stringify(after[key])).map(([, name]) => name);
}
