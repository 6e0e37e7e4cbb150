import type { ContractAlert } from '#contracts/contract-alerts.js';
import type { OutsideItem } from '#contracts/contract-outside.query.js';
import type { ContractStanding, LineStanding, Round } from '#contracts/contract-standing.js';
import type { Contract, ContractAnnex, ContractPayment, PartyParticulars } from '#contracts/contract.entity.js';
import { vatName } from '#contracts/vat.js';
import { formatDong } from '#kernel/money.js';
import { formatDate } from '#kernel/plain-date.js';
import type { Named } from '#organisations/organisation.entity.js';
import { threeNumbers } from '../http/three-numbers.js';
import { isoToWords } from '../http/words.js';
import { amountsView, contractName, PARTICULAR_LABELS, PAYMENT_NAMES } from './contract-words.js';

interface Beside {
  readonly alerts: readonly ContractAlert[];
  readonly outside: readonly OutsideItem[];
  /** Of the parties, on the day of signing. */
  readonly names: ReadonlyMap<number, Named>;
}

/** A contract and where it stands, for its page. */
export function contractView(contract: Contract, standing: ContractStanding, { alerts, outside, names }: Beside) {
  const { id, state } = contract;
  const href = `/contracts/${id}`;
  const nameOf = (party: { id: number; name: string }) => names.get(party.id)?.name ?? party.name;
  const outsideCount = standing.lines.reduce((sum, line) => sum + line.outside, 0);
  return {
    id,
    href,
    version: contract.version,
    name: contractName(contract),
    title: contract.number === '' ? null : contract.title,
    plan: { href: `/plans/${contract.plan.id}`, name: `Kế hoạch số ${contract.plan.number}` },
    isDraft: state === 'draft',
    isSigned: state === 'signed',
    isLiquidated: state === 'liquidated',
    signedOn: contract.signedOn && formatDate(contract.signedOn),
    days: `${formatDate(contract.startsOn)} – ${formatDate(standing.endsOn)}`,
    signedEnd: contract.endsOn.equals(standing.endsOn) ? null : formatDate(contract.endsOn),
    ended: contract.endedOn && { on: formatDate(contract.endedOn), reason: contract.endReason },
    bases: contract.legalBases.split('\n').filter(Boolean),
    note: contract.note,
    parties: [
      { heading: 'Bên A', name: nameOf(contract.partyA), particulars: particularsView(contract.particularsA) },
      { heading: 'Bên B', name: nameOf(contract.partyB), particulars: particularsView(contract.particularsB) },
    ],
    alerts: alerts.map((alert) => ({ ...alert, isBad: alert.severity === 'bad', link: alertLink(alert, contract) })),
    lines: standing.lines.map((line) => lineView(line, contract)),
    totals: { contracted: amountsView(standing.contractedValue), accepted: amountsView(standing.acceptedValue) },
    money: moneyView(standing),
    payments: contract.payments.getItems().map((payment) => paymentView(payment, href)),
    annexes: contract.annexes.getItems().map((annex) => annexView(annex, contract)),
    rounds: standing.rounds.map(roundView),
    unfinishedRound: standing.rounds.some((round) => round.state !== 'issued'),
    isLiquidationBegun: standing.isLiquidationBegun,
    outside: outside.map(({ id: item, title, occursOn }) => ({ href: `/deliverables/${item}`, title: title || 'Không có tên', on: isoToWords(occursOn) })),
    outsideCount,
    outsideHidden: outsideCount - outside.length,
  };
}

function particularsView(particulars: PartyParticulars) {
  return PARTICULAR_LABELS.flatMap(({ key, label }) => (particulars[key] ? [{ label, value: particulars[key] }] : []));
}

