import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { LIMITS } from '#planning/formats/limits.js';
import { article } from '#testing/builders.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

const TABLE = [
  'STT\tNội dung\tSản phẩm\tThời gian\tCơ quan chủ trì\tCơ quan phối hợp',
  '1\tChuyên mục trên báo\tBài báo (số lượng 12 bài)\tMỗi tháng\tBáo Đồng Khởi\tSở Nội vụ',
  '2\tHội thi <script>alert(1)</script>\tHội thi\tQuý V/2024\tSở Nội vụ\tHội Doanh nhân trẻ tỉnh',
].join('\n');

const HEAD = {
  number: '12/KH-UBND',
  issuedOn: '2023-12-20',
  year: '2024',
  issuer: 'Ủy ban nhân dân tỉnh Bến Tre',
  place: 'Bến Tre',
  title: 'Kế hoạch tuyên truyền năm 2024',
};

let site: TestApplication;

beforeAll(async () => {
  site = await TestApplication.open();
});
beforeEach(() => site.reset('2021-07-05'));
afterAll(() => site.close());

async function pastedBy(visitor: Visitor, pasted = TABLE): Promise<string> {
  const answer = await visitor.postWithToken('/plans/imports', { pasted, year: '2024' });
  expect(answer.status).toBe(303);
  return answer.location!;
}

describe('taking a plan in', () => {
  test('a pasted table becomes a draft that is shown with its doubts, what people typed harmless', async () => {
    const hanh = await site.as('hanh');
    const page = await hanh.get(await pastedBy(hanh));
    expect(page.status).toBe(200);
    expect(page.text).toContain('điểm cần xem');
    expect(page.text).toContain('Quý V/2024');
    expect(page.body).not.toContain('<script>alert(1)');
    expect(page.body).toContain('&lt;script&gt;alert(1)');
    expect((await hanh.get('/plans')).text).toContain('Bản nháp đang rà soát (1)');
  });

  test('a file brings the same', async () => {
    const hanh = await site.as('hanh');
    const answer = await hanh.upload('/plans/imports', { name: 'phụ lục.tsv', bytes: Buffer.from(TABLE) }, { year: '2024' });
    expect(answer.status).toBe(303);
    expect((await hanh.get(answer.location!)).text).toContain('Chuyên mục trên báo');
  });

  test.each<[string, Record<string, string>, string, string]>([
    ['nothing chosen', { pasted: '' }, 'file', 'Chọn một tệp, hoặc dán bảng'],
    ['a text without a table', { pasted: 'Kính gửi các cơ quan' }, 'file', 'Không thấy bảng nhiệm vụ'],
    ['a year that is none', { pasted: TABLE, year: 'năm sau' }, 'year', 'Năm viết bốn chữ số'],
  ])('%s is refused at its field, and what was pasted stays', async (_what, fields, field, message) => {
    const hanh = await site.as('hanh');
    const answer = await hanh.postWithToken('/plans/imports', fields);
    expect(answer.status).toBe(422);
    expect(answer.messageBy(field)).toContain(message);
    if (fields.pasted) expect(answer.text).toContain(fields.pasted.split('\t')[0]);
  });

  test('a file over the limit is refused in words, not by a broken connection', async () => {
    const hanh = await site.as('hanh');
    const answer = await hanh.upload('/plans/imports', { name: 'lớn.docx', bytes: new Uint8Array(LIMITS.uploadBytes + 1) });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('10 MB');
  });

  test('is for coordinators: others are refused everywhere, and see no button', async () => {
    const hanh = await site.as('hanh');
    const draft = await pastedBy(hanh);
    for (const name of ['tam', 'phuc'] as const) {
      const visitor = await site.as(name);
      for (const url of ['/plans/imports/new', draft, `${draft}/rows/1`, `/plans/${site.context.planId}/amendments/new`]) {
        expect([url, (await visitor.get(url)).status]).toEqual([url, 403]);
      }
      for (const url of [
        '/plans/imports',
        `${draft}/head`,
        `${draft}/rows/1`,
        `${draft}/rows`,
        `${draft}/adoption`,
        `${draft}/removal`,
        `/plans/${site.context.planId}/state`,
      ]) {
        const answer = await visitor.postWithToken(url, { pasted: TABLE, version: 1, ...HEAD, coordinator: 'so-noi-vu', state: 'closed' });
        expect([url, answer.status]).toEqual([url, 403]);
      }
      const plans = await visitor.get('/plans');
      expect(plans.status).toBe(200);
      expect(plans.text).not.toContain('Nhập kế hoạch');
      expect(plans.text).not.toContain('Bản nháp');
    }
  });

  test('a form of a file without the token of its page is refused', async () => {
    const hanh = await site.as('hanh');
    const answer = await hanh.upload('/plans/imports', { name: 'a.tsv', bytes: Buffer.from(TABLE) }, { _csrf: 'giả' });
    expect(answer.status).toBe(403);
  });
});

