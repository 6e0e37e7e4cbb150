import { type PlainDate, plainDate } from '#kernel/plain-date.js';

/*
 * What is owed, as a short text that is the same whenever it is looked for. Its first word says its kind:
 * `duty:TASK:FIRST-DAY:LAST-DAY`, `pace:TASK`, `evidence:ITEM`, `contract:CONTRACT:END-DAY`,
 * `line:LINE:QUANTITY`, `summary:PLAN`.
 */

export interface Period {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

export function dutyOf(taskId: number, { from, to }: Period): string {
  return `duty:${taskId}:${from.toString()}:${to.toString()}`;
}

export function paceOf(taskId: number): string {
  return `pace:${taskId}`;
}

export function evidenceOf(itemId: number): string {
  return `evidence:${itemId}`;
}

/** A later end, by an annex, is another obligation. */
export function contractEndOf(contractId: number, endsOn: PlainDate): string {
  return `contract:${contractId}:${endsOn.toString()}`;
}

/** As is a larger quantity. */
export function contractLineOf(lineId: number, contracted: number): string {
  return `line:${lineId}:${contracted}`;
}

export function summaryOf(planId: number): string {
  return `summary:${planId}`;
}

/** The period of a duty; undefined for any other obligation. */
export function periodOf(obligation: string): Period | undefined {
  const [kind, , from, to] = obligation.split(':');
  return kind === 'duty' ? { from: plainDate(from!), to: plainDate(to!) } : undefined;
}
