import { WORKING_CALENDAR_EXCEPTIONS } from '#kernel/working-calendar.data.js';
import type { CalendarException, YearCalendar } from '#kernel/working-calendar.js';
import type { CalendarDayKind } from './calendar-day.entity.js';
import { PROPOSAL_SOURCE, proposeYear } from './proposed-year.js';

/** What an administrator says of one day. */
interface SaidDay {
  readonly date: string;
  readonly kind: CalendarDayKind;
  readonly name: string;
  readonly source: string;
}

/** What an administrator says of one year: its days, and the document that announced it. */
export interface SaidYear {
  readonly days: readonly SaidDay[];
  readonly announcedBy?: string | undefined;
}

const SHIPPED_SOURCE = 'Thông báo lịch nghỉ hằng năm (bảng kèm theo phần mềm)';

const SHIPPED_YEARS = Map.groupBy(WORKING_CALENDAR_EXCEPTIONS, ({ date }) => yearOf(date));

/** Whether the table that comes with the product has the year. */
function isShippedYear(year: number): boolean {
  return SHIPPED_YEARS.has(year);
}

/**
 * One year as it holds: the shipped table, or for a year it does not have the proposal from the rules; once a document has
 * announced the year, its proposed days are announced by that; and over them what an administrator says of single days.
 */
export function composeYear(year: number, { days, announcedBy }: SaidYear = { days: [] }): YearCalendar {
  const base = announcedBy === undefined ? baseOf(year) : baseOf(year).map((day) => (day.status === 'proposed' ? announced(day, announcedBy) : day));
  const known = new Map(base.map((exception) => [exception.date, exception]));
  for (const { date, kind, name, source } of days) {
    if (kind === 'plain') known.delete(date);
    else known.set(date, { date, kind, status: 'announced', name, source });
  }
  return {
    ...statusOf(year, base, announcedBy),
    exceptions: [...known.values()].toSorted((a, b) => (a.date < b.date ? -1 : 1)),
  };
}

/** What is known of a year before anybody says something of its days. */
export function baseOf(year: number): readonly CalendarException[] {
  const shipped = SHIPPED_YEARS.get(year);
  if (!shipped) return proposeYear(year);
  return shipped.map((day) => ({ ...day, source: day.status === 'proposed' ? PROPOSAL_SOURCE : SHIPPED_SOURCE }));
}

function statusOf(year: number, base: readonly CalendarException[], announcedBy: string | undefined): Pick<YearCalendar, 'status' | 'source'> {
  if (announcedBy !== undefined) return { status: 'announced', source: announcedBy };
  const isAnnounced = isShippedYear(year) && base.every(({ status }) => status === 'announced');
  return isAnnounced ? { status: 'announced', source: SHIPPED_SOURCE } : { status: 'proposed', source: PROPOSAL_SOURCE };
}

function announced(day: CalendarException, source: string): CalendarException {
  return { ...day, status: 'announced', source };
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}
