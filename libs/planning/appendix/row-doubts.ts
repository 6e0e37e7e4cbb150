import { parsePlainDate, type PlainDate } from '#kernel/plain-date.js';
import type { Doubt } from '../doubt.js';
import type { Quantity } from '../quantity.js';
import type { TimeFrame } from '../time-frame.js';

/** Of a longer name only so many characters are looked at. */
const LONGEST_NAME = 1000;

/** Preparations for a plan may begin in the last quarter before its year. */
const LEAD_FROM_MONTH = 10;

const PERIODS_A_YEAR: Readonly<Record<string, number>> = { week: 52, month: 12, quarter: 4, half: 2 };
const RECURRENCE_OF: Readonly<Record<string, string>> = { week: 'WEEKLY', month: 'MONTHLY', quarter: 'QUARTERLY', half: 'HALFYEARLY' };
const PERIOD_NAMES: Readonly<Record<string, string>> = { week: 'tuần', month: 'tháng', quarter: 'quý', half: 'sáu tháng' };

/**
 * A year in a task's name that its dates do not bear out. A Spring paper carries the year its Tết falls in, the one its time
 * ends in; a plan may speak of the year after it is written, a summing-up of the year before.
 */
export function yearDoubts(written: string, { from, to, source }: TimeFrame, planYear: number): Doubt[] {
  const name = written.slice(0, LONGEST_NAME);
  const first = yearOf(from) ?? yearOf(to) ?? planYear;
  const last = yearOf(to) ?? yearOf(from) ?? planYear;
  const spring = /(?:Báo|Số báo|Số|Giai phẩm|Tập san|Chuyên trang)\s+(?:Xuân|Tết)[^\d;.]*?(?<!\d)(20\d\d)(?!\d)/iu.exec(name);
  if (spring && Number(spring[1]) !== last)
    return [yearDoubt(spring[0], Number(spring[1]), source, `báo Xuân, Tết mang năm mà thời gian thực hiện kết thúc (${last})`)];
  if (spring) return [];
  return yearsNamed(name)
    .filter(({ year, until }) => {
      const earliest = /tổng kết|sơ kết|kết quả|báo cáo|chỉ số|đánh giá/iu.test(name) ? first - 1 : first;
      const latest = /kế hoạch|chương trình|xây dựng/iu.test(name) ? last + 1 : last;
      return (year > latest || until < earliest) && year !== planYear;
    })
    .slice(0, 1)
    .map(({ year, words }) => yearDoubt(words, year, source, 'năm này nằm ngoài thời gian thực hiện'));
}

/** A number over the whole plan against how often the words of time say that something is done. */
export function countDoubts(quantity: Quantity, time: TimeFrame, rate: Quantity | undefined): Doubt[] {
  if (quantity.parts.length > 0 || !['exact', 'minimum', 'range'].includes(quantity.kind) || quantity.min === null) return [];
  if (quantity.per === 'plan') {
    if (rate) return rateDoubts(quantity, time, rate);
    return time.count === null || fits(quantity, time.count) ? [] : [countDoubt(quantity, time, `${quantity.source} không chia đều cho ${time.count} lần`)];
  }
  const wanted = RECURRENCE_OF[quantity.per];
  if (wanted === undefined || time.recurrence === null || time.recurrence === wanted || time.recurrence.endsWith('/YEAR')) return [];
  return [countDoubt(quantity, time, `số lượng tính theo ${PERIOD_NAMES[quantity.per]!} nhưng thời gian theo nhịp khác`)];
}

/** Work that lies wholly before the last quarter that leads up to the plan's year, or wholly after the year that follows it. */
export function outsideYearDoubts({ from, to, source }: TimeFrame, planYear: number): Doubt[] {
  const [begin, end] = [dateOf(from) ?? dateOf(to), dateOf(to) ?? dateOf(from)];
  if (begin === undefined || end === undefined) return [];
  const leadsUp = begin.year === planYear - 1 && begin.month >= LEAD_FROM_MONTH;
  if ((end.year >= planYear || leadsUp) && begin.year <= planYear + 1) return [];
  const message = `Thời gian “${source}” nằm ngoài năm kế hoạch ${planYear}; vẫn giữ đúng như ghi. Đề nghị kiểm tra năm.`;
  return [{ code: 'outside-plan-year', message, source }];
}

