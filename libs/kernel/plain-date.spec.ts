import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayWithin } from '#testing/arbitraries.js';
import { instantOf } from '#testing/fixed-clock.js';
import { dateInZone, earliest, formatDate, latest, parsePlainDate, plainDate } from './plain-date.js';

describe('A date', () => {
  it('is written with its day padded, and of the months only January and February', () => {
    expect(formatDate(plainDate('2021-03-05'))).toBe('05/3/2021');
    expect(formatDate(plainDate('2021-02-05'))).toBe('05/02/2021');
    expect(formatDate(plainDate('2021-01-31'))).toBe('31/01/2021');
    expect(formatDate(plainDate('2021-12-10'))).toBe('10/12/2021');
  });

  it.each(['', '2021-2-3', '2021-02-30', '2021-13-01', '31/01/2021', '2021-01-01T00:00', ' 2021-01-01', '2021-W01-1'])('is not read from “%s”', (text) => {
    expect(parsePlainDate(text)).toBeUndefined();
  });

  it('is read back as it was written down', () => {
    fc.assert(fc.property(dayWithin('1990-01-01', '2100-12-31'), (date) => parsePlainDate(date.toString())?.equals(date) === true));
  });

  it('that data of our own gets wrong stops with the text at fault', () => {
    expect(() => plainDate('2021-02-29')).toThrow(new RangeError('not a date: 2021-02-29'));
  });
});

describe('An instant', () => {
  it('falls on the date that it is in Viet Nam, seven hours ahead of UTC', () => {
    expect(dateInZone(instantOf('2021-03-31T16:59:59Z')).toString()).toBe('2021-03-31');
    expect(dateInZone(instantOf('2021-03-31T17:00:00Z')).toString()).toBe('2021-04-01');
  });
});

describe('The earliest and the latest of several dates', () => {
  it('are among them, and none lies outside', () => {
    fc.assert(
      fc.property(fc.array(dayWithin('2020-01-01', '2022-12-31'), { minLength: 1 }), (dates) => {
        const sorted = dates.map(String).toSorted();
        expect(String(earliest(dates))).toBe(sorted[0]);
        expect(String(latest(dates))).toBe(sorted.at(-1));
      }),
    );
  });

  it('of none are none', () => {
    expect([earliest([]), latest([])]).toEqual([undefined, undefined]);
  });
});
