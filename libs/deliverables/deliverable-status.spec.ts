import { describe, expect, it } from '@jest/globals';
import { DELIVERABLE_STATUSES, mayBecome, statusName } from './deliverable-status.js';

describe('The states of a deliverable', () => {
  it('allow exactly these steps', () => {
    const steps = DELIVERABLE_STATUSES.flatMap((from) => DELIVERABLE_STATUSES.filter((to) => mayBecome(from, to)).map((to) => `${from} → ${to}`));
    expect(steps).toEqual([
      'planned → published',
      'planned → withdrawn',
      'published → planned',
      'published → accepted',
      'published → rejected',
      'published → withdrawn',
    ]);
  });

  it('let nothing out of an accepted item: it is frozen', () => {
    expect(DELIVERABLE_STATUSES.filter((to) => mayBecome('accepted', to))).toEqual([]);
  });

  it('each have a Vietnamese name of their own', () => {
    expect(DELIVERABLE_STATUSES.map(statusName)).toEqual(['Dự kiến', 'Đã thực hiện', 'Đã nghiệm thu', 'Không đạt', 'Đã gỡ']);
  });
});
