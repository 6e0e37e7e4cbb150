import type { PublicationInput } from '#deliverables/publication.input.js';
import { searchKey } from '#deliverables/identity-of-piece.js';
import { lastDayOf } from '#kernel/month.js';
import { plainDate, type PlainDate } from '#kernel/plain-date.js';
import type { WorkingCalendar } from '#kernel/working-calendar.js';
import {
  CLASSES,
  COLUMN,
  CONTEST,
  type DemoEvent,
  type DemoPiece,
  FORUM,
  LOUDSPEAKER,
  NEWS,
  PLACES,
  RADIO,
  SPRING_PIECE,
  TELEVISION,
  VOTER_MEETINGS,
} from './demo-titles.js';

/** One item of the demonstration's year, as it came about. */
export interface DemoItem {
  /** What reruns and judgements call it. */
  readonly key: string;
  readonly ordinal: number;
  /** The day it appears or, where it never does, the day of its slot. */
  readonly on: PlainDate;
  readonly told: Partial<PublicationInput> & { readonly title: string };
  /** So many days before, it was put into the calendar; without it, it was logged without a slot. */
  readonly plannedAhead?: number;
  readonly isSlotUntitled?: boolean;
  readonly isNeverDone?: boolean;
  readonly rerunOf?: string;
}

/** What Sở Nội vụ or the producer decides about an item later on. */
export interface DemoJudgement {
  readonly key: string;
  readonly on: PlainDate;
  readonly verdict: 'accept' | 'reject' | 'withdraw';
  readonly reason: string;
}

/** Pieces of the column that nobody wrote: the year runs behind its pace. */
const UNWRITTEN = [7, 13, 19];
/** Months (1–12) without a segment or session. The first of each pair is made up for in the month after it. */
const MISSED = { radio: [3], television: [6, 9], forum: [7] } as const;

const NEWS_COUNT = 44;
const LOUDSPEAKER_COUNT = 40;

/** The stations of these districts report nothing. */
const SILENT = ['huyện Chợ Lách', 'huyện Thạnh Phú'];
const VOTER_MEETING_COUNT = 18;