function lineView({ line, contracted, remaining, beyond, outside, contractedValue, acceptedValue, ...counts }: LineStanding, contract: Contract) {
  return {
    id: line.id,
    position: line.position,
    description: line.description,
    genre: line.genre,
    task: { href: `/tasks/${line.task.id}`, name: `Nhiệm vụ ${line.task.label}` },
    itemsHref: itemsHref(line, contract),
    unit: line.unit,
    contracted,
    signed: contracted === line.quantity ? null : line.quantity,
    declared: counts.declared,
    evidenced: counts.evidenced,
    accepted: counts.accepted,
    isUnproven: counts.evidenced < counts.declared,
    numbers: threeNumbers(counts),
    remaining,
    beyond,
    outside,
    unitPrice: formatDong(line.unitPrice),
    vat: vatName(line.vat),
    value: formatDong(contractedValue.gross),
    acceptedValue: formatDong(acceptedValue.gross),
  };
}

function itemsHref(line: LineStanding['line'], contract: Contract): string {
  return `/deliverables?task=${line.task.id}&organisation=${contract.partyB.id}&counted=1`;
}

/** Where one goes to see what an alert speaks of. */
function alertLink({ kind, lineId }: ContractAlert, contract: Contract): { href: string; name: string } | null {
  const line = contract.lines.getItems().find(({ id }) => id === lineId);
  switch (kind) {
    case 'outside':
      return { href: '#ngoai-thoi-han', name: 'Xem các sản phẩm' };
    case 'no-evidence':
      return line ? { href: `${itemsHref(line, contract)}&evidence=without`, name: 'Xem sản phẩm thiếu minh chứng' } : null;
    case 'beyond':
    case 'used-up':
      return line ? { href: itemsHref(line, contract), name: 'Xem các sản phẩm' } : null;
    case 'advance':
      return { href: '#thanh-toan', name: 'Xem các khoản chi' };
    case 'late-annex':
      return { href: '#phu-luc', name: 'Xem phụ lục' };
    case 'overlap':
      return { href: `/contracts?plan=${contract.plan.id}`, name: 'Xem các hợp đồng' };
    default:
      return null;
  }
}

function moneyView({ contractedValue, acceptedValue, advance, paid, payable }: ContractStanding) {
  return {
    contracted: formatDong(contractedValue.gross),
    accepted: formatDong(acceptedValue.gross),
    advance: formatDong(advance),
    paid: formatDong(paid),
    payable: formatDong(Math.abs(payable)),
    isOverpaid: payable < 0,
  };
}

function paymentView({ id, kind, amount, paidOn, note, struckAt, struckReason }: ContractPayment, href: string) {
  return {
    kind: PAYMENT_NAMES[kind],
    amount: formatDong(amount),
    on: formatDate(paidOn),
    note,
    struck: struckAt && { reason: struckReason },
    strikeHref: `${href}/payments/${id}/strike`,
  };
}

function annexView({ number, signedOn, effectiveOn, endsOn, quantities, note }: ContractAnnex, contract: Contract) {
  const lines = contract.lines.getItems();
  return {
    number,
    signedOn: formatDate(signedOn),
    effectiveOn: formatDate(effectiveOn),
    note,
    changes: [
      ...quantities.flatMap(({ lineId, quantity }) => {
        const line = lines.find(({ id }) => id === lineId);
        return line ? [`${line.description}: ${quantity} ${line.unit}`] : [];
      }),
      ...(endsOn ? [`thực hiện đến ${formatDate(endsOn)}`] : []),
    ],
  };
}

const ROUND_STATES: Record<Round['state'], { key: string; sign: string; name: string }> = {
  draft: { key: 'not-begun', sign: '○', name: 'Đang soạn' },
  review: { key: 'due-soon', sign: '◔', name: 'Đơn vị đang xem' },
  reviewed: { key: 'on-pace', sign: '●', name: 'Đơn vị đã đồng ý' },
  issued: { key: 'done', sign: '✓', name: 'Đã ban hành' },
};

function roundView({ id, state, round, heldOn }: Round) {
  return {
    href: `/acceptances/${id}`,
    name: round === null ? 'Đợt đang soạn' : `Đợt ${round}`,
    on: isoToWords(heldOn),
    state: ROUND_STATES[state],
  };
}
