import type { Plan } from './plan.entity.js';
import type { PartyRole, Task } from './task.entity.js';

/** A plan as plain data, for the command line: dates are `YYYY-MM-DD`. */
export function planReport(plan: Plan, tasks: readonly Task[]) {
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
    tasks: tasks.map((task) => ({
      id: task.id,
      ordinal: task.ordinal,
      name: task.name,
      product: task.product,
      genres: task.genres,
      medium: task.medium,
      quantity: task.quantity,
      time: task.time,
      lead: namesOf(task, 'lead'),
      supporting: namesOf(task, 'supporting'),
      targets: task.targets.getItems().map(({ from, to, quantity, pace, product }) => ({ from: from.toString(), to: to.toString(), quantity, pace, product })),
      doubts: task.doubts,
    })),
  };
}

function namesOf(task: Task, wanted: PartyRole): string[] {
  return task.parties
    .getItems()
    .filter(({ role }) => role === wanted)
    .map(({ organisation }) => organisation.name);
}
