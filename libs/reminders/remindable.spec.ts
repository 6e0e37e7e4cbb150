import { describe, expect, it } from '@jest/globals';
import { progressOf } from '#deliverables/progress.js';
import { plainDate } from '#kernel/plain-date.js';
import type { Target } from '#planning/quota.js';
import { monthlyTargets, PLAN_SPAN, tallyOn, target } from '#testing/builders.js';
import { remindable } from './remindable.js';

describe('The duties that a letter may speak of', () => {
  function duties(targets: readonly Target[], at: string, aired: readonly string[] = []) {
    const tallies = aired.map((on) => tallyOn(on));
    return remindable(progressOf(targets, tallies, plainDate(at), PLAN_SPAN).duties, plainDate(at));
  }

  it('are the months that are unmet, past ones each for itself', () => {
    const open = duties(monthlyTargets(), '2021-03-31', ['2021-01-20']);
    expect(open.map(({ to }) => to.toString()).slice(0, 2)).toEqual(['2021-02-28', '2021-03-31']);
  });

  it('are none where all is done', () => {
    expect(duties([target('2021-01-01', '2021-01-31')], '2021-03-31', ['2021-01-20'])).toEqual([]);
  });

  it('of an even pace are only the last share that was missed, which holds those before it', () => {
    const open = duties([target('2021-01-01', '2021-12-31', { quantity: 24, pace: 'even' })], '2021-04-01');
    expect(open.map(({ to, missing }) => `${to.toString()}: ${missing}`).slice(0, 2)).toEqual(['2021-03-31: 6', '2021-04-30: 8']);
  });

  it('over the same days are told in one letter', () => {
    const papers = [target('2021-01-01', '2021-12-31', { product: 'Hợp đồng' }), target('2021-01-01', '2021-12-31', { product: 'Biên bản' })];
    expect(duties(papers, '2021-12-20')).toHaveLength(1);
  });
});
