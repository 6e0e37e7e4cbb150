import fc from 'fast-check';
import { DELIVERABLE_STATUSES } from '#deliverables/deliverable-status.js';
import type { CountableItem } from '#deliverables/tally.js';
import { plainDate, type PlainDate } from '#kernel/plain-date.js';

/** Any day of a span, both ends included. */
export function dayWithin(from: string, to: string): fc.Arbitrary<PlainDate> {
  const first = plainDate(from);
  return fc.integer({ min: 0, max: first.until(plainDate(to)).days }).map((days) => first.add({ days }));
}

const dayOfPlan = dayWithin('2020-12-01', '2021-12-31').map(String);

/** An item of the sample plan in any state, now and then a rerun or a make-up. */
export const anyItem: fc.Arbitrary<CountableItem> = fc.record({
  status: fc.constantFrom(...DELIVERABLE_STATUSES),
  occursOn: dayOfPlan,
  creditedOn: fc.option(dayOfPlan, { freq: 3 }),
  isRerun: fc.boolean(),
  memberId: fc.constant(null),
  product: fc.constantFrom(null, 'Hợp đồng', 'Phóng sự'),
  hasEvidence: fc.boolean(),
  takenBackOn: fc.option(dayOfPlan, { freq: 3 }),
});
