import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { article, slot } from '#testing/builders.js';
import { TestApplication } from '../../e2e/support/test-application.js';

let site: TestApplication;
let ids: number[];

beforeAll(async () => {
  site = await TestApplication.open();
  ids = (await site.context.rows<{ id: number }>('select id from topic order by position')).map(({ id }) => id);
});
beforeEach(() => site.reset('2021-03-15'));
afterAll(() => site.close());

const tags = () =>
  site.context.rows<{ position: number }>(
    'select t.position from deliverable_topic dt join topic t on t.id = dt.topic_id order by dt.deliverable_id, t.position',
  );

describe('the topics of an item', () => {
  test('are offered closed, in the plan’s order, and may be left out', async () => {
    const tam = await site.as('tam');
    const form = await tam.get(`/deliverables/new?task=${site.taskId(4)}`);
    expect(form.body).toMatch(/<details class="more topics"><summary>/);
    expect([...form.body.matchAll(/<input type="checkbox" name="topics" value="(\d+)">/g)].map(([, id]) => Number(id))).toEqual(ids);
    expect(await tam.fillIn(form, { title: 'Không chủ đề' })).toMatchObject({ status: 303 });
    expect(await tags()).toEqual([]);
  });

  test('are saved with the item, shown on its page with a link, and ticked when it is corrected', async () => {
    const tam = await site.as('tam');
    await tam.fillIn(await tam.get(`/deliverables/new?task=${site.taskId(4)}`), { title: 'Có chủ đề', topics: [ids[3]!, ids[8]!] });
    expect(await tags()).toEqual([{ position: 4 }, { position: 9 }]);
    const [item] = await site.context.rows<{ id: number }>('select id from deliverable');
    const page = await tam.get(`/deliverables/${item!.id}`);
    expect(page.text).toContain('Chủ đề 4. Kết quả cải cách thủ tục hành chính');
    expect(page.links).toEqual(expect.arrayContaining([`/deliverables?topic=${ids[3]}`, `/deliverables?topic=${ids[8]}`]));
    const edit = await tam.get(`/deliverables/${item!.id}/edit`);
    expect(edit.text).toContain('Chủ đề (nếu có) đã chọn 2');
    expect(edit.form().ticked).toEqual({ topics: [String(ids[3]), String(ids[8])] });

    await tam.fillIn(edit, { note: 'Chỉ sửa ghi chú' });
    expect(await tags()).toEqual([{ position: 4 }, { position: 9 }]);
    await tam.fillIn(await tam.get(`/deliverables/${item!.id}/edit`), { topics: '' });
    expect(await tags()).toEqual([]);
  });

  test('keep their ticks in a form that comes back', async () => {
    const tam = await site.as('tam');
    const refused = await tam.fillIn(await tam.get(`/deliverables/new?task=${site.taskId(4)}`), { title: '', topics: [ids[0]!, ids[10]!] });
    expect(refused.status).toBe(422);
    expect(refused.form().ticked).toEqual({ topics: [String(ids[0]), String(ids[10])] });
    expect(await tam.fillIn(refused, { title: 'Đã sửa' })).toMatchObject({ status: 303 });
    expect(await tags()).toEqual([{ position: 1 }, { position: 11 }]);
  });

  test('that are not of the plan are refused by the field, and nothing is saved', async () => {
    const tam = await site.as('tam');
    const form = await tam.get(`/deliverables/new?task=${site.taskId(4)}`);
    for (const topics of ['999999', 'x', [ids[0]!, 999_999]]) {
      const refused = await tam.fillIn(form, { title: 'Sai chủ đề', topics });
      expect([refused.status, refused.messageBy('topics')?.includes('hãy chọn lại')]).toEqual([422, true]);
      expect(refused.body).toContain('<details class="more topics" open>');
    }
    expect(await site.context.rows('select 1 from deliverable')).toEqual([]);
  });

  test('are asked for when a slot is published, not when it is planned', async () => {
    const planned = await site.hasPlanned(4, slot({ occursOn: '2021-03-10' }));
    const tam = await site.as('tam');
    expect((await tam.get(`/deliverables/slots/new?task=${site.taskId(4)}`)).body).not.toContain('name="topics"');
    await tam.fillIn(await tam.get(`/deliverables/${planned.id}/publication/new`), { title: 'Đã đăng', topics: ids[1]! });
    expect(await tags()).toEqual([{ position: 2 }]);
  });
});

describe('the list', () => {
  test('is filtered by topic, by none, and by quarter, and keeps that from page to page', async () => {
    await site.has(4, article({ title: 'Có chủ đề', occursOn: '2021-02-01', topics: [ids[3]!] }));
    await site.has(4, article({ title: 'Không chủ đề', occursOn: '2021-01-01' }));
    await site.has(5, article({ title: 'Năm trước', occursOn: '2020-12-20', topics: [ids[3]!] }));
    const phuc = await site.as('phuc');
    const titlesOf = async (query: string) => {
      const { body } = await phuc.get(`/deliverables?${query}`);
      return [...body.matchAll(/<td class="title"><a href="\/deliverables\/\d+">([^<]*)<\/a>/g)].map(([, title]) => title);
    };
    expect(await titlesOf(`topic=${ids[3]}`)).toEqual(['Có chủ đề', 'Năm trước']);
    expect(await titlesOf(`topic=${ids[3]}&month=2021-Q1`)).toEqual(['Có chủ đề']);
    expect(await titlesOf('topic=none')).toEqual(['Không chủ đề']);
    expect(await titlesOf('month=2020-Q4')).toEqual(['Năm trước']);
    expect(await titlesOf('topic=999999')).toEqual([]);
    expect(await titlesOf('topic=x&month=2021-Q9&counted=x')).toHaveLength(3);
    const page = await phuc.get(`/deliverables?topic=${ids[3]}&month=2021-Q1&counted=1`);
    expect(page.links).toContain(`/deliverables?month=2021-Q1&topic=${ids[3]}&counted=1&sort=title&dir=asc`);
    expect(page.body).toContain('<option value="2021-Q1" selected>quý I/2021</option>');
    expect(page.body).toContain(`<option value="${ids[3]}" selected>4. Kết quả`);
  });
});
