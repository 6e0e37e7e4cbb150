import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { article } from '#testing/builders.js';
import { signedContract } from '#testing/signed-contract.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

let site: TestApplication;
let hanh: Visitor;
let tam: Visitor;

beforeAll(async () => {
  site = await TestApplication.open();
});
beforeEach(async () => {
  await site.reset('2021-07-05');
  hanh = await site.as('hanh');
  tam = await site.as('tam');
});
afterAll(() => site.close());

const url = 'https://baodongkhoi.vn/bai-';

/** A round with three articles, the last of them without evidence. */
async function begun(): Promise<{ page: string; contractId: number; lineIds: number[] }> {
  const { id: contractId, lineIds } = await signedContract(site.context, { lines: [{ quantity: 2 }] });
  await site.has(4, article({ occursOn: '2021-02-01', title: 'Bài thứ nhất', url: `${url}1.html` }));
  await site.has(4, article({ occursOn: '2021-03-01', title: 'Bài thứ hai <b>đậm</b>', url: `${url}2.html` }));
  await site.has(4, article({ occursOn: '2021-04-01', title: 'Bài thứ ba' }));
  const answer = await hanh.postWithToken(`/contracts/${contractId}/acceptances`);
  expect(answer.status).toBe(303);
  return { page: answer.location!, contractId, lineIds };
}

const itemsOf = async () => site.context.rows<{ id: number; state: string }>("select id, state from acceptance_item where kind = 'item' order by id");

const agreed = async (page: string) => {
  await hanh.postWithToken(`${page}/submission`);
  await tam.postWithToken(`${page}/agreement`, { note: '' });
};

