import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { article, segment } from '#testing/builders.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';
import { contractForm, organisationId, signContract, writeContract } from '../../e2e/support/contract-forms.js';

let site: TestApplication;
let hanh: Visitor;

beforeAll(async () => {
  site = await TestApplication.open();
});
beforeEach(async () => {
  await site.reset('2021-03-15');
  hanh = await site.as('hanh');
});
afterAll(() => site.close());

const contracts = () => site.context.rows<{ id: number; state: string; version: number }>('select id, state, version from contract order by id');

describe('writing a contract', () => {
  test('begins with whom and for which plan, and then proposes what the plan says of them', async () => {
    const choice = await hanh.get('/contracts/new');
    expect(choice.text).toContain('Ký với đơn vị nào? (Bên B)');
    const page = await hanh.get(`/contracts/new?plan=${site.context.planId}&partyB=${await organisationId(site, 'bao-dong-khoi')}`);
    expect(page.form('/contracts').values).toMatchObject({
      'line-1-task': String(site.taskId(4)),
      'line-1-quantity': '24',
      'line-1-unit': 'bài',
      'line-1-unitPrice': '',
      startsOn: '2021-01-01',
      endsOn: '2021-12-31',
    });
    expect(page.text).toContain('Bên A: Sở Nội vụ');
    // The newspaper's tasks stand first, the others after them.
    expect(page.body).toMatch(/<optgroup label="Bên B chủ trì"><option value="\d+" selected>4\. /);
    expect(page.body).toContain('<optgroup label="Nhiệm vụ khác">');
  });

  test('keeps a draft with all its parts', async () => {
    const { id, answer } = await writeContract(site, hanh, {
      'line-2-task': site.taskId(5),
      'line-2-genre': 'Bài Xuân',
      'line-2-description': 'Bài trên Báo Xuân',
      'line-2-unit': 'bài',
      'line-2-quantity': 1,
      'line-2-unitPrice': '2.000.000 đồng',
      'line-2-vat': 'KCT',
    });
    expect(answer.location).toBe(`/contracts/${id}?done=drafted`);
    const page = await hanh.get(answer.location!);
    expect(page.notice).toContain('Đã lưu dự thảo hợp đồng.');
    expect(page.text).toContain('○ Dự thảo');
    expect(page.text).toContain('1. Bài chuyên mục cải cách hành chính');
    expect(page.text).toContain('24 bài');
    // 24 × 1.500.000 with 8 % and one piece that bears no tax.
    expect(page.text).toContain('Tổng cộng (đồng) 40.880.000 0');
    expect(page.text).toContain('Nguyễn Thị Hạnh lập dự thảo hợp đồng');
    const edit = await hanh.get(`/contracts/${id}/edit`);
    expect(edit.form().values).toMatchObject({ 'line-1-unitPrice': '1.500.000', 'line-2-genre': 'Bài Xuân', 'line-2-vat': 'KCT', 'b-taxCode': '1300123456' });
  });

  test('takes what is known of both parties from the last contract', async () => {
    await writeContract(site, hanh, { 'b-representative': 'Lê Thị Hoa', 'a-account': '3511.0.1' });
    const page = await hanh.get(`/contracts/new?partyB=${await organisationId(site, 'bao-dong-khoi')}`);
    expect(page.form('/contracts').values).toMatchObject({ 'b-representative': 'Lê Thị Hoa', 'a-account': '3511.0.1' });
  });

  test('adds a line and takes one out without losing anything that was typed', async () => {
    const form = { ...(await contractForm(site)), title: 'Tên <b>đang</b> gõ', 'line-1-unitPrice': 'chưa rõ' };
    const more = await hanh.postWithToken('/contracts', { ...form, add: '1' });
    expect(more.status).toBe(200);
    expect(more.form('/contracts').values).toMatchObject({ title: 'Tên <b>đang</b> gõ', 'line-1-unitPrice': 'chưa rõ', 'line-2-quantity': '' });
    const { values } = more.form('/contracts');
    const less = await hanh.post('/contracts', { ...values, 'line-2-quantity': '7', remove: '1' });
    expect(less.form('/contracts').values).toMatchObject({ 'line-2-quantity': '7' });
    expect(less.form('/contracts').values).not.toHaveProperty('line-1-quantity');
    expect(await contracts()).toEqual([]);
  });

  test.each([
    [{ title: ' ' }, 'title', 'Hãy ghi hợp đồng về việc gì.'],
    [{ startsOn: '' }, 'startsOn', 'Hãy chọn ngày bắt đầu.'],
    [{ endsOn: '2021-01-01' }, 'endsOn', 'Ngày kết thúc phải từ ngày bắt đầu trở đi.'],
    [{ signedOn: '2021-02-01' }, 'startsOn', 'Ngày bắt đầu thực hiện không được trước ngày ký.'],
    [{ signedOn: '2021-02-30' }, 'signedOn', 'Ngày chưa đúng'],
    [{ partyB: '' }, 'partyB', 'Hãy chọn Bên B.'],
    [{ partyB: '999999' }, 'partyB', 'Không tìm thấy cơ quan này.'],
    [{ 'b-taxCode': 'abc' }, 'b-taxCode', 'Mã số thuế có 10, 12 hoặc 13 chữ số.'],
    [{ 'line-1-task': '' }, 'line-1-task', 'Hãy chọn nhiệm vụ.'],
    [{ 'line-1-quantity': '0' }, 'line-1-quantity', 'Số lượng phải lớn hơn 0.'],
    [{ 'line-1-quantity': '2,5' }, 'line-1-quantity', 'Số lượng là số nguyên'],
    [{ 'line-1-unitPrice': '' }, 'line-1-unitPrice', 'Hãy nhập đơn giá.'],
    [{ 'line-1-unitPrice': '-5' }, 'line-1-unitPrice', 'Số tiền viết bằng đồng'],
    [{ 'line-1-unitPrice': '1.50' }, 'line-1-unitPrice', 'Số tiền viết bằng đồng'],
    [{ 'line-1-unitPrice': '999.999.999.999' }, 'line-1-unitPrice', 'Thành tiền của dòng này quá lớn'],
    [{ 'line-1-vat': '7' }, 'line-1-vat', 'Hãy chọn thuế suất.'],
  ])('says by the field what is wrong with %j, and keeps the rest', async (wrong, field, message) => {
    const form: Readonly<Record<string, string>> = { ...(await contractForm(site)), ...wrong };
    const answer = await hanh.postWithToken('/contracts', form);
    expect([answer.status, answer.messageBy(field)]).toEqual([422, expect.stringContaining(message)]);
    expect(answer.isMarkedWrong(field)).toBe(true);
    expect(answer.form('/contracts').values).toMatchObject({ title: form.title, 'line-1-description': form['line-1-description'] });
    expect(await contracts()).toEqual([]);
  });

  test('refuses two lines on one task and genre, a contract without lines, and one beyond all sums', async () => {
    const twin = {
      'line-2-task': site.taskId(4),
      'line-2-description': 'x',
      'line-2-unit': 'bài',
      'line-2-quantity': 1,
      'line-2-unitPrice': 1,
      'line-2-vat': '0',
    };
    const twins = await hanh.postWithToken('/contracts', { ...(await contractForm(site)), ...twin });
    expect(twins.messageBy('line-2-task')).toBe('Trùng nhiệm vụ và thể loại với dòng 1; hãy gộp lại hoặc ghi thể loại khác.');
    const none = Object.fromEntries(Object.entries(await contractForm(site)).filter(([name]) => !name.startsWith('line-')));
    expect((await hanh.postWithToken('/contracts', none)).messageBy('lines')).toBe('Hợp đồng cần ít nhất một dòng sản phẩm.');
    const huge = { ...(await contractForm(site)), 'line-1-quantity': 1, 'line-1-unitPrice': '999999999999', 'line-1-vat': '10' };
    expect((await hanh.postWithToken('/contracts', huge)).messageBy('lines')).toContain('Tổng giá trị hợp đồng vượt 999.999.999.999 đồng');
  });

  test('refuses a number that another contract of the year bears, naming it', async () => {
    await writeContract(site, hanh, { number: '05/HĐ-TT', title: 'chuyên mục trên báo' });
    const answer = await hanh.postWithToken('/contracts', { ...(await contractForm(site)), number: '05/HĐ-TT' });
    expect([answer.status, answer.messageBy('number')]).toEqual([422, 'Số này đã dùng cho hợp đồng về chuyên mục trên báo.']);
  });

  test('takes a form of nonsense without failing', async () => {
    const odd = { 'line-1-task': ['1', '2'], title: ['a', 'b'], 'line-99-vat': 'x', 'line-100-task': '1', plan: '999999' };
    const answer = await hanh.postWithToken('/contracts', odd);
    expect([404, 422]).toContain(answer.status);
    expect(await contracts()).toEqual([]);
  });
});

