import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { article, segment, session, slot } from '#testing/builders.js';
import { TestApplication } from '../../e2e/support/test-application.js';

let site: TestApplication;

beforeAll(async () => {
  site = await TestApplication.open();
});
beforeEach(() => site.reset('2021-03-15'));
afterAll(() => site.close());

const stateOf = async (id: number) => {
  const [row] = await site.context.rows<{ status: string; title: string; occurs_on: string; version: number }>(
    'select status, title, occurs_on, version from deliverable where id = ?',
    [id],
  );
  return row!;
};

describe('two people with the same item open', () => {
  test('the second is told 409, loses nothing typed, sees what stands now, and saves with the next press', async () => {
    const { id } = await site.has(4, article({ title: 'Tên cũ', occursOn: '2021-03-01', author: 'Trúc Lâm' }));
    const [tam, hanh] = [await site.as('tam'), await site.as('hanh')];
    const [ofTam, ofHanh] = [await tam.get(`/deliverables/${id}/edit`), await hanh.get(`/deliverables/${id}/edit`)];
    expect(await hanh.fillIn(ofHanh, { title: 'Tên của Sở' })).toMatchObject({ status: 303, location: `/deliverables/${id}?done=amended` });
    expect((await hanh.get(`/deliverables/${id}?done=amended`)).notice).toBe('Đã lưu thay đổi.');

    const told = await tam.fillIn(ofTam, { title: 'Tên của Báo', author: 'Hoàng Nam', note: 'gõ lâu lắm' });
    expect(told.status).toBe(409);
    expect(told.text).toContain('Người khác vừa sửa sản phẩm này sau khi bạn mở biểu mẫu. Nội dung bạn nhập vẫn còn bên dưới');
    expect(told.text).toContain('Bản hiện tại: Tên của Sở');
    expect(told.form().values).toMatchObject({ title: 'Tên của Báo', author: 'Hoàng Nam', note: 'gõ lâu lắm', version: '2' });
    expect(await stateOf(id)).toMatchObject({ title: 'Tên của Sở', version: 2 });

    expect(await tam.fillIn(told, {})).toMatchObject({ status: 303 });
    expect(await stateOf(id)).toMatchObject({ title: 'Tên của Báo', version: 3 });
  });

  test('are told apart when they save at the same moment', async () => {
    const { id } = await site.has(4, article({ occursOn: '2021-03-01' }));
    const people = [await site.as('tam'), await site.as('hanh')];
    const forms = await Promise.all(people.map((person) => person.get(`/deliverables/${id}/edit`)));
    const answers = await Promise.all(people.map((person, index) => person.fillIn(forms[index]!, { title: `Tên ${index}` })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409]);
    const told = answers.findIndex(({ status }) => status === 409);
    expect(answers[told]!.form().values).toMatchObject({ title: `Tên ${told}`, version: '2' });
  });

  test('the second to confirm a slot is told that it is published already', async () => {
    const { id } = await site.hasPlanned(8, slot({ occursOn: '2021-03-10' }));
    const [lan, hanh] = [await site.as('lan'), await site.as('hanh')];
    const [ofLan, ofHanh] = [await lan.get(`/deliverables/${id}/publication/new`), await hanh.get(`/deliverables/${id}/publication/new`)];
    expect(await hanh.fillIn(ofHanh, { title: 'Đã phát rồi' })).toMatchObject({ status: 303 });
    const told = await lan.fillIn(ofLan, { title: 'Phát lần nữa' });
    expect([told.status, told.form().values.title]).toEqual([409, 'Phát lần nữa']);
    expect(told.text).toContain('Bản hiện tại: Đã phát rồi');
    expect(await stateOf(id)).toMatchObject({ status: 'published', title: 'Đã phát rồi' });
  });

  test('nobody withdraws what has changed meanwhile', async () => {
    const { id } = await site.has(4, article({ occursOn: '2021-03-01' }));
    const tam = await site.as('tam');
    const page = await tam.get(`/deliverables/${id}`);
    const hanh = await site.as('hanh');
    await hanh.fillIn(await hanh.get(`/deliverables/${id}/edit`), { title: 'Vừa đổi' });
    expect(await tam.fillIn(page, { reason: 'đăng nhầm' }, `/deliverables/${id}/withdrawal`)).toMatchObject({ status: 409 });
    expect(await stateOf(id)).toMatchObject({ status: 'published' });
  });

  test('a form without a version is as stale as can be', async () => {
    const { id } = await site.has(4, article({ title: 'Còn nguyên', occursOn: '2021-03-01' }));
    const tam = await site.as('tam');
    for (const version of [undefined, '', 'x', '0', '-1', '1e3']) {
      expect(await tam.postWithToken(`/deliverables/${id}`, { version, title: 'Ghi đè', occursOn: '2021-03-01' })).toMatchObject({ status: 409 });
    }
    expect(await stateOf(id)).toMatchObject({ title: 'Còn nguyên' });
  });
});

