import { z } from 'zod';
import { ORGANISATION_KINDS } from '#organisations/organisation.entity.js';
import { MEDIA } from './medium.js';
import { quantitySchema } from './quantity.js';
import { isoDate, timeFrameSchema } from './time-frame.js';

/** A plan as structured data: what an importer makes of an issued document, and what `PlanService.adopt` takes. */
export const planDocumentSchema = z
  .object({
    number: z.string().min(1),
    title: z.string().min(1),
    year: z.number().int().min(2000).max(2100),
    issuer: z.string().min(1),
    place: z.string().min(1),
    issuedOn: isoDate,
    /** The code of the organisation that signs contracts and chases the late. */
    coordinator: z.string(),
    organisations: z.array(
      z.object({
        code: z.string().regex(/^[a-z0-9-]+$/),
        name: z.string().min(1),
        shortName: z.string().min(1),
        kind: z.enum(ORGANISATION_KINDS),
      }),
    ),
    tasks: z
      .array(
        z.object({
          ordinal: z.number().int().positive(),
          name: z.string().min(1),
          product: z.string().min(1),
          genres: z.array(z.string().min(1)),
          medium: z.enum(MEDIA),
          quantity: quantitySchema,
          time: timeFrameSchema,
          lead: z.array(z.string()).min(1),
          supporting: z.array(z.string()),
          doubts: z.array(z.object({ code: z.string(), message: z.string() })).default([]),
        }),
      )
      .min(1),
  })
  .superRefine((plan, context) => {
    const known = new Set(plan.organisations.map(({ code }) => code));
    const named = [plan.coordinator, ...plan.tasks.flatMap((task) => [...task.lead, ...task.supporting])];
    for (const code of new Set(named)) {
      if (!known.has(code)) context.addIssue({ code: 'custom', message: `organisation ${code} is named but not described` });
    }
    const ordinals = plan.tasks.map(({ ordinal }) => ordinal);
    if (new Set(ordinals).size < ordinals.length) {
      context.addIssue({ code: 'custom', message: 'two tasks have the same ordinal' });
    }
  });

export type PlanDocument = z.infer<typeof planDocumentSchema>;
