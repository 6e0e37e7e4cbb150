import { describe, expect, it } from '@jest/globals';
import type { Quantity } from '../quantity.js';
import type { TimeFrame } from '../time-frame.js';
import { countDoubts, outsideYearDoubts, yearDoubts, yearDoubtsOfHead } from './row-doubts.js';

function span(from: string | null, to: string | null, more: Partial<TimeFrame> = {}): TimeFrame {
  return { kind: 'range', from, to, recurrence: null, dates: [], count: null, source: 'thời gian', ...more };
}

function exactly(min: number, more: Partial<Quantity> = {}): Quantity {
  return { kind: 'exact', min, max: min, unit: 'bài', per: 'plan', perYear: null, source: String(min), parts: [], ...more };
}

const YEAR = span('2021-01-01', '2021-12-31');
const monthly = { kind: 'recurring', recurrence: 'MONTHLY', count: 12 } as const;

describe('A year in a task’s name', () => {
  const doubtful = (name: string, time: TimeFrame, year = 2021) => yearDoubts(name, time, year).map(({ source }) => source);

  it('of a Spring paper is the one its time ends in', () => {
    const winter = span('2020-12-01', '2021-01-31');
    expect(doubtful('Thực hiện Chuyên mục CCHC trên Báo Xuân Đồng Khởi 2020', winter)).toEqual(['Báo Xuân Đồng Khởi 2020']);
    expect(doubtful('Thực hiện Chuyên mục CCHC trên Báo Xuân Đồng Khởi 2021', winter)).toEqual([]);
  });

  it.each([
    ['Xây dựng Kế hoạch thông tin, tuyên truyền về CCHC năm 2021.', span('2020-12-01', '2021-12-31')],
    ['Tổ chức cuộc thi năm 2021', span('2021-04-01', '2021-09-30')],
    ['Xây dựng Kế hoạch năm 2022', span('2021-12-01', '2021-12-31')],
    ['Tổng kết công tác năm 2020', span('2021-01-01', '2021-01-31')],
    ['Tuyên truyền Đề án giai đoạn 2021 - 2025', YEAR],
    ['Tuyên truyền Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 và ISO 9001:2015', YEAR],
    ['Cuộc thi năm 2021', span(null, null)],
  ])('in “%s” raises no doubt', (name, time) => expect(doubtful(name, time)).toEqual([]));

  it('outside the dates raises one', () => {
    expect(doubtful('Tổ chức hội thi năm 2019', YEAR)).toEqual(['năm 2019']);
    expect(doubtful('Hội thi năm 2023', span(null, null))).toEqual(['năm 2023']);
  });
});

describe('A number and a time', () => {
  const codes = (quantity: Quantity, time: TimeFrame, rate?: Quantity) => countDoubts(quantity, time, rate).map(({ code }) => code);
  const month = (min: number) => exactly(min, { per: 'month' });

  it('disagree for 24 in all against two a month over six months', () => {
    expect(codes(exactly(24), span('2021-01-01', '2021-06-30'), month(2))).toEqual(['count-disagrees']);
    expect(codes(exactly(12), span('2021-01-01', '2021-06-30'), month(2))).toEqual([]);
  });

  it('agree for twelve each month, three classes in a quarter, two reports at two dates', () => {
    expect(codes(exactly(12), { ...YEAR, ...monthly })).toEqual([]);
    expect(codes(exactly(24), { ...YEAR, ...monthly })).toEqual([]);
    expect(codes(exactly(12), { ...YEAR, recurrence: 'QUARTERLY', count: 4 })).toEqual([]);
    expect(codes(exactly(3), span('2021-07-01', '2021-09-30'))).toEqual([]);
    expect(codes(exactly(2), { ...YEAR, count: 2 })).toEqual([]);
    expect(codes(exactly(52), { ...YEAR, recurrence: 'WEEKLY', count: 52 }, exactly(1, { per: 'week' }))).toEqual([]);
  });

  it('disagree for ten each month, and for so many a month done each quarter', () => {
    expect(codes(exactly(10), { ...YEAR, ...monthly })).toEqual(['count-disagrees']);
    expect(codes(month(2), { ...YEAR, recurrence: 'QUARTERLY', count: 4 })).toEqual(['count-disagrees']);
  });

  it('agree where the number is only a least, or only implied', () => {
    expect(codes(exactly(50, { kind: 'minimum', max: null }), { ...YEAR, ...monthly })).toEqual([]);
    expect(codes(exactly(1, { kind: 'implied' }), { ...YEAR, ...monthly })).toEqual([]);
  });
});

describe('A time outside the plan’s year', () => {
  it('is doubted only where it lies wholly beyond the years beside it', () => {
    const codes = (from: string, to: string) => outsideYearDoubts(span(from, to), 2021).length;
    expect([codes('2019-01-01', '2019-12-31'), codes('2023-01-01', '2023-01-31')]).toEqual([1, 1]);
    expect([codes('2020-12-01', '2020-12-31'), codes('2021-01-01', '2025-12-31'), codes('2022-01-01', '2022-03-31')]).toEqual([0, 0, 0]);
  });

  it('is doubted in the year before, but for its last quarter, which leads up to the plan', () => {
    const codes = (from: string | null, to: string | null) => outsideYearDoubts(span(from, to), 2021).length;
    expect([codes('2020-03-01', '2020-03-31'), codes('2020-09-01', '2020-12-31'), codes(null, '2020-06-30')]).toEqual([1, 1, 1]);
    expect([codes('2020-10-01', '2020-10-31'), codes(null, '2020-12-15'), codes('2020-03-01', '2021-03-31'), codes(null, null)]).toEqual([0, 0, 0, 0]);
  });
});

describe('The year used for a plan', () => {
  it('is doubted where the plan’s title names another', () => {
    const [doubt] = yearDoubtsOfHead('Kế hoạch tuyên truyền cải cách hành chính năm 2024', 2021);
    expect(doubt).toMatchObject({ code: 'year-chosen-disagrees', source: 'năm 2024' });
    expect(doubt!.message).toContain('2021');
  });

  it.each([
    ['Kế hoạch tuyên truyền cải cách hành chính năm 2021'],
    ['Kế hoạch tuyên truyền giai đoạn 2021 - 2025'],
    ['Kế hoạch tổng kết năm 2020 và phương hướng năm 2021'],
    ['Kế hoạch thực hiện Nghị quyết 76/NQ-CP'],
    [null],
  ])('is not doubted for “%s”', (title) => expect(yearDoubtsOfHead(title, 2021)).toEqual([]));
});