describe('a slot of the calendar', () => {
  test('needs only a day, and says that it is in the calendar', async () => {
    const khoa = await site.as('khoa');
    const form = await khoa.get(`/deliverables/slots/new?task=${site.taskId(12)}&on=2021-06-18`);
    const { location } = await khoa.fillIn(form, {});
    const page = await khoa.get(location!);
    expect(page.notice).toContain('Đã xếp lịch.');
    expect(page.text).toContain('0/12');
    expect(page.text).toContain('18/6/2021 Chưa đặt tên');
  });

  test.each([
    ['', 'Hãy chọn ngày dự kiến.'],
    ['2020-11-30', 'Ngày phải trong thời gian của kế hoạch: 01/12/2020 – 31/12/2021.'],
    ['2022-01-01', 'Ngày phải trong thời gian của kế hoạch: 01/12/2020 – 31/12/2021.'],
    ['ngày mai', 'Ngày chưa đúng; hãy chọn ngày có trên lịch.'],
  ])('on “%s” is refused by the field, and its title stays', async (occursOn, message) => {
    const khoa = await site.as('khoa');
    const answer = await khoa.fillIn(await khoa.get(`/deliverables/slots/new?task=${site.taskId(12)}`), { title: 'Chủ đề đã gõ', occursOn });
    expect([answer.status, answer.messageBy('occursOn'), answer.form().values.title]).toEqual([422, message, 'Chủ đề đã gõ']);
    expect(answer.form().action).toBe('/deliverables/slots');
  });

  test('becomes a published item in one step, keeps its planned day, and counts', async () => {
    await site.has(8, segment({ occursOn: '2021-02-02', channel: 'THBT', airedAt: '19:45' }));
    const { id } = await site.hasPlanned(8, slot({ occursOn: '2021-03-10', title: 'Phóng sự tháng Ba' }));
    const lan = await site.as('lan');
    const item = await lan.get(`/deliverables/${id}`);
    const form = await lan.get(item.links.find((href) => href.endsWith('/publication/new'))!);
    expect(form.form().values).toMatchObject({ title: 'Phóng sự tháng Ba', occursOn: '2021-03-10', channel: 'THBT', airedAt: '19:45' });
    const { status, location } = await lan.fillIn(form, { occursOn: '2021-03-11' });
    expect(status).toBe(303);
    expect((await lan.get(location!)).notice).toContain('Đã ghi nhận: 2/12');
    expect((await lan.get(`/deliverables/${id}`)).text).toContain('Đã xếp lịch cho ngày 10/3/2021');
  });

  test('comes back as it was when its publication is undone', async () => {
    const { id } = await site.hasPlanned(12, slot({ occursOn: '2021-03-10', title: 'Cà phê tháng Ba' }));
    const khoa = await site.as('khoa');
    const { location } = await khoa.fillIn(await khoa.get(`/deliverables/${id}/publication/new`), { occursOn: '2021-03-12', attendance: '30' });
    await khoa.fillIn(await khoa.get(location!), {});
    expect(await stateOf(id)).toMatchObject({ status: 'planned', occurs_on: '2021-03-10', title: 'Cà phê tháng Ba' });
  });

  test('refuses to be confirmed with bad input, by the field and with what was typed', async () => {
    const { id } = await site.hasPlanned(12, slot({ occursOn: '2021-03-10' }));
    const khoa = await site.as('khoa');
    const answer = await khoa.fillIn(await khoa.get(`/deliverables/${id}/publication/new`), { title: '', attendance: '0', place: 'Quán cũ' });
    expect([answer.status, answer.messageBy('title'), answer.messageBy('attendance')]).toEqual([
      422,
      'Hãy nhập chủ đề.',
      'Số người dự là số nguyên lớn hơn 0.',
    ]);
    expect(answer.form()).toMatchObject({ action: `/deliverables/${id}/publication`, values: { place: 'Quán cũ', attendance: '0' } });
    expect(await stateOf(id)).toMatchObject({ status: 'planned' });
  });

  test('is stopped where the same piece is logged already, naming the first', async () => {
    await site.has(12, session({ title: 'Vốn vay', occursOn: '2021-03-10' }));
    const { id } = await site.hasPlanned(12, slot({ occursOn: '2021-03-12' }));
    const khoa = await site.as('khoa');
    const answer = await khoa.fillIn(await khoa.get(`/deliverables/${id}/publication/new`), { title: 'vốn vay.', occursOn: '2021-03-10' });
    expect([answer.status, answer.messageBy('title')]).toEqual([422, 'Tên này, ngày này đã được ghi nhận: “Vốn vay”, ngày 10/3/2021.']);
  });

  test('is given another day and title by its own form', async () => {
    const { id } = await site.hasPlanned(12, slot({ occursOn: '2021-04-10' }));
    const khoa = await site.as('khoa');
    const answer = await khoa.fillIn(await khoa.get(`/deliverables/${id}/edit`), { occursOn: '2021-04-16', title: 'Chủ đề mới' });
    expect([answer.status, answer.location]).toEqual([303, `/deliverables/${id}?done=replanned`]);
    expect((await khoa.get(answer.location!)).notice).toBe('Đã lưu lịch.');
    expect(await stateOf(id)).toMatchObject({ status: 'planned', occurs_on: '2021-04-16', title: 'Chủ đề mới' });
  });
});

