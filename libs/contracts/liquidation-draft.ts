import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Actor } from '#identity/actor.js';
import { NotFound } from '#kernel/domain-error.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { assertMaySeeContract } from './contract-access.js';
import { Contract } from './contract.entity.js';
import { Liquidation } from './liquidation.entity.js';
import type { LiquidationInput } from './liquidation.input.js';

/** As much of a liquidation as its minutes need, whether it is kept already or not. */
export type LiquidationDraft = LiquidationInput;

/** What a liquidation is before anybody wrote anything. */
export function draftOn(heldOn: PlainDate): LiquidationDraft {
  return { heldOn, documentNumber: '', place: '', conclusion: '', deductions: [] };
}

/** The contract with all that its liquidation needs, and the liquidation if one was begun. @throws NotFound, also for whoever may not see it */
export async function findForLiquidation(
  em: SqlEntityManager,
  actor: Actor,
  contractId: number | undefined,
): Promise<{ contract: Contract; liquidation: Liquidation | null }> {
  const populate = ['plan', 'partyA', 'partyB', 'lines.task', 'annexes', 'payments'] as const;
  const contract = contractId === undefined ? null : await em.findOne(Contract, contractId, { populate });
  if (!contract) throw new NotFound('Không tìm thấy hợp đồng này.');
  assertMaySeeContract(actor, contract);
  return { contract, liquidation: await em.findOne(Liquidation, { contract: contract.id }, { populate: ['issuedBy'] }) };
}