describe('settling a draft', () => {
  test('from the head to the grid: corrected, chosen, let stand, put in force', async () => {
    // Somebody works with the sample plan, so it stays.
    await site.has(4, article({ occursOn: '2021-06-01' }));
    const hanh = await site.as('hanh');
    const draft = await pastedBy(hanh);
    const version = (await hanh.get(draft)).form(`${draft}/head`).values.version!;

    const wrong = await hanh.postWithToken(`${draft}/head`, { ...HEAD, year: 'hai nghìn', version, coordinator: 'so-noi-vu' });
    expect([wrong.status, wrong.messageBy('year')]).toEqual([422, expect.stringContaining('Năm viết bốn chữ số')]);
    expect(wrong.form(`${draft}/head`).values).toMatchObject({ title: HEAD.title, year: 'hai nghìn' });
    expect((await hanh.postWithToken(`${draft}/head`, { ...HEAD, version, coordinator: 'so-noi-vu' })).status).toBe(303);

    const early = await hanh.postWithToken(`${draft}/adoption`);
    expect(early.status).toBe(409);
    expect(early.text).toContain('điểm chưa được sửa hoặc xác nhận');

    const row = await hanh.get(`${draft}/rows/2`);
    const values = row.form(`${draft}/rows/2`).values;
    const stale = await hanh.postWithToken(`${draft}/rows/2`, { ...values, timeFrom: 'Quý IV/2024', version: '1' });
    expect(stale.status).toBe(409);
    expect(stale.form(`${draft}/rows/2`).values.timeFrom).toBe('Quý IV/2024');
    expect((await hanh.postWithToken(`${draft}/rows/2`, { ...values, timeFrom: 'Quý IV/2024', timeTo: '' })).status).toBe(303);

    const unknown = await hanh.postWithToken(`${draft}/organisations`, { phrase: 'Hội Doanh nhân trẻ tỉnh', choice: 'khong-co' });
    expect(unknown.status).toBe(422);
    expect((await hanh.postWithToken(`${draft}/organisations`, { phrase: 'Hội Doanh nhân trẻ tỉnh', choice: 'so-tu-phap' })).status).toBe(303);
    expect((await hanh.postWithToken(`${draft}/confirmations`, { all: '1' })).status).toBe(303);

    const settled = await hanh.get(draft);
    expect(settled.text).toContain('đã rà soát xong');
    const adopted = await hanh.postWithToken(`${draft}/adoption`);
    expect(adopted.status).toBe(303);
    const grid = await hanh.get(adopted.location!);
    expect(grid.text).toContain('Kế hoạch số 12/KH-UBND');
    expect(grid.text).toContain('Chuyên mục trên báo');
    expect((await hanh.get(adopted.location!.replace('/?plan=', '/plans/'))).text).toContain('Những điểm đã được xác nhận khi nhập');
    expect((await hanh.get(draft)).text).toContain('đã đưa vào thực hiện');
    expect((await hanh.postWithToken(`${draft}/rows`)).status).toBe(409);
  });

  test('topics and duties are corrected as lines of text', async () => {
    const hanh = await site.as('hanh');
    const draft = await pastedBy(hanh);
    const duties = 'Sở Nội vụ\n- Theo dõi, đôn đốc\n- Tổng hợp báo cáo\nBáo Đồng Khởi\n- Đăng tin, bài';
    expect((await hanh.postWithToken(`${draft}/content`, { topics: 'Một cửa\n\nChuyển đổi số', forms: '', duties })).status).toBe(303);
    const page = await hanh.get(draft);
    expect(page.text).toContain('2 chủ đề, trách nhiệm của 2 cơ quan');
    expect(page.text).toContain('Tổng hợp báo cáo');
  });

  test('a line is added, taken out, and the whole thrown away', async () => {
    const hanh = await site.as('hanh');
    const draft = await pastedBy(hanh);
    const added = await hanh.postWithToken(`${draft}/rows`);
    expect((await hanh.get(added.location!)).status).toBe(200);
    expect((await hanh.postWithToken(`${added.location!}/removal`)).status).toBe(303);
    expect((await hanh.get(added.location!)).status).toBe(404);
    expect((await hanh.postWithToken(`${draft}/removal`)).location).toBe('/plans');
    expect((await hanh.get(draft)).status).toBe(404);
  });
});

