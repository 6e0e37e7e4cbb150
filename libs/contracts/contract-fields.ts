import { z } from 'zod';
import { typed } from '#kernel/form-fields.js';
import { InvalidForm, readInput } from '#kernel/form-input.js';
import { type Dong, readDong } from '#kernel/money.js';

/** A form as it comes: every field text, several values under one name as a list. */
export type RawContract = Readonly<Record<string, unknown>>;

/** Text of several lines; empty lines are left out. */
export const lines = (longest: number) =>
  typed
    .transform((value) =>
      value
        .normalize('NFC')
        .split(/\r?\n/)
        .map((line) => line.replace(/[\s\p{Cc}]+/gu, ' ').trim())
        .filter(Boolean)
        .join('\n'),
    )
    .refine((value) => value.length <= longest, `Dài quá ${longest} ký tự.`);

export const sum = (whenEmpty: string) =>
  typed.transform((value, context): Dong => {
    const read = readDong(value);
    if (read !== undefined) return read;
    context.addIssue(value.trim() === '' ? whenEmpty : 'Số tiền viết bằng đồng, ví dụ 1.500.000.');
    return z.NEVER;
  });

const MOST_UNITS = 100_000;

export const quantity = typed.transform((value, context): number => {
  const figures = value.trim();
  if (/^\d{1,6}$/.test(figures) && Number(figures) <= MOST_UNITS) return Number(figures);
  context.addIssue(`Số lượng là số nguyên từ 0 đến ${MOST_UNITS}.`);
  return z.NEVER;
});

/** Reads a part of the form; what is wrong with it is added to the errors, and there is no value. */
export function collect<T>(errors: Record<string, string>, schema: z.ZodType<T>, values: object, prefix = ''): T | undefined {
  try {
    return readInput(schema, values);
  } catch (error) {
    if (!(error instanceof InvalidForm)) throw error;
    for (const [field, message] of Object.entries(error.fields)) errors[`${prefix}${field}`] = message;
    return undefined;
  }
}

/** What was not sent, or sent without a word; a list of values is something. */
export function isBlank(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && value.trim() === '');
}
