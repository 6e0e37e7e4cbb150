import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { PersonaName } from '#testing/personas.js';
import { article, segment } from '#testing/builders.js';
import { TestApplication } from '../../e2e/support/test-application.js';

let site: TestApplication;
let topicIds: number[];

beforeAll(async () => {
  site = await TestApplication.open();
  topicIds = (await site.context.rows<{ id: number }>('select id from topic order by position')).map(({ id }) => id);
});
beforeEach(async () => {
  await site.reset('2021-05-10');
  await site.context.run((em) => em.execute(`update plan_duty set state = 'open', note = '', changed_by = null, changed_at = null`));
  await site.context.run((em) => em.execute(`update plan set state = 'in-force'`));
});
afterAll(() => site.close());

const dutyId = async (party: string) => {
  const [row] = await site.context.rows<{ id: number }>('select id from plan_duty where party = ? order by position limit 1', [party]);
  return row!.id;
};
const stateOf = async (id: number) => {
  const [row] = await site.context.rows<{ state: string; note: string }>('select state, note from plan_duty where id = ?', [id]);
  return row!;
};
const formOf = (id: number) => `/content/duties/${id}#duty-${id}`;
const open = async (name: PersonaName) => {
  const visitor = await site.as(name);
  return { visitor, page: await visitor.get('/content') };
};
const STATION = 'Đài Phát thanh và Truyền hình tỉnh';

describe('the coverage of topics', () => {
  test('names what nobody has written about, in words and sign', async () => {
    await site.has(4, article({ occursOn: '2021-02-01', topics: [topicIds[3]!, topicIds[7]!] }));
    await site.has(4, article({ occursOn: '2021-02-02' }));
    const { page } = await open('phuc');
    expect(page.status).toBe(200);
    expect(page.text).toContain('2/11 chủ đề đã có sản phẩm. Chưa có sản phẩm nào: chủ đề 1, 2, 3, 5, 6, 7, 9, 10, 11. Còn 20 ô trống');
    expect(page.text).toContain('! Chưa có sản phẩm nào');
    expect(page.text).toContain('◌ chưa có');
    expect(page.links).toEqual(expect.arrayContaining([`/deliverables?topic=${topicIds[3]}&month=2021-Q1&counted=1`, `/deliverables?topic=none&counted=1`]));
  });

  test('leads from each number to the items that it counts', async () => {
    const first = await site.has(8, segment({ title: 'Bản gốc', occursOn: '2021-02-01', topics: [topicIds[4]!] }));
    await site.has(8, segment({ title: 'Bản phát lại', occursOn: '2021-02-03', rerunOf: first.id, topics: [topicIds[4]!] }));
    await site.has(4, article({ title: 'Quý sau', occursOn: '2021-04-01', topics: [topicIds[4]!] }));
    const { visitor, page } = await open('phuc');
    const list = await visitor.get(page.links.find((href) => href.includes(`topic=${topicIds[4]}&month=2021-Q1`))!);
    expect(list.text).toContain('Bản gốc');
    expect(list.text).not.toContain('Bản phát lại');
    expect(list.text).not.toContain('Quý sau');
    expect(list.text).toContain('Chỉ gồm sản phẩm được tính');
    const all = await visitor.get(`/deliverables?topic=${topicIds[4]}`);
    for (const title of ['Bản gốc', 'Bản phát lại', 'Quý sau']) expect(all.text).toContain(title);
  });

  test('of a plan without topics or duties says what belongs there', async () => {
    const [other] = await site.context.run((em) =>
      em.execute<{ id: number }[]>(
        `insert into plan (number, title, year, issuer, place, issued_on, coordinator_id, starts_on, ends_on, is_sample, loaded_on)
         select '9/KH', title, 2020, issuer, place, issued_on, coordinator_id, '2020-01-01', '2020-12-31', is_sample, loaded_on from plan returning id`,
      ),
    );
    const page = await (await site.as('hanh')).get(`/content?plan=${other!.id}`);
    expect(page.text).toContain('Kế hoạch này chưa có danh sách chủ đề.');
    expect(page.text).toContain('Kế hoạch này chưa có danh sách nhiệm vụ của các bên.');
    expect(page.text).toContain('Kế hoạch này chưa có danh sách hình thức tuyên truyền.');
    await site.context.run((em) => em.execute('delete from plan where id = ?', [other!.id]));
    expect((await (await site.as('hanh')).get(`/content?plan=${other!.id}`)).status).toBe(404);
  });
});