describe('the working page of a round', () => {
  test('shows every item with its evidence, what has none, and what stands in a title harmless', async () => {
    const { page } = await begun();
    const answer = await hanh.get(page);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('đã xét 0/3 · 0 đạt · 0 không đạt · còn lại 3');
    expect(answer.text).toContain('Bài thứ nhất');
    expect(answer.text).toContain(`Minh chứng (1) ${url}1.html`);
    expect(answer.body).not.toContain('<b>đậm</b>');
    expect(answer.text.match(/chưa có minh chứng/g)).toHaveLength(1);
  });

  test('judges by plain forms: an item alone goes on to the next, several at once, each refusal with its reason', async () => {
    const { page } = await begun();
    const [first, second, third] = await itemsOf();
    const passed = await hanh.postWithToken(`${page}/verdicts`, { items: first!.id, verdict: 'passed' });
    expect([passed.status, passed.location]).toEqual([303, `${page}?item=${second!.id}#chosen`]);
    const unsaid = await hanh.postWithToken(`${page}/verdicts`, { items: second!.id, verdict: 'failed', reason: ' ', back: `?item=${second!.id}` });
    expect([unsaid.status, unsaid.messageBy('reason')]).toEqual([422, 'Hãy ghi lý do không đạt.']);
    expect((await hanh.postWithToken(`${page}/verdicts`, { items: [second!.id, third!.id], verdict: 'failed', reason: 'Sai chủ đề' })).status).toBe(303);
    expect((await itemsOf()).map(({ state }) => state)).toEqual(['passed', 'failed', 'failed']);
    const answer = await hanh.get(`${page}?state=failed`);
    expect(answer.text).toContain('đã xét 3/3 · 1 đạt · 2 không đạt · còn lại 0');
    expect(answer.text).toContain('Sản phẩm (2)');
    const none = await hanh.postWithToken(`${page}/verdicts`, { verdict: 'passed' });
    expect([none.status, none.notice]).toEqual([422, expect.stringContaining('Hãy đánh dấu ít nhất một sản phẩm.')]);
  });

  test('passes all that have evidence with one button', async () => {
    const { page } = await begun();
    await hanh.postWithToken(`${page}/verdicts`, { all: 'proven' });
    expect((await itemsOf()).map(({ state }) => state)).toEqual(['passed', 'passed', 'open']);
  });

  test.each([
    ['?evidence=missing', 1, 'Bài thứ ba'],
    ['?evidence=present', 2, 'Bài thứ nhất'],
    ['?q=thu%20hai', 1, 'Bài thứ hai'],
    ['?state=passed', 0, 'Không có sản phẩm nào khớp'],
    ['?state=x&line=y&evidence=z&item=99999999&page=77', 3, 'Bài thứ nhất'],
  ])('is filtered by its address: %s', async (query, count, text) => {
    const { page } = await begun();
    const answer = await hanh.get(`${page}${query}`);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(`Sản phẩm (${count})`);
    expect(answer.text).toContain(text);
  });

  test('saves what its script sends and says where the round stands; stale and strange bodies are refused in words', async () => {
    const { page, lineIds } = await begun();
    const [first, second, third] = await itemsOf();
    const send = async (body: object, visitor = hanh) =>
      visitor.send('POST', `/api/v1${page}/verdicts`, {
        headers: { 'content-type': 'application/json', 'csrf-token': await visitor.token() },
        payload: JSON.stringify(body),
      });
    const answer = await send({ items: [first!.id, second!.id, third!.id], verdict: 'passed' });
    expect(answer.json()).toEqual({
      words: 'đã xét 3/3 · 3 đạt · 0 không đạt · còn lại 0',
      open: 0,
      provenOpen: 0,
      lines: [{ id: lineIds[0], words: 'đạt 2 / hợp đồng 2, vượt 1 không thanh toán', value: '3.240.000' }],
    });
    expect((await send({ items: [first!.id], verdict: 'failed' })).status).toBe(422);
    expect((await send({ items: [], verdict: 'passed' })).status).toBe(422);
    expect((await send({ items: [first!.id], verdict: 'passed' }, tam)).status).toBe(403);
    await hanh.postWithToken(`${page}/submission`);
    const late = await send({ items: [first!.id], verdict: 'open' });
    expect([late.status, late.json()]).toEqual([409, expect.objectContaining({ title: expect.stringContaining('đang chờ đơn vị xem lại') })]);
  });

  test('keeps what was typed of the day and the words where they are refused, or were changed by another', async () => {
    const { page } = await begun();
    const form = (await hanh.get(page)).form(page);
    const early = await hanh.postWithToken(page, { ...form.values, heldOn: '2020-12-31', place: 'Trụ sở' });
    expect([early.status, early.messageBy('heldOn')]).toEqual([422, expect.stringContaining('không được trước ngày ký')]);
    expect(early.form(page).values).toMatchObject({ heldOn: '2020-12-31', place: 'Trụ sở' });
    expect((await hanh.postWithToken(page, { ...form.values, place: 'Trụ sở Sở Nội vụ' })).status).toBe(303);
    const stale = await hanh.postWithToken(page, { ...form.values, place: 'Nơi khác' });
    expect([stale.status, stale.form(page).values.place]).toEqual([409, 'Nơi khác']);
  });
});

