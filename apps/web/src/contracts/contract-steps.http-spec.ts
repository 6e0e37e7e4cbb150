import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { article } from '#testing/builders.js';
import { signContract, writeContract } from '../../e2e/support/contract-forms.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

let site: TestApplication;
let hanh: Visitor;
let id: number;

beforeAll(async () => {
  site = await TestApplication.open();
});
beforeEach(async () => {
  await site.reset('2021-03-15');
  hanh = await site.as('hanh');
  ({ id } = await writeContract(site, hanh));
});
afterAll(() => site.close());

const page = () => hanh.get(`/contracts/${id}`);
const openAndSend = async (path: string, fields: Readonly<Record<string, string>>) => hanh.fillIn(await hanh.get(`/contracts/${id}/${path}`), fields);
const lineIds = async () =>
  (await site.context.rows<{ id: number }>('select id from contract_line where contract_id = ? order by position', [id])).map((row) => row.id);

/** Puts a round into the table as it stands after its issue, with one accepted item. */
async function acceptOne(heldOn: string): Promise<void> {
  const item = await site.has(4, article({ occursOn: '2021-02-01' }));
  const [line] = await lineIds();
  const [round] = await site.context.rows<{ id: number }>(
    "insert into acceptance (version, contract_id, state, round, held_on, words, created_at) values (1, ?, 'issued', 1, ?, '{}', '2021-03-01T00:00:00Z') returning id",
    [id, heldOn],
  );
  await site.context.rows(
    "insert into acceptance_item (acceptance_id, deliverable_id, line_id, kind, state) values (?, ?, ?, 'item', 'accepted') returning id",
    [round!.id, item.id, line!],
  );
}

describe('signing', () => {
  test.each([
    [{ signedOn: '' }, 'signedOn', 'Hãy chọn ngày ký.'],
    [{ signedOn: '2021-01-11' }, 'signedOn', 'Ngày ký không được sau ngày bắt đầu thực hiện (10/01/2021).'],
    [{ signedOn: '2021-03-16' }, 'signedOn', 'Ngày ký chưa tới.'],
    [{ number: ' ' }, 'number', 'Hãy nhập số, ký hiệu hợp đồng.'],
  ])('refuses %j and keeps what was typed', async (wrong, field, message) => {
    const answer = await signContract(hanh, id, wrong);
    expect([answer.status, answer.messageBy(field)]).toEqual([422, message]);
    expect(answer.form().values).toMatchObject(wrong);
    expect((await page()).text).toContain('○ Dự thảo');
  });

  test('is done once, and told in the history', async () => {
    const answer = await signContract(hanh, id);
    expect(answer.location).toBe(`/contracts/${id}?done=signed`);
    const { text, notice } = await hanh.get(answer.location!);
    expect(notice).toBe('Đã ghi hợp đồng được ký.');
    expect(text).toContain('Nguyễn Thị Hạnh ghi hợp đồng đã ký: số 05/HĐ-TT, ngày ký 08/01/2021');
    const again = await signContract(hanh, id);
    expect([again.status, again.text]).toEqual([409, expect.stringContaining('Hợp đồng này đã ký.')]);
  });

  test('with an old form is stopped', async () => {
    const old = (await hanh.get(`/contracts/${id}/signature`)).form();
    const edit = (await hanh.get(`/contracts/${id}/edit`)).form();
    await hanh.post(edit.action, { ...edit.values, title: 'khác' });
    expect((await hanh.post(old.action, { ...old.values, number: '1', signedOn: '2021-01-08' })).status).toBe(409);
  });
});

