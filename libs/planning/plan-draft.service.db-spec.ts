import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ProgressService } from '#deliverables/progress.service.js';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { plainDate } from '#kernel/plain-date.js';
import { article } from '#testing/builders.js';
import { TestContext } from '#testing/test-context.js';
import { readPasted } from './formats/read-source.js';
import { PlanDraftService } from './plan-draft.service.js';
import { PlanService } from './plan.service.js';
import { emptyRow } from './appendix/appendix-row.js';

const HEAD = 'STT\tNội dung\tSản phẩm\tThời gian\tCơ quan chủ trì\tCơ quan phối hợp';
const COLUMN = '1\tChuyên mục trên báo\tBài báo (số lượng 12 bài)\tMỗi tháng\tBáo Đồng Khởi\tSở Nội vụ';
const CLASS = '2\tMở lớp tập huấn\tLớp (02 lớp)\tQuý V/2023\tSở Nội vụ\t';
const FORUM = '3\tDiễn đàn doanh nghiệp\tBuổi (số lượng 4)\tHàng quý\tHội Doanh nhân trẻ tỉnh\tBáo Đồng Khởi';

const READY = {
  number: '12/KH-UBND',
  issuedOn: '2022-12-20',
  year: 2023,
  issuer: 'Ủy ban nhân dân tỉnh Bến Tre',
  place: 'Bến Tre',
  title: 'Kế hoạch tuyên truyền năm 2023',
};

