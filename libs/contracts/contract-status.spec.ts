import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CONTRACT_STATES, contractStatus, mayBecome, type StatusFacts } from './contract-status.js';

const facts = (given: Partial<StatusFacts> = {}): StatusFacts => ({
  state: 'signed',
  startsOn: '2021-01-10',
  endsOn: '2021-12-31',
  roundsIssued: 0,
  isFullyAccepted: false,
  ...given,
});

describe('the status in words', () => {
  it.each([
    [{ state: 'draft' }, '2021-06-01', 'Dự thảo'],
    [{}, '2021-01-09', 'Đã ký'],
    [{}, '2021-01-10', 'Đang thực hiện'],
    [{ roundsIssued: 1 }, '2021-06-01', 'Đang thực hiện, đã nghiệm thu 1 đợt'],
    [{ roundsIssued: 2, isFullyAccepted: true }, '2021-06-01', 'Đã nghiệm thu đủ'],
    [{ isFullyAccepted: true, roundsIssued: 2 }, '2022-02-01', 'Đã nghiệm thu đủ'],
    [{}, '2021-12-31', 'Đang thực hiện'],
    [{}, '2022-01-01', 'Hết hạn, chưa nghiệm thu đủ'],
    [{ state: 'liquidated' }, '2021-06-01', 'Đã thanh lý'],
    [{ state: 'ended' }, '2022-06-01', 'Đã chấm dứt'],
  ] as const)('of %j on %s is “%s”', (given, today, words) => {
    expect(contractStatus(facts(given), today).words).toBe(words);
  });

  it('says the same at any time of what is closed', () => {
    fc.assert(
      fc.property(fc.constantFrom('2020-01-01', '2021-06-01', '2030-01-01'), fc.nat(5), fc.boolean(), (today, roundsIssued, isFullyAccepted) => {
        expect(contractStatus(facts({ state: 'liquidated', roundsIssued, isFullyAccepted }), today).tone).toBe('closed');
      }),
    );
  });
});

it('a contract is signed once, and what is closed stays closed', () => {
  const steps = CONTRACT_STATES.flatMap((from) => CONTRACT_STATES.filter((to) => mayBecome(from, to)).map((to) => `${from} → ${to}`));
  expect(steps).toEqual(['draft → signed', 'signed → liquidated', 'signed → ended']);
});
