import { z } from 'zod';
import { ORGANISATION_KINDS } from '#organisations/organisation.entity.js';
import { MEDIA } from './medium.js';
import { DUTY_SECTIONS } from './duty-section.js';
import { settledDoubtSchema } from './doubt.js';
import { quantitySchema } from './quantity.js';
import { isoDate, timeFrameSchema } from './time-frame.js';

const ORGANISATION_CODE = /^[a-z0-9-]+$/;

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
        code: z.string().regex(ORGANISATION_CODE),
        name: z.string().min(1),
        shortName: z.string().min(1),
        kind: z.enum(ORGANISATION_KINDS),
        /** Of a group: the codes of its members, as far as they are known. */
        members: z.array(z.string().regex(ORGANISATION_CODE)).default([]),
      }),
    ),
    /** What is to be written about, in the plan's words. */
    topics: z.array(z.string().min(1)).default([]),
    /** What the plan asks of whom; `forms` are the forms of communication it lists. */
    duties: z.array(z.object({ section: z.enum(DUTY_SECTIONS), party: z.string().min(1), items: z.array(z.string().min(1)) })).default([]),
    tasks: z
      .array(
        z.object({
          /** The place in the plan, from 1. */
          ordinal: z.number().int().positive(),
          /** The number as the plan writes it, such as `4` or `1.1`; the ordinal where it says none. */
          label: z.string().optional(),
          /** The heading it stands under, or null. */
          group: z.string().nullable().default(null),
          name: z.string().min(1),
          /** The product cell as the plan words it, and the products it names. */
          product: z.string(),
          products: z.array(z.string().min(1)).default([]),
          genres: z.array(z.string().min(1)),
          medium: z.enum(MEDIA),
          quantity: quantitySchema,
          time: timeFrameSchema,
          lead: z.array(z.string()).min(1),
          supporting: z.array(z.string()),
          note: z.string().default(''),
          doubts: z.array(settledDoubtSchema).default([]),
        }),
      )
      .min(1),
  })
  .superRefine((plan, context) => {
    const known = new Set(plan.organisations.map(({ code }) => code));
    const named = [
      plan.coordinator,
      ...plan.organisations.flatMap(({ members }) => members),
      ...plan.tasks.flatMap((task) => [...task.lead, ...task.supporting]),
    ];
    for (const code of new Set(named)) {
      if (!known.has(code)) context.addIssue({ code: 'custom', message: `organisation ${code} is named but not described` });
    }
    const ordinals = plan.tasks.map(({ ordinal }) => ordinal);
    if (new Set(ordinals).size < ordinals.length) {
      context.addIssue({ code: 'custom', message: 'two tasks have the same ordinal' });
    }
  });

export type PlanDocument = z.infer<typeof planDocumentSchema>;

/** The same before the defaults are filled in. */
export type PlanDocumentInput = z.input<typeof planDocumentSchema>;
