import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayWithin } from '#testing/arbitraries.js';
import { type Quantity, quantitySchema } from '../quantity.js';
import { type TimeFrame, timeFrameSchema } from '../time-frame.js';
import { printQuantity } from './print-quantity.js';
import { printTime } from './print-time.js';
import { readQuantity } from './quantity-expression.js';
import { readTime, readTimeSpan } from './time-expression.js';

const PLAN_2021 = { year: 2021, issuedOn: '2020-12-30' };

/** Words and signs of the language, so that chance also makes sentences that nearly mean something. */
const WORDS = (
  'tháng quý năm ngày tuần II IV 3 06 15 2021 2022 / - , ; ( ) từ đến hết trước chậm_nhất hàng mỗi lần một hai thường_xuyên cả_năm đầu giữa cuối ' +
  'theo_quy_định khi_có sau_khi ban_hành kế_hoạch báo_cáo 6_tháng và khoảng dự_kiến dịp Tết thứ_Ba nửa_năm T Q . hoàn_thành 15/6 12/2020 định_kỳ ' +
  'đột_xuất bài tin tin,_bài chuyên_mục lớp Tối_thiểu tối_đa ≥ trở_lên % không_giới_hạn số_lượng : phút học_viên phát_lại xã x “ ” các 1.000 02 0 99 1,5 ' +
  'Hợp_đồng văn_bản + đơn_vị không_nêu_số_lượng trong khoảng ~ nghìn triệu đồng đề_án /NQ-CP \n nửa_đầu thứ_7 trên'
)
  .split(' ')
  .map((word) => word.replaceAll('_', ' '));

const sentence = fc.array(fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(' ', ' ', '')), { maxLength: 10 }).map((words) => words.flat().join(''));
const anyText = fc.oneof({ weight: 4, arbitrary: sentence }, fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ unit: 'grapheme', maxLength: 80 }));
const anyUnit = fc.option(fc.oneof(fc.constantFrom('Bài', 'Tin, bài', 'Bài/tháng', '%', 'Học viên'), sentence), { nil: '' });

function bareTime(value: TimeFrame): TimeFrame {
  return { ...value, source: '' };
}

function bareQuantity(value: Quantity): Quantity {
  return { ...value, source: '', parts: value.parts.map((part) => ({ ...part, source: '' })) };
}