/** The whole year of the sample plan, in no order; the same for the same year. */
export function demoItems(year: number, calendar: WorkingCalendar): DemoItem[] {
  const worded = (text: string) => text.replaceAll('{năm}', String(year));
  const day = (month: number, dayOfMonth: number) => calendar.onOrBefore(plainDate(`${year}-${two(month)}-${two(dayOfMonth)}`));
  const dayOfYear = (days: number) => plainDate(`${year}-01-01`).add({ days });
  const endOf = (month: number) => lastDayOf(`${year}-${two(month)}`);

  const article = ({ title, genre, author }: DemoPiece, on: PlainDate): DemoItem['told'] => ({
    title: worded(title),
    genre,
    author: author ?? null,
    page: String(3 + (on.day % 3)),
    issueNumber: String(4000 + on.dayOfYear),
    url: `https://baodongkhoi.example.vn/${slug(worded(title))}-${on.toString().replaceAll('-', '')}.html`,
  });
  const event = ({ title, place, attendance }: DemoEvent, genre: string) => ({ title: worded(title), place, attendance, genre });
  const radio = (month: number) => ({ title: RADIO[month - 1]!, genre: ['Phóng sự', 'Bài viết', 'Câu chuyện truyền thanh'][month % 3]!, ...ON_RADIO });
  const television = (month: number) => ({ title: worded(TELEVISION[month - 1]!), genre: month % 2 === 0 ? 'Bài phỏng vấn' : 'Phóng sự', ...ON_TELEVISION });

  const column = COLUMN.map((piece, index): DemoItem => {
    const on = day(1 + Math.floor(index / 2), index % 2 === 0 ? 5 + ((index * 5) % 6) : 18 + ((index * 7) % 8));
    return { key: `column-${index}`, ordinal: 4, on, told: article(piece, on), plannedAhead: 28, isSlotUntitled: index % 2 === 1 };
  }).filter((_, index) => !UNWRITTEN.includes(index));

  const monthly = MONTHS.flatMap((month): DemoItem[] => {
    const items: DemoItem[] = [];
    if (!isIn(MISSED.radio, month)) {
      items.push({
        key: `radio-${month}`,
        ordinal: 7,
        on: day(month, 8 + ((month * 3) % 7)),
        told: radio(month),
        plannedAhead: 20,
        isSlotUntitled: month % 2 === 0,
      });
    }
    if (!isIn(MISSED.television, month)) {
      items.push({ key: `television-${month}`, ordinal: 8, on: day(month, 14 + ((month * 5) % 9)), told: television(month), plannedAhead: 25 });
    }
    if (!isIn(MISSED.forum, month)) {
      items.push({
        key: `forum-${month}`,
        ordinal: 12,
        on: day(month, 10 + ((month * 4) % 12)),
        told: event(FORUM[month - 1]!, 'Buổi diễn đàn'),
        plannedAhead: 18,
      });
    }
    return items;
  });

  const broadcastsApart: DemoItem[] = [
    { key: 'radio-3', ordinal: 7, on: day(4, 24), told: { ...radio(3), creditedOn: endOf(3) } },
    { key: 'television-6', ordinal: 8, on: day(7, 27), told: { ...television(6), creditedOn: endOf(6) } },
    { key: 'television-9', ordinal: 8, on: day(9, 16), told: television(9), plannedAhead: 25, isNeverDone: true },
    { key: 'television-2-again', ordinal: 8, on: day(2, 27), told: { ...television(2), airedAt: '10:30' }, rerunOf: 'television-2' },
    { key: 'radio-5-again', ordinal: 7, on: day(5, 20), told: { ...radio(5), airedAt: '18:30' }, rerunOf: 'radio-5' },
    { key: 'television-10-again', ordinal: 8, on: day(10, 28), told: { ...television(10), airedAt: '10:30' }, rerunOf: 'television-10' },
  ];

  const spring = day(1, 8);
  const lastClass = day(10, 8);
  const once: DemoItem[] = [
    paper('plan', 1, plainDate(`${year - 1}-12-30`), `Kế hoạch thông tin, tuyên truyền cải cách hành chính năm ${year}`, 'Kế hoạch', '105/KH-UBND'),
    paper('leaflet', 2, day(3, 16), 'Tờ rơi “Năm việc làm được ngay trên mạng”', 'Tờ rơi', null),
    paper('panel', 2, day(6, 8), 'Pa nô cải cách hành chính tại chín huyện, thành phố', 'Pa nô, áp phích', null),
    paper('video', 2, day(10, 12), 'Phim ngắn “Một cửa gần dân”', 'Video', null),
    paper('contract-press', 3, day(1, 20), 'Hợp đồng tuyên truyền cải cách hành chính với Báo Đồng Khởi', 'Hợp đồng', '04/HĐ-SNV'),
    paper('contract-station', 3, day(2, 5), 'Hợp đồng tuyên truyền cải cách hành chính với Đài Phát thanh và Truyền hình', 'Hợp đồng', '05/HĐ-SNV'),
    {
      ...paper('minutes', 3, day(12, 18), 'Biên bản nghiệm thu, thanh lý hợp đồng với Báo Đồng Khởi', 'Biên bản nghiệm thu, thanh lý hợp đồng', '31/BB-SNV'),
      plannedAhead: 40,
    },
    { key: 'spring', ordinal: 5, on: spring, told: article(SPRING_PIECE, spring), plannedAhead: 21 },
    { key: 'contest', ordinal: 10, on: day(9, 22), told: event(CONTEST, 'Cuộc thi'), plannedAhead: 45 },
    { key: 'class-1', ordinal: 11, on: day(8, 12), told: event(CLASSES[0]!, 'Lớp tập huấn'), plannedAhead: 30 },
    { key: 'class-2', ordinal: 11, on: day(9, 16), told: event(CLASSES[1]!, 'Lớp tập huấn'), plannedAhead: 30 },
    { key: 'class-3', ordinal: 11, on: lastClass, told: { ...event(CLASSES[2]!, 'Lớp bồi dưỡng'), creditedOn: endOf(9) } },
  ];

  const news = range(NEWS_COUNT).map((index): DemoItem => {
    const on = dayOfYear(8 + index * 8);
    const round = Math.floor(index / NEWS.length);
    const title = placed(NEWS[index % NEWS.length]!, (index % NEWS.length) + 2 * round, round);
    return {
      key: `news-${index}`,
      ordinal: 6,
      on,
      told: article({ title, genre: index % 4 === 3 ? 'Bài viết' : 'Tin', author: ['Trúc Lâm', 'Ngọc Diễm', 'Quốc Thái'][index % 3]! }, on),
    };
  });
  const reporting = range(LOUDSPEAKER_COUNT).filter((index) => !SILENT.includes(districtName(index * 2)));
  const loudspeaker = reporting.map((index): DemoItem => {
    const title = LOUDSPEAKER[index % LOUDSPEAKER.length]!;
    const channel = `Đài truyền thanh ${districtName(index * 2)}`;
    return {
      key: `loudspeaker-${index}`,
      ordinal: 9,
      on: dayOfYear(5 + index * 9),
      told: { title, channel, genre: index % 3 === 2 ? 'Câu chuyện truyền thanh' : 'Tin', airedAt: '17:00', duration: 420 },
    };
  });
  const voters = range(VOTER_MEETING_COUNT).map((index): DemoItem => {
    const title = placed(VOTER_MEETINGS[index % VOTER_MEETINGS.length]!, index * 4, Math.floor(index / 9));
    return {
      key: `voters-${index}`,
      ordinal: 13,
      on: dayOfYear(20 + index * 19),
      told: { title, place: 'Hội trường UBND xã', attendance: 60 + ((index * 37) % 90), genre: 'Cuộc tiếp xúc cử tri' },
    };
  });
  return [...once, ...column, ...monthly, ...broadcastsApart, ...news, ...loudspeaker, ...voters];
}

