import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planDocumentSchema } from './plan-document.js';
import { targetsOf } from './quota.js';
import { issuedSamplePlan, samplePlanFor } from './sample-plan.js';

const issued = issuedSamplePlan();
const row = (ordinal: number) => issued.tasks.find((task) => task.ordinal === ordinal)!;

describe('The plan that ships with the product', () => {
  it('is number 105/KH-UBND of Bến Tre for 2021', () => {
    expect(issued).toMatchObject({
      number: '105/KH-UBND',
      year: 2021,
      issuer: 'Ủy ban nhân dân tỉnh Bến Tre',
      place: 'Bến Tre',
      issuedOn: '2020-12-30',
      coordinator: 'so-noi-vu',
    });
  });

  it('has the 13 tasks with the quantity, the time and the medium that its appendix gives', () => {
    const rows = issued.tasks.map(({ ordinal, quantity: { kind, min, unit }, time: { from, to, kind: timeKind }, medium }) =>
      [ordinal, medium, kind, min ?? '-', unit, from, to, timeKind].join(' | '),
    );
    expect(rows).toEqual([
      '1 | document | implied | 1 | kế hoạch | 2020-12-01 | 2021-12-31 | range',
      '2 | document | none | - | sản phẩm | 2021-01-01 | 2021-12-31 | range',
      '3 | document | implied | 2 | văn bản | 2021-01-01 | 2021-12-31 | range',
      '4 | newspaper | exact | 24 | bài | 2021-01-01 | 2021-12-31 | range',
      '5 | newspaper | exact | 1 | bài | 2020-12-01 | 2021-01-31 | range',
      '6 | newspaper | unlimited | 0 | tin, bài | 2021-01-01 | 2021-12-31 | continuous',
      '7 | radio | exact | 12 | chuyên mục | 2021-01-01 | 2021-12-31 | recurring',
      '8 | television | exact | 12 | chuyên mục | 2021-01-01 | 2021-12-31 | recurring',
      '9 | loudspeaker | unlimited | 0 | chuyên mục | 2021-01-01 | 2021-12-31 | continuous',
      '10 | training | implied | 1 | cuộc thi | 2021-04-01 | 2021-09-30 | range',
      '11 | training | exact | 3 | lớp | 2021-07-01 | 2021-09-30 | quarter',
      '12 | forum | exact | 12 | buổi | 2021-01-01 | 2021-12-31 | recurring',
      '13 | forum | as-regulated | - | cuộc | 2021-01-01 | 2021-12-31 | continuous',
    ]);
  });

  it('keeps the words of the appendix', () => {
    expect(row(7)).toMatchObject({
      name: 'Thực hiện Chuyên mục CCHC trên sóng phát thanh',
      product: 'Chuyên mục (Phóng sự, Bài viết, câu chuyện truyền thanh, số lượng 12)',
      genres: ['Phóng sự', 'Bài viết', 'Câu chuyện truyền thanh'],
    });
    expect(row(6).time.source).toBe('Thường xuyên trong năm 2021');
    expect(row(13).quantity.source).toBe('Cuộc (số lượng: Theo quy định)');
  });

  it('names who leads each task; a phrase with commas is one party, and task 13 has two leads', () => {
    expect(issued.tasks.map(({ lead }) => lead.join(' + '))).toEqual([
      'so-noi-vu',
      'so-noi-vu',
      'so-noi-vu',
      'bao-dong-khoi',
      'bao-dong-khoi',
      'bao-dong-khoi',
      'dai-ptth',
      'dai-ptth',
      'dai-truyen-thanh',
      'so-noi-vu',
      'so-noi-vu',
      'tt-xuc-tien',
      'doan-dbqh + hdnd-ba-cap',
    ]);
    expect(row(6).supporting).toEqual(['so-noi-vu', 'co-quan-dia-phuong']);
    expect(row(3).supporting).toEqual(['bao-dong-khoi', 'dai-ptth']);
    const names = new Map(issued.organisations.map(({ code, name }) => [code, name]));
    expect(names.get('co-quan-dia-phuong')).toBe('Các cơ quan, đơn vị, địa phương');
  });

  it('warns that “Báo Xuân 2020” disagrees with its dates, and leaves the words alone', () => {
    expect(row(5).name).toBe('Thực hiện Chuyên mục CCHC trên Báo Xuân Đồng Khởi 2020');
    expect(row(5).doubts.map(({ code }) => code)).toEqual(['year-disagrees']);
  });

  it('owes a contract and a minute, each of its own kind', () => {
    const targets = targetsOf(row(3), 2021);
    expect(targets.map(({ product, quantity }) => [product, quantity])).toEqual([
      ['Hợp đồng', 1],
      ['Biên bản nghiệm thu, thanh lý hợp đồng', 1],
    ]);
    expect(row(3).genres).toEqual(targets.map(({ product }) => product));
  });

  it('asks for eleven topics, lays duties on eleven parties and lists five forms, each in a line one can read', () => {
    expect(issued.topics).toHaveLength(11);
    expect(issued.duties.filter(({ section }) => section === 'parties').map(({ party }) => party)).toHaveLength(11);
    expect(issued.duties.filter(({ section }) => section === 'forms').flatMap(({ items }) => items)).toHaveLength(5);
    for (const text of [...issued.topics, ...issued.duties.flatMap(({ items }) => items)]) expect([text, text.length <= 140]).toEqual([text, true]);
  });
});

describe('The plan moved to another year', () => {
  it('is the same plan where the year is its own', () => {
    expect(samplePlanFor(2021)).toEqual(issued);
  });

  it('shifts its dates and the years in its words alike', () => {
    const moved = samplePlanFor(2026);
    expect(moved).toMatchObject({ year: 2026, title: 'Kế hoạch thông tin, tuyên truyền cải cách hành chính năm 2026', issuedOn: '2025-12-30' });
    const spring = moved.tasks.find(({ ordinal }) => ordinal === 5)!;
    expect(spring.name).toBe('Thực hiện Chuyên mục CCHC trên Báo Xuân Đồng Khởi 2025');
    expect(spring.time).toMatchObject({ from: '2025-12-01', to: '2026-01-31', source: 'Tháng 12/2025 - Tháng 01/2026' });
    expect(spring.doubts[0]!.message).toContain('12/2025–01/2026');
  });

  it('shifts the years in its topics and duties, and leaves the numbers of standards and resolutions', () => {
    const moved = samplePlanFor(2026);
    expect(moved.duties[0]!.items[0]).toContain('CCHC năm 2026');
    expect(moved.topics).toEqual(issued.topics);
    expect(moved.duties.map(({ items }) => items.length)).toEqual(issued.duties.map(({ items }) => items.length));
  });

  it('stays a valid plan with the same quantities and as many targets, in leap years too', () => {
    const count = (plan: typeof issued) => plan.tasks.map((task) => targetsOf(task, plan.year).length);
    fc.assert(
      fc.property(fc.integer({ min: 2001, max: 2100 }), (year) => {
        const moved = samplePlanFor(year);
        expect(planDocumentSchema.safeParse(moved).success).toBe(true);
        expect(moved.tasks.map(({ quantity }) => quantity)).toEqual(issued.tasks.map(({ quantity }) => quantity));
        expect(count(moved)).toEqual(count(issued));
      }),
      { numRuns: 25 },
    );
  });
});
