import { firstDayOf, lastDayOf, type Month } from '#kernel/month.js';
import type { PlainDate } from '#kernel/plain-date.js';

/** A calendar quarter as `YYYY-Qn`; sorts as text. */
export type Quarter = string;

export function quarterOf({ year, month }: Pick<PlainDate, 'year' | 'month'>): Quarter {
  return quarterAt(year * 4 + Math.floor((month - 1) / 3));
}

/** The quarters touched by a span, first to last. */
export function quartersBetween(from: PlainDate, to: PlainDate): Quarter[] {
  const [first, last] = [indexOf(quarterOf(from)), indexOf(quarterOf(to))];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => quarterAt(first + offset));
}

/** @returns undefined for anything that is no quarter */
export function readQuarter(text: string): Quarter | undefined {
  return /^\d{4}-Q[1-4]$/.test(text) ? text : undefined;
}

/** The first and last day. */
export function spanOfQuarter(quarter: Quarter): { from: PlainDate; to: PlainDate } {
  const firstMonth = Number(quarter.slice(6)) * 3 - 2;
  return { from: firstDayOf(monthIn(quarter, firstMonth)), to: lastDayOf(monthIn(quarter, firstMonth + 2)) };
}

export function yearOfQuarter(quarter: Quarter): number {
  return Number(quarter.slice(0, 4));
}

/** `quý III/2021`. */
export function formatQuarter(quarter: Quarter): string {
  return `quý ${ROMAN[Number(quarter.slice(6)) - 1]}/${quarter.slice(0, 4)}`;
}

const ROMAN = ['I', 'II', 'III', 'IV'] as const;

function monthIn(quarter: Quarter, month: number): Month {
  return `${quarter.slice(0, 4)}-${String(month).padStart(2, '0')}`;
}

function indexOf(quarter: Quarter): number {
  return yearOfQuarter(quarter) * 4 + Number(quarter.slice(6)) - 1;
}

function quarterAt(index: number): Quarter {
  return `${String(Math.floor(index / 4)).padStart(4, '0')}-Q${(index % 4) + 1}`;
}
