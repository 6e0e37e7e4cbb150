import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import type { OrganisationDirectory } from '#organisations/organisation-names.js';
import { quantitySchema } from '../quantity.js';
import { timeFrameSchema } from '../time-frame.js';
import { type AppendixRow, emptyRow } from './appendix-row.js';
import { DISTRICT_2023, documentOf, HEADER_105, ROWS_105, SUBHEADER_105, table } from './fixtures/tables.js';
import { readAppendix } from './read-appendix.js';
import { understandPlan, understandRow, type UnderstandingContext, type UnderstoodTask } from './understand.js';

interface Named {
  code: string;
  name: string;
  shortName: string;
}

const sample = JSON.parse(readFileSync(new URL('../plans/105-KH-UBND.json', import.meta.url), 'utf8')) as { organisations: Named[] };
const directory: OrganisationDirectory = { entries: sample.organisations.map(({ code, name, shortName }) => ({ code, names: [name, shortName] })) };
const context: UnderstandingContext = { year: 2021, issuedOn: '2020-12-30', directory };

const WHOLE: AppendixRow = {
  ...emptyRow(),
  ordinal: '1',
  name: 'Đăng bài',
  product: 'Bài báo (số lượng 24 bài)',
  timeFrom: 'Quý I/2021',
  lead: 'Báo Đồng Khởi',
  supporting: 'Sở Nội vụ',
};

const understood = (changes: Partial<AppendixRow>) => understandRow({ ...WHOLE, ...changes }, context);
const codesOf = ({ doubts }: Pick<UnderstoodTask, 'doubts'>) => doubts.map(({ code }) => code);

describe('The plan 105, understood', () => {
  const { tasks } = understandPlan(readAppendix(documentOf(table(HEADER_105, SUBHEADER_105, ...ROWS_105))), context);

  it('has exactly the doubts that its words give cause for', () => {
    expect(Object.fromEntries(tasks.map((task) => [task.ordinal, codesOf(task)]).filter(([, codes]) => codes!.length > 0))).toEqual({
      1: ['implied-quantity'],
      2: ['no-quantity'],
      3: ['implied-quantity'],
      5: ['year-disagrees'],
      10: ['implied-quantity'],
    });
  });

  it('owes what the plan’s product cells say', () => {
    const owed = tasks.map(({ quantity }) => [quantity.kind, quantity.min]);
    expect(owed[3]).toEqual(['exact', 24]);
    expect(owed[4]).toEqual(['exact', 1]);
    expect(owed[5]![0]).toBe('unlimited');
    expect([owed[6], owed[7], owed[11]]).toEqual([
      ['exact', 12],
      ['exact', 12],
      ['exact', 12],
    ]);
    expect(owed[10]).toEqual(['exact', 3]);
    expect(owed[12]![0]).toBe('as-regulated');
    expect(tasks[2]!.quantity.parts).toHaveLength(2);
  });

  it('is done when the plan says', () => {
    expect(tasks[6]!.time).toMatchObject({ recurrence: 'MONTHLY', count: 12, from: '2021-01-01', to: '2021-12-31' });
    expect(tasks[4]!.time).toMatchObject({ from: '2020-12-01', to: '2021-01-31' });
    expect(tasks[9]!.time).toMatchObject({ from: '2021-04-01', to: '2021-09-30' });
  });

  it('names its parties one by one', () => {
    expect(tasks[2]!.supporting).toEqual(['Báo Đồng Khởi', 'Đài Phát thanh và truyền hình tỉnh']);
    expect(tasks[5]!.supporting).toEqual(['Sở Nội vụ', 'các cơ quan, đơn vị, địa phương']);
    expect(tasks[12]!.lead).toEqual(['Đoàn Đại biểu Quốc hội tỉnh', 'HĐND 03 cấp tỉnh, huyện, xã']);
  });
});

describe('The district’s plan, understood', () => {
  const reading = readAppendix(documentOf(table(...DISTRICT_2023)));
  const { tasks } = understandPlan(reading, { ...context, year: 2023, issuedOn: null });

  it('owes 52 a year week by week, at least 48, and one for each commune', () => {
    expect(tasks[0]).toMatchObject({ products: ['Chuyên mục'], quantity: { kind: 'exact', min: 52, unit: 'chuyên mục' }, time: { recurrence: 'WEEKLY' } });
    expect(codesOf(tasks[0]!)).not.toContain('count-disagrees');
    expect(tasks[1]!.quantity).toMatchObject({ kind: 'minimum', min: 48, max: null });
    expect(tasks[4]!.quantity).toMatchObject({ min: 1, per: 'item' });
  });

  it('reports before two dates', () => {
    expect(tasks[5]!.time).toMatchObject({ kind: 'multi_deadline', dates: ['2023-06-09', '2023-12-09'], count: 2 });
    expect(codesOf(tasks[5]!)).not.toContain('count-disagrees');
  });

  it('asks about the offices that the province does not know', () => {
    expect(tasks[2]!.supporting).toEqual(['Huyện Đoàn', 'Phòng Tư pháp']);
    expect(tasks[2]!.doubts.filter(({ code }) => code === 'organisation-unknown').map(({ source }) => source)).toEqual([
      'Phòng Nội vụ',
      'Huyện Đoàn',
      'Phòng Tư pháp',
    ]);
  });
});

