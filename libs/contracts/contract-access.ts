import { type Actor, assertMay, may } from '#identity/actor.js';
import { OutOfReach } from '#kernel/domain-error.js';

/** Contracts are kept by whoever orders and pays: Sở Nội vụ and its accountant. @throws Forbidden */
export function assertMayKeepContracts(actor: Actor): void {
  assertMay(actor, 'contracts.change', 'Hợp đồng do Sở Nội vụ lập và cập nhật; tài khoản của bạn chỉ được xem.');
}

/** What was done well enough to be paid is for Sở Nội vụ alone to say. @throws Forbidden */
export function assertMayJudge(actor: Actor): void {
  assertMay(actor, 'acceptances.judge', 'Nghiệm thu do Sở Nội vụ thực hiện; tài khoản của bạn chỉ được xem.');
}

/** @throws Forbidden for who sees no contract, OutOfReach for another's, so that a stranger does not learn that there is one */
export function assertMaySeeContract(actor: Actor, contract: { partyB: { id: number } }): void {
  assertMay(actor, 'contracts.read');
  if (!may(actor, 'contracts.read', contract.partyB.id)) throw new OutOfReach('Không tìm thấy hợp đồng này.');
}
