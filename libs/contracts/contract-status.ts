/** What is stored of a contract's life; that it is in force or accepted follows from dates and acceptances (`contractStatus`). */
export const CONTRACT_STATES = ['draft', 'signed', 'liquidated', 'ended'] as const;
export type ContractState = (typeof CONTRACT_STATES)[number];

/** Every allowed step. Liquidation is a custom, not a condition: a contract may be liquidated early, late, or never. */
const TRANSITIONS: Record<ContractState, readonly ContractState[]> = {
  draft: ['signed'],
  signed: ['liquidated', 'ended'],
  liquidated: [],
  ended: [],
};

export function mayBecome(from: ContractState, to: ContractState): boolean {
  return TRANSITIONS[from].includes(to);
}

/** The states of an acceptance: written, with the producer for review, agreed to, issued for good, or given up. */
const ACCEPTANCE_STATES = ['draft', 'review', 'reviewed', 'issued', 'cancelled'] as const;
export type AcceptanceState = (typeof ACCEPTANCE_STATES)[number];

const ACCEPTANCE_TRANSITIONS: Record<AcceptanceState, readonly AcceptanceState[]> = {
  draft: ['review', 'cancelled'],
  review: ['draft', 'reviewed', 'cancelled'],
  reviewed: ['draft', 'issued', 'cancelled'],
  issued: [],
  cancelled: [],
};

export function acceptanceMayBecome(from: AcceptanceState, to: AcceptanceState): boolean {
  return ACCEPTANCE_TRANSITIONS[from].includes(to);
}

/** As much of a contract as its status in words depends on; dates compare as `YYYY-MM-DD`. */
export interface StatusFacts {
  readonly state: ContractState;
  readonly startsOn: string;
  /** By the annexes in effect. */
  readonly endsOn: string;
  readonly roundsIssued: number;
  /** Is everything that is contracted accepted? */
  readonly isFullyAccepted: boolean;
}

export type ContractTone = 'plain' | 'active' | 'good' | 'warn' | 'closed';

/** Where a contract stands on a day, in the words of the people who keep it. */
export function contractStatus({ state, startsOn, endsOn, roundsIssued, isFullyAccepted }: StatusFacts, today: string): { words: string; tone: ContractTone } {
  if (state === 'draft') return { words: 'Dự thảo', tone: 'plain' };
  if (state === 'liquidated') return { words: 'Đã thanh lý', tone: 'closed' };
  if (state === 'ended') return { words: 'Đã chấm dứt', tone: 'closed' };
  if (isFullyAccepted) return { words: 'Đã nghiệm thu đủ', tone: 'good' };
  if (today > endsOn) return { words: 'Hết hạn, chưa nghiệm thu đủ', tone: 'warn' };
  if (today < startsOn) return { words: 'Đã ký', tone: 'active' };
  return { words: roundsIssued > 0 ? `Đang thực hiện, đã nghiệm thu ${roundsIssued} đợt` : 'Đang thực hiện', tone: 'active' };
}
