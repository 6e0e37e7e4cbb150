import { z } from 'zod';
import { parsePlainDate } from '#kernel/plain-date.js';

export const isoDate = z.string().refine((text) => parsePlainDate(text) !== undefined, 'Ngày viết dạng YYYY-MM-DD.');

/** When a task is to be done: a span of whole days, both ends included, and how often within it. */
export const timeFrameSchema = z
  .object({
    from: isoDate,
    to: isoDate,
    /** `monthly`, `quarterly`: each such period owes its share. `continuous`: all year round, nothing falls due. */
    recurrence: z.enum(['once', 'monthly', 'quarterly', 'continuous']),
    /** The plan's words of the columns "Triển khai" and "Hoàn thành". */
    source: z.object({ from: z.string(), to: z.string() }),
  })
  .refine(({ from, to }) => from <= to, 'a task ends after it starts');

export type TimeFrame = z.infer<typeof timeFrameSchema>;