describe('changing a draft', () => {
  test('replaces its lines', async () => {
    const { id } = await writeContract(site, hanh);
    const form = (await hanh.get(`/contracts/${id}/edit`)).form().values;
    const { legalBases } = await contractForm(site);
    const saved = await hanh.post(`/contracts/${id}`, { ...form, legalBases, 'line-1-quantity': '20', 'line-1-unitPrice': '115.500.000', title: 'Tên khác' });
    expect(saved.location).toBe(`/contracts/${id}?done=amended`);
    const page = await hanh.get(`/contracts/${id}`);
    expect(page.text).toContain('20 bài');
    expect(page.text).toContain('115.500.000');
    expect(page.text).toContain('Nguyễn Thị Hạnh sửa dự thảo hợp đồng: nội dung, các dòng sản phẩm');
    expect(await site.context.rows('select id from contract_line where contract_id = ?', [id])).toHaveLength(1);
  });

  test('with an old form is stopped, and nothing typed is lost', async () => {
    const { id } = await writeContract(site, hanh);
    const form = (await hanh.get(`/contracts/${id}/edit`)).form().values;
    await hanh.post(`/contracts/${id}`, { ...form, title: 'Người thứ nhất' });
    const second = await hanh.post(`/contracts/${id}`, { ...form, title: 'Người thứ hai' });
    expect([second.status, second.text]).toEqual([409, expect.stringContaining('Người khác vừa sửa hợp đồng này')]);
    expect(second.form(`/contracts/${id}`).values.title).toBe('Người thứ hai');
    // Having compared, one saves over it.
    expect((await hanh.post(`/contracts/${id}`, second.form(`/contracts/${id}`).values)).status).toBe(303);
  });

  test('stops being possible with the signature: only particulars, bases and note are corrected', async () => {
    const { id } = await writeContract(site, hanh);
    const old = (await hanh.get(`/contracts/${id}/edit`)).form().values;
    await signContract(hanh, id);
    const page = await hanh.get(`/contracts/${id}/edit`);
    expect(page.form().values).not.toHaveProperty('line-1-quantity');
    const saved = await hanh.fillIn(page, { 'b-account': '7110 2021', note: 'Đã chuyển tài khoản', title: 'Tên khác', 'line-1-quantity': '1' });
    expect(saved.status).toBe(303);
    const { text } = await hanh.get(`/contracts/${id}`);
    expect(text).toContain('7110 2021');
    expect(text).toContain('24 bài');
    expect(text).not.toContain('Tên khác');
    const stale = await hanh.post(`/contracts/${id}`, { ...old, 'line-1-quantity': '1' });
    expect(stale.status).toBe(409);
  });
});

