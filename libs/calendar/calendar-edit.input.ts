import { z } from 'zod';
import { oneLine, typed } from '#kernel/form-fields.js';
import { parsePlainDate, type PlainDate } from '#kernel/plain-date.js';
import { FIRST_CALENDAR_YEAR, isCalendarYear, LAST_CALENDAR_YEAR } from '#kernel/working-calendar.js';

/** Everything that the forms of the page carry, as typed; every field is text and may be missing. */
export type RawCalendarEdit = Readonly<Record<string, string | undefined>>;

const requiredText = (longest: number, whenEmpty: string) =>
  oneLine.refine((value) => value !== '', whenEmpty).refine((value) => value.length <= longest, `Dài quá ${longest} ký tự.`);

const date = (whenEmpty: string) =>
  typed.transform((value, context): PlainDate => {
    const read = parsePlainDate(value.trim());
    if (read && isCalendarYear(read.year)) return read;
    context.addIssue(value.trim() === '' ? whenEmpty : read ? YEAR_OUTSIDE : 'Ngày chưa đúng; hãy chọn ngày có trên lịch.');
    return z.NEVER;
  });

const YEAR_OUTSIDE = `Năm phải từ ${FIRST_CALENDAR_YEAR} đến ${LAST_CALENDAR_YEAR}.`;
const LONGEST_SOURCE = 500;
const LONGEST_NAME = 200;

const source = requiredText(LONGEST_SOURCE, 'Hãy nhập số, ngày và tên văn bản quy định.');

/** A day off more than those known. */
export const dayOffInput = z.object({
  date: date('Hãy chọn ngày nghỉ.'),
  name: requiredText(LONGEST_NAME, 'Hãy nhập tên ngày nghỉ.'),
  source,
});

/** A day off for a Saturday or Sunday worked. */
export const swapInput = z.object({
  offDate: date('Hãy chọn ngày được nghỉ.'),
  workDate: date('Hãy chọn ngày làm bù.'),
  swapSource: source,
});

export const announcementInput = z.object({ announcement: source });

export type DayOffInput = z.infer<typeof dayOffInput>;
export type SwapInput = z.infer<typeof swapInput>;
