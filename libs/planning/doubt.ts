import { z } from 'zod';

/** Something in a plan's own words that a person should look at; it warns and changes nothing by itself. */
const doubtSchema = z.object({
  /** Stable, English, such as `year-disagrees`. */
  code: z.string().min(1),
  /** A whole sentence in Vietnamese: what is doubtful and how it was understood meanwhile. */
  message: z.string().min(1),
  /** The words it is about. */
  source: z.string().default(''),
});

export type Doubt = z.infer<typeof doubtSchema>;

/** A doubt and, once a person has looked at it, who let it stand as it was understood: a signature (`signatureOf`). */
export const settledDoubtSchema = doubtSchema.extend({ confirmedBy: z.string().optional(), confirmedAt: z.string().optional() });

export type SettledDoubt = z.infer<typeof settledDoubtSchema>;