describe('the page of a contract', () => {
  test('tells the three numbers, what remains, and what to look at', async () => {
    const { id } = await writeContract(site, hanh, { 'line-1-quantity': 2 });
    await signContract(hanh, id);
    await site.has(4, article({ occursOn: '2021-01-20', url: 'https://baodongkhoi.vn/a1' }));
    await site.has(4, article({ occursOn: '2021-02-20' }));
    await site.has(4, article({ occursOn: '2021-03-01' }));
    await site.has(4, article({ occursOn: '2021-01-02', title: 'Bài trước hợp đồng' }));
    const page = await hanh.get(`/contracts/${id}`);
    expect(page.text).toContain('2 bài 3 vượt 1 1 0 2 1.500.000');
    expect(page.text).toContain('đã thực hiện 3/2 bài, vượt 1; chưa có phụ lục thì phần vượt không được thanh toán.');
    expect(page.text).toContain('2 bài đã thực hiện nhưng chưa có minh chứng.');
    expect(page.text).toContain('Ngoài thời hạn hợp đồng (1) Bài trước hợp đồng 02/01/2021');
    const list = await hanh.get('/contracts');
    expect(list.text).toContain('Hợp đồng số 05/HĐ-TT');
    expect(list.text).toContain('3 việc cần xem');
  });

  test('says where it stands in words', async () => {
    const { id } = await writeContract(site, hanh, { startsOn: '2021-04-01' });
    expect((await hanh.get(`/contracts/${id}`)).text).toContain('○ Dự thảo');
    await signContract(hanh, id);
    expect((await hanh.get(`/contracts/${id}`)).text).toContain('● Đã ký');
    site.context.clock.set('2021-04-01');
    expect((await (await site.as('hanh')).get(`/contracts/${id}`)).text).toContain('● Đang thực hiện');
    site.context.clock.set('2022-01-01');
    expect((await (await site.as('hanh')).get(`/contracts/${id}`)).text).toContain('! Hết hạn, chưa nghiệm thu đủ');
  });

  test('shows markup in names as it was typed', async () => {
    const { id } = await writeContract(site, hanh, {
      title: '<script>alert(1)</script>',
      'line-1-description': '<img src=x onerror=alert(1)>',
      note: '<b>x</b>',
    });
    for (const url of [`/contracts/${id}`, `/contracts/${id}/edit`, `/contracts/${id}/signature`, '/contracts']) {
      const { body, status } = await hanh.get(url);
      expect([url, status]).toEqual([url, 200]);
      expect(body).not.toMatch(/<script>alert|<img src=x|<b>x/);
    }
  });

  test.each(['0', 'x', '999999', '-1'])('of %s is not there', async (id) => {
    for (const path of ['', '/edit', '/signature', '/annexes/new', '/payments/new', '/ending', '/payments/1/strike']) {
      expect([path, (await hanh.get(`/contracts/${id}${path}`)).status]).toEqual([path, 404]);
    }
  });
});

