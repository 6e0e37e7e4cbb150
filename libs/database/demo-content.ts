import { plainDate, type PlainDate } from '#kernel/plain-date.js';
import type { DutyState } from '#planning/plan-content.entity.js';

/** Topics of the sample plan, by their place in it, of items that somebody took the time to tag. Several topics have nothing. */
const TOPICS: Readonly<Record<string, readonly number[]>> = {
  spring: [5],
  'column-0': [5],
  'column-1': [9],
  'column-2': [4],
  'column-3': [6],
  'column-4': [8],
  'column-5': [4],
  'column-6': [9, 10],
  'column-8': [4, 8],
  'column-9': [5],
  'column-10': [4],
  'column-11': [8],
  'column-14': [6, 11],
  'column-15': [6],
  'column-16': [8],
  'column-18': [8],
  'column-20': [8, 11],
  'column-21': [4, 5],
  'column-22': [9],
  'radio-1': [5],
  'radio-2': [4],
  'radio-4': [4],
  'radio-5': [4, 8],
  'radio-6': [4, 6],
  'radio-7': [5],
  'radio-8': [8],
  'radio-9': [11],
  'radio-11': [10],
  'television-1': [5],
  'television-3': [8],
  'television-4': [4],
  'television-5': [10],
  'television-6': [10],
  'television-7': [5],
  'television-8': [4, 8],
  'television-10': [9, 10],
  'forum-2': [4],
  'forum-3': [4],
  'forum-5': [8],
  'forum-9': [8],
  'forum-12': [10],
  'voters-2': [1],
};

/** Of news and loudspeaker items, which come round again and again, by their number in the round. */
const TOPICS_OF_NEWS: Readonly<Record<number, readonly number[]>> = { 2: [4], 3: [6], 7: [9], 8: [5] };
const NEWS_IN_ROUND = 9;
const LOUDSPEAKER_ON_ONLINE_SERVICES = 1;
const LOUDSPEAKER_IN_ROUND = 7;

/** Which topics an item of the demonstration is about, as places in the plan; often none are said. */
export function demoTopics(key: string): readonly number[] {
  const [kind, number] = [key.replace(/-\d+$/, ''), Number(/\d+$/.exec(key)?.[0])];
  if (kind === 'news') return TOPICS_OF_NEWS[number % NEWS_IN_ROUND] ?? [];
  if (kind === 'loudspeaker') return number % LOUDSPEAKER_IN_ROUND === LOUDSPEAKER_ON_ONLINE_SERVICES ? [8] : [];
  return TOPICS[key] ?? [];
}

/** Somebody says how far a duty of the plan is. */
export interface DemoReport {
  readonly on: PlainDate;
  /** The organisation's code of who reports. */
  readonly by: string;
  readonly party: string;
  /** From 1, within the party. */
  readonly position: number;
  readonly state: DutyState;
  readonly note: string;
}

const ALL_OFFICES = 'Các sở, ban, ngành tỉnh; UBND các huyện, thành phố và UBND các xã, phường, thị trấn';
const FORMS = 'Hình thức thông tin, tuyên truyền';

type Reported = readonly [date: string, by: string, party: string, position: number, state: DutyState, note: string];

const REPORTS: readonly Reported[] = [
  ['01-12', 'dai-ptth', 'Đài Phát thanh và Truyền hình tỉnh', 1, 'under-way', 'Mỗi tháng một chuyên mục phát thanh, một chuyên mục truyền hình.'],
  ['01-15', 'so-noi-vu', FORMS, 1, 'under-way', ''],
  ['01-27', 'so-noi-vu', 'Sở Tài chính', 1, 'done', 'Đã bố trí kinh phí cho hai hợp đồng với báo, đài.'],
  ['02-10', 'so-noi-vu', 'Sở Thông tin và Truyền thông', 1, 'done', 'Đã có công văn hướng dẫn chung.'],
  ['02-26', 'so-noi-vu', ALL_OFFICES, 1, 'under-way', 'Đã nhận kế hoạch của 21 cơ quan; còn nhắc ba huyện.'],
  ['03-05', 'so-noi-vu', 'Văn phòng UBND tỉnh', 2, 'under-way', ''],
  ['03-18', 'so-noi-vu', 'Sở Nội vụ', 1, 'under-way', 'Đã gửi báo cáo quý I.'],
  ['03-30', 'so-noi-vu', FORMS, 3, 'under-way', 'Gắn với các buổi “Cà phê Doanh nghiệp”.'],
  ['04-06', 'bao-dong-khoi', 'Báo Đồng Khởi', 1, 'done', 'Chuyên mục ra hai kỳ mỗi tháng, có trang riêng.'],
  ['04-22', 'so-noi-vu', 'Sở Nội vụ', 3, 'under-way', ''],
  ['05-14', 'so-noi-vu', 'Sở Thông tin và Truyền thông', 3, 'under-way', ''],
  ['06-16', 'so-noi-vu', ALL_OFFICES, 4, 'under-way', 'Đã nhận báo cáo 6 tháng của 24 cơ quan.'],
  ['06-21', 'so-noi-vu', 'Sở Nội vụ', 1, 'under-way', 'Đã gửi báo cáo quý I, 6 tháng.'],
  ['08-03', 'dai-ptth', 'Đài Phát thanh và Truyền hình tỉnh', 3, 'under-way', ''],
  ['08-13', 'so-noi-vu', FORMS, 2, 'under-way', 'Lớp đầu tiên: 164 công chức cấp xã.'],
  ['09-23', 'so-noi-vu', 'Sở Nội vụ', 5, 'done', 'Cuộc thi đã tổ chức, có tổng kết và trao giải.'],
  ['09-24', 'so-noi-vu', FORMS, 4, 'done', ''],
  ['10-12', 'so-noi-vu', 'Sở Nội vụ', 2, 'done', 'Đã mở ba lớp.'],
  ['10-12', 'so-noi-vu', FORMS, 2, 'done', 'Đã mở ba lớp.'],
];

/** What was reported on the duties of the sample plan through a year. */
export function demoReports(year: number): DemoReport[] {
  return REPORTS.map(([date, by, party, position, state, note]) => ({ on: plainDate(`${year}-${date}`), by, party, position, state, note }));
}
