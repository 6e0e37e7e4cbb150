import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayWithin } from '#testing/arbitraries.js';
import { firstDayOf, formatMonth, lastDayOf, monthOf, monthsBetween, nextMonth } from './month.js';
import { isAfter, plainDate } from './plain-date.js';

describe('A month', () => {
  it('is named as people say it', () => {
    expect(formatMonth('2021-03')).toBe('tháng 3/2021');
    expect(formatMonth('2020-12')).toBe('tháng 12/2020');
  });

  it('has its own last day, in leap years too', () => {
    expect(lastDayOf('2021-02').toString()).toBe('2021-02-28');
    expect(lastDayOf('2024-02').toString()).toBe('2024-02-29');
    expect(lastDayOf('2021-12').toString()).toBe('2021-12-31');
  });

  it('is followed by January after December', () => {
    expect(nextMonth('2020-12')).toBe('2021-01');
  });

  it('begins the day after the one before it ended', () => {
    fc.assert(
      fc.property(dayWithin('2000-01-01', '2099-12-31'), (date) => {
        const month = monthOf(date);
        expect(
          lastDayOf(month)
            .add({ days: 1 })
            .equals(firstDayOf(nextMonth(month))),
        ).toBe(true);
      }),
    );
  });
});

describe('The months of a span', () => {
  it('are all those it touches, December of the year before included', () => {
    const months = monthsBetween(plainDate('2020-12-31'), plainDate('2021-02-01'));
    expect(months).toEqual(['2020-12', '2021-01', '2021-02']);
  });

  it('are in order, without a gap, from the first day’s to the last day’s', () => {
    const day = dayWithin('2015-01-01', '2030-12-31');
    fc.assert(
      fc.property(day, day, (a, b) => {
        const [from, to] = isAfter(a, b) ? [b, a] : [a, b];
        const months = monthsBetween(from, to);
        expect(months[0]).toBe(monthOf(from));
        expect(months.at(-1)).toBe(monthOf(to));
        expect(months.slice(1)).toEqual(months.slice(0, -1).map(nextMonth));
      }),
    );
  });
});
