import { Temporal } from 'temporal-polyfill';

/** A calendar date without a time; the domain knows no other kind of date. */
export type PlainDate = Temporal.PlainDate;

/** The one time zone of the product; it has no daylight saving. */
export const ZONE = 'Asia/Ho_Chi_Minh';

const SHAPE = /^\d{4}-\d{2}-\d{2}$/;

/** Reads `YYYY-MM-DD`, or gives undefined for anything else, dates that do not exist included. */
export function parsePlainDate(text: string): PlainDate | undefined {
  if (!SHAPE.test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

/** Reads `YYYY-MM-DD` that is known to be right (data of our own); throws a RangeError otherwise. */
export function plainDate(text: string): PlainDate {
  const date = parsePlainDate(text);
  if (!date) throw new RangeError(`not a date: ${text}`);
  return date;
}

export function dateInZone(instant: Temporal.Instant): PlainDate {
  return instant.toZonedDateTimeISO(ZONE).toPlainDate();
}

/** `08:05`, in Viet Nam. */
export function timeInZone(instant: Temporal.Instant): string {
  return instant.toZonedDateTimeISO(ZONE).toPlainTime().toString({ smallestUnit: 'minute' });
}

export function compareDates(a: PlainDate, b: PlainDate): number {
  return Temporal.PlainDate.compare(a, b);
}

export function isBefore(a: PlainDate, b: PlainDate): boolean {
  return compareDates(a, b) < 0;
}

export function isAfter(a: PlainDate, b: PlainDate): boolean {
  return compareDates(a, b) > 0;
}

export function earliest(dates: readonly PlainDate[]): PlainDate | undefined {
  return dates.reduce<PlainDate | undefined>((least, date) => (least && !isBefore(date, least) ? least : date), undefined);
}

export function latest(dates: readonly PlainDate[]): PlainDate | undefined {
  return dates.reduce<PlainDate | undefined>((most, date) => (most && !isAfter(date, most) ? most : date), undefined);
}

/**
 * `05/3/2021`: days under ten are padded, of the months only January and February
 * (Nghị định 30/2020/NĐ-CP, Phụ lục I, for the date of a document; used in the interface too).
 */
export function formatDate(date: PlainDate): string {
  return `${String(date.day).padStart(2, '0')}/${formatMonthNumber(date.month)}/${date.year}`;
}

/** `08:05 ngày 05/3/2021`, in Viet Nam. */
export function formatMoment(instant: Temporal.Instant): string {
  return `${timeInZone(instant)} ngày ${formatDate(dateInZone(instant))}`;
}

function formatMonthNumber(month: number): string {
  return month <= 2 ? `0${month}` : String(month);
}
