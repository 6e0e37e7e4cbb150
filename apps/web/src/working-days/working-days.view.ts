import type { CalendarChange } from '#calendar/calendar-history.query.js';
import type { CalendarDay } from '#calendar/calendar-day.entity.js';
import { knowsLunarDays } from '#calendar/proposed-year.js';
import type { SignatureReader } from '#identity/signatures.js';
import { firstDayOf, lastDayOf } from '#kernel/month.js';
import { formatDate, plainDate } from '#kernel/plain-date.js';
import { type CalendarException, FIRST_CALENDAR_YEAR, LAST_CALENDAR_YEAR, type WorkingCalendar } from '#kernel/working-calendar.js';
import { momentWords } from '../http/activity-view.js';
import { isoToWords } from '../http/words.js';

const WEEKDAYS = ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'];

/** What was just done, by the word that the address carries. */
export const DONE_WORDS: Readonly<Record<string, string>> = {
  added: 'Đã thêm ngày nghỉ.',
  swapped: 'Đã ghi ngày hoán đổi và ngày làm bù.',
  removed: 'Đã bỏ ngày ấy khỏi lịch nghỉ.',
  restored: 'Đã khôi phục ngày ấy.',
  announced: 'Đã đánh dấu năm này có thông báo chính thức.',
  withdrawn: 'Đã bỏ dấu có thông báo; các ngày dự kiến lại là dự kiến.',
};

/** The twelve months with their exceptions and the number of days that are worked. */
export function monthsView(calendar: WorkingCalendar, year: number) {
  return Array.from({ length: 12 }, (_, index) => {
    const month = `${year}-${String(index + 1).padStart(2, '0')}`;
    return {
      name: `Tháng ${index + 1}`,
      workingDays: calendar.workingDaysIn(month),
      days: calendar.exceptionsBetween(firstDayOf(month), lastDayOf(month)).map(dayView),
    };
  });
}

function dayView({ date, kind, status, name, source }: CalendarException) {
  return {
    date,
    on: isoToWords(date),
    weekday: weekdayName(date),
    name,
    source: source ?? '',
    kind: kind === 'off' ? { icon: 'calendar-off', name: 'nghỉ' } : { icon: 'briefcase', name: 'làm bù' },
    status: status === 'announced' ? { key: 'done', sign: '✓', name: 'đã thông báo' } : { key: 'due-soon', sign: '◔', name: 'dự kiến' },
    question: `Bỏ ${kind === 'off' ? 'ngày nghỉ' : 'ngày làm bù'} ${isoToWords(date)} (${name})?`,
  };
}

export function takenBackView({ date, name, changedBy }: CalendarDay, signed: SignatureReader) {
  return { date: date.toString(), on: formatDate(date), weekday: weekdayName(date.toString()), name, changedBy: signed(changedBy) };
}

export function yearStatusView(calendar: WorkingCalendar, year: number) {
  const { status, source } = calendar.statusOf(year);
  return { isProposed: status === 'proposed', source, isWithoutLunarDays: !knowsLunarDays(year) };
}

/** The years beside, and those worth choosing from: what is shipped and foreseen, and the year shown. */
export function yearChoices(year: number, thisYear: number) {
  const first = Math.min(year, 2021);
  const last = Math.min(LAST_CALENDAR_YEAR, Math.max(year, thisYear + 6));
  return {
    years: Array.from({ length: last - first + 1 }, (_, index) => ({ year: first + index, isChosen: first + index === year })),
    previousHref: year > FIRST_CALENDAR_YEAR ? `/working-days?year=${year - 1}` : null,
    nextHref: year < LAST_CALENDAR_YEAR ? `/working-days?year=${year + 1}` : null,
  };
}

/** One entry of the trail in words. */
export function changeView({ at, actor, action, after }: CalendarChange) {
  return { when: momentWords(at), actor: actor ?? 'Hệ thống', what: whatOf(action, after), source: after.source ?? '' };
}

function whatOf(action: string, { date, year, kind, name }: CalendarChange['after']): string {
  const day = date === undefined ? '' : `${isoToWords(date)} (${name ?? ''})`;
  switch (action) {
    case 'calendar.day-added':
      return `thêm ngày nghỉ ${day}`;
    case 'calendar.swap-added':
      return `${kind === 'work' ? 'thêm ngày làm bù' : 'thêm ngày nghỉ hoán đổi'} ${day}`;
    case 'calendar.day-taken-back':
      return `bỏ ngày ${day}`;
    case 'calendar.day-restored':
      return `khôi phục ngày ${day}`;
    case 'calendar.year-announced':
      return `đánh dấu năm ${year} có thông báo chính thức`;
    case 'calendar.year-withdrawn':
      return `bỏ dấu có thông báo của năm ${year}`;
    default:
      return action;
  }
}

export function weekdayName(date: string): string {
  return WEEKDAYS[plainDate(date).dayOfWeek - 1]!;
}
