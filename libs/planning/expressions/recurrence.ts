import { plainDate } from '#kernel/plain-date.js';
import { monthsBetween } from '#kernel/month.js';
import type { TimeFrame } from '../time-frame.js';
import type { Span } from './period.js';
import type { Cycle } from './time-sign.js';

type Recurrence = NonNullable<TimeFrame['recurrence']>;

const NAMES: Record<Exclude<Cycle, 'year'>, Recurrence> = { week: 'WEEKLY', month: 'MONTHLY', quarter: 'QUARTERLY', half: 'HALFYEARLY' };
const PER_YEAR: Record<Exclude<Cycle, 'year'>, number> = { week: 52, month: 12, quarter: 4, half: 2 };
const MONTHS_OF: Record<'month' | 'quarter' | 'half', number> = { month: 1, quarter: 3, half: 6 };
const WEEK = 7;

export function recurrenceOf(cycle: Cycle, times: number): Recurrence {
  return cycle === 'year' ? `${times}/YEAR` : NAMES[cycle];
}

/** The cycle behind a recurrence and, for "N/YEAR", how often in it. */
export function cycleOf(recurrence: Recurrence): { cycle: Cycle; times: number } {
  for (const [cycle, name] of Object.entries(NAMES)) if (name === recurrence) return { cycle: cycle as Cycle, times: 1 };
  return { cycle: 'year', times: Number(recurrence.split('/')[0]) };
}

/** The occurrences owed in one year: each cycle that the span touches, at most a whole year's. */
export function countIn(span: Span, cycle: Cycle, times: number): number {
  if (cycle === 'year') return times;
  return Math.max(1, Math.min(PER_YEAR[cycle], cyclesTouched(span, cycle))) * times;
}

function cyclesTouched({ from, to }: Span, cycle: Exclude<Cycle, 'year'>): number {
  if (cycle === 'week') return Math.floor((plainDate(from).until(plainDate(to)).days + 1) / WEEK);
  const length = MONTHS_OF[cycle];
  const months = monthsBetween(plainDate(from), plainDate(to)).slice(0, 24);
  return new Set(months.map((month) => `${month.slice(0, 4)}-${Math.ceil(Number(month.slice(5)) / length)}`)).size;
}
