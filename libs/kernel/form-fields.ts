import { z } from 'zod';
import { parsePlainDate, type PlainDate } from './plain-date.js';

/*
 * What the fields of forms have in common. Every field comes as text and may be missing; a name that came twice is a list,
 * and no field of ours is one.
 */

const ONE_VALUE = 'Ô này chỉ nhận một giá trị.';

const WRONG_DATE = 'Ngày chưa đúng; hãy chọn ngày có trên lịch.';

/** A field as it was typed; empty where it was not sent. */
export const typed = z.string(ONE_VALUE).default('');

/** One line in composed letters, its spaces made single, without control characters; of any length. */
export const oneLine = typed.transform((value) =>
  value
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim(),
);

/** @param longest in characters */
export const text = (longest: number) => oneLine.refine((value) => value.length <= longest, `Dài quá ${longest} ký tự.`);

export const needed = (longest: number, whenEmpty: string) => text(longest).refine((value) => value !== '', whenEmpty);

/** Null where it is empty. */
export const optionalDate = typed.transform((value, context): PlainDate | null => {
  if (value.trim() === '') return null;
  const read = parsePlainDate(value.trim());
  if (read) return read;
  context.addIssue(WRONG_DATE);
  return z.NEVER;
});

/** @param whenWrong where there is no such day on the calendar */
export const date = (whenEmpty: string, whenWrong = WRONG_DATE) =>
  typed
    .transform((value, context): PlainDate => {
      const read = parsePlainDate(value.trim());
      if (read) return read;
      context.addIssue(value.trim() === '' ? whenEmpty : whenWrong);
      return z.NEVER;
    })
    .meta({ format: 'date' });
