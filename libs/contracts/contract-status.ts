/** What is stored of a contract's life; that it is in force or accepted follows from dates and acceptances (`standingOf`). */
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
export const ACCEPTANCE_STATES = ['draft', 'review', 'reviewed', 'issued', 'cancelled'] as const;
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
