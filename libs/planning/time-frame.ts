import { z } from 'zod';
import { firstDayOf, monthOf } from '#kernel/month.js';
import { isBefore, parsePlainDate, plainDate, type PlainDate } from '#kernel/plain-date.js';

export const isoDate = z.string().refine((text) => parsePlainDate(text) !== undefined, 'Ngày viết dạng YYYY-MM-DD.');

/**
 * What kind of expression says when.
 * `continuous` runs all the time and falls due only at its end; `open` has no schedule ("theo quy định"); `fuzzy` was put
 * into dates by convention ("đầu năm"); `event` hangs on something that happens; `unknown` was not understood.
 */
const TIME_KINDS = [
  'point_month',
  'point_day',
  'quarter',
  'half',
  'year',
  'range',
  'multi_month',
  'multi_quarter',
  'multi_deadline',
  'multi_report',
  'recurring',
  'continuous',
  'deadline',
  'fuzzy',
  'open',
  'event',
  'unknown',
] as const;

/** When a task is to be done: a span of whole days, both ends included, and how often within it. */
export const timeFrameSchema = z
  .object({
    kind: z.enum(TIME_KINDS),
    from: isoDate.nullable(),
    to: isoDate.nullable(),
    /** `WEEKLY`, `MONTHLY`, `QUARTERLY`, `HALFYEARLY`, or so many times a year as `2/YEAR`; null for once. */
    recurrence: z
      .string()
      .regex(/^(?:WEEKLY|MONTHLY|QUARTERLY|HALFYEARLY|[1-9]\d*\/YEAR)$/)
      .nullable(),
    /** The last day of each single month, quarter or deadline that the words name, in order. */
    dates: z.array(isoDate),
    /** The occurrences owed in the year, where the words say so. */
    count: z.number().int().positive().nullable(),
    /** The plan's own words; where begin and end stand in two columns, both. */
    source: z.string(),
  })
  .refine(({ from, to }) => from === null || to === null || from <= to, 'a task ends after it starts');

export type TimeFrame = z.infer<typeof timeFrameSchema>;

/**
 * The days within which a task is to be done, for counting: where the words leave an end open, the plan's year closes it.
 * A deadline before the year begins leaves the month it is in.
 */
export function spanOf({ from, to }: Pick<TimeFrame, 'from' | 'to'>, year: number): { from: PlainDate; to: PlainDate } {
  const newYear = plainDate(`${year}-01-01`);
  if (from === null) {
    const last = plainDate(to ?? `${year}-12-31`);
    return { from: isBefore(last, newYear) ? firstDayOf(monthOf(last)) : newYear, to: last };
  }
  const first = plainDate(from);
  return { from: first, to: plainDate(to ?? `${Math.max(year, first.year)}-12-31`) };
}
