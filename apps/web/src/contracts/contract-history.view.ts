import type { Activity } from '#audit/recent-activity.query.js';
import { formatDong } from '#kernel/money.js';
import { isoToWords } from '../http/words.js';
import { momentWords } from '../http/activity-view.js';

const ACTIONS: Readonly<Record<string, string>> = {
  'contract.drafted': 'lập dự thảo hợp đồng',
  'contract.amended': 'sửa dự thảo hợp đồng',
  'contract.corrected': 'sửa thông tin hợp đồng',
  'contract.signed': 'ghi hợp đồng đã ký',
  'contract.annexed': 'ghi phụ lục',
  'contract.paid': 'ghi khoản chi',
  'contract.payment-struck': 'gạch bỏ một khoản chi',
  'contract.ended': 'ghi chấm dứt hợp đồng',
  'contract.liquidated': 'ghi thanh lý hợp đồng',
};

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

/** An entry of a contract's trail in words: who did what, when, and what it changed. */
export function contractEntryView({ at, action, actor, before, after }: Activity) {
  return { when: momentWords(at), actor: actor ?? 'Quản trị hệ thống', action: ACTIONS[action] ?? action, told: toldOf(action, before, after) };
}

type Facts = Record<string, unknown> | null;

function toldOf(action: string, before: Facts, after: Facts): string {
  const payment = after?.payment as { kind: string; amount: number; paidOn: string } | undefined;
  if (payment) return `${payment.kind === 'advance' ? 'tạm ứng' : 'thanh toán'} ${formatDong(payment.amount)} đồng ngày ${isoToWords(payment.paidOn)}`;
  const annex = after?.annex as { number: string; effectiveOn: string } | undefined;
  if (annex) return `số ${annex.number}, có hiệu lực từ ${isoToWords(annex.effectiveOn)}`;
  if (typeof after?.reason === 'string') return after.reason;
  if (action === 'contract.signed' && typeof after?.signedOn === 'string') return `số ${String(after.number)}, ngày ký ${isoToWords(after.signedOn)}`;
  return before && after ? changedFields(before, after).join(', ') : '';
}

function changedFields(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  return FIELDS.filter(([key]) => JSON.stringify(before[key]) !== JSON.stringify(after[key])).map(([, name]) => name);
}
