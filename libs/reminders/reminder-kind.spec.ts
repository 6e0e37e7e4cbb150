import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { composeYear } from '#calendar/composed-year.js';
import { progressOf } from '#deliverables/progress.js';
import { lastDayOf } from '#kernel/month.js';
import { compareDates, plainDate } from '#kernel/plain-date.js';
import { WorkingCalendar } from '#kernel/working-calendar.js';
import type { Target } from '#planning/quota.js';
import { dayWithin } from '#testing/arbitraries.js';
import { monthlyTargets, PLAN_SPAN, tallyOn, target } from '#testing/builders.js';
import { reminderDue, remindable } from './reminder-kind.js';

const calendar = new WorkingCalendar(composeYear);
const january = { from: plainDate('2021-01-01'), to: plainDate('2021-01-31') };
const letterOn = (day: string, period = january) => reminderDue(period, plainDate(day), calendar);

describe('The letter that a period calls for', () => {
  it('comes seven working days before January ends, again on the last working day, and the first working day after', () => {
    expect(letterOn('2021-01-20')).toBeUndefined();
    expect(letterOn('2021-01-21')).toBe('ahead');
    expect(letterOn('2021-01-28')).toBe('ahead');
    expect(letterOn('2021-01-29')).toBe('eve');
    expect(letterOn('2021-01-31')).toBe('eve');
    expect(letterOn('2021-02-01')).toBe('missed');
  });

  it('counts back over Tết, so that nobody is reminded of February too late', () => {
    const february = { from: plainDate('2021-02-01'), to: plainDate('2021-02-28') };
    expect(letterOn('2021-02-17', february)).toBeUndefined();
    expect(letterOn('2021-02-18', february)).toBe('ahead');
    expect(letterOn('2021-02-26', february)).toBe('eve');
  });

  it('waits for a working day after a period that ended before a holiday', () => {
    const april = { from: plainDate('2021-04-01'), to: plainDate('2021-04-30') };
    expect(letterOn('2021-05-03', april)).toBeUndefined();
    expect(letterOn('2021-05-04', april)).toBe('missed');
  });

  it('is the latest stage only, for a worker that slept through the first', () => {
    expect(letterOn('2021-06-15')).toBe('missed');
  });

  it('goes through its stages in order as days pass, and each stage begins on a working day', () => {
    const stages = [undefined, 'ahead', 'eve', 'missed'];
    fc.assert(
      fc.property(dayWithin('2021-02-01', '2027-10-31'), (date) => {
        const period = { from: date.with({ day: 1 }), to: lastDayOf(date.toString().slice(0, 7)) };
        const first = period.from.subtract({ days: 5 });
        const days = Array.from({ length: 50 }, (_, index) => first.add({ days: index }));
        const letters = days.map((day) => stages.indexOf(reminderDue(period, day, calendar)));
        const afterEnd = letters.filter((_, index) => compareDates(days[index]!, period.to) > 0);
        const beforeEnd = letters.slice(0, letters.length - afterEnd.length);
        expect(beforeEnd).toEqual(beforeEnd.toSorted());
        expect(afterEnd).toEqual(afterEnd.toSorted());
        const begins = days.filter((_, index) => letters[index]! > 0 && letters[index] !== letters[index - 1]);
        expect(begins).toHaveLength(3);
        expect(begins.every((day) => calendar.isWorkingDay(day))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

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
