import { z } from 'zod';
import { date, needed } from '#kernel/form-fields.js';

/** A wish to be left alone about something until a day. */
export const snoozeInput = z.object({
  until: date('Hãy chọn ngày nhắc lại.'),
  reason: needed(300, 'Hãy ghi lý do để Sở Nội vụ biết.'),
});

export type SnoozeInput = z.infer<typeof snoozeInput>;
