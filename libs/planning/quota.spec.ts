import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastDayOf } from '#kernel/month.js';
import { isAfter, isBefore, plainDate } from '#kernel/plain-date.js';
import { dayWithin } from '#testing/arbitraries.js';
import { target } from '#testing/builders.js';
import type { Quantity } from './quantity.js';
import { amendTargets, evenShare, forEachMember, owedByPace, type Target, targetsOf } from './quota.js';
import type { TimeFrame } from './time-frame.js';

function quantityOf(given: Partial<Quantity> = {}): Quantity {
  return { kind: 'exact', min: 1, max: 1, unit: 'bài', per: 'plan', perYear: null, parts: [], source: '', ...given };
}

const exact = (count: number, given: Partial<Quantity> = {}) => quantityOf({ min: count, max: count, ...given });

const KINDS = { MONTHLY: 'recurring', QUARTERLY: 'recurring', once: 'range' } as const;

function time(from: string | null, to: string | null, recurrence: keyof typeof KINDS = 'once', given: Partial<TimeFrame> = {}): TimeFrame {
  return { kind: KINDS[recurrence], from, to, recurrence: recurrence === 'once' ? null : recurrence, dates: [], count: null, source: '', ...given };
}

const YEAR = time('2021-01-01', '2021-12-31');

/** What a quantity and a time of 2021 ask for. */
const targetsFor = (owed: Quantity, when: TimeFrame = YEAR, products: readonly string[] = []) => targetsOf({ quantity: owed, time: when, products }, 2021);

const spansOf = (targets: readonly Target[]) => targets.map(({ from, to, quantity }) => `${from.toString()}..${to.toString()}:${quantity}`);
const sum = (targets: readonly Target[]) => targets.reduce((total, { quantity }) => total + quantity, 0);

describe('The targets of a task', () => {
  it('“Mỗi tháng” with twelve are one for each month', () => {
    const targets = targetsFor(exact(12), time('2021-01-01', '2021-12-31', 'MONTHLY'));
    expect(targets).toHaveLength(12);
    expect(spansOf(targets).slice(0, 2)).toEqual(['2021-01-01..2021-01-31:1', '2021-02-01..2021-02-28:1']);
    expect(targets.map(({ pace }) => pace)).toEqual(targets.map(() => 'none'));
  });

  it('of 24 articles over the year are one target at an even pace', () => {
    const targets = targetsFor(exact(24));
    expect(spansOf(targets)).toEqual(['2021-01-01..2021-12-31:24']);
    expect(targets[0]!.pace).toBe('even');
  });

  it('of three classes in quarter III are only due when the quarter ends', () => {
    const targets = targetsFor(exact(3), time('2021-07-01', '2021-09-30'));
    expect(spansOf(targets)).toEqual(['2021-07-01..2021-09-30:3']);
    expect(targets[0]!.pace).toBe('none');
  });

  it('of a single product are due at the end, however long it takes', () => {
    const [only] = targetsFor(exact(1), time('2020-12-01', '2021-12-31'));
    expect(only).toMatchObject({ quantity: 1, pace: 'none' });
  });

  it('are none for the unlimited, the regulated, and what names no number', () => {
    for (const kind of ['unlimited', 'as-regulated', 'none'] as const) {
      expect(targetsFor(quantityOf({ kind, min: kind === 'unlimited' ? 0 : null, max: null }))).toEqual([]);
    }
  });

  it('of a number over what goes on all year round are measured over the year', () => {
    const [only] = targetsFor(quantityOf({ kind: 'minimum', min: 48, max: null }), { ...YEAR, kind: 'continuous' });
    expect(only).toMatchObject({ quantity: 48, pace: 'even' });
  });

  it('each month, quarter and half are one for each, with the least of a range', () => {
    expect(sum(targetsFor(exact(2, { per: 'month' })))).toBe(24);
    expect(targetsFor(quantityOf({ kind: 'range', min: 2, max: 3, per: 'quarter' })).map(({ quantity: owed }) => owed)).toEqual([2, 2, 2, 2]);
    expect(spansOf(targetsFor(exact(1, { per: 'half' })))).toEqual(['2021-01-01..2021-06-30:1', '2021-07-01..2021-12-31:1']);
  });

  it('each week are measured by month, 52 in the year', () => {
    const targets = targetsFor(exact(1, { per: 'week' }));
    expect(targets).toHaveLength(12);
    expect(sum(targets)).toBe(52);
  });

  it('of a product without a number are one each time', () => {
    const report = quantityOf({ kind: 'implied', unit: 'báo cáo' });
    expect(spansOf(targetsFor(report, time('2021-01-01', '2021-12-31', 'QUARTERLY', { count: 4 })))).toHaveLength(4);
    const twice = time(null, '2021-12-14', 'once', { kind: 'multi_deadline', dates: ['2021-06-14', '2021-12-14'], count: 2 });
    expect(spansOf(targetsFor(report, twice))).toEqual(['2021-01-01..2021-06-14:1', '2021-06-15..2021-12-14:1']);
  });

  it('in two quarters are due in those quarters', () => {
    const when = time('2021-04-01', '2021-12-31', 'once', { kind: 'multi_quarter', dates: ['2021-06-30', '2021-12-31'], count: 2 });
    expect(spansOf(targetsFor(exact(2), when))).toEqual(['2021-04-01..2021-06-30:1', '2021-10-01..2021-12-31:1']);
  });

  it('before a deadline are asked for on its day, not before', () => {
    const [only] = targetsFor(exact(5), time(null, '2021-11-29', 'once', { kind: 'deadline', dates: ['2021-11-29'] }));
    expect(only).toMatchObject({ quantity: 5, pace: 'none' });
    expect(spansOf([only!])).toEqual(['2021-01-01..2021-11-29:5']);
  });

  it('without a schedule are due when the plan’s year ends', () => {
    expect(spansOf(targetsFor(exact(3), time(null, null, 'once', { kind: 'open' })))).toEqual(['2021-01-01..2021-12-31:3']);
  });

  it('of each unit of a group are one for each member', () => {
    const targets = forEachMember(targetsFor(exact(1, { per: 'item' })), [7, 8, 9]);
    expect(targets.map(({ memberId, quantity: owed }) => [memberId, owed])).toEqual([
      [7, 1],
      [8, 1],
      [9, 1],
    ]);
  });

  it('that owes two kinds of document ask for each kind', () => {
    const parts = [exact(1), exact(2)].map((part) => ({ ...part, parts: [] }));
    const targets = targetsFor(exact(3, { parts }), YEAR, ['Hợp đồng', 'Biên bản']);
    expect(targets.map(({ product, quantity }) => [product, quantity])).toEqual([
      ['Hợp đồng', 1],
      ['Biên bản', 2],
    ]);
  });

  it('each quarter fall on the calendar’s quarters', () => {
    expect(spansOf(targetsFor(exact(8), time('2021-01-01', '2021-12-31', 'QUARTERLY')))).toEqual([
      '2021-01-01..2021-03-31:2',
      '2021-04-01..2021-06-30:2',
      '2021-07-01..2021-09-30:2',
      '2021-10-01..2021-12-31:2',
    ]);
  });

  it('add up to the quantity, never overlap, and stay within the task’s months', () => {
    const anyTime = fc.tuple(
      dayWithin('2020-06-01', '2021-06-30'),
      fc.integer({ min: 0, max: 500 }),
      fc.constantFrom('once' as const, 'MONTHLY' as const, 'QUARTERLY' as const),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), anyTime, (count, [from, days, recurrence]) => {
        const to = from.add({ days });
        const targets = targetsFor(exact(count), time(from.toString(), to.toString(), recurrence));
        expect(sum(targets)).toBe(count);
        expect(targets.every((one) => one.quantity > 0 && !isAfter(one.from, one.to))).toBe(true);
        expect(targets.slice(1).every((one, index) => isAfter(one.from, targets[index]!.to))).toBe(true);
      }),
    );
  });
});

