import { describe, expect, it } from '@jest/globals';
import { plainDate } from '#kernel/plain-date.js';
import { WORKING_CALENDAR_EXCEPTIONS } from '#kernel/working-calendar.data.js';
import { changesTheWeek, WorkingCalendar } from '#kernel/working-calendar.js';
import { PROPOSAL_SOURCE, proposeYear } from './proposed-year.js';

const calendar = new WorkingCalendar((year) => ({ status: 'proposed', source: PROPOSAL_SOURCE, exceptions: proposeYear(year) }));
const datesOf = (year: number) => proposeYear(year).map(({ date }) => date);

/** Where the proposal and the shipped table part, as `+date` (announced only) and `-date` (proposed only). */
function differences(year: number): string[] {
  const shipped = WORKING_CALENDAR_EXCEPTIONS.filter(({ date }) => date.startsWith(`${year}-`)).map(({ date }) => date);
  const proposed = datesOf(year);
  return [
    ...shipped.filter((date) => !proposed.includes(date)).map((date) => `+${date}`),
    ...proposed.filter((date) => !shipped.includes(date)).map((date) => `-${date}`),
  ];
}

describe('The proposal for a year', () => {
  it.each([
    [2021, []],
    [2022, []],
    [2023, []],
    [2024, ['+2024-04-29', '+2024-05-04']],
    [2025, ['+2025-04-26', '+2025-05-02']],
    [2026, ['+2026-01-02', '+2026-01-10', '+2026-08-22', '+2026-08-31']],
  ])('of %i differs from what was announced by its swaps alone', (year, swaps) => {
    expect(differences(year)).toEqual(swaps);
    for (const swap of swaps) expect(WORKING_CALENDAR_EXCEPTIONS.find(({ date }) => date === swap.slice(1))!.name).toMatch(/^(Hoán đổi|Làm bù)/);
  });

  it('of 2027 is what the shipped table has', () => {
    expect(differences(2027)).toEqual([]);
  });

  it.each([
    [2021, '2021-02-12', '2021-04-21'],
    [2022, '2022-02-01', '2022-04-10'],
    [2023, '2023-01-22', '2023-04-29'],
    [2024, '2024-02-10', '2024-04-18'],
    [2025, '2025-01-29', '2025-04-07'],
    [2026, '2026-02-17', '2026-04-26'],
    [2027, '2027-02-06', '2027-04-16'],
    [2028, '2028-01-26', '2028-04-04'],
    [2029, '2029-02-13', '2029-04-23'],
    [2030, '2030-02-02', '2030-04-12'],
    [2031, '2031-01-23', '2031-04-01'],
    [2032, '2032-02-11', '2032-04-19'],
  ])('of %i rests on the first day of Tết and on Giỗ Tổ, and gives Tết five weekdays', (year, tết, giỗTổ) => {
    expect([tết, giỗTổ].filter((date) => calendar.isWorkingDay(plainDate(date)))).toEqual([]);
    expect(proposeYear(year).filter(({ name }) => name.includes('Tết Nguyên đán'))).toHaveLength(5);
  });

  it('of 2028 is written out here', () => {
    expect(proposeYear(2028).map(({ date, name }) => `${date} ${name}`)).toEqual([
      '2028-01-03 Nghỉ bù Tết Dương lịch',
      '2028-01-24 Tết Nguyên đán Mậu Thân',
      '2028-01-25 Tết Nguyên đán Mậu Thân',
      '2028-01-26 Tết Nguyên đán Mậu Thân',
      '2028-01-27 Tết Nguyên đán Mậu Thân',
      '2028-01-28 Tết Nguyên đán Mậu Thân',
      '2028-04-04 Giỗ Tổ Hùng Vương',
      '2028-05-01 Quốc tế Lao động',
      '2028-05-02 Nghỉ bù Ngày Chiến thắng',
      '2028-09-01 Quốc khánh (ngày liền kề)',
      '2028-09-04 Nghỉ bù Quốc khánh',
      '2028-11-24 Ngày Văn hóa Việt Nam',
    ]);
  });

  it('names weekdays only, each once, in order, all proposed', () => {
    for (let year = 2000; year <= 2100; year += 1) {
      const days = proposeYear(year);
      expect(days.filter(({ date, kind, status }) => !changesTheWeek(date, kind) || status !== 'proposed')).toEqual([]);
      expect(days.map(({ date }) => date)).toEqual([...new Set(datesOf(year))].toSorted());
    }
  });

  it('has the fixed holidays alone where the table of lunar days ends', () => {
    expect(datesOf(2033)).toEqual(['2033-01-03', '2033-05-02', '2033-05-03', '2033-09-01', '2033-09-02', '2033-11-24']);
  });

  it('has one day of Quốc khánh before 2021, and 24 November only from 2026', () => {
    expect(datesOf(2019).filter((date) => date.startsWith('2019-09'))).toEqual(['2019-09-02']);
    expect([2025, 2026].map((year) => datesOf(year).includes(`${year}-11-24`))).toEqual([false, true]);
  });
});