describe('A row', () => {
  it('that lacks everything has a doubt for each thing', () => {
    expect(codesOf(understandRow({ ...emptyRow(), ordinal: '4' }, context))).toEqual(expect.arrayContaining(['no-name', 'no-product', 'no-lead', 'no-time']));
  });

  it('that says all is not doubted', () => {
    expect(codesOf(understood({}))).toEqual([]);
  });

  it('of 24 against two a month over six months is doubted', () => {
    expect(codesOf(understood({ product: 'Bài báo', quantity: '24', timeFrom: '02/tháng, từ tháng 1 đến tháng 6' }))).toContain('count-disagrees');
  });

  it('whose product says another number than the column of numbers is doubted, and the column counts', () => {
    const task = understood({ quantity: '12', unit: 'bài' });
    expect(codesOf(task)).toContain('count-disagrees');
    expect(task.quantity.min).toBe(12);
  });

  it('of an unknown organisation is offered the nearest names', () => {
    const [doubt] = understood({ lead: 'Báo Đồng Khởi mới' }).doubts;
    expect(doubt).toMatchObject({ code: 'organisation-unknown', source: 'Báo Đồng Khởi mới' });
    expect(doubt!.message).toContain('“Báo Đồng Khởi”');
  });

  it('that ends before it starts is doubted', () => {
    expect(codesOf(understood({ timeFrom: 'Tháng 9/2021', timeTo: 'Tháng 3/2021' }))).toContain('end-before-start');
  });

  it('whose cell of leads says who supports has them apart', () => {
    const { lead, supporting, doubts } = understood({ lead: 'Sở Nội vụ chủ trì, phối hợp với Báo Đồng Khởi', supporting: 'Báo Đồng Khởi, Sở Tư pháp' });
    expect({ lead, supporting, doubts }).toEqual({ lead: ['Sở Nội vụ'], supporting: ['Báo Đồng Khởi', 'Sở Tư pháp'], doubts: [] });
  });

  it('with two cells of time that say nothing known has a doubt for each, about its words', () => {
    const unread = (timeFrom: string, timeTo: string) => understood({ timeFrom, timeTo }).doubts.map(({ code, source }) => `${code} ${source}`);
    expect(unread('abc', 'lễ khai giảng')).toEqual(['time-unknown abc', 'time-unknown lễ khai giảng']);
    expect(unread('abc', 'ABC')).toEqual(['time-unknown abc']);
  });

  it('of any words is understood without a crash, as values that can be stored', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('Quý V', 'tháng 13', '24 bài', '02/tháng', '≥ 48', 'Sở A, Sở B', 'năm 2019', '1.000', '100%'));
    const row = fc.record(Object.fromEntries(Object.keys(emptyRow()).map((key) => [key, cell])) as Record<keyof AppendixRow, typeof cell>);
    fc.assert(
      fc.property(row, (any) => {
        const task = understandRow(any, context);
        expect(quantitySchema.safeParse(task.quantity).success && timeFrameSchema.safeParse(task.time).success).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});

describe('A whole table', () => {
  it('with one number twice says so at both rows, but not where another heading begins anew', () => {
    const rows = [WHOLE, { ...WHOLE, name: 'Khác' }, { ...WHOLE, group: 'II. KHÁC' }];
    const { tasks } = understandPlan({ ...readAppendix({ blocks: [] }), rows }, context);
    expect(tasks.map((task) => codesOf(task).includes('duplicate-ordinal'))).toEqual([true, true, false]);
  });

  it('whose title names another year than the one used says so', () => {
    const reading = readAppendix({ blocks: [] });
    const plan = (title: string) => understandPlan({ ...reading, head: { ...reading.head, title }, doubts: [], rows: [WHOLE] }, context);
    expect(plan('Kế hoạch tuyên truyền năm 2024').doubts.map(({ code }) => code)).toEqual(['year-chosen-disagrees']);
    expect(plan('Kế hoạch tuyên truyền năm 2021').doubts).toEqual([]);
  });

  it('that was corrected with “nt” takes it from the row above', () => {
    const rows = [WHOLE, { ...WHOLE, ordinal: '2', lead: 'nt' }];
    const { tasks, doubts } = understandPlan({ ...readAppendix({ blocks: [] }), doubts: [], rows }, context);
    expect(tasks[1]).toMatchObject({ lead: ['Báo Đồng Khởi'], doubts: [] });
    expect(doubts.map(({ code }) => code)).toEqual(['same-as-above']);
  });

  it('of two thousand rows is read and understood in under five seconds', () => {
    const rows = Array.from({ length: 2000 }, (_, index) => {
      const [, ...cells] = ROWS_105[index % ROWS_105.length]!;
      return [String(index + 1), ...cells.slice(0, 5), index % 3 === 0 ? `Phòng Nội vụ huyện thứ ${index}` : cells[5]!, ''];
    });
    // Processor time: other tests run at the same time.
    const begun = process.cpuUsage();
    const { tasks } = understandPlan(readAppendix(documentOf(table(HEADER_105, SUBHEADER_105, ...rows))), context);
    expect(tasks).toHaveLength(2000);
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1e6).toBeLessThan(5);
  });
});
