import { type Actor, mayCoordinate } from '#identity/actor.js';
import { Forbidden, NotFound } from '#kernel/domain-error.js';

/** Contracts are kept by whoever orders: Sở Nội vụ. @throws Forbidden */
export function assertMayKeepContracts(actor: Actor): void {
  if (!mayCoordinate(actor)) throw new Forbidden('Hợp đồng do Sở Nội vụ lập và cập nhật; tài khoản của bạn chỉ được xem.');
}

/** A producer sees the contracts that it is a party to; who coordinates or only looks sees all. */
function maySeeContract(actor: Actor, contract: { partyB: { id: number } }): boolean {
  return actor.role !== 'producer' || contract.partyB.id === actor.organisationId;
}

/** @throws NotFound, so that a stranger does not learn that there is such a contract */
export function assertMaySeeContract(actor: Actor, contract: { partyB: { id: number } }): void {
  if (!maySeeContract(actor, contract)) throw new NotFound('Không tìm thấy hợp đồng này.');
}