describe('the list', () => {
  test('says what belongs there while it is empty, and offers it to Sở Nội vụ', async () => {
    const page = await hanh.get('/contracts');
    expect(page.text).toContain('Lập hợp đồng đầu tiên');
    expect(page.links).toContain('/settings/documents');
    const phuc = await (await site.as('phuc')).get('/contracts');
    expect(phuc.links).not.toContain('/contracts/new');
    expect(phuc.links).not.toContain('/settings/documents');
  });

  test('is narrowed to a state and a plan; anything else asked is as if not asked', async () => {
    await writeContract(site, hanh);
    for (const [query, isThere] of [
      ['state=draft', true],
      ['state=signed', false],
      ['state=x', true],
      [`plan=${site.context.planId}`, true],
      ['plan=999999', false],
      ['plan=x&state=draft&state=signed', true],
    ] as const) {
      const { status, text } = await hanh.get(`/contracts?${query}`);
      expect([query, status, text.includes('Báo Đồng Khởi')]).toEqual([query, 200, isThere]);
    }
  });
});

describe('who sees and who changes', () => {
  test('a producer sees the contracts it is a party to, and no others', async () => {
    const { id } = await writeContract(site, hanh);
    await signContract(hanh, id);
    await site.has(7, segment());
    const tam = await site.as('tam');
    expect((await tam.get(`/contracts/${id}`)).status).toBe(200);
    expect((await tam.get('/contracts')).text).toContain('05/HĐ-TT');
    const lan = await site.as('lan');
    expect((await lan.get(`/contracts/${id}`)).status).toBe(404);
    expect((await lan.get('/contracts')).text).not.toContain('05/HĐ-TT');
    expect((await (await site.as('phuc')).get(`/contracts/${id}`)).status).toBe(200);
    expect((await site.visitor().get(`/contracts/${id}`)).location).toContain('/sign-in');
  });

  test.each(['tam', 'phuc'] as const)('%s changes nothing', async (name) => {
    const { id } = await writeContract(site, hanh);
    await signContract(hanh, id);
    const form = (await hanh.get(`/contracts/${id}/edit`)).form().values;
    const visitor = await site.as(name);
    const before = await contracts();
    expect((await visitor.get(`/contracts/${id}`)).body).not.toMatch(/action="\/contracts\//);
    for (const url of ['/contracts/new', `/contracts/${id}/edit`, `/contracts/${id}/annexes/new`, `/contracts/${id}/payments/new`, `/contracts/${id}/ending`]) {
      expect([url, (await visitor.get(url)).status]).toEqual([url, 403]);
    }
    const token = { _csrf: await visitor.token(), version: form.version };
    for (const [url, fields] of [
      ['/contracts', await contractForm(site)],
      ['/contracts', { add: '1' }],
      [`/contracts/${id}`, form],
      [`/contracts/${id}/signature`, { signedOn: '2021-01-10', number: '1' }],
      [`/contracts/${id}/annexes`, { number: '1', signedOn: '2021-03-01', effectiveOn: '2021-03-01', endsOn: '2022-01-31' }],
      [`/contracts/${id}/payments`, { kind: 'advance', amount: '1', paidOn: '2021-03-01' }],
      [`/contracts/${id}/payments/1/strike`, { reason: 'x' }],
      [`/contracts/${id}/ending`, { endedOn: '2021-03-01', reason: 'x' }],
    ] as const) {
      const answer = await visitor.post(url, { ...fields, ...token });
      expect([url, answer.status]).toEqual([url, 403]);
      expect(answer.text).toContain('Vai trò của bạn không mở được trang này.');
    }
    expect(await contracts()).toEqual(before);
  });
});
