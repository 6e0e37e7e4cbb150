import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyItem, dayWithin } from '#testing/arbitraries.js';
import { countable, tallyOn } from '#testing/builders.js';
import { countsAsDeclared, type CountableItem, tally } from './tally.js';

const AT = '2021-12-31';
const total = (items: readonly CountableItem[], at = AT) => tally(items, at).reduce((sum, { declared }) => sum + declared, 0);

describe('Counting items', () => {
  it('counts one when it is published, and still one when it is accepted (rules 1 and 5)', () => {
    expect(tally([countable()], AT)).toEqual([tallyOn('2021-01-15')]);
    expect(tally([countable({ status: 'accepted' })], AT)).toEqual([tallyOn('2021-01-15', { accepted: 1 })]);
  });

  it('keeps what appeared, what is proved and what is accepted apart (rule 5)', () => {
    const items = [countable({ hasEvidence: true }), countable({ hasEvidence: true, status: 'accepted' }), countable({ status: 'accepted' }), countable()];
    expect(tally(items, AT)).toEqual([tallyOn('2021-01-15', { declared: 4, evidenced: 2, accepted: 2 })]);
  });

  it('counts an accepted item that is taken back until the day before, and from that day in no ledger (rule 8)', () => {
    const items = [countable({ status: 'accepted', hasEvidence: true, takenBackOn: '2021-06-10' })];
    expect(tally(items, '2021-06-09')).toEqual([tallyOn('2021-01-15', { evidenced: 1, accepted: 1 })]);
    expect(tally(items, '2021-06-10')).toEqual([]);
  });

  it('tells the day of the last of several items that make up for one period', () => {
    const items = ['2021-04-02', '2021-03-05'].map((occursOn) => countable({ occursOn, creditedOn: '2021-01-31' }));
    expect(tally(items, AT)).toEqual([tallyOn('2021-01-31', { declared: 2, madeUp: 2, madeUpOn: '2021-04-02' })]);
    expect(tally(items, '2021-04-01')).toEqual([tallyOn('2021-01-31', { madeUp: 1, madeUpOn: '2021-03-05' })]);
  });

  it.each(['planned', 'rejected', 'withdrawn'] as const)('does not count one that is %s (rules 1 and 6)', (status) => {
    expect(tally([countable({ status })], AT)).toEqual([]);
  });

  it('never counts a rerun, accepted or not (rule 2)', () => {
    expect(tally([countable({ isRerun: true }), countable({ isRerun: true, status: 'accepted' })], AT)).toEqual([]);
  });

  it('counts a make-up item in the period it is credited to, as made up, and nowhere else (rule 3)', () => {
    const items = [countable({ occursOn: '2021-03-05', creditedOn: '2021-01-31' })];
    expect(tally(items, AT)).toEqual([tallyOn('2021-01-31', { madeUp: 1, madeUpOn: '2021-03-05' })]);
  });

  it('does not count before the day it appears, though the period it makes up for is past', () => {
    const items = [countable({ occursOn: '2021-03-05', creditedOn: '2021-01-31' })];
    expect(total(items, '2021-03-04')).toBe(0);
    expect(total(items, '2021-03-05')).toBe(1);
  });

  it('keeps the products of one day apart', () => {
    const items = [countable({ product: 'Hợp đồng' }), countable({ product: 'Hợp đồng' }), countable({ product: 'Biên bản' })];
    expect(tally(items, AT).map(({ product, declared }) => [product, declared])).toEqual([
      ['Hợp đồng', 2],
      ['Biên bản', 1],
    ]);
  });

  it('counts each item at most once, and none that does not count', () => {
    fc.assert(
      fc.property(fc.array(anyItem, { maxLength: 40 }), dayWithin('2020-12-01', AT).map(String), (items, at) => {
        expect(total(items, at)).toBe(items.filter((item) => countsAsDeclared(item, at)).length);
      }),
    );
  });

  it('gives the same for the same items in another order, and more items never less', () => {
    fc.assert(
      fc.property(fc.array(anyItem, { maxLength: 20 }), anyItem, (items, another) => {
        const keyed = (tallies: ReturnType<typeof tally>) => new Map(tallies.map((one) => [`${one.on} ${one.product}`, one]));
        expect(keyed(tally(items.toReversed(), AT))).toEqual(keyed(tally(items, AT)));
        expect(total([...items, another]) - total(items)).toBe(countsAsDeclared(another, AT) ? 1 : 0);
      }),
    );
  });

  it('never proves, accepts or makes up more than is declared', () => {
    fc.assert(
      fc.property(fc.array(anyItem, { maxLength: 40 }), (items) => {
        expect(tally(items, AT).every(({ declared, ...others }) => Math.max(others.evidenced, others.accepted, others.madeUp) <= declared)).toBe(true);
      }),
    );
  });
});