describe('An amendment', () => {
  const on = plainDate('2021-07-01');
  const monthly = time('2021-01-01', '2021-12-31', 'MONTHLY');
  const owing = (owed: Quantity, when: TimeFrame = monthly) => ({ quantity: owed, time: when, products: [] });

  it('of a yearly number replaces the whole target', () => {
    const { ended, added } = amendTargets(targetsFor(exact(24)), owing(exact(30), YEAR), 2021, on);
    expect(spansOf(ended)).toEqual(['2021-01-01..2021-12-31:24']);
    expect(spansOf(added)).toEqual(['2021-01-01..2021-12-31:30']);
  });

  it('of a number a month changes the months to come, and leaves those that are over', () => {
    const { ended, added } = amendTargets(targetsFor(exact(1, { per: 'month' })), owing(exact(2, { per: 'month' })), 2021, on);
    expect(ended).toHaveLength(6);
    expect(added.map(({ from, quantity: owed }) => [from.month, owed])).toEqual([7, 8, 9, 10, 11, 12].map((month) => [month, 2]));
  });

  it('of a yearly number dealt out by month shares what is left among the months to come', () => {
    const { added } = amendTargets(targetsFor(exact(12), monthly), owing(exact(18)), 2021, on);
    expect(added.map(({ quantity: owed }) => owed)).toEqual([2, 2, 2, 2, 2, 2]);
  });

  it('to no number ends what was owed and adds nothing', () => {
    const { ended, added } = amendTargets(targetsFor(exact(24)), owing(quantityOf({ kind: 'unlimited', min: 0, max: null }), YEAR), 2021, on);
    expect([ended.length, added.length]).toEqual([1, 0]);
  });

  it('keeps the sum: what was kept and what is added make the new number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 12, max: 100 }), fc.integer({ min: 100, max: 300 }), fc.integer({ min: 1, max: 12 }), (before, after, month) => {
        const day = plainDate(`2021-${String(month).padStart(2, '0')}-01`);
        const old = targetsFor(exact(before), monthly);
        const { ended, added } = amendTargets(old, owing(exact(after)), 2021, day);
        expect(sum(old) - sum(ended) + sum(added)).toBe(after);
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
