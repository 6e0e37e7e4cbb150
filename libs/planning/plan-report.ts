import type { SignatureReader } from '#identity/signatures.js';
import type { Plan } from './plan.entity.js';
import type { PartyRole, Task } from './task.entity.js';

/** A plan as plain data, for the command line: dates are `YYYY-MM-DD`. */
export function planReport(plan: Plan, tasks: readonly Task[], signed: SignatureReader) {
  return {
    id: plan.id,
    number: plan.number,
    title: plan.title,
    year: plan.year,
    issuer: plan.issuer,
    place: plan.place,
    issuedOn: plan.issuedOn.toString(),
    startsOn: plan.startsOn.toString(),
    endsOn: plan.endsOn.toString(),
    isSample: plan.isSample,
    state: plan.state,
    tasks: tasks.map((task) => ({
      id: task.id,
      ordinal: task.ordinal,
      label: task.label,
      group: task.group,
      name: task.name,
      product: task.product,
      products: task.products,
      genres: task.genres,
      medium: task.medium,
      quantity: task.quantity,
      time: task.time,
      lead: namesOf(task, 'lead'),
      supporting: namesOf(task, 'supporting'),
      targets: task.targets
        .getItems()
        .filter(({ validUntil }) => validUntil === null)
        .map(({ from, to, quantity, pace, product, memberId }) => ({ from: from.toString(), to: to.toString(), quantity, pace, product, memberId })),
      doubts: task.doubts.map((doubt) => (doubt.confirmedBy === undefined ? doubt : { ...doubt, confirmedBy: signed(doubt.confirmedBy) })),
    })),
  };
}

function namesOf(task: Task, wanted: PartyRole): string[] {
  return task.parties
    .getItems()
    .filter(({ role, validUntil }) => role === wanted && validUntil === null)
    .map(({ organisation }) => organisation.name);
}
