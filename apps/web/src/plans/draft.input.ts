import { z } from 'zod';
import { ORGANISATION_KINDS } from '#organisations/organisation.entity.js';
import { cleanText } from '#planning/formats/text-encoding.js';
import { MEDIA } from '#planning/medium.js';
import { isoDate } from '#planning/time-frame.js';

/** What a form sends: text, several texts, or nothing. */
export type RawForm = Readonly<Record<string, unknown>>;

const text = z
  .string()
  .optional()
  .transform((value) => cleanText(value ?? ''));

const orNull = text.transform((value) => (value === '' ? null : value));

export const headInput = z.object({
  number: orNull,
  issuedOn: z
    .union([z.literal('').transform(() => null), isoDate])
    .nullish()
    .transform((value) => value ?? null),
  year: text
    .refine((value) => value === '' || /^(?:20\d{2}|2100)$/.test(value), 'Năm viết bốn chữ số, từ 2000 đến 2100.')
    .transform((value) => (value === '' ? null : Number(value))),
  issuer: orNull,
  place: orNull,
  title: orNull,
  coordinator: z.string().min(1, 'Chọn cơ quan theo dõi và nghiệm thu.'),
});

export const rowInput = z.object({
  ordinal: text,
  name: text,
  product: text,
  unit: text,
  quantity: text,
  timeFrom: text,
  timeTo: text,
  lead: text,
  supporting: text,
  note: text,
});

export const mediumInput = z.object({ medium: z.enum(MEDIA).optional() });

export const choiceInput = z.object({
  phrase: z.string().min(1),
  choice: text,
  /** The name of one that is not among the nearest; it comes before the choice. */
  other: text,
  kind: z.enum(ORGANISATION_KINDS).optional(),
});

export const contentInput = z.object({ topics: text, forms: text, duties: text });

export const amendmentInput = z.object({
  basis: text,
  effectiveOn: isoDate,
  quantity: text,
  time: text,
  lead: z.union([z.string(), z.array(z.string())]).optional(),
});
