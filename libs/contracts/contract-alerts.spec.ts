import { describe, expect, it } from '@jest/globals';
import { plainDate } from '#kernel/plain-date.js';
import { alertsOf } from './contract-alerts.js';
import type { ContractStanding, LineStanding } from './contract-standing.js';
import type { Contract } from './contract.entity.js';
import { amountsOf } from './vat.js';

/** As much of a contract and its standing as alerts depend on. */
function about(
  line: Partial<Pick<LineStanding, 'contracted' | 'declared' | 'evidenced' | 'accepted' | 'outside'>>,
  {
    at = '2021-06-01',
    advance = 0,
    state = 'signed',
    annexes = [] as { number: string; signedOn: string; effectiveOn: string }[],
    others = [] as string[],
  } = {},
) {
  const { contracted = 24, declared = 10, evidenced = declared, accepted = 0, outside = 0 } = line;
  const contract = {
    state,
    annexes: {
      getItems: () => annexes.map(({ number, signedOn, effectiveOn }) => ({ number, signedOn: plainDate(signedOn), effectiveOn: plainDate(effectiveOn) })),
    },
  } as unknown as Contract;
  const standing = {
    at: plainDate(at),
    endsOn: plainDate('2021-12-31'),
    advance,
    contractedValue: amountsOf(contracted, 1_000_000, 'KCT'),
    lines: [
      {
        line: { id: 7, position: 1, description: 'Bài chuyên mục', unit: 'bài' },
        contracted,
        declared,
        evidenced,
        accepted,
        outside,
        beyond: Math.max(0, declared - contracted),
        remaining: Math.max(0, contracted - accepted),
      },
    ],
  } as unknown as ContractStanding;
  return alertsOf(
    contract,
    standing,
    others.map((number) => ({ number, title: 'x' })),
  );
}

const kinds = (...given: Parameters<typeof about>) => about(...given).map(({ kind }) => kind);

describe('a contract in order', () => {
  it('asks for nothing', () => expect(kinds({})).toEqual([]));
  it('asks for nothing once everything is done, whatever the day', () => {
    expect(kinds({ contracted: 24, declared: 24 }, { at: '2022-03-01' })).toEqual([]);
  });
});

describe('a line', () => {
  it.each([
    [24, 21, []],
    [24, 22, ['used-up']],
    [24, 23, ['used-up']],
    [24, 24, []],
    [10, 9, ['used-up']],
    [5, 4, ['used-up']],
    [4, 3, []],
    [1, 0, []],
    [24, 25, ['beyond']],
    [0, 1, ['beyond']],
  ])('of %d with %d declared says %j', (contracted, declared, expected) => {
    expect(kinds({ contracted, declared })).toEqual(expected);
  });

  it('beyond its quantity says by how much, and that it is not paid', () => {
    const [alert] = about({ declared: 26 });
    expect(alert).toMatchObject({ severity: 'bad', lineId: 7 });
    expect(alert!.words).toBe('Dòng 1 (Bài chuyên mục): đã thực hiện 26/24 bài, vượt 2; chưa có phụ lục thì phần vượt không được thanh toán.');
  });

  it('names what lies outside the days, and what has no evidence', () => {
    expect(about({ declared: 10, evidenced: 7, outside: 2 }).map(({ words }) => words)).toEqual([
      'Dòng 1 (Bài chuyên mục): 2 bài có ngày ngoài thời hạn hợp đồng, không được nghiệm thu theo hợp đồng này.',
      'Dòng 1 (Bài chuyên mục): 3 bài đã thực hiện nhưng chưa có minh chứng.',
    ]);
  });
});

describe('the end', () => {
  it.each([
    ['2021-11-30', []],
    ['2021-12-01', ['near-end']],
    ['2021-12-31', ['near-end']],
    ['2022-01-01', ['past-end']],
  ])('on %s with pieces missing says %j', (at, expected) => {
    expect(kinds({}, { at })).toEqual(expected);
  });

  it('is told with the days left and what is missing', () => {
    expect(about({}, { at: '2021-12-21' })[0]!.words).toBe('Hợp đồng còn 10 ngày là hết hạn (31/12/2021), còn thiếu 14 bài.');
    expect(about({}, { at: '2021-12-31' })[0]!.words).toBe('Hợp đồng hết hạn hôm nay, còn thiếu 14 bài.');
    expect(about({}, { at: '2022-01-05' })[0]!.words).toBe('Hợp đồng đã hết hạn ngày 31/12/2021 mà còn thiếu 14 bài.');
  });
});

describe('the papers', () => {
  it('tell of an advance above the value', () => {
    expect(kinds({}, { advance: 24_000_000 })).toEqual([]);
    expect(about({}, { advance: 24_000_001 })[0]!.words).toBe('Đã tạm ứng 24.000.001 đồng, nhiều hơn giá trị hợp đồng 24.000.000 đồng.');
  });

  it('tell of an annex signed later than it takes effect', () => {
    const annexes = [{ number: '01/PL', signedOn: '2021-06-10', effectiveOn: '2021-06-01' }];
    expect(about({}, { annexes })[0]!.words).toBe('Phụ lục 01/PL ký ngày 10/6/2021 nhưng có hiệu lực từ 01/6/2021, trước ngày ký.');
    expect(kinds({}, { annexes: [{ number: '1', signedOn: '2021-06-10', effectiveOn: '2021-06-10' }] })).toEqual([]);
  });

  it('tell of another contract for the same work', () => {
    expect(about({}, { others: ['07/HĐ'] })[0]!.words).toContain('trùng thời gian với hợp đồng 07/HĐ');
  });
});

it('the grave comes first', () => {
  expect(kinds({ declared: 26, evidenced: 20, outside: 1 }, { advance: 99_000_000 })).toEqual(['beyond', 'advance', 'outside', 'no-evidence']);
});

it.each(['draft', 'liquidated', 'ended'])('nothing is asked of a contract that is %s', (state) => {
  expect(kinds({ declared: 26 }, { state, at: '2022-06-01' })).toEqual([]);
});
