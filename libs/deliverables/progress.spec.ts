import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { firstDayOf, lastDayOf, monthsBetween } from '#kernel/month.js';
import { isAfter, isBefore, plainDate } from '#kernel/plain-date.js';
import type { Target } from '#planning/quota.js';
import { anyItem, dayWithin } from '#testing/arbitraries.js';
import { countable, monthlyTargets, PLAN_SPAN, tallyOn, target } from '#testing/builders.js';
import { sumOfLedgers } from './counts.js';
import { owedBy, paceOf, progressOf } from './progress.js';
import { isLate } from './quota-status.js';
import { tally, type CountableItem } from './tally.js';

const MONTHS = monthsBetween(PLAN_SPAN.from, PLAN_SPAN.to);

function standing(targets: readonly Target[], items: readonly CountableItem[], at: string) {
  return progressOf(targets, tally(items, at), plainDate(at), PLAN_SPAN);
}

function monthOfStanding(targets: readonly Target[], items: readonly CountableItem[], at: string, month: string) {
  return standing(targets, items, at).months.find((one) => one.month === month)!;
}

const televised = monthlyTargets();
const column = [target('2021-01-01', '2021-12-31', { quantity: 24, pace: 'even' })];
const classes = [target('2021-07-01', '2021-09-30', { quantity: 3 })];

const anyDay = dayWithin('2020-12-01', '2022-01-31').map(String);
const anyItems = fc.array(anyItem, { maxLength: 40 });
const anyTargets = fc.constantFrom<readonly Target[]>(
  televised,
  column,
  classes,
  [],
  [target('2021-01-01', '2021-12-31', { product: 'Hợp đồng' }), target('2021-01-01', '2021-12-31', { product: 'Phóng sự' })],
);

describe('A duty of each month', () => {
  it('is done when one segment has aired in the month', () => {
    const items = [countable({ occursOn: '2021-01-20' })];
    expect(monthOfStanding(televised, items, '2021-03-31', '2021-01')).toMatchObject({ target: 1, declared: 1, status: 'done' });
  });

  it('is open on its last day and overdue the day after (rule 9)', () => {
    const statusOn = (at: string) => monthOfStanding(televised, [], at, '2021-03').status;
    expect([statusOn('2021-02-28'), statusOn('2021-03-01'), statusOn('2021-03-17'), statusOn('2021-03-31'), statusOn('2021-04-01')]).toEqual([
      'not-begun',
      'on-pace',
      'due-soon',
      'due-soon',
      'overdue',
    ]);
  });

  it('is never late on its last day and always late the day after if unmet', () => {
    fc.assert(
      fc.property(fc.constantFrom(...televised), anyItems, (duty, items) => {
        const others = items.filter(({ occursOn, creditedOn }) => !(creditedOn ?? occursOn).startsWith(duty.from.toString().slice(0, 7)));
        const statusOn = (at: string) => monthOfStanding(televised, others, at, duty.from.toString().slice(0, 7)).status;
        expect(isLate(statusOn(duty.to.toString()))).toBe(false);
        expect(statusOn(duty.to.add({ days: 1 }).toString())).toBe('overdue');
      }),
    );
  });

  it('is not met by twelve segments in December (rule 4)', () => {
    const items = Array.from({ length: 12 }, () => countable({ occursOn: '2021-12-20' }));
    const { target: owed, declared, counted, status } = standing(televised, items, '2021-12-31');
    expect({ owed, declared, counted, status }).toEqual({ owed: 12, declared: 12, counted: 1, status: 'overdue' });
    expect(monthOfStanding(televised, items, '2021-12-31', '2021-12').status).toBe('above');
    expect(monthOfStanding(televised, items, '2021-12-31', '2021-11').status).toBe('overdue');
  });

  it('keeps its hole whatever surplus another month has', () => {
    fc.assert(
      fc.property(fc.constantFrom(...televised), fc.array(fc.constantFrom(...televised), { maxLength: 40 }), (hole, aired) => {
        const items = aired.filter((month) => month !== hole).map(({ to }) => countable({ occursOn: to.toString() }));
        const { duties, status, counted } = standing(televised, items, '2022-01-01');
        expect(duties.find(({ from }) => from.equals(hole.from))).toMatchObject({ missing: 1, declared: 0, status: 'overdue' });
        expect(status).toBe('overdue');
        expect(counted).toBeLessThan(12);
      }),
    );
  });

  it('that was missed is met by a make-up item, shown as made up, and the month it appeared in gains nothing (rule 3)', () => {
    const items = [countable({ occursOn: '2021-03-05', creditedOn: '2021-01-31' })];
    expect(monthOfStanding(televised, items, '2021-03-31', '2021-01')).toMatchObject({
      declared: 1,
      madeUp: 1,
      madeUpOn: '2021-03-05',
      isMissed: true,
      status: 'done',
    });
    expect(monthOfStanding(televised, items, '2021-03-04', '2021-01')).toMatchObject({ declared: 0, isMissed: true, status: 'overdue' });
    expect(monthOfStanding(televised, items, '2021-03-31', '2021-03')).toMatchObject({ declared: 0, madeUp: 0, status: 'due-soon' });
  });

  it('filled by a make-up item counts it as made up there and nowhere else', () => {
    const pair = fc.tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 11 })).filter(([missed, later]) => missed < later);
    fc.assert(
      fc.property(pair, ([missed, later]) => {
        const items = [countable({ occursOn: televised[later]!.from.toString(), creditedOn: televised[missed]!.to.toString() })];
        const { months, declared } = standing(televised, items, '2022-01-01');
        const own = televised[missed]!.from.toString().slice(0, 7);
        expect(declared).toBe(1);
        expect(months.filter((month) => month.declared > 0).map((month) => [month.month, month.declared, month.madeUp])).toEqual([[own, 1, 1]]);
      }),
    );
  });

  it('withdrawn, rejected or only rerun items leave it open (rules 2 and 6)', () => {
    const items = [countable({ status: 'withdrawn' }), countable({ status: 'rejected' }), countable({ status: 'planned' }), countable({ isRerun: true })];
    expect(monthOfStanding(televised, items, '2021-02-01', '2021-01')).toMatchObject({ declared: 0, status: 'overdue' });
  });

  it('shows the declared and the accepted side by side (rule 5)', () => {
    const items = [countable({ status: 'accepted', occursOn: '2021-01-20' }), countable({ occursOn: '2021-02-20' })];
    expect(standing(televised, items, '2021-03-01')).toMatchObject({ declared: 2, accepted: 1 });
    expect(monthOfStanding(televised, items, '2021-03-01', '2021-02')).toMatchObject({ declared: 1, accepted: 0, status: 'done' });
  });
});

