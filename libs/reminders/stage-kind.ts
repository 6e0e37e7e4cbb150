/**
 * Why somebody is written to. `start`: a period begins; `ahead`: so many working days before it ends; `missed`: the
 * working day after it ended unmet; `late`: every week from then on; `escalated`: late for so many working days;
 * `pace`: a yearly quota that its present pace will not meet; `evidence`: published, but nothing proves it;
 * `contract-end`, `contract-used`: a contract near its end, or nearly used up; `snoozed`: the day up to which somebody
 * asked to be left alone; `weekly`, `monthly`: the summaries.
 */
export const STAGE_KINDS = [
  'start',
  'ahead',
  'missed',
  'late',
  'escalated',
  'pace',
  'evidence',
  'contract-end',
  'contract-used',
  'snoozed',
  'weekly',
  'monthly',
] as const;

export type StageKind = (typeof STAGE_KINDS)[number];

/** Who is written to: the people of whoever leads the task, those of Sở Nội vụ, the leaders. */
export const AUDIENCES = ['lead', 'coordinator', 'leader'] as const;

export type Audience = (typeof AUDIENCES)[number];
