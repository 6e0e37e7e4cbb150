import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainDate } from '#kernel/plain-date.js';
import { dayWithin } from '#testing/arbitraries.js';
import { formatQuarter, quarterOf, quartersBetween, readQuarter, spanOfQuarter, yearOfQuarter } from './quarter.js';

describe('A quarter', () => {
  it('is three calendar months', () => {
    expect(spanOfQuarter('2024-Q1')).toEqual({ from: plainDate('2024-01-01'), to: plainDate('2024-03-31') });
    expect(spanOfQuarter('2021-Q4')).toEqual({ from: plainDate('2021-10-01'), to: plainDate('2021-12-31') });
  });

  it('is said as an office says it', () => {
    expect(['2021-Q1', '2021-Q2', '2021-Q3', '2020-Q4'].map(formatQuarter)).toEqual(['quý I/2021', 'quý II/2021', 'quý III/2021', 'quý IV/2020']);
  });

  it('is read from its text, and from nothing else', () => {
    expect(['2021-Q1', '2021-Q5', '2021-Q0', 'Q1', '', '2021-q1', '2021-Q1x'].map(readQuarter)).toEqual([
      '2021-Q1',
      ...Array.from({ length: 6 }, () => undefined),
    ]);
  });

  it('comes in a row over the turn of the year', () => {
    expect(quartersBetween(plainDate('2020-12-01'), plainDate('2021-07-01'))).toEqual(['2020-Q4', '2021-Q1', '2021-Q2', '2021-Q3']);
    expect(quartersBetween(plainDate('2021-07-01'), plainDate('2021-01-01'))).toEqual([]);
  });

  it('holds every day that is said to lie in it', () => {
    fc.assert(
      fc.property(dayWithin('1999-01-01', '2101-12-31'), (day) => {
        const quarter = quarterOf(day);
        const { from, to } = spanOfQuarter(quarter);
        expect(from.toString() <= day.toString() && day.toString() <= to.toString()).toBe(true);
        expect(yearOfQuarter(quarter)).toBe(day.year);
        expect(readQuarter(quarter)).toBe(quarter);
      }),
    );
  });
});
