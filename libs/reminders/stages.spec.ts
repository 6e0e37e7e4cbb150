import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { composeYear } from '#calendar/composed-year.js';
import { compareDates, plainDate } from '#kernel/plain-date.js';
import { WorkingCalendar } from '#kernel/working-calendar.js';
import { dayWithin } from '#testing/arbitraries.js';
import { DEFAULT_RULES, type ReminderRules } from './reminder-rules.js';
import { AUDIENCES, type Audience } from './stage-kind.js';
import { dutyStages, latestFor, monthTurnOf, weekOf } from './stages.js';

const calendar = new WorkingCalendar(composeYear);
const january = { from: plainDate('2021-01-01'), to: plainDate('2021-01-31') };
const keysOn = (day: string, period = january, rules: ReminderRules = DEFAULT_RULES, isShareOfPace = false) =>
  dutyStages(period, isShareOfPace, rules, plainDate(day), calendar).map(({ key }) => key);

/** What one kind of person is told on a day. */
const told = (day: string, audience: Audience, period = january) =>
  latestFor(dutyStages(period, false, DEFAULT_RULES, plainDate(day), calendar), new Set([audience]))?.key;

describe('The stages that a period has reached', () => {
  it('are seven working days before January ends, its last working day, and the first working day after', () => {
    expect(keysOn('2021-01-20')).toEqual([]);
    expect(keysOn('2021-01-21')).toEqual(['ahead-7']);
    expect(keysOn('2021-01-29')).toEqual(['ahead-7', 'ahead-1']);
    expect(keysOn('2021-01-31')).toEqual(['ahead-7', 'ahead-1']);
    expect(keysOn('2021-02-01')).toEqual(['missed']);
  });

  it('count back over Tết, so that nobody is reminded of February too late', () => {
    const february = { from: plainDate('2021-02-01'), to: plainDate('2021-02-28') };
    expect(keysOn('2021-02-17', february)).toEqual([]);
    expect(keysOn('2021-02-18', february)).toEqual(['ahead-7']);
  });

  it('that fall on a day off are there on the working day before', () => {
    const rules = { ...DEFAULT_RULES, start: { to: ['lead' as const] } };
    // 1/5/2021 is a Saturday and a holiday, Friday 30/4 is one too.
    const may = { from: plainDate('2021-05-01'), to: plainDate('2021-05-31') };
    expect(keysOn('2021-04-28', may, rules)).toEqual([]);
    expect(keysOn('2021-04-29', may, rules)).toEqual(['start']);
  });

  it('come every Monday once it is late, but not before a week has nearly gone', () => {
    expect(keysOn('2021-02-05')).toEqual(['missed']);
    expect(keysOn('2021-02-08')).toEqual(['missed', 'late-2021-02-08']);
    // Monday 15/2 is in the Tết holidays, 10 to 16/2: the working day before is the morning after the last word.
    expect(told('2021-02-09', 'lead')).toBe('late-2021-02-08');
    expect(told('2021-02-19', 'lead')).toBe('late-2021-02-08');
    expect(told('2021-02-22', 'lead')).toBe('late-2021-02-22');
  });

  it('go up to the leaders after ten working days, once', () => {
    expect(told('2021-02-18', 'leader')).toBeUndefined();
    expect(told('2021-02-19', 'leader')).toBe('escalated');
    expect(told('2021-06-01', 'leader')).toBe('escalated');
    expect(told('2021-06-01', 'lead')).toBe('late-2021-05-31');
    expect(told('2021-06-01', 'coordinator')).toBe('missed');
  });

  it('of a share of an even pace end with the one word that it was missed', () => {
    expect(keysOn('2021-03-15', january, DEFAULT_RULES, true)).toEqual(['missed']);
  });

  it('are none where nobody is to be written to', () => {
    const silent = {
      ...DEFAULT_RULES,
      ahead: { workingDays: [7, 1], to: [] },
      missed: { to: [] },
      late: { to: [] },
      escalated: { afterWorkingDays: 10, to: [] },
    };
    expect(keysOn('2021-01-29', january, silent)).toEqual([]);
    expect(keysOn('2021-03-15', january, silent)).toEqual([]);
  });

  it('are due on working days, none after today, and for each person the last is the latest day', () => {
    fc.assert(
      fc.property(dayWithin('2021-01-01', '2021-12-31'), dayWithin('2021-01-01', '2022-03-31'), fc.constantFrom(...AUDIENCES), (from, today, audience) => {
        const stages = dutyStages({ from, to: from.add({ days: 30 }) }, false, DEFAULT_RULES, today, calendar);
        for (const { on } of stages) expect(calendar.isWorkingDay(on) && compareDates(on, today) <= 0).toBe(true);
        const last = latestFor(stages, new Set([audience]));
        const own = stages.filter(({ to }) => to.includes(audience));
        expect(own.every(({ on }) => compareDates(on, last!.on) <= 0)).toBe(true);
        expect(new Set(stages.map(({ key }) => key)).size).toBe(stages.length);
      }),
    );
  });
});

describe('The summaries', () => {
  it('are of the Monday just begun; one that is off is told on the working day before', () => {
    const on = (day: string) => weekOf(plainDate(day), calendar).monday.toString();
    expect([on('2021-03-08'), on('2021-03-12'), on('2021-03-14'), on('2021-03-15')]).toEqual(['2021-03-08', '2021-03-08', '2021-03-08', '2021-03-15']);
    // 3/5/2021 is a day off in place of 1/5.
    expect([on('2021-04-28'), on('2021-04-29'), on('2021-05-04')]).toEqual(['2021-04-26', '2021-05-03', '2021-05-03']);
  });

  it('of a month come with the first working day of the next, never before it is over', () => {
    const on = (day: string) => monthTurnOf(plainDate(day), calendar).first.toString();
    expect([on('2021-01-01'), on('2021-01-03'), on('2021-01-04'), on('2021-05-03'), on('2021-05-04')]).toEqual([
      '2020-12-01',
      '2020-12-01',
      '2021-01-01',
      '2021-04-01',
      '2021-05-01',
    ]);
  });
});
