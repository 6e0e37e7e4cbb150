import type { Doubt } from '../doubt.js';
import type { Quantity } from '../quantity.js';
import type { TimeFrame } from '../time-frame.js';
import type { UnderstoodPlan } from './understand.js';

/** A plan as understood, in the fixed form of `plan import --dry-run --json`: these keys in this order, dates `YYYY-MM-DD`. */
export function planReadingReport({ plan, tasks, doubts }: UnderstoodPlan) {
  return {
    plan: { number: plan.number, issuedOn: plan.issuedOn, year: plan.year, issuer: plan.issuer, place: plan.place, title: plan.title },
    tasks: tasks.map(({ ordinal, name, products, quantity, time, lead, supporting, note, doubts: own }) => ({
      ordinal,
      name,
      products: [...products],
      quantity: quantityReport(quantity),
      time: timeReport(time),
      lead: [...lead],
      supporting: [...supporting],
      note,
      doubts: own.map(doubtInOrder),
    })),
    doubts: doubts.map(doubtInOrder),
  };
}

/** A quantity in its fixed form. */
export function quantityReport(quantity: Quantity) {
  return { ...inOrder(quantity), parts: quantity.parts.map((part) => ({ ...inOrder(part), parts: [], source: part.source })), source: quantity.source };
}

/** A time in its fixed form. */
export function timeReport({ kind, from, to, recurrence, dates, count, source }: TimeFrame) {
  return { kind, from, to, recurrence, dates: [...dates], count, source };
}

type QuantityFacts = Pick<Quantity, 'kind' | 'min' | 'max' | 'unit' | 'per' | 'perYear'>;

function inOrder({ kind, min, max, unit, per, perYear }: QuantityFacts): QuantityFacts {
  return { kind, min, max, unit, per, perYear };
}

function doubtInOrder({ code, message, source }: Doubt): Doubt {
  return { code, message, source };
}