describe('The column of 24 articles', () => {
  it('owes six by the end of March and is behind at none', () => {
    expect(standing(column, [], '2021-03-31')).toMatchObject({ target: 24, declared: 0, owed: 6, status: 'behind' });
  });

  it('is behind the day after a month in which it fell short, not on its last day', () => {
    expect(standing(column, [], '2021-01-31').status).toBe('due-soon');
    expect(standing(column, [], '2021-02-01').status).toBe('behind');
  });

  it('is on pace with six articles at the end of March, whichever months they came in', () => {
    const items = Array.from({ length: 6 }, () => countable({ occursOn: '2021-01-10' }));
    expect(standing(column, items, '2021-03-31').status).toBe('on-pace');
    expect(monthOfStanding(column, items, '2021-04-01', '2021-03')).toMatchObject({ declared: 0, status: 'on-pace' });
  });

  it('catches up a bad month with a better one', () => {
    const items = Array.from({ length: 4 }, () => countable({ occursOn: '2021-02-10' }));
    expect(standing(column, items, '2021-03-01').status).toBe('on-pace');
    expect(monthOfStanding(column, items, '2021-03-01', '2021-01').status).toBe('on-pace');
  });

  it('is overdue only after its last day (rule 9)', () => {
    expect(standing(column, [], '2021-12-31').status).toBe('behind');
    expect(standing(column, [], '2022-01-01').status).toBe('overdue');
    fc.assert(fc.property(anyItems, dayWithin('2020-12-01', '2021-12-31').map(String), (items, at) => standing(column, items, at).status !== 'overdue'));
  });

  it('is done at 24 and above at 25', () => {
    const articles = (count: number) => Array.from({ length: count }, () => countable({ occursOn: '2021-05-05' }));
    expect(standing(column, articles(24), '2021-06-01').status).toBe('done');
    expect(standing(column, articles(25), '2021-06-01')).toMatchObject({ status: 'above', declared: 25, counted: 24 });
  });

  it('has monthly shares that sum to 24 and a shortfall that grows month by month', () => {
    const { duties } = standing(column, [], '2021-03-31');
    expect(duties.map(({ quantity }) => quantity)).toEqual(duties.map(() => 2));
    expect(duties.slice(0, 3).map(({ missing }) => missing)).toEqual([2, 4, 6]);
    expect(duties.every(({ isShareOfPace }) => isShareOfPace)).toBe(true);
  });
});

