import type { Period } from './period.js';
import { inUnitOf } from './time-grammar.js';
import type { TimeFact } from './time-fact.js';

/**
 * Gives every period of an expression its unit, month and year: a year written once at the end holds for all before it,
 * one at the beginning for all behind it, and where none is written it is the plan's.
 */
export function settlePeriods(facts: readonly TimeFact[], planYear: number): TimeFact[] {
  const settled = new Map<Period, Period>();
  const inOrder = facts.flatMap(periodsOf);
  let next: Period | undefined;
  for (const period of inOrder.toReversed()) {
    const known = settleFrom(period, next);
    settled.set(period, known);
    next = known;
  }
  let before: Period | undefined;
  for (const period of inOrder) {
    const known = settleFrom(settled.get(period)!, before);
    const withYear = known.year === null ? { ...known, year: before?.year ?? planYear } : known;
    settled.set(period, withYear);
    before = withYear;
  }
  return facts.map((fact) => withPeriods(fact, (period) => settled.get(period)!));
}

/** Takes over what a period lacks from its neighbour. */
function settleFrom(period: Period, neighbour: Period | undefined): Period {
  if (!neighbour) return period;
  const dated = inUnitOf(period, neighbour);
  const known: Period =
    dated.unit === 'dayOnly' && neighbour.unit === 'day' ? { unit: 'day', day: dated.number, month: neighbour.month, year: dated.year } : dated;
  return known.year === null ? { ...known, year: neighbour.year } : known;
}

function periodsOf(fact: TimeFact): Period[] {
  if (fact.is === 'point' || fact.is === 'since') return [fact.period];
  if (fact.is === 'range') return [fact.from, fact.to];
  return fact.is === 'deadline' ? fact.periods : [];
}

function withPeriods(fact: TimeFact, settle: (period: Period) => Period): TimeFact {
  if (fact.is === 'point' || fact.is === 'since') return { ...fact, period: settle(fact.period) };
  if (fact.is === 'range') return { ...fact, from: settle(fact.from), to: settle(fact.to) };
  return fact.is === 'deadline' ? { ...fact, periods: fact.periods.map(settle) } : fact;
}
