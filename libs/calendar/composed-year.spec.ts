import { describe, expect, it } from '@jest/globals';
import { composeYear } from './composed-year.js';

const dayOf = (year: number, date: string, said?: Parameters<typeof composeYear>[1]) => composeYear(year, said).exceptions.find((day) => day.date === date);

describe('A composed year', () => {
  it('is announced where the whole shipped table of it is, and proposed otherwise', () => {
    expect([2021, 2026, 2027, 2028, 2019].map((year) => composeYear(year).status)).toEqual(['announced', 'announced', 'proposed', 'proposed', 'proposed']);
  });

  it('carries the source of each day', () => {
    expect(dayOf(2027, '2027-01-01')).toMatchObject({ status: 'announced', source: expect.stringContaining('Thông báo') });
    expect(dayOf(2027, '2027-02-04')).toMatchObject({ status: 'proposed', source: expect.stringContaining('Bộ luật Lao động 2019') });
  });

  it('is announced whole by a document, and only its proposed days by that', () => {
    const said = { days: [], announcedBy: 'Thông báo 1/TB-BNV' };
    expect(composeYear(2027, said)).toMatchObject({ status: 'announced', source: 'Thông báo 1/TB-BNV' });
    expect(dayOf(2027, '2027-02-04', said)).toMatchObject({ status: 'announced', source: 'Thông báo 1/TB-BNV' });
    expect(dayOf(2027, '2027-01-01', said)!.source).not.toBe('Thông báo 1/TB-BNV');
  });

  it('has an administrator’s days over all others, in order', () => {
    const days = [
      { date: '2027-12-20', kind: 'off', name: 'Bão', source: 'CV 2' },
      { date: '2027-03-06', kind: 'work', name: 'Làm bù', source: 'CV 1' },
      { date: '2027-04-16', kind: 'plain', name: 'Giỗ Tổ Hùng Vương', source: '' },
    ] as const;
    const dates = composeYear(2027, { days }).exceptions.map(({ date }) => date);
    expect(dates).toEqual(dates.toSorted());
    expect(dates).not.toContain('2027-04-16');
    expect(dayOf(2027, '2027-12-20', { days })).toEqual({ date: '2027-12-20', kind: 'off', status: 'announced', name: 'Bão', source: 'CV 2' });
    expect(dayOf(2027, '2027-03-06', { days })!.kind).toBe('work');
  });
});