describe('an annex', () => {
  const annex = { number: '01/PLHĐ', signedOn: '2021-03-01', effectiveOn: '2021-03-01' };

  test('changes a quantity and the last day from a day on', async () => {
    await signContract(hanh, id);
    const [line] = await lineIds();
    const opened = await hanh.get(`/contracts/${id}/annexes/new`);
    expect(opened.text).toContain('1. Bài chuyên mục cải cách hành chính (hiện nay 24 bài)');
    const answer = await hanh.fillIn(opened, { ...annex, [`quantity-${line}`]: '30', endsOn: '2022-01-31' });
    expect(answer.location).toBe(`/contracts/${id}?done=annexed`);
    const { text } = await page();
    expect(text).toContain('30 bài đã ký 24');
    expect(text).toContain('10/01/2021 – 31/01/2022 (đã ký đến 31/12/2021)');
    expect(text).toContain('Phụ lục số 01/PLHĐ ký 01/3/2021 · có hiệu lực từ 01/3/2021');
    // 30 × 1.500.000 and 8 %.
    expect(text).toContain('Tổng cộng (đồng) 48.600.000');
    expect(text).toContain('ghi phụ lục: số 01/PLHĐ, có hiệu lực từ 01/3/2021');
  });

  test.each([
    [{ number: '' }, 'number', 'Hãy nhập số phụ lục.'],
    [{ signedOn: '2021-01-07' }, 'signedOn', 'Phụ lục không được ký trước hợp đồng (08/01/2021).'],
    [{ signedOn: '2021-03-16' }, 'signedOn', 'Ngày ký chưa tới.'],
    [{ effectiveOn: '2021-01-07' }, 'effectiveOn', 'Ngày có hiệu lực không được trước ngày ký hợp đồng.'],
    [{ endsOn: '2021-01-09' }, 'endsOn', 'Ngày kết thúc mới phải sau ngày bắt đầu.'],
    [{ endsOn: 'x' }, 'endsOn', 'Ngày chưa đúng'],
  ])('is refused with %j', async (wrong, field, message) => {
    await signContract(hanh, id);
    const answer = await openAndSend('annexes/new', { ...annex, endsOn: '2022-01-31', ...wrong });
    expect([answer.status, answer.messageBy(field)]).toEqual([422, expect.stringContaining(message)]);
    expect(answer.form().values).toMatchObject({ ...annex, ...wrong });
  });

  test('that changes nothing, or has the number of another, is refused', async () => {
    await signContract(hanh, id);
    expect((await openAndSend('annexes/new', annex)).text).toContain('Phụ lục chưa thay đổi gì');
    await openAndSend('annexes/new', { ...annex, endsOn: '2022-01-31' });
    const again = await openAndSend('annexes/new', { ...annex, endsOn: '2022-02-28' });
    expect(again.messageBy('number')).toBe('Hợp đồng đã có phụ lục mang số này.');
  });

  test('does not go back behind what is accepted', async () => {
    await signContract(hanh, id);
    await acceptOne('2021-03-10');
    const [line] = await lineIds();
    const early = await openAndSend('annexes/new', { ...annex, [`quantity-${line}`]: '0' });
    expect(early.status).toBe(422);
    expect(early.messageBy('effectiveOn')).toBe('Đã nghiệm thu ngày 10/3/2021; phụ lục phải có hiệu lực từ ngày đó trở đi.');
    expect(early.messageBy(`quantity-${line}`)).toBe('Đã nghiệm thu 1; số lượng mới không được ít hơn.');
    expect(early.form().values[`quantity-${line}`]).toBe('0');
    expect((await openAndSend('annexes/new', { ...annex, effectiveOn: '2021-03-10', [`quantity-${line}`]: '1' })).status).toBe(303);
    expect((await page()).text).toContain('✓ Đã nghiệm thu đủ');
  });

  test('belongs to a signed contract', async () => {
    const answer = await openAndSend('annexes/new', { ...annex, endsOn: '2022-01-31' });
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('Chỉ ký phụ lục cho hợp đồng đã ký')]);
  });
});