describe('moving a slot by PUT', () => {
  const move = async (who: 'lan' | 'tam' | 'hanh' | 'phuc', id: number | string, body: unknown) =>
    (await site.as(who)).putWithToken(`/api/v1/deliverables/${id}/planned-date`, body);

  test('stores the day and answers it with the new version', async () => {
    const { id } = await site.hasPlanned(8, slot({ occursOn: '2021-04-10' }));
    const answer = await move('lan', id, { on: '2021-04-22' });
    expect([answer.status, answer.json()]).toEqual([200, { id, on: '2021-04-22', version: 2 }]);
    expect(await stateOf(id)).toMatchObject({ occurs_on: '2021-04-22', version: 2 });
    expect((await (await site.as('lan')).get(`/deliverables/${id}`)).text).toContain('Trần Ngọc Lan dời lịch');
  });

  test('leaves what is published where it is', async () => {
    const { id } = await site.has(8, segment({ occursOn: '2021-03-01' }));
    const answer = await move('lan', id, { on: '2021-03-02' });
    expect([answer.status, answer.header('content-type'), answer.json()]).toEqual([
      409,
      'application/problem+json; charset=utf-8',
      expect.objectContaining({
        type: 'urn:lich:not-movable',
        title: 'Chỉ dời được sản phẩm còn dự kiến; sản phẩm đã thực hiện giữ nguyên ngày.',
        status: 409,
      }),
    ]);
    expect(await stateOf(id)).toMatchObject({ occurs_on: '2021-03-01' });
  });

  test('is refused to others, without a token, for a stale version, outside the plan and for what is no day', async () => {
    const { id } = await site.hasPlanned(8, slot({ occursOn: '2021-04-10' }));
    const lan = await site.as('lan');
    await lan.get('/tasks');
    const statuses = {
      foreign: (await move('tam', id, { on: '2021-04-11' })).status,
      viewer: (await move('phuc', id, { on: '2021-04-11' })).status,
      withoutToken: (await lan.put(`/api/v1/deliverables/${id}/planned-date`, { on: '2021-04-11' })).status,
      stale: (await move('lan', id, { on: '2021-04-11', version: 9 })).status,
      outside: (await move('lan', id, { on: '2022-01-01' })).status,
      noDay: (await move('lan', id, { on: '2021-02-30' })).status,
      noBody: (await move('lan', id, null)).status,
      wrongType: (await move('lan', id, { on: 20210411 })).status,
      missing: (await move('lan', 999999, { on: '2021-04-11' })).status,
      noId: (await move('lan', 'x', { on: '2021-04-11' })).status,
    };
    expect(statuses).toEqual({
      foreign: 404,
      viewer: 403,
      withoutToken: 403,
      stale: 409,
      outside: 422,
      noDay: 422,
      noBody: 422,
      wrongType: 422,
      missing: 404,
      noId: 404,
    });
    expect(await stateOf(id)).toMatchObject({ occurs_on: '2021-04-10', version: 1 });
  });
});

