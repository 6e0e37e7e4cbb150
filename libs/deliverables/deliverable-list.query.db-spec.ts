import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plainDate } from '#kernel/plain-date.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { article, segment, session } from '#testing/builders.js';
import { TestContext } from '#testing/test-context.js';
import { type ListFilter, type ListSort, LIST_SORTS, DeliverableListQuery, PAGE_SIZE } from './deliverable-list.query.js';
import { DeliverableService } from './deliverable.service.js';

describe('The list of deliverables', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await TestContext.open();
    await context.reset('2021-03-31');
    const { tam, lan, khoa } = context.people;
    const log = (...[actor, ordinal, input]: [typeof tam, number, ReturnType<typeof article>]) =>
      context.ask(DeliverableService, (service) => service.log(actor, context.taskId(ordinal), input));
    await log(tam, 4, article({ title: 'Nghiệm thu đề tài', occursOn: '2021-01-10', author: 'Đoàn Ước', url: 'https://baodongkhoi.vn/1' }));
    await log(tam, 4, article({ title: 'Giảm 100% hồ sơ giấy', occursOn: '2021-02-10', author: null }));
    await log(tam, 6, article({ title: 'Mẫu so_10 và C:\\hoso', occursOn: '2021-03-10', author: null }));
    const tv = await log(lan, 8, segment({ title: 'Bước tiến một cửa', occursOn: '2021-02-11', programme: 'Thời sự tối' }));
    await log(lan, 8, segment({ title: 'Bước tiến một cửa', occursOn: '2021-02-12', rerunOf: tv.id }));
    const forum = await log(khoa, 12, session({ title: 'Cà phê tháng 1', occursOn: '2021-01-22', place: 'Hội trường Xuân' }));
    await context.ask(DeliverableService, (service) => service.withdraw(khoa, forum.id, 1, 'Nhầm'));
  });
  afterAll(() => context.close());

  type Paging = { sort?: ListSort; isDescending?: boolean; page?: number; size?: number };
  const page = (filter: Partial<ListFilter> = {}, paging: Paging = {}) =>
    context.ask(DeliverableListQuery, (list) => list.page({ planId: context.planId, ...filter }, paging));
  const titles = async (filter: Partial<ListFilter> = {}, paging: Paging = {}) => (await page(filter, paging)).rows.map(({ title }) => title);

  it('is newest first, with the number of all', async () => {
    const { rows, total } = await page();
    expect(total).toBe(6);
    // The rerun of 12 February stands under its original of the day before.
    expect(rows.map(({ occursOn }) => occursOn)).toEqual(['2021-03-10', '2021-02-11', '2021-02-12', '2021-02-10', '2021-01-22', '2021-01-10']);
  });

  it('gives each row with its task and organisation, alike on both engines', async () => {
    const { rows } = await page({ search: 'đề tài' });
    expect(rows).toEqual([
      {
        id: expect.any(Number),
        occursOn: '2021-01-10',
        creditedOn: null,
        title: 'Nghiệm thu đề tài',
        genre: 'Bài viết',
        author: 'Đoàn Ước',
        url: 'https://baodongkhoi.vn/1',
        issueNumber: null,
        page: null,
        channel: null,
        airedAt: null,
        status: 'published',
        isRerun: false,
        originalId: null,
        originalTitle: null,
        originalOn: null,
        hasEvidence: true,
        reason: null,
        takenBackOn: null,
        takenBackReason: null,
        taskId: context.taskId(4),
        ordinal: '4',
        taskName: 'Thực hiện Chuyên mục CCHC trên Báo Đồng Khởi',
        medium: 'newspaper',
        organisation: 'Báo Đồng Khởi',
      },
    ]);
  });

  it('is searched without marks and in any case, in the title, the author, the programme and the place', async () => {
    expect(await titles({ search: 'nghiem thu' })).toEqual(['Nghiệm thu đề tài']);
    expect(await titles({ search: 'ĐOÀN ƯỚC' })).toEqual(['Nghiệm thu đề tài']);
    expect(await titles({ search: 'thoi su' })).toEqual(['Bước tiến một cửa']);
    expect(await titles({ search: 'hoi truong xuan' })).toEqual(['Cà phê tháng 1']);
  });

  it('wants every word, in whatever order', async () => {
    expect(await titles({ search: 'cửa bước' })).toHaveLength(2);
    expect(await titles({ search: 'cửa nghiệm' })).toEqual([]);
  });

  it('takes %, _ and \\ as they are typed', async () => {
    expect(await titles({ search: '100%' })).toEqual(['Giảm 100% hồ sơ giấy']);
    expect(await titles({ search: '1%' })).toEqual([]);
    expect(await titles({ search: 'so_10' })).toEqual(['Mẫu so_10 và C:\\hoso']);
    expect(await titles({ search: 'b_oc' })).toEqual([]);
    expect(await titles({ search: 'c:\\hoso' })).toEqual(['Mẫu so_10 và C:\\hoso']);
  });

  it('takes quotation marks and question marks as text, not as SQL', async () => {
    expect(await titles({ search: "'; drop table deliverable; --" })).toEqual([]);
    expect(await titles({ search: '?' })).toEqual([]);
    expect((await page()).total).toBe(6);
  });

  it('is filtered by task, organisation, status and month', async () => {
    expect(await titles({ taskId: context.taskId(6) })).toEqual(['Mẫu so_10 và C:\\hoso']);
    expect(await titles({ organisationId: context.people.lan.organisationId })).toHaveLength(2);
    expect(await titles({ status: 'withdrawn' })).toEqual(['Cà phê tháng 1']);
    expect(await titles({ month: '2021-01' })).toEqual(['Cà phê tháng 1', 'Nghiệm thu đề tài']);
    expect(await titles({ month: '2021-01', status: 'published' })).toEqual(['Nghiệm thu đề tài']);
    expect((await page({ planId: context.planId + 1 })).total).toBe(0);
  });

  it('marks the rerun', async () => {
    const { rows } = await page({ taskId: context.taskId(8) });
    expect(rows.map(({ isRerun }) => isRerun)).toEqual([false, true]);
    expect(rows[1]).toMatchObject({ originalId: rows[0]!.id, originalTitle: 'Bước tiến một cửa', originalOn: '2021-02-11' });
  });

  it('says why an item was withdrawn', async () => {
    const { rows } = await page({ status: 'withdrawn' });
    expect(rows.map(({ reason }) => reason)).toEqual(['Nhầm']);
  });

  it('tells beside the number of all how many count, with what proof, and how many are accepted', async () => {
    const { total, ledgers } = await page();
    expect({ total, ...ledgers }).toEqual({ total: 6, declared: 4, evidenced: 2, accepted: 0 });
    expect((await page({ search: 'không có tên này' })).ledgers).toEqual({ declared: 0, evidenced: 0, accepted: 0 });
  });

  it('is filtered by evidence, of what counts', async () => {
    expect(await titles({ evidence: 'with' })).toEqual(['Bước tiến một cửa', 'Nghiệm thu đề tài']);
    expect(await titles({ evidence: 'without' })).toEqual(['Mẫu so_10 và C:\\hoso', 'Giảm 100% hồ sơ giấy']);
  });

  it('is filtered to reruns, and to make-up items', async () => {
    expect((await page({ kind: 'rerun' })).rows.map(({ occursOn }) => occursOn)).toEqual(['2021-02-12']);
    expect((await page({ kind: 'make-up' })).total).toBe(0);
  });

  it.each(LIST_SORTS)('is sorted by %s both ways', async (sort) => {
    const up = await page({}, { sort, isDescending: false });
    const down = await page({}, { sort, isDescending: true });
    const ids = ({ rows }: typeof up) => rows.filter(({ isRerun }) => !isRerun).map(({ id }) => id);
    expect(ids(up)).toEqual(ids(down).toReversed());
    for (const { rows } of [up, down]) {
      const place = rows.findIndex(({ isRerun }) => isRerun);
      expect(rows[place - 1]!.id).toBe(rows[place]!.originalId);
    }
  });

  it('is sorted by title as a reader without marks would', async () => {
    expect(await titles({}, { sort: 'title', isDescending: false })).toEqual([
      'Bước tiến một cửa',
      'Bước tiến một cửa',
      'Cà phê tháng 1',
      'Giảm 100% hồ sơ giấy',
      'Mẫu so_10 và C:\\hoso',
      'Nghiệm thu đề tài',
    ]);
  });

  it('comes in pages that hold every item once', async () => {
    const pages = await Promise.all([1, 2, 3, 4].map((number) => page({}, { page: number, size: 2 })));
    expect(pages.map(({ rows, total, page: shown }) => [rows.length, total, shown])).toEqual([
      [2, 6, 1],
      [2, 6, 2],
      [2, 6, 3],
      // Beyond the last page stands the last.
      [2, 6, 3],
    ]);
    expect(new Set(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).size).toBe(6);
    expect(PAGE_SIZE).toBeGreaterThanOrEqual(20);
  });
});