describe('Any text at all', () => {
  it('read as a time gives a valid time frame, or an unknown one with a doubt', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { value, doubts } = readTime(text, PLAN_2021);
        expect(timeFrameSchema.safeParse(value).success).toBe(true);
        expect(value.source).toBe(text.normalize('NFC').trim());
        if (value.to === null) expect(doubts).not.toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('in two columns gives a valid time frame that never ends before it starts', () => {
    fc.assert(
      fc.property(anyText, anyText, (from, to) => {
        expect(timeFrameSchema.safeParse(readTimeSpan(from, to, PLAN_2021).value).success).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('read as a quantity gives a valid quantity, and one that is none comes with a doubt', () => {
    fc.assert(
      fc.property(anyText, anyUnit, (text, unit) => {
        const { value, doubts } = readQuantity(text, { unit });
        expect(quantitySchema.safeParse(value).success).toBe(true);
        expect(value.source).toBe(text.normalize('NFC').trim());
        if (value.kind === 'none' || value.kind === 'implied') expect(doubts).not.toEqual([]);
        if (value.perYear && value.perYear[1] !== null) expect(value.perYear[0]).toBeLessThanOrEqual(value.perYear[1]);
      }),
      { numRuns: 1000 },
    );
  });

  it('printed and read again says the same', () => {
    fc.assert(
      fc.property(anyText, anyUnit, (text, unit) => {
        const time = readTime(text, PLAN_2021).value;
        expect(bareTime(readTime(printTime(time), { year: 1999, issuedOn: '1998-01-01' }).value)).toEqual(bareTime(time));
        const quantity = readQuantity(text, { unit }).value;
        expect(bareQuantity(readQuantity(printQuantity(quantity)).value)).toEqual(bareQuantity(quantity));
      }),
      { numRuns: 1500 },
    );
  });

  it('of a hundred thousand characters, or of the longest that is read, takes no more than a moment', () => {
    const repeated = [
      'khi, ',
      'từ ',
      'tháng 3, ',
      '1 bài, ',
      '(',
      '“',
      '1.000',
      'á',
      'quý I/',
      'trước 1/1 và ',
      '1 a b c d e / ',
      'tháng của ',
      '\u0301',
      'mỗi tin ',
    ];
    for (const piece of repeated) {
      for (const length of [1000, 100_000]) {
        const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
        expect(leastTime(() => readTime(text, PLAN_2021))).toBeLessThan(50);
        expect(leastTime(() => readQuantity(text, { unit: text }))).toBeLessThan(50);
      }
    }
  });
});

/** Milliseconds of the processor; the least of some runs, so that a busy machine does not count. */
function leastTime(run: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage();
    run();
    return process.cpuUsage(before).user / 1000;
  });
  return Math.min(...times);
}

const day = dayWithin('2019-01-01', '2032-12-31').map(String);
const nothing = { recurrence: null, dates: [], count: null, source: '' };
const anyDays = fc.tuple(day, day).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));

const anyTime: fc.Arbitrary<TimeFrame> = fc.oneof(
  fc
    .tuple(fc.constantFrom('range' as const, 'continuous' as const, 'fuzzy' as const), anyDays)
    .map(([kind, days]): TimeFrame => ({ ...nothing, kind, ...days })),
  day.map((date): TimeFrame => ({ ...nothing, kind: 'point_day', from: date, to: date, dates: [date] })),
  day.map((date): TimeFrame => ({ ...nothing, kind: 'deadline', from: null, to: date, dates: [date] })),
  fc.uniqueArray(day, { minLength: 2, maxLength: 6 }).map((days): TimeFrame => {
    const dates = days.toSorted();
    return { ...nothing, kind: 'multi_deadline', from: null, to: dates.at(-1)!, dates, count: dates.length };
  }),
  day.map((from): TimeFrame => ({ ...nothing, kind: 'event', from, to: null })),
  fc
    .integer({ min: 2000, max: 2100 })
    .map((year): TimeFrame => ({ ...nothing, kind: 'year', from: `${year}-01-01`, to: `${year}-12-31`, dates: [`${year}-12-31`] })),
  fc.tuple(fc.integer({ min: 2000, max: 2100 }), fc.integer({ min: 2, max: 60 })).map(([year, count]): TimeFrame => {
    return { ...nothing, kind: 'recurring', from: `${year}-01-01`, to: `${year}-12-31`, recurrence: `${count}/YEAR`, count };
  }),
);

const PER_YEAR = { plan: 1, half: 2, quarter: 4, month: 12, week: 52 } as const;
const anyPeriod = fc.constantFrom(...(Object.keys(PER_YEAR) as (keyof typeof PER_YEAR)[]));
const anyKnownUnit = fc.constantFrom('bài', 'tin, bài', 'chuyên mục', 'lớp', 'cuộc', 'học viên', 'trái / phải', 'mỗi tháng 3', '');

const anyQuantity: fc.Arbitrary<Quantity> = fc
  .tuple(fc.integer({ min: 0, max: 20_000 }), fc.option(fc.integer({ min: 0, max: 20_000 })), anyPeriod, anyKnownUnit)
  .map(([min, more, per, unit]): Quantity => {
    const max = more === null ? null : min + more;
    const kind = max === null ? 'minimum' : max === min ? 'exact' : 'range';
    const perYear: Quantity['perYear'] = [min * PER_YEAR[per], max === null ? null : max * PER_YEAR[per]];
    return { kind, min, max, unit, per, perYear, parts: [], source: '' };
  });

describe('Any value', () => {
  it('of time is printed in words that read as it', () => {
    fc.assert(
      fc.property(anyTime, (time) => expect(bareTime(readTime(printTime(time), PLAN_2021).value)).toEqual(bareTime(time))),
      { numRuns: 1000 },
    );
  });

  it('of quantity is printed in words that read as it', () => {
    fc.assert(
      fc.property(anyQuantity, (quantity) => expect(bareQuantity(readQuantity(printQuantity(quantity)).value)).toEqual(bareQuantity(quantity))),
      {
        numRuns: 1000,
      },
    );
  });
});
