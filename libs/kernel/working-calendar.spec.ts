import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { composeYear } from '#calendar/composed-year.js';
import { dayWithin } from '#testing/arbitraries.js';
import { compareDates, isBefore, plainDate, type PlainDate } from './plain-date.js';
import { WORKING_CALENDAR_EXCEPTIONS } from './working-calendar.data.js';
import { WorkingCalendar } from './working-calendar.js';

const calendar = new WorkingCalendar((year) => composeYear(year));
const isWorked = (date: string) => calendar.isWorkingDay(plainDate(date));
const anyDay = dayWithin('2021-01-15', '2027-11-30');

function workingDaysBetween(after: PlainDate, before: PlainDate): number {
  let count = 0;
  for (let day = after.add({ days: 1 }); isBefore(day, before); day = day.add({ days: 1 })) if (calendar.isWorkingDay(day)) count += 1;
  return count;
}

describe('The working calendar', () => {
  it('rests over Tết 2021 from Wednesday 10 to Tuesday 16 February', () => {
    expect(isWorked('2021-02-09')).toBe(true);
    const tet = ['2021-02-10', '2021-02-11', '2021-02-12', '2021-02-13', '2021-02-14', '2021-02-15', '2021-02-16'];
    expect(tet.filter(isWorked)).toEqual([]);
    expect(isWorked('2021-02-17')).toBe(true);
  });

  it('works on the Saturday 2024-05-04 in place of Monday 2024-04-29', () => {
    expect(isWorked('2024-05-04')).toBe(true);
    expect(isWorked('2024-04-29')).toBe(false);
    expect(isWorked('2024-05-11')).toBe(false);
  });

  it('rests on 24 November from 2026, not before', () => {
    expect(isWorked('2025-11-24')).toBe(true);
    expect(isWorked('2026-11-24')).toBe(false);
  });

  it.each([2021, 2022, 2023, 2024, 2025, 2026, 2027])('rests on the first day of Tết and on Giỗ Tổ of %i', (year) => {
    const tet = ['2021-02-12', '2022-02-01', '2023-01-22', '2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06'];
    const giỗTổ = ['2021-04-21', '2022-04-10', '2023-04-29', '2024-04-18', '2025-04-07', '2026-04-26', '2027-04-16'];
    const ofYear = [...tet, ...giỗTổ].filter((date) => date.startsWith(String(year)));
    expect(ofYear).toHaveLength(2);
    expect(ofYear.filter(isWorked)).toEqual([]);
  });

  it('names each exception once, and only where it changes the plain week', () => {
    const dates = WORKING_CALENDAR_EXCEPTIONS.map(({ date }) => date);
    expect(new Set(dates).size).toBe(dates.length);
    const pointless = WORKING_CALENDAR_EXCEPTIONS.filter(({ date, kind }) => plainDate(date).dayOfWeek <= 5 === (kind === 'work'));
    expect(pointless).toEqual([]);
  });

  it('gives each swapped day off a Saturday worked in its place', () => {
    const swapped = WORKING_CALENDAR_EXCEPTIONS.filter(({ name }) => name.startsWith('Hoán đổi'));
    const madeUp = WORKING_CALENDAR_EXCEPTIONS.filter(({ kind }) => kind === 'work');
    expect(madeUp).toHaveLength(swapped.length);
    expect(madeUp.map(({ date }) => plainDate(date).dayOfWeek)).toEqual(madeUp.map(() => 6));
  });

  it('counts seven working days back over Tết', () => {
    expect(calendar.workingDaysBefore(plainDate('2021-02-19'), 7).toString()).toBe('2021-02-03');
  });

  it('moves a day off to the working day before it, and leaves a working day', () => {
    expect(calendar.onOrBefore(plainDate('2021-02-14')).toString()).toBe('2021-02-09');
    expect(calendar.onOrBefore(plainDate('2021-02-09')).toString()).toBe('2021-02-09');
    fc.assert(
      fc.property(anyDay, (date) => {
        const day = calendar.onOrBefore(date);
        expect(calendar.isWorkingDay(day)).toBe(true);
        expect(day.equals(date) || workingDaysBetween(day, date) === 0).toBe(true);
      }),
    );
  });

  it('steps to a working day with exactly the asked number of working days passed', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 15 }), (date, count) => {
        const before = calendar.workingDaysBefore(date, count);
        const after = calendar.workingDaysAfter(date, count);
        expect([before, after].every((day) => calendar.isWorkingDay(day))).toBe(true);
        expect(workingDaysBetween(before, date)).toBe(count - 1);
        expect(workingDaysBetween(date, after)).toBe(count - 1);
      }),
    );
  });

  it('comes back to a working day by as many steps as it left it', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 15 }), (date, count) => {
        const start = calendar.onOrBefore(date);
        expect(calendar.workingDaysAfter(calendar.workingDaysBefore(start, count), count).equals(start)).toBe(true);
      }),
    );
  });

  it.each([
    // From Tuesday 09/02/2021, the last day before Tết: Wednesday 17 is the first after it, Wednesday 24 the sixth.
    ['2021-02-09', 1, '2021-02-17'],
    ['2021-02-09', 6, '2021-02-24'],
    ['2021-02-14', 1, '2021-02-17'],
    ['2021-02-14', 0, '2021-02-17'],
    ['2021-02-09', 0, '2021-02-09'],
    ['2021-02-17', -1, '2021-02-09'],
    ['2021-02-14', -2, '2021-02-08'],
    // Monday 29/4/2024 is off for Saturday 04/5: after Friday 26/4 come 2, 3 and 4 May.
    ['2024-04-26', 3, '2024-05-04'],
    ['2024-05-06', -1, '2024-05-04'],
    // Into a year that is proposed: 31/12/2027 is a Friday; 03/01/2028 makes good for Saturday 01/01.
    ['2027-12-31', 1, '2028-01-04'],
  ])('from %s with %i working days comes to %s', (date, count, expected) => {
    expect(calendar.addWorkingDays(plainDate(date), count).toString()).toBe(expected);
  });

  it('gives the working day before, the date itself never', () => {
    expect(calendar.previousWorkingDay(plainDate('2021-02-17')).toString()).toBe('2021-02-09');
    expect(calendar.previousWorkingDay(plainDate('2021-02-09')).toString()).toBe('2021-02-08');
  });

  it('adds working days so that they can be taken off again, forward always further', () => {
    const worked = anyDay.map((date) => calendar.onOrBefore(date));
    const count = fc.integer({ min: -40, max: 40 });
    fc.assert(
      fc.property(worked, count, (date, days) => {
        const there = calendar.addWorkingDays(date, days);
        expect(calendar.isWorkingDay(there)).toBe(true);
        expect(calendar.addWorkingDays(there, -days).equals(date)).toBe(true);
        expect(isBefore(there, calendar.addWorkingDays(date, days + 1))).toBe(true);
      }),
    );
    fc.assert(
      fc.property(anyDay, anyDay, count, (one, other, days) => {
        const [first, second] = [one, other].toSorted(compareDates) as [PlainDate, PlainDate];
        expect(compareDates(calendar.addWorkingDays(first, days), calendar.addWorkingDays(second, days))).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('adds no half days', () => {
    expect(() => calendar.addWorkingDays(plainDate('2021-02-09'), 1.5)).toThrow(RangeError);
  });

  it('counts the working days of a month', () => {
    // February 2021 has 20 weekdays, of which Tết takes five; May 2024 has 23 weekdays, less 01/5, with Saturday 04/5.
    expect([calendar.workingDaysIn('2021-02'), calendar.workingDaysIn('2024-05')]).toEqual([15, 23]);
  });

  it('knows only the week beyond 2000 to 2100, and asks for each year once', () => {
    const asked: number[] = [];
    const lazy = new WorkingCalendar((year) => {
      asked.push(year);
      return composeYear(year);
    });
    expect([lazy.isWorkingDay(plainDate('1999-12-31')), lazy.isWorkingDay(plainDate('2101-01-03'))]).toEqual([true, true]);
    for (const date of ['2000-05-01', '2100-09-02', '2100-05-01']) expect(lazy.isWorkingDay(plainDate(date))).toBe(false);
    expect(asked).toEqual([2000, 2100]);
  });

  it('says of a year whether it is announced, and lists its exceptions between two days', () => {
    expect([2021, 2026, 2027, 2030].map((year) => calendar.statusOf(year).status)).toEqual(['announced', 'announced', 'proposed', 'proposed']);
    expect(calendar.exceptionsBetween(plainDate('2025-12-20'), plainDate('2026-01-10')).map(({ date }) => date)).toEqual([
      '2026-01-01',
      '2026-01-02',
      '2026-01-10',
    ]);
  });
});
