import { Temporal } from 'temporal-polyfill';
import type { PlainDate } from './plain-date.js';

/** A calendar month as `YYYY-MM`; sorts as text. */
export type Month = string;

export function monthOf(date: PlainDate): Month {
  return date.toString().slice(0, 7);
}

export function firstDayOf(month: Month): PlainDate {
  return Temporal.PlainDate.from(`${month}-01`);
}

export function lastDayOf(month: Month): PlainDate {
  const first = firstDayOf(month);
  return first.with({ day: first.daysInMonth });
}

export function nextMonth(month: Month): Month {
  return monthOf(firstDayOf(month).add({ months: 1 }));
}

/** The months touched by a span, first to last. */
export function monthsBetween(from: PlainDate, to: PlainDate): Month[] {
  const last = monthOf(to);
  const months: Month[] = [];
  for (let month = monthOf(from); month <= last; month = nextMonth(month)) months.push(month);
  return months;
}

/** `tháng 3/2021`. */
export function formatMonth(month: Month): string {
  return `tháng ${Number(month.slice(5))}/${month.slice(0, 4)}`;
}
