import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Deliverable } from '#deliverables/deliverable.entity.js';
import { article, segment } from '#testing/builders.js';
import { TestApplication } from '../../e2e/support/test-application.js';

let site: TestApplication;

beforeAll(async () => {
  site = await TestApplication.open();
});
beforeEach(() => site.reset('2021-04-10'));
afterAll(() => site.close());

async function judge(id: number, verdict: 'accept' | 'reject'): Promise<void> {
  await site.context.run(async (em) => {
    const item = await em.findOneOrFail(Deliverable, id);
    if (verdict === 'accept') item.accept(site.context.clock.now());
    else item.reject('Chất lượng âm thanh kém', site.context.clock.now());
    await em.flush();
  });
}

const pageOf = async (address: string) => (await (await site.as('hanh')).get(address)).text;
const taskPage = () => pageOf(`/tasks/${site.taskId(8)}`);

describe('the three numbers', () => {
  const NUMBERS = '2 đã phát · 1 có minh chứng · 1 đã nghiệm thu';

  beforeEach(async () => {
    const { id } = await site.has(8, segment({ title: 'Có giờ, có kênh', occursOn: '2021-01-20' }));
    await judge(id, 'accept');
    await site.has(8, segment({ title: 'Chưa rõ kênh', occursOn: '2021-02-20', channel: null }));
  });

  test.each([
    ['the dashboard', () => '/'],
    ['the list of tasks', () => '/tasks'],
    ['the plan', () => `/plans/${site.context.planId}`],
    ['the form that logs', () => `/deliverables/new?task=${site.taskId(8)}`],
  ])('stand side by side on %s', async (_name, address) => {
    expect(await pageOf(address())).toContain(NUMBERS);
  });

  test('stand at the top of the page of a task, and in each of its months', async () => {
    const text = await taskPage();
    expect(text).toContain('đã phát 2 có minh chứng 1 đã nghiệm thu 1');
    expect(text).toContain('28/02/2021 1 /1 1 đã phát · 0 có minh chứng · 0 đã nghiệm thu');
  });

  test('stand over the list, and in each quarter of the topics', async () => {
    expect(await pageOf('/deliverables')).toContain('Được tính: 2 đã thực hiện · 1 có minh chứng · 1 đã nghiệm thu');
    expect(await pageOf('/content')).toContain('2 đã thực hiện · 1 có minh chứng · 1 đã nghiệm thu');
  });

  test('stand beside the notice after logging', async () => {
    const lan = await site.as('lan');
    const form = await lan.get(`/deliverables/new?task=${site.taskId(8)}`);
    const { location } = await lan.fillIn(form, { title: 'Tháng Tư', occursOn: '2021-04-09', airedAt: '19:45', channel: 'THBT', creditedOn: '' });
    expect((await lan.get(location!)).notice).toContain('3 đã phát · 2 có minh chứng · 1 đã nghiệm thu');
  });

  test('are in the answer of the programming interface', async () => {
    const { body } = await (await site.as('hanh')).get('/api/v1/progress');
    const { tasks } = JSON.parse(body) as { tasks: { ordinal: number; months: { month: string }[] }[] };
    const row = tasks.find(({ ordinal }) => ordinal === 8)!;
    expect(row).toMatchObject({ declared: 2, evidenced: 1, accepted: 1 });
    expect(row.months.find(({ month }) => month === '2021-02')).toMatchObject({ declared: 1, evidenced: 0, accepted: 0 });
  });

  test('lead to what has no evidence yet', async () => {
    const hanh = await site.as('hanh');
    const page = await hanh.get(`/tasks/${site.taskId(8)}`);
    expect(page.text).toContain('Còn 1 sản phẩm chưa có minh chứng');
    const list = await hanh.get(page.links.find((href) => href.includes('evidence=without'))!);
    expect([list.text.includes('Chưa rõ kênh'), list.text.includes('Có giờ, có kênh')]).toEqual([true, false]);
  });
});

describe('the counting rules on the pages', () => {
  test('a rerun stands under its original and counts nowhere (rule 2)', async () => {
    const original = await site.has(8, segment({ title: 'Bản gốc', occursOn: '2021-01-20' }));
    await site.has(8, segment({ title: 'Bản lặp', occursOn: '2021-03-20', rerunOf: original.id }));
    await site.has(8, segment({ title: 'Tháng Hai', occursOn: '2021-02-20' }));
    const text = await pageOf('/deliverables');
    const places = ['Tháng Hai', 'Bản gốc', 'Bản lặp'].map((title) => text.indexOf(title));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(text).toContain('Bản lặp phát lại, không tính · của “Bản gốc” ngày 20/01/2021');
    expect(text).toContain('Được tính: 2 đã thực hiện');
  });

  test('a missed month stays missed and shows its make-up (rule 3)', async () => {
    await site.has(8, segment({ title: 'Bù tháng Một', occursOn: '2021-04-05', creditedOn: '2021-01-31' }));
    const dashboard = (await (await site.as('hanh')).get('/')).body;
    const cell = /<td class="q-made-up">[\s\S]*?<\/td>/.exec(dashboard)![0];
    expect(cell).toContain('tháng 1/2021: 1/1, quá hạn, bù 1, ngày 05/4/2021');
    expect(cell).toContain('! bù 1');
    const href = /href="([^"]*)"/.exec(cell)![1]!.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
    expect(await pageOf(href)).toContain('Bù tháng Một');
    expect(await taskPage()).toContain('tháng 1/2021 31/01/2021 1 /1 bù 1, ngày 05/4/2021');
  });

  test('what was refused leaves the count with its reason, and its month is offered again (rule 6)', async () => {
    const { id } = await site.has(8, segment({ title: 'Tiếng rè', occursOn: '2021-01-20' }));
    const lan = await site.as('lan');
    const address = `/deliverables/new?task=${site.taskId(8)}`;
    expect((await lan.get(address)).text).not.toContain('bù cho tháng 1/2021');
    await judge(id, 'reject');
    expect((await lan.get(address)).text).toContain('bù cho tháng 1/2021');
    const text = await taskPage();
    expect(text).toContain('Lý do: Chất lượng âm thanh kém');
    expect(text).toContain('0/12');
  });

  test('the same piece again is refused with a link to the first, and taken once that was refused (rule 7)', async () => {
    const first = await site.has(4, article({ title: 'Một cửa về xã', occursOn: '2021-03-02' }));
    const tam = await site.as('tam');
    const log = async () => tam.fillIn(await tam.get(`/deliverables/new?task=${site.taskId(4)}`), { title: 'Một cửa về xã', occursOn: '2021-03-02' });
    const refused = await log();
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Sản phẩm đã có: “Một cửa về xã” , ngày 02/3/2021.');
    expect(refused.links).toContain(`/deliverables/${first.id}`);
    await judge(first.id, 'reject');
    expect((await log()).status).toBe(303);
  });

  test('an accepted item that an adjustment takes back says so and no longer counts (rule 8)', async () => {
    const { id } = await site.has(8, segment({ title: 'Đã nghiệm thu nhầm', occursOn: '2021-01-20' }));
    await judge(id, 'accept');
    await site.context.takeBack(id, '2021-04-08');
    const text = await taskPage();
    expect(text).toContain('Không tính từ 08/4/2021: Ghi trùng với bài của năm trước');
    expect(text).toContain('– Đã điều chỉnh');
    expect(text).toContain('0 đã phát');
  });
});