describe('Three classes in quarter III', () => {
  it('have not begun in March, are open in summer, and are overdue from October', () => {
    const statusOn = (at: string) => standing(classes, [], at).status;
    expect([statusOn('2021-03-31'), statusOn('2021-07-01'), statusOn('2021-09-20'), statusOn('2021-09-30'), statusOn('2021-10-01')]).toEqual([
      'not-begun',
      'on-pace',
      'due-soon',
      'due-soon',
      'overdue',
    ]);
  });

  it('fall due in September, with what the whole quarter brought', () => {
    const items = [countable({ occursOn: '2021-07-10' }), countable({ occursOn: '2021-08-10' })];
    expect(monthOfStanding(classes, items, '2021-09-30', '2021-09')).toMatchObject({ target: 3, declared: 0, overPeriod: 2, status: 'due-soon' });
    expect(monthOfStanding(classes, items, '2021-09-30', '2021-07')).toMatchObject({ target: null, declared: 1, status: 'no-target' });
  });
});

describe('A task that owes two kinds of document', () => {
  const papers = [target('2021-01-01', '2021-12-31', { product: 'Hợp đồng' }), target('2021-01-01', '2021-12-31', { product: 'Biên bản' })];

  it('is not done by two of one kind', () => {
    const items = [countable({ product: 'Hợp đồng' }), countable({ product: 'Hợp đồng' })];
    expect(standing(papers, items, '2022-01-01')).toMatchObject({ target: 2, declared: 2, counted: 1, status: 'overdue' });
  });

  it('is done by one of each', () => {
    const items = [countable({ product: 'Hợp đồng' }), countable({ product: 'Biên bản' })];
    expect(standing(papers, items, '2021-06-01')).toMatchObject({ counted: 2, status: 'done' });
  });
});

describe('A task without a target', () => {
  it('is counted and never late', () => {
    fc.assert(
      fc.property(anyItems, anyDay, (items, at) => {
        const { target: owed, status, counted, owed: byNow, months } = standing([], items, at);
        expect({ owed, status, counted, byNow }).toEqual({ owed: null, status: 'no-target', counted: 0, byNow: 0 });
        expect(months.every((month) => month.target === null && month.status === 'no-target')).toBe(true);
      }),
    );
    expect(standing([], [countable()], '2021-02-01').declared).toBe(1);
  });
});

describe('The standing of any quota', () => {
  it('has a row for each month of the plan, December of the year before included', () => {
    expect(standing(televised, [], '2021-03-31').months.map(({ month }) => month)).toEqual(MONTHS);
    expect(MONTHS[0]).toBe('2020-12');
  });

  it('declares each counting item once: the months add up to the whole', () => {
    const within = anyItems.map((items) =>
      items.filter(({ occursOn, takenBackOn }) => occursOn <= '2021-12-31' && (takenBackOn === null || takenBackOn <= '2021-12-31')),
    );
    fc.assert(
      fc.property(anyTargets, within, (targets, items) => {
        const { months, declared, evidenced, accepted } = standing(targets, items, '2021-12-31');
        const counting = items.filter(
          ({ status, isRerun, takenBackOn }) => !isRerun && takenBackOn === null && (status === 'published' || status === 'accepted'),
        );
        expect(declared).toBe(counting.length);
        expect(evidenced).toBe(counting.filter(({ hasEvidence }) => hasEvidence).length);
        expect(accepted).toBe(counting.filter(({ status }) => status === 'accepted').length);
        expect(sumOfLedgers(months)).toEqual({ declared, evidenced, accepted });
      }),
    );
  });

  it('never counts more towards the target than the target, nor more than was declared', () => {
    fc.assert(
      fc.property(anyTargets, anyItems, anyDay, (targets, items, at) => {
        const { counted, target: whole, declared, owed } = standing(targets, items, at);
        expect(counted).toBeLessThanOrEqual(whole ?? 0);
        expect(counted).toBeLessThanOrEqual(declared);
        expect(owed).toBeLessThanOrEqual(whole ?? 0);
      }),
    );
  });

  it('does not change with items that do not count', () => {
    fc.assert(
      fc.property(anyTargets, anyItems, anyDay, fc.constantFrom('planned', 'withdrawn', 'rejected'), (targets, items, at, status) => {
        const silent = items.flatMap((item) => [
          { ...item, status },
          { ...item, isRerun: true },
        ]);
        expect(standing(targets, [...items, ...silent], at)).toEqual(standing(targets, items, at));
      }),
    );
  });

  it('never grows worse by one more item on the same day', () => {
    fc.assert(
      fc.property(anyTargets, anyItems, anyItem, anyDay, (targets, items, another, at) => {
        const before = standing(targets, items, at);
        const after = standing(targets, [...items, another], at);
        expect(after.counted).toBeGreaterThanOrEqual(before.counted);
        expect(isLate(after.status) && !isLate(before.status)).toBe(false);
      }),
    );
  });

  it('once late stays late until something more appears', () => {
    fc.assert(
      fc.property(anyTargets, anyDay, anyDay, (targets, a, b) => {
        const [sooner, later] = a <= b ? [a, b] : [b, a];
        if (isLate(standing(targets, [], sooner).status)) expect(isLate(standing(targets, [], later).status)).toBe(true);
      }),
    );
  });

  it('lists its duties by the day they fall due, and what is missing is never negative', () => {
    fc.assert(
      fc.property(anyTargets, anyItems, anyDay, (targets, items, at) => {
        const { duties } = standing(targets, items, at);
        const days = duties.map(({ to }) => to.toString());
        expect(days).toEqual(days.toSorted());
        expect(duties.every(({ missing, quantity }) => missing >= 0 && quantity > 0)).toBe(true);
      }),
    );
  });
});

