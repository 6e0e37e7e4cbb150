import { formatDong } from '#kernel/money.js';
import { formatDate, isAfter, isBefore } from '#kernel/plain-date.js';
import type { ContractStanding } from './contract-standing.js';
import type { Contract } from './contract.entity.js';

export interface ContractAlert {
  readonly kind: 'used-up' | 'beyond' | 'near-end' | 'past-end' | 'outside' | 'no-evidence' | 'overlap' | 'advance' | 'late-annex';
  readonly severity: 'bad' | 'warn';
  readonly words: string;
  /** Of the line it is about, where it is about one. */
  readonly lineId: number | null;
}

export interface AlertLimits {
  /** A line counts as nearly used up from this share of its quantity on, or when one is left of a handful or more. */
  readonly nearly: number;
  readonly nearEndDays: number;
}

const USUAL_LIMITS: AlertLimits = { nearly: 0.9, nearEndDays: 30 };

const HANDFUL = 5;

/** What whoever keeps the contract should look at, the graver first. Nothing is said of drafts and of what is closed. */
export function alertsOf(
  contract: Contract,
  standing: ContractStanding,
  overlapping: readonly { number: string; title: string }[],
  limits: AlertLimits = USUAL_LIMITS,
): ContractAlert[] {
  if (contract.state !== 'signed') return [];
  const alerts = [...lineAlerts(standing, limits), ...endAlerts(standing, limits), ...paperAlerts(contract, standing, overlapping)];
  return alerts.toSorted((a, b) => Number(a.severity === 'warn') - Number(b.severity === 'warn'));
}

function lineAlerts({ lines }: ContractStanding, limits: AlertLimits): ContractAlert[] {
  return lines.flatMap(({ line, contracted, declared, evidenced, beyond, outside }): ContractAlert[] => {
    const alerts: ContractAlert[] = [];
    const name = `Dòng ${line.position} (${line.description})`;
    const about = (kind: ContractAlert['kind'], severity: 'bad' | 'warn', words: string) => alerts.push({ kind, severity, words, lineId: line.id });
    if (beyond > 0)
      about(
        'beyond',
        'bad',
        `${name}: đã thực hiện ${declared}/${contracted} ${line.unit}, vượt ${beyond}; chưa có phụ lục thì phần vượt không được thanh toán.`,
      );
    else if (isNearlyUsedUp(declared, contracted, limits)) {
      about('used-up', 'warn', `${name}: đã dùng ${declared}/${contracted} ${line.unit}, còn ${contracted - declared}.`);
    }
    if (outside > 0) about('outside', 'warn', `${name}: ${outside} ${line.unit} có ngày ngoài thời hạn hợp đồng, không được nghiệm thu theo hợp đồng này.`);
    if (declared > evidenced) about('no-evidence', 'warn', `${name}: ${declared - evidenced} ${line.unit} đã thực hiện nhưng chưa có minh chứng.`);
    return alerts;
  });
}

function isNearlyUsedUp(declared: number, contracted: number, { nearly }: AlertLimits): boolean {
  if (declared >= contracted) return false;
  return declared >= contracted * nearly || (contracted >= HANDFUL && declared === contracted - 1);
}

function endAlerts({ at, endsOn, lines }: ContractStanding, { nearEndDays }: AlertLimits): ContractAlert[] {
  const missing = lines
    .filter(({ contracted, declared }) => declared < contracted)
    .map(({ line, contracted, declared }) => `${contracted - declared} ${line.unit}`);
  if (missing.length === 0) return [];
  if (isAfter(at, endsOn)) {
    return [{ kind: 'past-end', severity: 'bad', words: `Hợp đồng đã hết hạn ngày ${formatDate(endsOn)} mà còn thiếu ${missing.join(', ')}.`, lineId: null }];
  }
  const daysLeft = at.until(endsOn).days;
  if (daysLeft > nearEndDays) return [];
  const left = daysLeft === 0 ? 'hết hạn hôm nay' : `còn ${daysLeft} ngày là hết hạn (${formatDate(endsOn)})`;
  return [{ kind: 'near-end', severity: 'warn', words: `Hợp đồng ${left}, còn thiếu ${missing.join(', ')}.`, lineId: null }];
}

function paperAlerts(
  contract: Contract,
  { advance, contractedValue }: ContractStanding,
  overlapping: readonly { number: string; title: string }[],
): ContractAlert[] {
  const alerts: ContractAlert[] = overlapping.map(({ number, title }) => ({
    kind: 'overlap',
    severity: 'warn',
    words: `Cùng đơn vị, cùng nhiệm vụ và trùng thời gian với hợp đồng ${number || `“${title}”`}; mỗi sản phẩm chỉ được nghiệm thu ở một hợp đồng.`,
    lineId: null,
  }));
  if (advance > contractedValue.gross) {
    const words = `Đã tạm ứng ${formatDong(advance)} đồng, nhiều hơn giá trị hợp đồng ${formatDong(contractedValue.gross)} đồng.`;
    alerts.push({ kind: 'advance', severity: 'bad', words, lineId: null });
  }
  for (const { number, signedOn, effectiveOn } of contract.annexes.getItems()) {
    if (!isBefore(effectiveOn, signedOn)) continue;
    const words = `Phụ lục ${number} ký ngày ${formatDate(signedOn)} nhưng có hiệu lực từ ${formatDate(effectiveOn)}, trước ngày ký.`;
    alerts.push({ kind: 'late-annex', severity: 'warn', words, lineId: null });
  }
  return alerts;
}
