import { z } from 'zod';

/**
 * How much a task owes.
 * `implied` is the one that a product without a number stands for; `unlimited` and `as-regulated` are counted but owe
 * nothing; a `percentage` speaks of a whole that only the office knows; `none` says no number at all.
 */
const QUANTITY_KINDS = ['exact', 'minimum', 'range', 'unlimited', 'as-regulated', 'implied', 'percentage', 'none'] as const;

/** What the number is said of: the whole plan, each period, or each unit of a group ("01 cuộc/xã"). */
const QUANTITY_PERIODS = ['plan', 'half', 'quarter', 'month', 'week', 'item'] as const;

const number = z.number().min(0);

const partSchema = z.object({
  kind: z.enum(QUANTITY_KINDS),
  /** The least that is owed in each period; null where there is no number. */
  min: number.nullable(),
  /** The most; null where the number is only a least. */
  max: number.nullable(),
  unit: z.string(),
  per: z.enum(QUANTITY_PERIODS),
  /** Least and most over a whole year; null where that does not follow from the words. */
  perYear: z.tuple([number.nullable(), number.nullable()]).nullable(),
  /** The plan's own words. */
  source: z.string(),
});

const ONE_NUMBER: readonly string[] = ['exact', 'implied'];
const NO_NUMBER: readonly string[] = ['as-regulated', 'none'];

/** A quantity cell of a plan as typed data; `parts` holds the quantities of a cell that names several products, each on its own. */
export const quantitySchema = partSchema
  .extend({ parts: z.array(partSchema.extend({ parts: z.array(z.never()) })).default([]) })
  .refine(({ kind, min, max }) => !ONE_NUMBER.includes(kind) || (min !== null && min === max), 'an exact or implied quantity is one number')
  .refine(({ kind, min, max }) => !NO_NUMBER.includes(kind) || (min === null && max === null), 'a kind without a number has none');

export type Quantity = z.infer<typeof quantitySchema>;
