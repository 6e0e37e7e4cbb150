import type { Contract, ContractLine } from './contract.entity.js';

/** The contract as plain data, for the audit trail; its lines are loaded. */
export function snapshotOf(contract: Contract): object {
  const { number, title, state, signedOn, startsOn, endsOn, legalBases, note, particularsA, particularsB, endedOn, endReason } = contract;
  return {
    number,
    title,
    state,
    partyB: contract.partyB.name,
    signedOn: signedOn?.toString() ?? null,
    startsOn: startsOn.toString(),
    endsOn: endsOn.toString(),
    legalBases,
    note,
    particularsA,
    particularsB,
    ...(endedOn ? { endedOn: endedOn.toString(), reason: endReason } : {}),
    lines: contract.lines.getItems().map(lineSnapshot),
  };
}

function lineSnapshot({ position, task, genre, description, unit, quantity, unitPrice, vat }: ContractLine): object {
  return { position, task: task.id, genre, description, unit, quantity, unitPrice, vat };
}