describe('withdrawing', () => {
  test('takes the item from the count with its reason, and keeps it to be seen', async () => {
    const { id } = await site.has(4, article({ title: 'Bài bị gỡ', occursOn: '2021-03-01' }));
    const tam = await site.as('tam');
    expect((await tam.get(`/tasks/${site.taskId(4)}`)).text).toContain('1/24');
    const answer = await tam.fillIn(await tam.get(`/deliverables/${id}`), { reason: 'Báo đã gỡ bài' }, `/deliverables/${id}/withdrawal`);
    expect([answer.status, answer.location]).toEqual([303, `/deliverables/${id}?done=withdrawn`]);
    expect((await tam.get(answer.location!)).notice).toBe('Đã gỡ; sản phẩm không còn được tính.');
    expect((await tam.get(`/tasks/${site.taskId(4)}`)).text).toContain('0/24');
    const { text } = await tam.get(`/deliverables/${id}`);
    expect(text).toContain('– Đã gỡ');
    expect(text).toContain('Lý do Báo đã gỡ bài');
    expect(text).toContain('Lê Minh Tâm gỡ');
  });

  test('needs a reason', async () => {
    const { id } = await site.has(4, article({ occursOn: '2021-03-01' }));
    const tam = await site.as('tam');
    const answer = await tam.fillIn(await tam.get(`/deliverables/${id}`), { reason: '  ' });
    expect(answer.status).toBe(422);
    expect(await stateOf(id)).toMatchObject({ status: 'published' });
  });

  test('twice, or undoing what is withdrawn, is a conflict', async () => {
    const { id } = await site.has(4, article({ occursOn: '2021-03-01' }));
    const tam = await site.as('tam');
    const [page, other] = [await tam.get(`/deliverables/${id}`), await tam.get(`/deliverables/${id}`)];
    await tam.fillIn(page, { reason: 'nhầm' }, `/deliverables/${id}/withdrawal`);
    expect(await tam.fillIn(other, { reason: 'nhầm' }, `/deliverables/${id}/withdrawal`)).toMatchObject({ status: 409 });
    expect(await tam.postWithToken(`/deliverables/${id}/publication/undo`)).toMatchObject({ status: 409 });
    expect(await tam.postWithToken(`/deliverables/${id}`, { version: 2, title: 'Sửa', occursOn: '2021-03-01' })).toMatchObject({ status: 409 });
  });
});

test('what happened to an item is told on its page, newest first', async () => {
  const tam = await site.as('tam');
  const { id } = await site.has(4, article({ title: 'Có lịch sử', occursOn: '2021-03-01' }));
  site.context.clock.advance({ minutes: 5 });
  await tam.fillIn(await tam.get(`/deliverables/${id}/edit`), { title: 'Có lịch sử dài' });
  const { text } = await tam.get(`/deliverables/${id}`);
  const history = text.slice(text.indexOf('Lịch sử'));
  expect(history).toContain('Tiêu đề: “Có lịch sử” → “Có lịch sử dài”');
  expect(history).toMatch(/Lê Minh Tâm sửa.*09:05 ngày 15\/3\/2021.*Nguyễn Thị Hạnh ghi nhận.*09:00 ngày 15\/3\/2021/);
});
