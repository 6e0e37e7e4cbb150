import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyItem, dayWithin } from '#testing/arbitraries.js';
import { countable } from '#testing/builders.js';
import { countsAsDeclared, type CountableItem, tally } from './tally.js';

const AT = '2021-12-31';
const total = (items: readonly CountableItem[], at = AT) => tally(items, at).reduce((sum, { declared }) => sum + declared, 0);

describe('Counting items', () => {
  it('counts one when it is published, and still one when it is accepted (rules 1 and 5)', () => {
    expect(tally([countable()], AT)).toEqual([{ on: '2021-01-15', product: null, memberId: null, declared: 1, accepted: 0, madeUp: 0 }]);
    expect(tally([countable({ status: 'accepted' })], AT)).toEqual([{ on: '2021-01-15', product: null, memberId: null, declared: 1, accepted: 1, madeUp: 0 }]);
  });

  it.each(['planned', 'rejected', 'withdrawn'] as const)('does not count one that is %s (rules 1 and 6)', (status) => {
    expect(tally([countable({ status })], AT)).toEqual([]);
  });

  it('never counts a rerun, accepted or not (rule 2)', () => {
    expect(tally([countable({ isRerun: true }), countable({ isRerun: true, status: 'accepted' })], AT)).toEqual([]);
  });

  it('counts a make-up item in the period it is credited to, as made up, and nowhere else (rule 3)', () => {
    const items = [countable({ occursOn: '2021-03-05', creditedOn: '2021-01-31' })];
    expect(tally(items, AT)).toEqual([{ on: '2021-01-31', product: null, memberId: null, declared: 1, accepted: 0, madeUp: 1 }]);
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
        expect(total(items, at)).toBe(items.filter((item) => countsAsDeclared(item) && item.occursOn <= at).length);
      }),
    );
  });

  it('gives the same for the same items in another order, and more items never less', () => {
    fc.assert(
      fc.property(fc.array(anyItem, { maxLength: 20 }), anyItem, (items, another) => {
        const keyed = (tallies: ReturnType<typeof tally>) => new Map(tallies.map((one) => [`${one.on} ${one.product}`, one]));
        expect(keyed(tally(items.toReversed(), AT))).toEqual(keyed(tally(items, AT)));
        expect(total([...items, another]) - total(items)).toBe(countsAsDeclared(another) ? 1 : 0);
      }),
    );
  });

  it('never accepts or makes up more than is declared', () => {
    fc.assert(
      fc.property(fc.array(anyItem, { maxLength: 40 }), (items) => {
        expect(tally(items, AT).every(({ declared, accepted, madeUp }) => accepted <= declared && madeUp <= declared)).toBe(true);
      }),
    );
  });
});
