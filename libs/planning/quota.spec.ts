import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastDayOf } from '#kernel/month.js';
import { isAfter, isBefore, plainDate } from '#kernel/plain-date.js';
import { dayWithin } from '#testing/arbitraries.js';
import { target } from '#testing/builders.js';
import type { Quantity } from './quantity.js';
import { evenShare, owedByPace, type Target, targetsOf } from './quota.js';
import type { TimeFrame } from './time-frame.js';

function exact(count: number, parts: Quantity['parts'] = []): Quantity {
  return { kind: 'exact', count, unit: 'bài', parts, source: '' };
}

function time(from: string, to: string, recurrence: TimeFrame['recurrence'] = 'once'): TimeFrame {
  return { from, to, recurrence, source: { from: '', to: '' } };
}

const spansOf = (targets: readonly Target[]) => targets.map(({ from, to, quantity }) => `${from.toString()}..${to.toString()}:${quantity}`);
const sum = (targets: readonly Target[]) => targets.reduce((total, { quantity }) => total + quantity, 0);

describe('The targets of a task', () => {
  it('“Mỗi tháng” with twelve are one for each month', () => {
    const targets = targetsOf(exact(12), time('2021-01-01', '2021-12-31', 'monthly'));
    expect(targets).toHaveLength(12);
    expect(spansOf(targets).slice(0, 2)).toEqual(['2021-01-01..2021-01-31:1', '2021-02-01..2021-02-28:1']);
    expect(targets.map(({ pace }) => pace)).toEqual(targets.map(() => 'none'));
  });

  it('of 24 articles over the year are one target at an even pace', () => {
    const targets = targetsOf(exact(24), time('2021-01-01', '2021-12-31'));
    expect(spansOf(targets)).toEqual(['2021-01-01..2021-12-31:24']);
    expect(targets[0]!.pace).toBe('even');
  });

  it('of three classes in quarter III are only due when the quarter ends', () => {
    const targets = targetsOf(exact(3), time('2021-07-01', '2021-09-30'));
    expect(spansOf(targets)).toEqual(['2021-07-01..2021-09-30:3']);
    expect(targets[0]!.pace).toBe('none');
  });

  it('of a single product are due at the end, however long it takes', () => {
    const [only] = targetsOf(exact(1), time('2020-12-01', '2021-12-31'));
    expect(only).toMatchObject({ quantity: 1, pace: 'none' });
  });

  it('are none for the unlimited, the regulated and what names no number', () => {
    for (const kind of ['unlimited', 'as-regulated', 'none'] as const) {
      const quantity: Quantity = { kind, count: null, unit: 'tin', parts: [], source: '' };
      expect(targetsOf(quantity, time('2021-01-01', '2021-12-31'))).toEqual([]);
    }
  });

  it('are none for what goes on all year round, whatever its number', () => {
    expect(targetsOf(exact(5), time('2021-01-01', '2021-12-31', 'continuous'))).toEqual([]);
  });

  it('that owes two kinds of document ask for each kind', () => {
    const parts = [
      { product: 'Hợp đồng', count: 1 },
      { product: 'Biên bản', count: 2 },
    ];
    const targets = targetsOf(exact(3, parts), time('2021-01-01', '2021-12-31'));
    expect(targets.map(({ product, quantity }) => [product, quantity])).toEqual([
      ['Hợp đồng', 1],
      ['Biên bản', 2],
    ]);
  });

  it('each quarter fall on the calendar’s quarters', () => {
    expect(spansOf(targetsOf(exact(8), time('2021-01-01', '2021-12-31', 'quarterly')))).toEqual([
      '2021-01-01..2021-03-31:2',
      '2021-04-01..2021-06-30:2',
      '2021-07-01..2021-09-30:2',
      '2021-10-01..2021-12-31:2',
    ]);
  });

  it('add up to the quantity, never overlap, and stay within the task’s months', () => {
    const anyTime = fc.tuple(dayWithin('2020-06-01', '2021-06-30'), fc.integer({ min: 0, max: 500 }), fc.constantFrom('once', 'monthly', 'quarterly'));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), anyTime, (count, [from, days, recurrence]) => {
        const to = from.add({ days });
        const targets = targetsOf(exact(count), time(from.toString(), to.toString(), recurrence));
        expect(sum(targets)).toBe(count);
        expect(targets.every((one) => one.quantity > 0 && !isAfter(one.from, one.to))).toBe(true);
        expect(targets.slice(1).every((one, index) => isAfter(one.from, targets[index]!.to))).toBe(true);
      }),
    );
  });
});

describe('An even pace', () => {
  const year = target('2021-01-01', '2021-12-31', { quantity: 24, pace: 'even' });
  const owedOn = (date: string) => owedByPace(year, plainDate(date));

  it('of 24 a year asks for two more on the last day of each month', () => {
    expect([owedOn('2021-01-30'), owedOn('2021-01-31'), owedOn('2021-02-27'), owedOn('2021-02-28')]).toEqual([0, 2, 2, 4]);
    expect([owedOn('2021-03-31'), owedOn('2021-12-30'), owedOn('2021-12-31'), owedOn('2022-06-01')]).toEqual([6, 22, 24, 24]);
  });

  it('asks for nothing before it starts', () => {
    expect(owedOn('2020-12-31')).toBe(0);
  });

  it('gives shares that sum to the count and differ by one at the most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 24 }), (count, parts) => {
        const shares = Array.from({ length: parts }, (_, index) => evenShare(count, index + 1, parts) - evenShare(count, index, parts));
        expect(shares.reduce((total, share) => total + share, 0)).toBe(count);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('never asks for less as days go by, nor for more than the quantity, and for all of it on the last day', () => {
    const day = dayWithin('2020-12-01', '2022-02-28');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), dayWithin('2021-01-01', '2021-12-31'), day, day, (quantity, to, a, b) => {
        const paced = target('2021-01-01', to.toString(), { quantity, pace: 'even' });
        const [sooner, later] = isBefore(a, b) ? [a, b] : [b, a];
        const owed = [owedByPace(paced, sooner), owedByPace(paced, later)] as const;
        expect(owed[0]).toBeLessThanOrEqual(owed[1]);
        expect(owed[1]).toBeLessThanOrEqual(quantity);
        expect(owedByPace(paced, to)).toBe(quantity);
      }),
    );
  });

  it('changes only on a month’s last day or the target’s own', () => {
    fc.assert(
      fc.property(dayWithin('2021-01-02', '2022-01-31'), (date) => {
        const isLastDay = date.equals(lastDayOf(date.toString().slice(0, 7)));
        const isSame = owedByPace(year, date) === owedByPace(year, date.subtract({ days: 1 }));
        expect(isSame || isLastDay).toBe(true);
      }),
    );
  });
});
