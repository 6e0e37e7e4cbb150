import { Temporal } from 'temporal-polyfill';
import type { PlainDate } from './plain-date.js';
import { remembering } from './remembering.js';

/** A calendar month as `YYYY-MM`; sorts as text. */
export type Month = string;

export function monthOf(date: PlainDate): Month {
  return monthAt(indexOf(date));
}

/** Enough for every month of every plan anybody keeps; beyond it, dates are made anew. */
const MOST_REMEMBERED = 2400;

export const firstDayOf = remembering<PlainDate>(MOST_REMEMBERED, (month: Month) => Temporal.PlainDate.from(`${month}-01`));

export const lastDayOf = remembering<PlainDate>(MOST_REMEMBERED, (month: Month) => {
  const first = firstDayOf(month);
  return first.with({ day: first.daysInMonth });
});

export function nextMonth(month: Month): Month {
  return monthAt(indexOf(firstDayOf(month)) + 1);
}

/** The months touched by a span, first to last. */
export function monthsBetween(from: PlainDate, to: PlainDate): Month[] {
  const first = indexOf(from);
  return Array.from({ length: Math.max(0, indexOf(to) - first + 1) }, (_, offset) => monthAt(first + offset));
}

/** How many months a span touches. */
export function countMonths(from: PlainDate, to: PlainDate): number {
  return Math.max(0, indexOf(to) - indexOf(from) + 1);
}

/** How many months, counted from the one `from` lies in, are over at the end of a date; a month is over on its last day. */
export function monthsOver(from: PlainDate, at: PlainDate): number {
  const isLastDay = at.day === at.daysInMonth;
  return Math.max(0, indexOf(at) - indexOf(from) + (isLastDay ? 1 : 0));
}

/** `tháng 3/2021`. */
export function formatMonth(month: Month): string {
  return `tháng ${Number(month.slice(5))}/${month.slice(0, 4)}`;
}

function indexOf({ year, month }: PlainDate): number {
  return year * 12 + month - 1;
}

function monthAt(index: number): Month {
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}
