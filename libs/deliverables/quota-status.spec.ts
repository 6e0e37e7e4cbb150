import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { combinedStatus, isLate, QUOTA_STATUSES, quotaStatusName, quotaStatusSign } from './quota-status.js';

describe('The status of a quota', () => {
  it('is told in the words that its users know', () => {
    expect(QUOTA_STATUSES.map(quotaStatusName)).toEqual([
      'quá hạn',
      'chậm tiến độ',
      'sắp đến hạn',
      'đúng tiến độ',
      'chưa bắt đầu',
      'hoàn thành',
      'vượt chỉ tiêu',
      'không có chỉ tiêu',
    ]);
  });

  it('has a sign of its own, so that colour is never alone', () => {
    expect(new Set(QUOTA_STATUSES.map(quotaStatusSign)).size).toBe(QUOTA_STATUSES.length);
  });

  it('is late when overdue or behind, and then only', () => {
    expect(QUOTA_STATUSES.filter(isLate)).toEqual(['overdue', 'behind']);
  });
});

describe('The status of several duties together', () => {
  it.each([
    [['done', 'overdue', 'not-begun'], 'overdue'],
    [['behind', 'due-soon'], 'behind'],
    [['done', 'not-begun'], 'on-pace'],
    [['not-begun', 'not-begun'], 'not-begun'],
    [['done', 'above'], 'above'],
    [['done', 'done'], 'done'],
    [[], 'no-target'],
  ] as const)('%j is %s', (statuses, together) => {
    expect(combinedStatus(statuses)).toBe(together);
  });

  it('is late exactly when one of them is, in whatever order they stand', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...QUOTA_STATUSES)), (statuses) => {
        expect(isLate(combinedStatus(statuses))).toBe(statuses.some(isLate));
        expect(combinedStatus(statuses.toReversed())).toBe(combinedStatus(statuses));
      }),
    );
  });
});