describe('the duties of the parties', () => {
  test('are shown to everybody, with how many are done', async () => {
    const { page } = await open('phuc');
    expect(page.text).toContain(`1. Các sở, ban, ngành tỉnh; UBND các huyện, thành phố và UBND các xã, phường, thị trấn 0/4 xong`);
    expect(page.text).toContain('Hình thức thông tin, tuyên truyền 0/5 hình thức đã xong');
    expect(page.body).not.toContain('/content/duties/');
  });

  test('are reported by Sở Nội vụ, and the page comes back to the same place', async () => {
    const id = await dutyId('Sở Tư pháp');
    const { visitor, page } = await open('hanh');
    const { action, values } = page.form(formOf(id));
    const answer = await visitor.post(action, { ...values, state: 'done', note: 'Đã lồng ghép <b>từ tháng 3</b>.' });
    expect([answer.status, answer.location]).toEqual([303, `/content#duty-${id}`]);
    const after = await visitor.get('/content');
    expect(after.text).toContain('6. Sở Tư pháp 1/2 xong');
    expect(after.text).toContain('Đã lồng ghép <b>từ tháng 3</b>. Nguyễn Thị Hạnh, 09:00 ngày 10/5/2021');
  });

  test('are reported by the editor of that party, who is shown the own ones first', async () => {
    const id = await dutyId(STATION);
    const { visitor, page } = await open('lan');
    expect(page.notice).toContain(`Việc kế hoạch giao cho ${STATION}: 0/3 xong`);
    expect([...page.body.matchAll(/action="\/content\/duties\//g)]).toHaveLength(3);
    const { action, values } = page.form(formOf(id));
    expect(await visitor.post(action, { ...values, state: 'under-way' })).toMatchObject({ status: 303 });
    expect(await stateOf(id)).toEqual({ state: 'under-way', note: '' });
  });

  test('are kept from everybody else', async () => {
    const id = await dutyId(STATION);
    for (const name of ['tam', 'khoa', 'phuc'] as const) {
      const visitor = await site.as(name);
      const answer = await visitor.postWithToken(`/content/duties/${id}`, { state: 'done', note: '', seen: '' });
      expect([name, answer.status]).toEqual([name, name === 'phuc' ? 403 : 404]);
    }
    const withoutToken = await (await site.as('hanh')).post(`/content/duties/${id}`, { state: 'done', note: '', seen: '' });
    expect(withoutToken.status).toBe(403);
    expect((await site.visitor().get('/content')).location).toBe('/sign-in?next=%2Fcontent');
    expect(await stateOf(id)).toEqual({ state: 'open', note: '' });
  });

  test('refused, come back with what was typed and the message by its field', async () => {
    const id = await dutyId('Sở Tài chính');
    const { visitor, page } = await open('hanh');
    const { action, values } = page.form(formOf(id));
    const note = 'Rất dài '.repeat(80);
    const tooLong = await visitor.post(action, { ...values, state: 'under-way', note });
    expect([
      tooLong.status,
      tooLong.messageBy('note'),
      tooLong.body.includes(`id="n-${id}" name="note" type="text" value="${note}" aria-invalid="true" aria-describedby="e-note"`),
    ]).toEqual([422, 'Ghi chú dài quá 500 ký tự; hãy viết gọn lại.', true]);
    expect(tooLong.form(formOf(id)).values).toMatchObject({ state: 'under-way', note });
    const unknown = await visitor.post(action, { ...values, state: 'x', note: 'Giữ lại' });
    expect([unknown.status, unknown.messageBy('state')]).toEqual([422, 'Hãy chọn một trong ba mức: chưa làm, đang làm, đã xong.']);
    expect(unknown.form(formOf(id)).values.note).toBe('Giữ lại');
    expect(await stateOf(id)).toEqual({ state: 'open', note: '' });
  });

  test('changed by somebody else meanwhile, are told so and can then be saved', async () => {
    const id = await dutyId('Báo Đồng Khởi');
    const { visitor, page } = await open('hanh');
    const editor = await open('tam');
    await editor.visitor.post(formOf(id), { ...editor.page.form(formOf(id)).values, state: 'done', note: 'Xong.' });
    const refused = await visitor.post(formOf(id), { ...page.form(formOf(id)).values, state: 'under-way', note: 'Chưa đủ.' });
    expect([refused.status, refused.text.includes('Lê Minh Tâm vừa cập nhật nhiệm vụ này')]).toEqual([409, true]);
    const { action, values } = refused.form(formOf(id));
    expect(values).toMatchObject({ state: 'under-way', note: 'Chưa đủ.' });
    expect(await visitor.post(action, values)).toMatchObject({ status: 303 });
    expect(await stateOf(id)).toEqual({ state: 'under-way', note: 'Chưa đủ.' });
  });

  test('of a closed plan are only looked at, and what was typed is not lost', async () => {
    const id = await dutyId('Sở Tài chính');
    const { visitor, page } = await open('hanh');
    const { values } = page.form(formOf(id));
    await site.context.run((em) => em.execute(`update plan set state = 'closed'`));
    const refused = await visitor.post(formOf(id), { ...values, state: 'done', note: 'Muộn' });
    expect([refused.status, refused.form(formOf(id)).values.note]).toEqual([409, 'Muộn']);
    const closed = await visitor.get('/content');
    expect(closed.text).toContain('Kế hoạch này đã đóng: chỉ xem, không cập nhật được nữa.');
    expect(closed.body).not.toContain('/content/duties/');
  });

  test('that are not there are not found', async () => {
    const hanh = await site.as('hanh');
    for (const id of ['999999', 'x', '%00']) expect((await hanh.postWithToken(`/content/duties/${id}`, { state: 'done' })).status).toBe(404);
  });
});
