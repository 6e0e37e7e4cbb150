import type { ContractState, ContractTone } from '#contracts/contract-status.js';
import type { PartyParticulars, PaymentKind } from '#contracts/contract.entity.js';
import type { Amounts } from '#contracts/vat.js';
import { formatDong } from '#kernel/money.js';

/** The chips of the quotas serve for contracts too: colour, sign and word together. */
const CHIPS: Record<ContractTone, { key: string; sign: string }> = {
  plain: { key: 'not-begun', sign: '○' },
  active: { key: 'on-pace', sign: '●' },
  good: { key: 'done', sign: '✓' },
  warn: { key: 'overdue', sign: '!' },
  closed: { key: 'no-target', sign: '–' },
};

export function statusChip({ words, tone }: { words: string; tone: ContractTone }) {
  return { ...CHIPS[tone], name: words };
}

export const STATE_NAMES: Record<ContractState, string> = {
  draft: 'Dự thảo',
  signed: 'Đã ký, đang thực hiện',
  liquidated: 'Đã thanh lý',
  ended: 'Đã chấm dứt',
};

export const PAYMENT_NAMES: Record<PaymentKind, string> = { advance: 'Tạm ứng', payment: 'Thanh toán' };

/** The particulars of a party in the order in which papers print them. */
export const PARTICULAR_LABELS: readonly { readonly key: keyof PartyParticulars; readonly label: string }[] = [
  { key: 'address', label: 'Địa chỉ' },
  { key: 'phone', label: 'Điện thoại' },
  { key: 'taxCode', label: 'Mã số thuế' },
  { key: 'account', label: 'Số tài khoản' },
  { key: 'bank', label: 'Tại ngân hàng, kho bạc' },
  { key: 'representative', label: 'Người đại diện' },
  { key: 'position', label: 'Chức vụ' },
  { key: 'authorisation', label: 'Giấy ủy quyền' },
];

/** `115.500.000 đồng`. */
export function dong(sum: number): string {
  return `${formatDong(sum)} đồng`;
}

export function amountsView({ net, vat, gross }: Amounts) {
  return { net: formatDong(net), vat: formatDong(vat), gross: formatDong(gross) };
}

/** By its number, else by what it is about: a title reads on after `về`, as in the papers. */
export function contractName({ number, title }: { number: string; title: string }): string {
  return number === '' ? `Hợp đồng về ${title}` : `Hợp đồng số ${number}`;
}
