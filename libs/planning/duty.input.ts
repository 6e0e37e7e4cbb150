import { z } from 'zod';
import { oneLine, typed } from '#kernel/form-fields.js';
import { DUTY_STATES } from './plan-content.entity.js';

const LONGEST_NOTE = 500;

/** How far a duty is, as its small form says it. */
export const dutyInput = z.object({
  state: z.enum(DUTY_STATES, 'Hãy chọn một trong ba mức: chưa làm, đang làm, đã xong.'),
  note: oneLine.refine((value) => value.length <= LONGEST_NOTE, `Ghi chú dài quá ${LONGEST_NOTE} ký tự; hãy viết gọn lại.`),
  /** When the duty had last been changed as the form was opened, as `changedAt` was written there; empty for never. */
  seen: typed,
});

export type DutyInput = z.infer<typeof dutyInput>;