describe('An organisation’s name in the list', () => {
  it('is the one it bore on the item’s day', async () => {
    const context = await TestContext.open();
    try {
      await context.reset('2021-06-30');
      const { tam } = context.people;
      for (const occursOn of ['2021-02-28', '2021-03-01', '2021-05-01']) {
        await context.ask(DeliverableService, (service) => service.log(tam, context.taskId(4), article({ occursOn })));
      }
      const listed = async () => {
        const { rows } = await context.ask(DeliverableListQuery, (list) => list.page({ planId: context.planId }, { isDescending: false }));
        return rows.map(({ organisation }) => organisation);
      };
      expect(await listed()).toEqual(['Báo Đồng Khởi', 'Báo Đồng Khởi', 'Báo Đồng Khởi']);
      await context.run(async (em) => {
        const paper = await em.findOneOrFail(Organisation, { code: 'bao-dong-khoi' }, { populate: ['names'] });
        paper.rename({ name: 'Báo Bến Tre', shortName: 'Báo BT' }, plainDate('2021-03-01'), 'Quyết định số 1');
        paper.rename({ name: 'Báo Xứ Dừa', shortName: 'Báo XD' }, plainDate('2021-05-01'), 'Quyết định số 2');
        await em.flush();
      });
      expect(await listed()).toEqual(['Báo Đồng Khởi', 'Báo BT', 'Báo XD']);
    } finally {
      await context.close();
    }
  });
});