/** A year used for the plan that lies outside the years its own title names. Dates that name no year depend on it. */
export function yearDoubtsOfHead(title: string | null, chosenYear: number): Doubt[] {
  const named = yearsNamed((title ?? '').slice(0, LONGEST_NAME));
  if (named.length === 0 || named.some(({ year, until }) => year <= chosenYear && chosenYear <= until)) return [];
  const words = named[0]!.words;
  const message = `Tên kế hoạch ghi “${words}” nhưng năm kế hoạch đang chọn là ${chosenYear}; thời gian không ghi năm được hiểu là của năm ${chosenYear}. Đề nghị kiểm tra và chọn đúng năm.`;
  return [{ code: 'year-chosen-disagrees', message, source: words }];
}

/** "02/tháng" in the column of time: so many in each period of the span, against the number owed in all. */
function rateDoubts(quantity: Quantity, time: TimeFrame, rate: Quantity): Doubt[] {
  const periods = periodsIn(time, rate.per);
  if (periods === undefined || rate.min === null || quantity.min === null) return [];
  const total = rate.min * periods;
  const agrees = quantity.kind === 'exact' ? quantity.min === total : (quantity.max ?? Infinity) >= total;
  const sum = `${rate.min} mỗi ${PERIOD_NAMES[rate.per]!} trong ${periods} ${PERIOD_NAMES[rate.per]!} là ${total}`;
  return agrees ? [] : [countDoubt(quantity, time, sum)];
}

function periodsIn({ from, to }: TimeFrame, per: string): number | undefined {
  const [first, last] = [dateOf(from), dateOf(to)];
  const yearly = PERIODS_A_YEAR[per];
  if (!first || !last || yearly === undefined) return undefined;
  const months = (last.year - first.year) * 12 + last.month - first.month + 1;
  return months === 12 || per !== 'week' ? Math.ceil((months * yearly) / 12) : Math.floor((first.until(last).days + 1) / 7);
}

function fits(quantity: Quantity, count: number): boolean {
  if (quantity.kind === 'exact') return quantity.min! > 0 && quantity.min! % count === 0;
  return (quantity.max ?? Infinity) >= count;
}

function countDoubt(quantity: Quantity, time: TimeFrame, why: string): Doubt {
  const message = `Số lượng “${quantity.source}” và thời gian “${time.source}” không khớp nhau: ${why}. Đang lấy theo cột số lượng; đề nghị xác nhận.`;
  return { code: 'count-disagrees', message, source: `${quantity.source}; ${time.source}` };
}

function yearDoubt(words: string, year: number, time: string, why: string): Doubt {
  const message = `Tên nhiệm vụ ghi “${words}” nhưng thời gian thực hiện là “${time}”: ${why}, không phải ${year}. Vẫn giữ tên và thời gian như ghi; đề nghị xác nhận với cơ quan ban hành.`;
  return { code: 'year-disagrees', message, source: words };
}

/** "năm 2021", "2021 - 2025"; not the year of a decree (61/2018), of a standard (ISO 9001:2015) or of a date (12/5/2014). */
function yearsNamed(name: string): { year: number; until: number; words: string }[] {
  return [...name.matchAll(/(?:năm\s+)?(?<![\d/:.,-])(20\d\d)(?![\d/:])(?:\s*[-–]\s*(20\d\d))?/giu)].map(([words, year, until]) => ({
    year: Number(year),
    until: Number(until ?? year),
    words,
  }));
}

function yearOf(date: string | null): number | undefined {
  return dateOf(date)?.year;
}

function dateOf(date: string | null): PlainDate | undefined {
  return date === null ? undefined : parsePlainDate(date);
}
