import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Actor } from '#identity/actor.js';
import type { PlainDate } from '#kernel/plain-date.js';
import type { Contract } from './contract.entity.js';
import type { ContractService } from './contract.service.js';
import { Liquidation } from './liquidation.entity.js';
import type { LiquidationInput } from './liquidation.input.js';

/** As much of a liquidation as its minutes need, whether it is kept already or not. */
export type LiquidationDraft = LiquidationInput;

/** What a liquidation is before anybody wrote anything. */
export function draftOn(heldOn: PlainDate): LiquidationDraft {
  return { heldOn, documentNumber: '', place: '', conclusion: '', deductions: [] };
}

/** The contract, and its liquidation if one was begun. @throws NotFound, also for whoever may not see it */
export async function findForLiquidation(
  em: SqlEntityManager,
  contracts: ContractService,
  actor: Actor,
  contractId: number | undefined,
): Promise<{ contract: Contract; liquidation: Liquidation | null }> {
  const contract = await contracts.find(actor, contractId);
  return { contract, liquidation: await em.findOne(Liquidation, { contract: contract.id }, { populate: ['issuedBy'] }) };
}