describe('What is owed by a day', () => {
  it('never decreases and ends at the whole quota', () => {
    fc.assert(
      fc.property(anyTargets, dayWithin('2020-12-01', '2022-01-31'), dayWithin('2020-12-01', '2022-01-31'), (targets, a, b) => {
        const [sooner, later] = isBefore(a, b) ? [a, b] : [b, a];
        for (const one of targets) {
          expect(owedBy(one, sooner)).toBeLessThanOrEqual(owedBy(one, later));
          expect(owedBy(one, plainDate('2021-12-31'))).toBe(one.quantity);
        }
      }),
    );
  });
});

describe('The pace of the year', () => {
  it('asks for two articles and a segment more each month, and leaves the months to come open', () => {
    const quotas = [
      { targets: column, tallies: [tallyOn('2021-01-10', { declared: 3 })] },
      { targets: televised, tallies: [tallyOn('2021-01-20'), tallyOn('2021-01-21')] },
    ];
    const points = paceOf(quotas, plainDate('2021-02-15'), PLAN_SPAN);
    expect(points.slice(0, 5)).toEqual([
      { month: '2020-12', owed: 0, counted: 0 },
      { month: '2021-01', owed: 3, counted: 4 },
      { month: '2021-02', owed: 6, counted: 4 },
      { month: '2021-03', owed: 9, counted: null },
      { month: '2021-04', owed: 12, counted: null },
    ]);
    expect(points.at(-1)!.owed).toBe(36);
  });

  it('never falls, and its last known point is what the quotas count', () => {
    fc.assert(
      fc.property(anyTargets, anyItems, dayWithin('2020-12-01', '2021-12-31'), (targets, items, at) => {
        const monthEnd = lastDayOf(at.toString().slice(0, 7));
        const tallies = tally(items, at.toString()).filter(({ on }) => on <= monthEnd.toString());
        const points = paceOf([{ targets, tallies }], at, PLAN_SPAN);
        const known = points.flatMap(({ counted }) => (counted === null ? [] : [counted]));
        expect(known).toEqual(known.toSorted((a, b) => a - b));
        expect(points.filter(({ month }) => isAfter(firstDayOf(month), at)).every(({ counted }) => counted === null)).toBe(true);
        expect(known.at(-1)).toBe(progressOf(targets, tallies, at, PLAN_SPAN).counted);
      }),
    );
  });
});

describe('What each member of a group owes on its own', () => {
  const owed = [1, 2, 3].map((memberId) => target('2021-01-01', '2021-11-29', { memberId }));
  const done = (memberId: number, count: number) => tallyOn('2021-03-05', { memberId, declared: count });

  it('is one duty that says who is missing; two of one member fill no other’s hole', () => {
    const { duties, status, counted, target: whole } = progressOf(owed, [done(1, 2), done(2, 1)], plainDate('2021-06-30'), PLAN_SPAN);
    expect(whole).toBe(3);
    expect(counted).toBe(2);
    expect(status).toBe('on-pace');
    expect(duties).toHaveLength(1);
    expect(duties[0]).toMatchObject({ quantity: 3, declared: 2, missing: 1 });
    expect(duties[0]!.members!.filter(({ missing }) => missing > 0).map(({ memberId }) => memberId)).toEqual([3]);
  });

  it('is overdue the day after while one member is missing', () => {
    const { status } = progressOf(owed, [done(1, 1), done(2, 1)], plainDate('2021-11-30'), PLAN_SPAN);
    expect(status).toBe('overdue');
  });
});
