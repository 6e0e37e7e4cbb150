import { z } from 'zod';

const text = z.string();

/**
 * One task of an appendix as it is written, before anything is understood; an absent cell is an empty string.
 * Kept as JSON in a draft, where a person corrects the texts and they are understood again.
 */
export const appendixRowSchema = z.object({
  /** As written: "1", "1.1", "a". */
  ordinal: text,
  /** The headings above the task, outermost first: "I. TUYÊN TRUYỀN › 1.1 Trên báo". */
  group: text,
  name: text,
  product: text,
  unit: text,
  quantity: text,
  /** Begin, or the whole of the time where the table has one column for it. */
  timeFrom: text,
  timeTo: text,
  lead: text,
  supporting: text,
  /** With the columns that have no place of their own, each as "heading: text". */
  note: text,
});

export type AppendixRow = z.infer<typeof appendixRowSchema>;

export function emptyRow(): AppendixRow {
  return { ordinal: '', group: '', name: '', product: '', unit: '', quantity: '', timeFrom: '', timeTo: '', lead: '', supporting: '', note: '' };
}
