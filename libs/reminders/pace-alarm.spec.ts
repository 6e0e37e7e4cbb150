import { describe, expect, it } from '@jest/globals';
import { plainDate } from '#kernel/plain-date.js';
import { target } from '#testing/builders.js';
import { paceWords } from './digest.view.js';
import { paceAlarm } from './pace-alarm.js';

const year = [target('2021-01-01', '2021-12-31', { quantity: 24, pace: 'even' })];
const on = (day: string, declared: number, targets = year) => paceAlarm(targets, declared, plainDate(day));

describe('The alarm of a yearly quota', () => {
  it('says what it takes: 14/24 with five weeks left needs 2 a week', () => {
    const alarm = on('2021-11-24', 14)!;
    expect(alarm).toEqual({ declared: 14, target: 24, weeksLeft: 5, pieces: 2, everyWeeks: 1 });
    expect(paceWords(alarm, 'bài')).toBe('2 bài mỗi tuần');
  });

  it('with time left names weeks between two pieces', () => {
    const alarm = on('2021-06-01', 6)!;
    expect(alarm).toMatchObject({ weeksLeft: 30, pieces: 1, everyWeeks: 1 });
    expect(paceWords(on('2021-06-01', 7, [target('2021-01-01', '2021-12-31', { quantity: 18, pace: 'even' })])!, 'bài')).toBe('1 bài mỗi 2 tuần');
  });

  it('is silent where the pace is kept, and where a single piece is missing from it', () => {
    expect(on('2021-06-30', 12)).toBeUndefined();
    expect(on('2021-07-01', 11.5)).toBeUndefined();
    expect(on('2021-06-30', 10)).toBeDefined();
  });

  it('is silent in the first quarter of the time, in the last week, when it is met and when it is over', () => {
    expect(on('2021-03-31', 0)).toBeUndefined();
    expect(on('2021-04-05', 0)).toBeDefined();
    expect(on('2021-12-27', 3)).toBeUndefined();
    expect(on('2021-10-01', 24)).toBeUndefined();
    expect(on('2022-01-01', 3)).toBeUndefined();
  });

  it('is of even paces only, and not of a quota in several parts', () => {
    expect(on('2021-10-01', 0, [target('2021-01-01', '2021-12-31', { quantity: 24 })])).toBeUndefined();
    expect(on('2021-10-01', 0, [...year, target('2021-01-01', '2021-03-31')])).toBeUndefined();
  });

  it('always asks enough, and not a week more often than needed', () => {
    for (let declared = 0; declared < 24; declared += 1) {
      for (const day of ['2021-05-01', '2021-08-15', '2021-10-10', '2021-12-20']) {
        const alarm = on(day, declared);
        if (!alarm) continue;
        const brought = Math.floor((alarm.weeksLeft / alarm.everyWeeks) * alarm.pieces);
        expect(declared + brought).toBeGreaterThanOrEqual(24);
      }
    }
  });
});
