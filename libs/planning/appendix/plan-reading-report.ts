import type { Doubt } from '../doubt.js';
import type { UnderstoodPlan } from './understand.js';

/** A plan as understood, in the fixed form of `plan import --dry-run --json`: these keys in this order, dates `YYYY-MM-DD`. */
export function planReadingReport({ plan, tasks, doubts }: UnderstoodPlan) {
  return {
    plan: { number: plan.number, issuedOn: plan.issuedOn, year: plan.year, issuer: plan.issuer, place: plan.place, title: plan.title },
    tasks: tasks.map(({ ordinal, name, products, quantity, time, lead, supporting, note, doubts: own }) => ({
      ordinal,
      name,
      products: [...products],
      quantity: { ...inOrder(quantity), parts: quantity.parts.map((part) => ({ ...inOrder(part), parts: [], source: part.source })), source: quantity.source },
      time: {
        kind: time.kind,
        from: time.from,
        to: time.to,
        recurrence: time.recurrence,
        dates: [...time.dates],
        count: time.count,
        source: time.source,
      },
      lead: [...lead],
      supporting: [...supporting],
      note,
      doubts: own.map(doubtInOrder),
    })),
    doubts: doubts.map(doubtInOrder),
  };
}

type QuantityFacts = Pick<UnderstoodPlan['tasks'][number]['quantity'], 'kind' | 'min' | 'max' | 'unit' | 'per' | 'perYear'>;

function inOrder({ kind, min, max, unit, per, perYear }: QuantityFacts): QuantityFacts {
  return { kind, min, max, unit, per, perYear };
}

function doubtInOrder({ code, message, source }: Doubt): Doubt {
  return { code, message, source };
}