/** Acceptance after the first quarter and the first half; one piece refused, one taken down. */
export function demoJudgements(year: number, calendar: WorkingCalendar): DemoJudgement[] {
  const accept = (date: string, keys: readonly string[]) =>
    keys.map((key): DemoJudgement => ({ key, on: calendar.onOrBefore(plainDate(`${year}-${date}`)), verdict: 'accept', reason: '' }));
  return [
    ...accept('04-20', [
      'spring',
      ...range(5).map((index) => `column-${index}`),
      'radio-1',
      'radio-2',
      'television-1',
      'television-2',
      'television-3',
      'forum-1',
      'forum-2',
    ]),
    { key: 'column-5', on: calendar.onOrBefore(plainDate(`${year}-04-20`)), verdict: 'reject', reason: 'Trùng nội dung với bài đã nghiệm thu trong tháng 02.' },
    ...accept('07-16', ['column-6', 'column-8', 'column-9', 'radio-3', 'radio-4', 'radio-5', 'television-4', 'television-5', 'forum-3', 'forum-4']),
    { key: 'news-12', on: plainDate(`${year}-05-06`), verdict: 'withdraw', reason: 'Số liệu chưa đối chiếu, tòa soạn đã gỡ bài.' },
  ];
}

const MONTHS = range(12).map((index) => index + 1);
const ON_RADIO = { airedAt: '05:30', channel: 'Phát thanh tỉnh, FM 97,9 MHz', programme: 'Chuyên mục Cải cách hành chính', duration: 900 };
const ON_TELEVISION = { airedAt: '19:45', channel: 'THBT', programme: 'Cải cách hành chính – Vì nhân dân phục vụ', duration: 1200 };

function paper(key: string, ordinal: number, on: PlainDate, title: string, genre: string, documentNumber: string | null): DemoItem {
  return { key, ordinal, on, told: { title, genre, documentNumber } };
}

/** Puts a district and one of its communes into the words. */
function placed(text: string, district: number, commune: number): string {
  const { communes } = PLACES[district % PLACES.length]!;
  const words = text.replaceAll('{huyện}', districtName(district)).replaceAll('{xã}', communes[commune % communes.length]!);
  return words.charAt(0).toLocaleUpperCase('vi') + words.slice(1);
}

function districtName(index: number): string {
  const { district } = PLACES[index % PLACES.length]!;
  return district.startsWith('TP') ? district : `huyện ${district}`;
}

function slug(title: string): string {
  return searchKey(title)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function isIn(months: readonly number[], month: number): boolean {
  return months.includes(month);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
