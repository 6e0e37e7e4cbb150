import { type PlainDate, plainDate } from '#kernel/plain-date.js';
import type { CalendarException } from '#kernel/working-calendar.js';

/**
 * The first day of Tết and Giỗ Tổ (the tenth of the third lunar month) by year, in the Gregorian calendar. A table, because
 * no lunar library at hand is right for Viet Nam in every year; it ends where nobody has checked further.
 */
const LUNAR_DAYS: Readonly<Record<number, { readonly tết: string; readonly giỗTổ: string }>> = {
  2021: { tết: '2021-02-12', giỗTổ: '2021-04-21' },
  2022: { tết: '2022-02-01', giỗTổ: '2022-04-10' },
  2023: { tết: '2023-01-22', giỗTổ: '2023-04-29' },
  2024: { tết: '2024-02-10', giỗTổ: '2024-04-18' },
  2025: { tết: '2025-01-29', giỗTổ: '2025-04-07' },
  2026: { tết: '2026-02-17', giỗTổ: '2026-04-26' },
  2027: { tết: '2027-02-06', giỗTổ: '2027-04-16' },
  2028: { tết: '2028-01-26', giỗTổ: '2028-04-04' },
  2029: { tết: '2029-02-13', giỗTổ: '2029-04-23' },
  2030: { tết: '2030-02-02', giỗTổ: '2030-04-12' },
  2031: { tết: '2031-01-23', giỗTổ: '2031-04-01' },
  2032: { tết: '2032-02-11', giỗTổ: '2032-04-19' },
};

export const PROPOSAL_SOURCE = 'Điều 111 và Điều 112 Bộ luật Lao động 2019';

/** The second day of Quốc khánh came with the Labour Code of 2019, in force from 2021. */
const FIRST_YEAR_OF_ADJACENT_DAY = 2021;
const FIRST_YEAR_OF_CULTURE_DAY = 2026;

const TẾT_DAYS_BEFORE = 2;
const TẾT_DAYS = 5;

interface Holiday {
  readonly date: PlainDate;
  readonly name: string;
}

/** The table of lunar days ends: without it Tết and Giỗ Tổ of the year are missing from the proposal. */
export function knowsLunarDays(year: number): boolean {
  return LUNAR_DAYS[year] !== undefined;
}

/**
 * The days off of a year that has not been announced, all proposed, in the order of the dates, each a weekday:
 *
 * - the holidays of the Labour Code 2019, article 112: 1/1; five days of Tết; Giỗ Tổ; 30/4; 1/5; 2/9 and a day beside it;
 *   and 24/11 from 2026;
 * - of Tết, the last two days of the old year and the first three of the new. One and four is the other usual choice; for
 *   the years 2021–2026 both, with their compensation, give the weekdays that were announced;
 * - beside 2/9, the day that makes the longest unbroken rest; of two alike, the one of which less falls on a weekend,
 *   then the one before;
 * - a holiday on a Saturday or Sunday is made good on the next working day (article 111, clause 3).
 *
 * Swaps with a Saturday are never proposed: each is a decision of its year. Without a row in the table of lunar days the
 * fixed holidays alone are proposed.
 */
export function proposeYear(year: number): CalendarException[] {
  const lunar = LUNAR_DAYS[year];
  const holidays: Holiday[] = [
    { date: plainDate(`${year}-01-01`), name: 'Tết Dương lịch' },
    ...(lunar ? [...tếtFrom(plainDate(lunar.tết)), { date: plainDate(lunar.giỗTổ), name: 'Giỗ Tổ Hùng Vương' }] : []),
    { date: plainDate(`${year}-04-30`), name: 'Ngày Chiến thắng' },
    { date: plainDate(`${year}-05-01`), name: 'Quốc tế Lao động' },
    ...nationalDays(year),
    ...(year >= FIRST_YEAR_OF_CULTURE_DAY ? [{ date: plainDate(`${year}-11-24`), name: 'Ngày Văn hóa Việt Nam' }] : []),
  ];
  return daysOff(holidays).map(({ date, name }) => ({ date: date.toString(), kind: 'off', status: 'proposed', name, source: PROPOSAL_SOURCE }));
}

function tếtFrom(first: PlainDate): Holiday[] {
  const name = `Tết Nguyên đán ${lunarYearName(first.year)}`;
  return Array.from({ length: TẾT_DAYS }, (_, index) => ({ date: first.add({ days: index - TẾT_DAYS_BEFORE }), name }));
}

const STEMS = ['Canh', 'Tân', 'Nhâm', 'Quý', 'Giáp', 'Ất', 'Bính', 'Đinh', 'Mậu', 'Kỷ'];
const BRANCHES = ['Thân', 'Dậu', 'Tuất', 'Hợi', 'Tý', 'Sửu', 'Dần', 'Mão', 'Thìn', 'Tỵ', 'Ngọ', 'Mùi'];

function lunarYearName(year: number): string {
  return `${STEMS[year % STEMS.length]!} ${BRANCHES[year % BRANCHES.length]!}`;
}

function nationalDays(year: number): Holiday[] {
  const day = { date: plainDate(`${year}-09-02`), name: 'Quốc khánh' };
  if (year < FIRST_YEAR_OF_ADJACENT_DAY) return [day];
  const choices = [-1, 1].map((days) => [day, { date: day.date.add({ days }), name: 'Quốc khánh (ngày liền kề)' }]);
  return choices.reduce((best, choice) => (isBetterRest(choice, best) ? choice : best));
}

function isBetterRest(choice: readonly Holiday[], best: readonly Holiday[]): boolean {
  const gain = longestRest(daysOff(choice)) - longestRest(daysOff(best));
  return gain > 0 || (gain === 0 && choice.filter(isAtWeekend).length < best.filter(isAtWeekend).length);
}

/** The longest run of days without work that touches one of the days off. */
function longestRest(days: readonly Holiday[]): number {
  const off = new Set(days.map(({ date }) => date.toString()));
  const isRest = (date: PlainDate) => date.dayOfWeek > 5 || off.has(date.toString());
  return Math.max(
    ...days.map(({ date }) => {
      let length = 1;
      for (let day = date.subtract({ days: 1 }); isRest(day); day = day.subtract({ days: 1 })) length += 1;
      for (let day = date.add({ days: 1 }); isRest(day); day = day.add({ days: 1 })) length += 1;
      return length;
    }),
  );
}

/** The weekdays among the holidays, and for each of the others the next day that would have been worked. */
function daysOff(holidays: readonly Holiday[]): Holiday[] {
  const off = new Map(holidays.filter((holiday) => !isAtWeekend(holiday)).map((holiday) => [holiday.date.toString(), holiday]));
  for (const { date, name } of holidays.filter(isAtWeekend)) {
    let day = date.add({ days: 1 });
    while (day.dayOfWeek > 5 || off.has(day.toString())) day = day.add({ days: 1 });
    off.set(day.toString(), { date: day, name: `Nghỉ bù ${name}` });
  }
  return [...off].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, holiday]) => holiday);
}

function isAtWeekend({ date }: Holiday): boolean {
  return date.dayOfWeek > 5;
}