describe('a plan in force', () => {
  test('is amended once it was shown how the words are understood', async () => {
    const hanh = await site.as('hanh');
    const task = site.taskId(4);
    const url = `/plans/${site.context.planId}/amendments`;
    const page = await hanh.get(`${url}/new?task=${task}`);
    const { values } = page.form(url);
    const words = {
      ...values,
      quantity: '30 bài',
      basis: 'Quyết định số 45/QĐ-UBND',
      effectiveOn: '2021-07-01',
      lead: String(site.context.people.tam.organisationId),
    };
    const preview = await hanh.postWithToken(url, words);
    expect(preview.status).toBe(200);
    expect(preview.text).toContain('Hiểu là: 30 bài');
    expect((await hanh.get(`/plans/${site.context.planId}`)).text).toContain('chưa được điều chỉnh lần nào');
    expect((await hanh.postWithToken(url, { ...words, confirmed: '1' })).status).toBe(303);
    const plan = await hanh.get(`/plans/${site.context.planId}`);
    expect(plan.text).toContain('Từ 01/7/2021 : Quyết định số 45/QĐ-UBND');
    expect(plan.text).toContain('0 /30 bài');

    const refused = await hanh.postWithToken(url, { ...words, basis: '', quantity: 'rất nhiều', confirmed: '1' });
    expect(refused.status).toBe(422);
    expect(refused.messageBy('basis')).toContain('Ghi văn bản làm căn cứ');
    expect(refused.form(url).values.quantity).toBe('rất nhiều');
  });

  test('becomes next year’s draft, is closed and opened again', async () => {
    const hanh = await site.as('hanh');
    const plan = `/plans/${site.context.planId}`;
    const draft = (await hanh.postWithToken(`${plan}/next-year`)).location!;
    expect((await hanh.get(draft)).text).toContain('chuyển từ kế hoạch năm trước');
    expect((await hanh.postWithToken(`${plan}/state`, { state: 'closed' })).status).toBe(303);
    expect((await hanh.get(plan)).text).toContain('đã đóng');
    expect((await hanh.postWithToken(`${plan}/state`, { state: 'sao cũng được' })).status).toBe(422);
    expect((await hanh.postWithToken(`${plan}/state`, { state: 'in-force' })).status).toBe(303);
  });

  test('that nobody knows is a page not found, in words', async () => {
    const hanh = await site.as('hanh');
    for (const url of ['/plans/999', '/plans/x', '/plans/drafts/999', '/plans/999/amendments/new', '/?plan=999']) {
      expect([url, (await hanh.get(url)).status]).toEqual([url, 404]);
    }
  });
});
