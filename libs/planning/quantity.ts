import { z } from 'zod';

/**
 * How much a task owes, as typed data with the plan's own words kept.
 * `implied` is the one that a product without a number stands for; `unlimited` and `as-regulated` are counted
 * but owe nothing; `none` is a product too broad to count towards a number.
 */
export const quantitySchema = z
  .object({
    kind: z.enum(['exact', 'implied', 'unlimited', 'as-regulated', 'none']),
    /** The number owed over the task's whole time; null where nothing is owed. */
    count: z.number().int().positive().nullable(),
    unit: z.string().min(1),
    /** Where one cell names several products, each with its own count; their sum is `count`. */
    parts: z.array(z.object({ product: z.string().min(1), count: z.number().int().positive() })).default([]),
    source: z.string(),
  })
  .refine(({ kind, count }) => (kind === 'exact' || kind === 'implied') === (count !== null), 'a counted kind has a count, the others have none')
  .refine(({ count, parts }) => parts.length === 0 || parts.reduce((sum, part) => sum + part.count, 0) === count, 'the parts must add up to the count');

export type Quantity = z.infer<typeof quantitySchema>;