describe('who sees and does what', () => {
  test('the producer of the contract looks, agrees or sends it back; others of its kind find nothing', async () => {
    const { page } = await begun();
    const [lan, phuc] = [await site.as('lan'), await site.as('phuc')];
    expect([(await lan.get(page)).status, (await tam.get(page)).status, (await phuc.get(page)).status]).toEqual([404, 200, 200]);
    expect((await tam.get(page)).body).not.toContain('/verdicts" data-judge');
    for (const path of ['verdicts', 'submission', 'refreshment', 'cancellation', 'issue', 'reopening', 'reversals']) {
      const body = { items: 1, verdict: 'passed', version: 1, reason: 'x', deliverable: 1 };
      expect([path, (await tam.postWithToken(`${page}/${path}`, body)).status]).toEqual([path, 403]);
      expect([path, (await phuc.postWithToken(`${page}/${path}`, body)).status]).toEqual([path, 403]);
    }
    await hanh.postWithToken(`${page}/verdicts`, { all: 'proven' });
    const early = await hanh.postWithToken(`${page}/submission`);
    expect([early.status, early.notice]).toEqual([409, expect.stringContaining('Còn 1 sản phẩm chưa xét')]);
    const third = (await itemsOf())[2]!.id;
    await hanh.postWithToken(`${page}/verdicts`, { items: third, verdict: 'failed', reason: 'Không có minh chứng' });
    await hanh.postWithToken(`${page}/submission`);
    const silent = await tam.postWithToken(`${page}/objection`, { note: '' });
    expect([silent.status, silent.messageBy('note')]).toEqual([422, 'Hãy ghi ý kiến.']);
    await tam.postWithToken(`${page}/objection`, { note: 'Bài thứ ba có ảnh chụp' });
    expect((await hanh.get(page)).notice).toContain('Bài thứ ba có ảnh chụp');
    await agreed(page);
    expect((await hanh.get(page)).text).toContain('Đơn vị đã đồng ý');
  });

  test('an issued round is a page that changes nothing, with its papers and its history', async () => {
    const { page, contractId } = await begun();
    const all = (await itemsOf()).map(({ id }) => id);
    await hanh.postWithToken(`${page}/verdicts`, { items: all, verdict: 'passed' });
    await agreed(page);
    const version = (await hanh.get(page)).form(`${page}/issue`).values.version!;
    expect((await hanh.postWithToken(`${page}/issue`, { version: '1' })).status).toBe(409);
    expect((await hanh.postWithToken(`${page}/issue`, { version })).status).toBe(303);
    const answer = await hanh.get(page);
    expect(answer.text).toContain('Nghiệm thu đợt 1');
    expect(answer.text).toContain('Vượt hợp đồng');
    expect(answer.text).toContain('ban hành đợt 1: nghiệm thu 2, không đạt 0, vượt hợp đồng 1');
    expect(answer.links).toEqual(expect.arrayContaining([`${page}/minutes`, `${page}/minutes.docx`, `${page}/products`, `${page}/products.docx`]));
    expect(answer.body).not.toContain('method="post" action="/acceptances');
    expect((await hanh.postWithToken(`${page}/verdicts`, { items: all[0], verdict: 'open' })).status).toBe(409);
    expect((await hanh.postWithToken(`/contracts/${contractId}/acceptances`)).status).toBe(303);
  });
});

describe('the liquidation of a contract', () => {
  test('is written, looked at and issued by the coordinator; the producer reads it', async () => {
    const { contractId, page } = await begun();
    await hanh.postWithToken(`${page}/cancellation`);
    const base = `/contracts/${contractId}/liquidation`;
    const form = (await hanh.get(base)).form(base);
    const wrong = await hanh.postWithToken(base, { ...form.values, label: ['Phạt', ''], amount: ['nhiều', ''] });
    expect([wrong.status, wrong.messageBy('amount-1')]).toEqual([422, expect.stringContaining('Hãy nhập số tiền')]);
    expect(wrong.body).toContain('value="nhiều"');
    expect((await hanh.postWithToken(base, { ...form.values, documentNumber: '15/BB-SNV', label: ['Phạt', ''], amount: ['1.500.000 đồng', ''] })).status).toBe(
      303,
    );
    const draft = await hanh.get(base);
    expect(draft.text).toContain('Giảm trừ: Phạt -1.500.000');
    expect(draft.text).toContain('Bên B hoàn lại 1.500.000');
    expect((await tam.get(base)).text).toContain('15/BB-SNV');
    expect((await tam.postWithToken(base, form.values)).status).toBe(403);
    expect((await (await site.as('lan')).get(base)).status).toBe(404);
    const version = draft.form(`${base}/issue`).values.version!;
    expect((await hanh.postWithToken(`${base}/issue`, { version })).status).toBe(303);
    const issued = await hanh.get(base);
    expect(issued.text).toContain('Đã ban hành');
    expect(issued.links).toEqual(expect.arrayContaining([`${base}/minutes`, `${base}/minutes.docx`, `${base}/combined`, `${base}/combined.docx`]));
    expect((await hanh.postWithToken(base, form.values)).status).toBe(409);
  });
});