describe('A plan on its way in', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await TestContext.open();
  });
  beforeEach(async () => {
    await context.reset('2021-03-01');
    await context.rows('delete from plan_draft');
  });
  afterAll(() => context.close());

  const ask = <T>(question: (drafts: PlanDraftService) => Promise<T>) => context.ask(PlanDraftService, question);
  const taken = (...rows: string[]) =>
    ask((drafts) => drafts.take(context.people.hanh, readPasted([HEAD, ...rows].join('\n')), { origin: 'paste', name: 'bảng dán', year: 2023 }));
  const reviewed = (id: number) => ask(async (drafts) => (await drafts.review(await drafts.find(id))).review);
  const completeHead = (id: number, version: number) => ask((drafts) => drafts.correctHead(context.people.hanh, id, version, READY, 'so-noi-vu'));

  it('shows every doubt and what it must be told, and keeps nothing as a plan', async () => {
    const { id } = await taken(COLUMN, CLASS, FORUM);
    const review = await reviewed(id);
    expect(review.tasks.map(({ understood }) => understood.name)).toEqual(['Chuyên mục trên báo', 'Mở lớp tập huấn', 'Diễn đàn doanh nghiệp']);
    expect(review.tasks.map(({ doubts }) => doubts.map(({ code }) => code))).toEqual([[], ['quarter-out-of-range'], ['organisation-unknown']]);
    expect(review.doubts.map(({ code }) => code)).toEqual(['no-number', 'no-issue-date', 'no-title', 'no-issuer', 'no-place']);
    expect(review.unknownParties).toMatchObject([{ phrase: 'Hội Doanh nhân trẻ tỉnh', ordinals: ['3'] }]);
    expect(await context.rows('select 1 as one from plan where year = 2023')).toEqual([]);
    await expect(ask((drafts) => drafts.putInForce(context.people.hanh, id))).rejects.toMatchObject({ code: 'draft-not-settled' });
  });

  it('reads a corrected row anew; a doubt that somebody let stand keeps their name', async () => {
    const { id, version } = await taken(COLUMN, '2\tCuộc thi\tCuộc thi\tQuý II/2023\tSở Nội vụ\t', CLASS);
    const [, , broken] = (await reviewed(id)).tasks;
    await ask((drafts) => drafts.correctRow(context.people.hanh, id, version, broken!.key, { ordinal: '3', timeFrom: 'Quý III/2023' }, undefined));
    const after = await reviewed(id);
    expect(after.tasks[2]!.doubts).toEqual([]);
    expect(after.tasks[2]!.understood.time).toMatchObject({ from: '2023-07-01', to: '2023-09-30' });
    const [implied] = after.tasks[1]!.doubts;
    expect(implied).toMatchObject({ code: 'implied-quantity', confirmed: null, mustBeCorrected: false });
    await ask((drafts) => drafts.confirm(context.people.hanh, id, [implied!.key]));
    expect((await reviewed(id)).tasks[1]!.doubts[0]!.confirmed).toMatchObject({ by: `#${context.people.hanh.userId}` });
  });

  it('does not let a missing number or lead be confirmed away', async () => {
    const { id } = await taken('1\tChuyên mục trên báo\tBài báo (12 bài)\tMỗi tháng\t\t');
    const all = (review: Awaited<ReturnType<typeof reviewed>>) => [...review.doubts, ...review.tasks.flatMap(({ doubts }) => doubts)];
    await ask(async (drafts) =>
      drafts.confirm(
        context.people.hanh,
        id,
        all(await reviewed(id)).map(({ key }) => key),
      ),
    );
    expect(all(await reviewed(id)).filter(({ confirmed }) => confirmed !== null)).toEqual([]);
  });

  it('refuses a change made over an older state, and whoever may not plan', async () => {
    const { id, version } = await taken(COLUMN);
    await completeHead(id, version);
    await expect(completeHead(id, version)).rejects.toMatchObject({ code: 'draft-changed' });
    await expect(ask((drafts) => drafts.addRow(context.people.tam, id))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(ask((drafts) => drafts.putInForce(context.people.phuc, id))).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('becomes a plan with its quotas, its new organisations and what was confirmed by whom', async () => {
    const { id, version } = await taken(COLUMN, '2\tCuộc thi\tCuộc thi\tQuý II/2023\tSở Nội vụ\t', FORUM);
    await completeHead(id, version);
    await ask((drafts) => drafts.createUnknownOrganisations(context.people.hanh, id));
    const review = await reviewed(id);
    await ask((drafts) =>
      drafts.confirm(
        context.people.hanh,
        id,
        review.tasks.flatMap(({ doubts }) => doubts.map(({ key }) => key)),
      ),
    );
    const plan = await ask((drafts) => drafts.putInForce(context.people.hanh, id));
    expect(plan).toMatchObject({ number: '12/KH-UBND', year: 2023, state: 'in-force' });
    const rows = await context.ask(ProgressService, async (progress) => progress.ofPlan(plan, plainDate('2023-06-30')));
    expect(rows.map(({ task, progress }) => [task.label, progress.target, progress.owed])).toEqual([
      ['1', 12, 6],
      ['2', 1, 1],
      ['3', 4, 2],
    ]);
    expect(rows[2]!.leads.map(({ organisation }) => [organisation.name, organisation.kind])).toEqual([['Hội Doanh nhân trẻ tỉnh', 'authority']]);
    expect(rows[1]!.task.doubts).toMatchObject([{ code: 'implied-quantity', confirmedBy: `#${context.people.hanh.userId}` }]);
    await expect(ask((drafts) => drafts.putInForce(context.people.hanh, id))).rejects.toMatchObject({ code: 'draft-is-in-force' });
    // Nobody had worked with the sample.
    expect(await context.rows('select state from plan where id = ?', [context.planId])).toEqual([{ state: 'archived' }]);
    const [{ action }] = (await context.rows<{ action: string }>("select action from audit_entry where subject = 'draft' order by id desc limit 1")) as [
      { action: string },
    ];
    expect(action).toBe('draft.put-in-force');
  });

  it('takes a row out, and a row that a person adds', async () => {
    const { id } = await taken(COLUMN, CLASS);
    const key = await ask((drafts) => drafts.addRow(context.people.hanh, id));
    const draft = await ask((drafts) => drafts.find(id));
    await ask((drafts) =>
      drafts.correctRow(
        context.people.hanh,
        id,
        draft.version,
        key,
        { ...emptyRow(), ordinal: '3', name: 'Tọa đàm', product: '01 cuộc tọa đàm', timeFrom: 'Quý I/2023', lead: 'Sở Nội vụ' },
        'forum',
      ),
    );
    await ask((drafts) => drafts.removeRow(context.people.hanh, id, 2));
    const review = await reviewed(id);
    expect(review.tasks.map(({ understood }) => [understood.ordinal, understood.medium])).toEqual([
      ['1', 'newspaper'],
      ['3', 'forum'],
    ]);
    expect(review.tasks.flatMap(({ doubts }) => doubts)).toEqual([]);
  });

  it('is thrown away with a word in the trail', async () => {
    const { id } = await taken(COLUMN);
    await ask((drafts) => drafts.discard(context.people.hanh, id));
    await expect(ask((drafts) => drafts.find(id))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('refuses a text without a table, saying what a table needs', async () => {
    const text = ask((drafts) => drafts.take(context.people.hanh, readPasted('Kính gửi các cơ quan'), { origin: 'paste', name: 'x' }));
    await expect(text).rejects.toMatchObject({ code: 'invalid-input', field: 'file' });
  });
});

describe('Next year’s plan from this one', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await TestContext.open();
  });
  afterAll(() => context.close());

  it('copies tasks, quotas and parties, moves the dates and flags each', async () => {
    const draft = await context.ask(PlanDraftService, (drafts) => drafts.nextYear(context.people.hanh, context.planId));
    const { review } = await context.ask(PlanDraftService, (drafts) => drafts.review(draft));
    expect(review.head).toMatchObject({ number: null, issuedOn: null, year: 2022, title: 'Kế hoạch thông tin, tuyên truyền cải cách hành chính năm 2022' });
    expect(review.tasks).toHaveLength(13);
    const moved = review.tasks.filter(({ doubts }) => doubts.some(({ code }) => code === 'date-moved')).map(({ understood }) => understood.ordinal);
    // Rows 7, 8 and 12 say "Mỗi tháng": there is no date in it.
    expect(moved).toEqual(['1', '2', '3', '4', '5', '6', '9', '10', '11', '13']);
    expect(review.unknownParties).toEqual([]);
    const [, , , column] = review.tasks;
    expect(column!.understood).toMatchObject({ medium: 'newspaper', lead: ['Báo Đồng Khởi'], quantity: { kind: 'exact', min: 24, unit: 'bài' } });
    expect(column!.understood.time).toMatchObject({ from: '2022-01-01', to: '2022-12-31' });
    const issued = await context.ask(PlanService, async (plans) =>
      (await plans.tasksOf(await plans.find(context.planId))).map(({ quantity }) => [quantity.kind, quantity.min]),
    );
    expect(review.tasks.map(({ understood }) => [understood.quantity.kind, understood.quantity.min])).toEqual(issued);
  });
});

describe('The sample plan', () => {
  it('stays beside the first real plan where somebody has worked with it', async () => {
    const context = await TestContext.open();
    try {
      await context.ask(DeliverableService, (service) => service.log(context.people.tam, context.taskId(4), article({ occursOn: '2021-01-04' })));
      const text = readPasted([HEAD, COLUMN].join('\n'));
      const { id, version } = await context.ask(PlanDraftService, (drafts) => drafts.take(context.people.hanh, text, { origin: 'paste', name: 'bảng dán' }));
      await context.ask(PlanDraftService, (drafts) => drafts.correctHead(context.people.hanh, id, version, READY, 'so-noi-vu'));
      await context.ask(PlanDraftService, (drafts) => drafts.putInForce(context.people.hanh, id));
      expect(await context.rows('select state from plan where id = ?', [context.planId])).toEqual([{ state: 'in-force' }]);
    } finally {
      await context.close();
    }
  });
});
