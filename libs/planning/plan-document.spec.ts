import { describe, expect, it } from '@jest/globals';
import { planDocumentSchema } from './plan-document.js';
import { issuedSamplePlan } from './sample-plan.js';

type Draft = ReturnType<typeof issuedSamplePlan>;

/** What is said of the sample plan after a change to it. */
function problemsAfter(change: (plan: Draft) => void): string[] {
  const plan = issuedSamplePlan();
  change(plan);
  const parsed = planDocumentSchema.safeParse(plan);
  return parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
}

describe('A plan document', () => {
  it('that nobody touched is right', () => {
    expect(problemsAfter(() => undefined)).toEqual([]);
  });

  it('is refused where a party is named and not described', () => {
    expect(problemsAfter((plan) => plan.tasks[0]!.lead.push('khong-co'))).toEqual(['organisation khong-co is named but not described']);
  });

  it('is refused where two tasks have one ordinal', () => {
    expect(problemsAfter((plan) => void (plan.tasks[1]!.ordinal = 1))).toEqual(['two tasks have the same ordinal']);
  });

  it('is refused where a regulated quantity has a number, or an exact one has none', () => {
    expect(problemsAfter((plan) => void (plan.tasks[12]!.quantity.min = 3))).toContain('a kind without a number has none');
    expect(problemsAfter((plan) => void (plan.tasks[3]!.quantity.min = null))).toContain('an exact or implied quantity is one number');
  });

  it('is refused where a group names a member that is not described', () => {
    expect(problemsAfter((plan) => void plan.organisations[0]!.members.push('khong-co'))).toEqual(['organisation khong-co is named but not described']);
  });

  it('is refused where a task ends before it starts, or on a date that does not exist', () => {
    expect(problemsAfter((plan) => void (plan.tasks[3]!.time.to = '2020-12-31'))).toContain('a task ends after it starts');
    expect(problemsAfter((plan) => void (plan.tasks[3]!.time.to = '2021-02-30'))).toContain('Ngày viết dạng YYYY-MM-DD.');
  });
});