describe('money', () => {
  const advance = { kind: 'advance', amount: '10.500.000', paidOn: '2021-02-01', note: 'UNC 12' };

  test('is recorded as it is typed, and what is left is told', async () => {
    await signContract(hanh, id);
    await acceptOne('2021-03-10');
    const answer = await openAndSend('payments/new', { ...advance, amount: '1 000 000 đồng' });
    expect(answer.location).toBe(`/contracts/${id}?done=paid`);
    const { text } = await page();
    expect(text).toContain(
      'Giá trị đã nghiệm thu 1.620.000 đồng Đã tạm ứng 1.000.000 đồng Đã chi, gồm tạm ứng 1.000.000 đồng Còn phải thanh toán 620.000 đồng',
    );
    expect(text).toContain('Tạm ứng 1.000.000 đồng 01/02/2021 · UNC 12');
    expect(text).toContain('ghi khoản chi: tạm ứng 1.000.000 đồng ngày 01/02/2021');
  });

  test('is struck out with a reason, and stays to be seen', async () => {
    await signContract(hanh, id);
    await openAndSend('payments/new', advance);
    const { links } = await page();
    const strike = links.find((href) => href.endsWith('/strike'))!;
    const opened = await hanh.get(strike);
    expect(opened.text).toContain('Tạm ứng 10.500.000 đồng ngày 01/02/2021 · UNC 12');
    const empty = await hanh.fillIn(opened, { reason: ' ' });
    expect([empty.status, empty.messageBy('reason')]).toEqual([422, 'Hãy ghi lý do.']);
    await hanh.fillIn(opened, { reason: 'Nhập nhầm hợp đồng' });
    const { text, body } = await page();
    expect(body).toContain('<del>Tạm ứng 10.500.000 đồng</del>');
    expect(text).toContain('đã gạch bỏ: Nhập nhầm hợp đồng');
    expect(text).toContain('Đã tạm ứng 0 đồng');
    expect((await hanh.fillIn(await hanh.get(strike), { reason: 'lần nữa' })).status).toBe(409);
    expect((await hanh.get(`/contracts/${id}/payments/999999/strike`)).status).toBe(404);
  });

  test.each([
    [{ amount: '' }, 'amount', 'Hãy nhập số tiền.'],
    [{ amount: '0' }, 'amount', 'Số tiền phải lớn hơn 0.'],
    [{ amount: '10,5 triệu' }, 'amount', 'Số tiền viết bằng đồng'],
    [{ amount: '1000000000000' }, 'amount', 'Số tiền viết bằng đồng'],
    [{ paidOn: '2021-03-16' }, 'paidOn', 'Ngày chi chưa tới.'],
    [{ paidOn: '2021-01-07' }, 'paidOn', 'Ngày chi không được trước ngày ký (08/01/2021).'],
    [{ kind: 'gift' }, 'kind', 'Hãy chọn loại'],
  ])('is refused with %j, which stays in the form', async (wrong, field, message) => {
    await signContract(hanh, id);
    const answer = await openAndSend('payments/new', { ...advance, ...wrong });
    expect([answer.status, answer.messageBy(field)]).toEqual([422, expect.stringContaining(message)]);
    expect(answer.form().values).toMatchObject({ note: 'UNC 12', amount: { ...advance, ...wrong }.amount });
  });

  test('is not paid on a draft, and more than the contract is worth is pointed out', async () => {
    expect((await openAndSend('payments/new', advance)).status).toBe(409);
    await signContract(hanh, id);
    await openAndSend('payments/new', { ...advance, amount: '999.000.000' });
    expect((await page()).text).toContain('Đã tạm ứng 999.000.000 đồng, nhiều hơn giá trị hợp đồng 38.880.000 đồng.');
  });

  test('by two at once: the second is told', async () => {
    await signContract(hanh, id);
    const [one, other] = [await hanh.get(`/contracts/${id}/payments/new`), await hanh.get(`/contracts/${id}/payments/new`)];
    expect((await hanh.fillIn(one, advance)).status).toBe(303);
    const second = await hanh.fillIn(other, advance);
    expect([second.status, second.form().values.amount]).toEqual([409, '10.500.000']);
  });
});

describe('ending', () => {
  test('closes a contract without liquidation', async () => {
    await signContract(hanh, id);
    await openAndSend('ending', { endedOn: '2021-03-10', reason: 'Hai bên thỏa thuận' });
    const { text, body } = await page();
    expect(text).toContain('– Đã chấm dứt từ 10/3/2021: Hai bên thỏa thuận');
    expect(body).not.toContain(`action="/contracts/${id}/acceptances"`);
    expect((await openAndSend('ending', { endedOn: '2021-03-10', reason: 'x' })).status).toBe(409);
  });

  test.each([
    [{ endedOn: '2021-01-07' }, 'endedOn', 'Ngày chấm dứt không được trước ngày ký.'],
    [{ endedOn: '2021-03-16' }, 'endedOn', 'Ngày chấm dứt chưa tới'],
    [{ endedOn: '2021-03-09' }, 'endedOn', 'Đã nghiệm thu ngày 10/3/2021'],
    [{ reason: '' }, 'reason', 'Hãy ghi lý do.'],
  ])('is refused with %j', async (wrong, field, message) => {
    await signContract(hanh, id);
    await acceptOne('2021-03-10');
    const answer = await openAndSend('ending', { endedOn: '2021-03-12', reason: 'x', ...wrong });
    expect([answer.status, answer.messageBy(field)]).toEqual([422, expect.stringContaining(message)]);
  });

  test('of a draft is not a thing', async () => {
    expect((await openAndSend('ending', { endedOn: '2021-03-10', reason: 'x' })).status).toBe(409);
  });
});
