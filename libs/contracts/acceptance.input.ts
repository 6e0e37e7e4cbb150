import { z } from 'zod';
import { date, typed } from '#kernel/form-fields.js';
import type { PlainDate } from '#kernel/plain-date.js';
import type { AcceptanceWords } from './acceptance.entity.js';

/** A form as it comes: every field text, several values under one name as a list. */
export type RawAcceptance = Readonly<Record<string, unknown>>;

/** Text in composed letters, as it will be printed; control characters other than line ends become spaces. */
export const text = (longest: number) =>
  typed
    .transform((value) =>
      value
        .normalize('NFC')
        .replace(/\r\n?/g, '\n')
        .replace(/[^\P{Cc}\n]+/gu, ' ')
        .trim(),
    )
    .refine((value) => value.length <= longest, `Dài quá ${longest} ký tự.`);

export const line = (longest: number) => text(longest).transform((value) => value.replace(/\s+/gu, ' '));

const reason = line(500).refine((value) => value !== '', 'Hãy ghi lý do.');

export interface AcceptanceInput {
  readonly heldOn: PlainDate;
  readonly words: AcceptanceWords;
}

export const acceptanceInput: z.ZodType<AcceptanceInput> = z
  .object({
    heldOn: date('Hãy chọn ngày nghiệm thu.'),
    documentNumber: line(64),
    place: line(200),
    quality: text(2000),
    progress: text(2000),
    conclusion: text(4000),
  })
  .transform(({ heldOn, ...words }) => ({ heldOn, words }));

export type Verdict = { readonly state: 'passed' | 'open' } | { readonly state: 'failed'; readonly reason: string };

/** What is judged of an item; a refusal says why. */
export const verdictInput: z.ZodType<Verdict> = z
  .object({ verdict: z.enum(['passed', 'failed', 'open'], 'Hãy chọn đạt hay không đạt.'), reason: line(500).optional() })
  .transform(({ verdict, reason: why = '' }, context): Verdict => {
    if (verdict !== 'failed') return { state: verdict };
    if (why !== '') return { state: verdict, reason: why };
    context.addIssue({ code: 'custom', path: ['reason'], message: 'Hãy ghi lý do không đạt.' });
    return z.NEVER;
  });

export const reversalInput = z.object({ reason });

export const noteInput = z.object({ note: line(1000).refine((value) => value !== '', 'Hãy ghi ý kiến.') });

export const optionalNoteInput = z.object({ note: line(1000) });
