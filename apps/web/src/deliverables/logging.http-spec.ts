import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { article, segment, session, slot } from '#testing/builders.js';
import type { PersonaName } from '#testing/personas.js';
import type { Answer } from '../../e2e/support/answer.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

let site: TestApplication;

beforeAll(async () => {
  site = await TestApplication.open();
});
beforeEach(() => site.reset('2021-03-15'));
afterAll(() => site.close());

type Fields = Record<string, string | number>;

const openForm = async (visitor: Visitor, ordinal: number, query = ''): Promise<Answer> =>
  visitor.get(`/deliverables/new?task=${site.taskId(ordinal)}${query}`);

async function log(who: PersonaName, ordinal: number, fields: Fields): Promise<{ visitor: Visitor; answer: Answer }> {
  const visitor = await site.as(who);
  return { visitor, answer: await visitor.fillIn(await openForm(visitor, ordinal), fields) };
}

const itemsInDatabase = async () => (await site.context.rows<{ id: number }>('select id from deliverable')).length;

const FORMS: [string, PersonaName, number, Fields, string, string[]][] = [
  [
    'newspaper',
    'tam',
    4,
    { title: 'Một cửa về xã', occursOn: '2021-03-10', author: 'Trúc Lâm', issueNumber: '4321', page: '3', url: 'https://baodongkhoi.vn/mot-cua' },
    '1/24 bài',
    ['Trúc Lâm', '4321', '10/3/2021', 'https://baodongkhoi.vn/mot-cua'],
  ],
  [
    'radio',
    'lan',
    7,
    { title: 'Nghe và hỏi', occursOn: '2021-03-11', airedAt: '06:30', channel: 'FM 97,9', programme: 'Chào buổi sáng', duration: '14:30' },
    '1/12 chuyên mục',
    ['06:30', 'FM 97,9', 'Chào buổi sáng', '14:30 phút'],
  ],
  [
    'television',
    'lan',
    8,
    { title: 'Cải cách từ cơ sở', occursOn: '2021-03-12', airedAt: '19:45', channel: 'THBT', duration: '15' },
    '1/12 chuyên mục',
    ['19:45', 'THBT', '15 phút'],
  ],
  [
    'forum',
    'khoa',
    12,
    { title: 'Vốn cho doanh nghiệp trẻ', occursOn: '2021-03-05', place: 'Quán Hàm Luông', attendance: '45' },
    '1/12 buổi',
    ['Quán Hàm Luông', '45', '05/3/2021'],
  ],
  [
    'training',
    'hanh',
    11,
    { title: 'Lớp tập huấn khóa 1', occursOn: '2021-03-09', place: 'Hội trường Sở', attendance: '120' },
    '1/3 lớp',
    ['Hội trường Sở', '120'],
  ],
  ['document', 'hanh', 1, { title: 'Kế hoạch năm 2021', occursOn: '2020-12-31', documentNumber: '105/KH-UBND' }, '1/1 kế hoạch', ['105/KH-UBND', '31/12/2020']],
];

describe.each(FORMS)('the %s form', (_medium, who, ordinal, fields, count, facts) => {
  test('logs, answers 303 and says how far the year has come', async () => {
    const { visitor, answer } = await log(who, ordinal, fields);
    expect([answer.status, answer.location]).toEqual([303, expect.stringMatching(new RegExp(`^/tasks/${site.taskId(ordinal)}\\?logged=\\d+$`))]);
    const page = await visitor.get(answer.location!);
    expect(page.notice).toContain(`Đã ghi nhận: ${count}`);
    expect(page.notice).toContain(String(fields.title));
    const item = await visitor.get(`/deliverables/${answer.location!.split('=')[1]}`);
    for (const fact of facts) expect(item.text).toContain(fact);
  });

  test('can be undone from the notice, which takes the item out of the count', async () => {
    const { visitor, answer } = await log(who, ordinal, fields);
    const page = await visitor.get(answer.location!);
    const undone = await visitor.fillIn(page, {});
    expect([undone.status, undone.location]).toEqual([303, `/tasks/${site.taskId(ordinal)}`]);
    const after = await visitor.get(undone.location!);
    expect([after.notice?.includes('Đã ghi nhận') ?? false, after.text.includes(` 0/${count.split(/[/ ]/)[1]} `)]).toEqual([false, true]);
    expect(await site.context.rows('select status from deliverable')).toEqual([{ status: 'withdrawn' }]);
  });

  test('has the likely task and day chosen already', async () => {
    const visitor = await site.as(who);
    const { values } = (await openForm(visitor, ordinal)).form();
    expect(values).toMatchObject({ task: String(site.taskId(ordinal)), occursOn: '2021-03-15', title: '' });
    expect(values.genre).not.toBe('');
  });
});

const NEXT_DAY = 'Ngày này chưa tới; hãy ghi là dự kiến rồi xác nhận khi đã thực hiện.';
const OUTSIDE = 'Ngày phải trong thời gian của kế hoạch: 01/12/2020 – 31/12/2021.';
const NO_ADDRESS = 'Đường dẫn phải bắt đầu bằng http:// hoặc https://.';

const WRONG: [string, PersonaName, number, Fields, string, string][] = [
  ['an article without a title', 'tam', 4, { title: '   ' }, 'title', 'Hãy nhập tên bài.'],
  ['an article with a title of 301 letters', 'tam', 4, { title: 'ả'.repeat(301) }, 'title', 'Dài quá 300 ký tự.'],
  ['an article before the plan', 'tam', 4, { occursOn: '2020-11-30' }, 'occursOn', OUTSIDE],
  ['an article after the plan', 'tam', 4, { occursOn: '2022-01-01' }, 'occursOn', OUTSIDE],
  ['an article of tomorrow', 'tam', 4, { occursOn: '2021-03-16' }, 'occursOn', NEXT_DAY],
  ['an article without a day', 'tam', 4, { occursOn: '' }, 'occursOn', 'Hãy chọn ngày đăng.'],
  ['an article of a day that is on no calendar', 'tam', 4, { occursOn: '2021-02-30' }, 'occursOn', 'Ngày chưa đúng; hãy chọn ngày có trên lịch.'],
  ['an article with an ftp address', 'tam', 4, { url: 'ftp://baodongkhoi.vn/a' }, 'url', NO_ADDRESS],
  ['an article with a script for an address', 'tam', 4, { url: 'javascript:alert(1)' }, 'url', NO_ADDRESS],
  ['an article with an address that is none', 'tam', 4, { url: 'baodongkhoi.vn/a' }, 'url', NO_ADDRESS],
  ['a broadcast without a title', 'lan', 8, { title: '' }, 'title', 'Hãy nhập tên chuyên mục, phóng sự.'],
  ['a broadcast of no length', 'lan', 8, { duration: '0' }, 'duration', 'Thời lượng phải lớn hơn 0.'],
  ['a broadcast of 0:00', 'lan', 7, { duration: '0:00' }, 'duration', 'Thời lượng phải lớn hơn 0.'],
  ['a broadcast of a length in words', 'lan', 7, { duration: 'mười lăm' }, 'duration', 'Thời lượng viết bằng phút, ví dụ 15 hoặc 4:30.'],
  ['a broadcast of negative length', 'lan', 8, { duration: '-5' }, 'duration', 'Thời lượng viết bằng phút, ví dụ 15 hoặc 4:30.'],
  ['a broadcast at 25 o’clock', 'lan', 8, { airedAt: '25:00' }, 'airedAt', 'Giờ phát viết dạng 19:45.'],
  ['a rerun of something that is not there', 'lan', 8, { rerunOf: '999999' }, 'rerunOf', 'Bản gốc phải là một sản phẩm đã phát của cùng nhiệm vụ.'],
  ['a rerun of a word', 'lan', 8, { rerunOf: 'x' }, 'rerunOf', 'Lựa chọn này không có trong danh sách.'],
  ['a broadcast of tomorrow', 'lan', 7, { occursOn: '2021-03-16' }, 'occursOn', NEXT_DAY],
  ['a session without a topic', 'khoa', 12, { title: '' }, 'title', 'Hãy nhập chủ đề.'],
  ['a session that nobody attended', 'khoa', 12, { attendance: '0' }, 'attendance', 'Số người dự là số nguyên lớn hơn 0.'],
  ['a session with an attendance of minus one', 'khoa', 12, { attendance: '-1' }, 'attendance', 'Số người dự là số nguyên lớn hơn 0.'],
  ['a session with half a person', 'khoa', 12, { attendance: '1.5' }, 'attendance', 'Số người dự là số nguyên lớn hơn 0.'],
  ['a session of tomorrow', 'khoa', 12, { occursOn: '2021-03-16' }, 'occursOn', NEXT_DAY],
  ['a class outside the plan', 'hanh', 11, { occursOn: '2019-07-01' }, 'occursOn', OUTSIDE],
  ['a document without a name', 'hanh', 3, { title: '' }, 'title', 'Hãy nhập tên văn bản.'],
  ['a document with an address that is none', 'hanh', 3, { url: 'http://' }, 'url', NO_ADDRESS],
  ['an item made up for a period that is none', 'lan', 8, { creditedOn: '2021-01-30' }, 'creditedOn', 'Kỳ tính bù không có trong chỉ tiêu của nhiệm vụ.'],
  ['an item made up for a period to come', 'lan', 8, { creditedOn: '2021-12-31' }, 'creditedOn', 'Không thể tính bù cho kỳ chưa tới.'],
];

describe('bad input', () => {
  test.each(WRONG)('%s is refused by the field, and what was typed stays', async (_what, who, ordinal, wrong, field, message) => {
    const typed = { title: 'Tên đã gõ', note: 'Ghi chú đã gõ', ...wrong };
    const { answer } = await log(who, ordinal, typed);
    expect([answer.status, answer.messageBy(field)]).toEqual([422, message]);
    expect(answer.isMarkedWrong(field)).toBe(true);
    const { values, action } = answer.form();
    const kept = Object.entries(typed).filter(([name]) => !['creditedOn', 'rerunOf'].includes(name));
    expect(values).toMatchObject({ ...Object.fromEntries(kept), task: String(site.taskId(ordinal)) });
    expect(action).toBe('/deliverables');
    expect(answer.text).toContain('Chưa lưu được. Hãy xem ghi chú ở từng ô.');
    expect(await itemsInDatabase()).toBe(0);
  });

  test('of several fields is told by each of them at once', async () => {
    const { answer } = await log('khoa', 12, { title: '', occursOn: '', attendance: '0', url: 'x' });
    expect(['title', 'occursOn', 'attendance', 'url'].map((field) => answer.messageBy(field))).toEqual([
      'Hãy nhập chủ đề.',
      'Hãy chọn ngày tổ chức.',
      'Số người dự là số nguyên lớn hơn 0.',
      NO_ADDRESS,
    ]);
  });

  test('put right in the form that came back is saved', async () => {
    const { visitor, answer } = await log('tam', 4, { title: 'Bài viết', url: 'sai' });
    expect(await visitor.fillIn(answer, { url: '' })).toMatchObject({ status: 303 });
    expect(await itemsInDatabase()).toBe(1);
  });

  test('without a task, or of a task that is not there, is not found', async () => {
    const hanh = await site.as('hanh');
    for (const task of [undefined, 'x', 999999]) {
      expect(await hanh.postWithToken('/deliverables', { task, title: 'Bài', occursOn: '2021-03-01' })).toMatchObject({ status: 404 });
      expect(await hanh.postWithToken('/deliverables/slots', { task, occursOn: '2021-03-01' })).toMatchObject({ status: 404 });
    }
  });
});

describe('another organisation’s task', () => {
  test('is not to be found by an editor, and nothing is written', async () => {
    const tam = await site.as('tam');
    const fields = { task: site.taskId(8), title: 'Không phải của tôi', occursOn: '2021-03-01' };
    for (const answer of [await openForm(tam, 8), await tam.postWithToken('/deliverables', fields), await tam.postWithToken('/deliverables/slots', fields)]) {
      expect([answer.status, answer.text]).toEqual([404, expect.stringContaining('Không tìm thấy')]);
    }
    expect(await itemsInDatabase()).toBe(0);
  });

  test('keeps its items from being changed in any way', async () => {
    const item = await site.has(8, segment({ occursOn: '2021-03-01' }));
    const planned = await site.hasPlanned(8, slot({ occursOn: '2021-04-01' }));
    const before = await site.context.rows('select * from deliverable order by id');
    const tam = await site.as('tam');
    const fields = { title: 'Đổi tên', occursOn: '2021-03-02', version: 1, reason: 'phá' };
    const tries = [
      await tam.get(`/deliverables/${item.id}/edit`),
      await tam.get(`/deliverables/${planned.id}/publication/new`),
      await tam.postWithToken(`/deliverables/${item.id}`, fields),
      await tam.postWithToken(`/deliverables/${item.id}/withdrawal`, fields),
      await tam.postWithToken(`/deliverables/${item.id}/publication/undo`, fields),
      await tam.postWithToken(`/deliverables/${planned.id}/publication`, fields),
      await tam.postWithToken(`/deliverables/${planned.id}/slot`, fields),
      await tam.putWithToken(`/api/v1/deliverables/${planned.id}/planned-date`, { on: '2021-04-02' }),
    ];
    expect(tries.map(({ status }) => status)).toEqual(tries.map(() => 404));
    expect(await site.context.rows('select * from deliverable order by id')).toEqual(before);
  });

  test('shows its items, without anything to change them by', async () => {
    const item = await site.has(8, segment({ title: 'Của Đài', occursOn: '2021-03-01' }));
    const page = await (await site.as('tam')).get(`/deliverables/${item.id}`);
    expect(page.text).toContain('Của Đài');
    expect(page.links.filter((href) => /edit|publication/.test(href))).toEqual([]);
    expect(page.body).not.toContain('withdrawal');
  });

  test('is open to Sở Nội vụ, whose item then belongs to the organisation in charge', async () => {
    const { answer } = await log('hanh', 8, { title: 'Ghi thay cho Đài', occursOn: '2021-03-01' });
    expect(answer.status).toBe(303);
    const [row] = await site.context.rows<{ code: string }>('select o.code from deliverable d join organisation o on o.id = d.organisation_id');
    expect(row).toEqual({ code: 'dai-ptth' });
  });
});

describe('a viewer', () => {
  test('gets no form and can write nothing, not even for the own organisation', async () => {
    const phuc = await site.as('phuc');
    const fields = { task: site.taskId(4), title: 'Chỉ xem', occursOn: '2021-03-01' };
    for (const answer of [
      await phuc.get('/deliverables/new'),
      await openForm(phuc, 4),
      await phuc.postWithToken('/deliverables', fields),
      await phuc.postWithToken('/deliverables/slots', fields),
    ]) {
      expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('Vai trò của bạn không mở được trang này.')]);
    }
    await site.context.run((em) => em.execute(`update user_account set role = 'leader' where email = 'tam@baodongkhoi.example.vn'`));
    const tam = await site.as('tam');
    const ofOwn = [await openForm(tam, 4), await tam.get('/deliverables/slots/new'), await tam.postWithToken('/deliverables', fields)];
    await site.context.run((em) => em.execute(`update user_account set role = 'producer' where email = 'tam@baodongkhoi.example.vn'`));
    expect(ofOwn.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(await itemsInDatabase()).toBe(0);
  });
});

describe('the same piece logged twice', () => {
  test('by an address that differs only in its spelling names the first', async () => {
    await site.has(4, article({ title: 'Bài đầu tiên', occursOn: '2021-03-02', url: 'https://baodongkhoi.vn/cai-cach?a=1&b=2' }));
    const { answer } = await log('tam', 4, {
      title: 'Tên khác',
      occursOn: '2021-03-09',
      url: 'http://www.BaoDongKhoi.vn/cai-cach/?b=2&a=1&utm_source=zalo#dau',
    });
    expect([answer.status, answer.messageBy('url')]).toEqual([422, 'Đường dẫn này đã được ghi nhận: “Bài đầu tiên”, ngày 02/3/2021.']);
    expect(answer.form().values).toMatchObject({ title: 'Tên khác', occursOn: '2021-03-09' });
    expect(await itemsInDatabase()).toBe(1);
  });

  test('by its title and day names the first', async () => {
    await site.has(4, article({ title: 'Một cửa về xã', occursOn: '2021-03-02' }));
    const { answer } = await log('tam', 4, { title: '“một cửa  về XÃ”.', occursOn: '2021-03-02' });
    expect([answer.status, answer.messageBy('title')]).toEqual([422, 'Tên này, ngày này đã được ghi nhận: “Một cửa về xã”, ngày 02/3/2021.']);
    expect(await log('tam', 4, { title: 'Một cửa về xã', occursOn: '2021-03-03' })).toMatchObject({ answer: { status: 303 } });
  });

  test('by two people at the same moment is stored once, and by ten different titles ten times', async () => {
    const visitors = await Promise.all([site.as('tam'), site.as('hanh')]);
    const forms = await Promise.all(visitors.map((visitor) => openForm(visitor, 4)));
    const same = await Promise.all(visitors.map((visitor, index) => visitor.fillIn(forms[index]!, { title: 'Cùng lúc', occursOn: '2021-03-02' })));
    expect(same.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422]);
    const many = await Promise.all(
      Array.from({ length: 10 }, (_, index) => visitors[index % 2]!.fillIn(forms[index % 2]!, { title: `Bài ${index}`, occursOn: '2021-03-02' })),
    );
    expect(many.map(({ status }) => status)).toEqual(Array(10).fill(303));
    expect(await itemsInDatabase()).toBe(11);
  });

  test('is no obstacle once the first was withdrawn', async () => {
    const first = await log('tam', 4, { title: 'Gỡ rồi', occursOn: '2021-03-02' });
    await first.visitor.fillIn(await first.visitor.get(first.answer.location!), {});
    expect(await log('tam', 4, { title: 'Gỡ rồi', occursOn: '2021-03-02' })).toMatchObject({ answer: { status: 303 } });
  });
});

describe('a rerun', () => {
  test('is recorded under its original and does not count', async () => {
    const original = await site.has(8, segment({ title: 'Bản gốc', occursOn: '2021-03-01' }));
    const { visitor, answer } = await log('lan', 8, { title: 'Bản gốc', occursOn: '2021-03-01', rerunOf: original.id });
    const page = await visitor.get(answer.location!);
    expect(page.notice).toContain('Đã ghi nhận bản phát lại (không tính vào chỉ tiêu)');
    expect(page.text).toContain('1/12');
    expect((await visitor.get(`/deliverables/${answer.location!.split('=')[1]}`)).text).toContain('Phát lại của Bản gốc');
  });
});

describe('a make-up item', () => {
  test('is offered for the missed period, counts there and is shown as late', async () => {
    const lan = await site.as('lan');
    const form = await openForm(lan, 8, '&period=2021-01-31');
    expect(form.form().values).toMatchObject({ creditedOn: '2021-01-31', occursOn: '2021-03-15' });
    const { location } = await lan.fillIn(form, { title: 'Bù cho tháng Một' });
    const page = await lan.get(location!);
    expect(page.text).toContain('tháng 1/2021 31/01/2021 1 /1 bù 1, ngày 15/3/2021');
    expect(page.text).toContain('! quá hạn, đã bù');
    expect(page.text).toContain('bù cho kỳ đến 31/01/2021');
  });
});

describe('the form opened without a task', () => {
  test('chooses the one most urgently owed by the person’s organisation', async () => {
    const { values } = (await (await site.as('khoa')).get('/deliverables/new')).form();
    expect(values).toMatchObject({ task: String(site.taskId(12)) });
  });

  test('remembers the usual channel, hour and programme of the task', async () => {
    await site.has(8, segment({ occursOn: '2021-02-01', channel: 'THBT2', airedAt: '20:15', programme: 'Nhịp cầu', duration: 270 }));
    const { values } = (await openForm(await site.as('lan'), 8)).form();
    expect(values).toMatchObject({ channel: 'THBT2', airedAt: '20:15', programme: 'Nhịp cầu', duration: '4:30' });
  });

  test('keeps a day to come out of logging and lets it be planned', async () => {
    const khoa = await site.as('khoa');
    expect((await openForm(khoa, 12, '&on=2021-06-20')).form().values.occursOn).toBe('2021-03-15');
    expect((await khoa.get(`/deliverables/slots/new?task=${site.taskId(12)}&on=2021-06-20`)).form().values.occursOn).toBe('2021-06-20');
  });
});

describe('the notice after logging', () => {
  test('is not shown to others, nor after ten minutes, nor for an item of another task', async () => {
    const item = await site.has(12, session({ occursOn: '2021-03-01' }));
    const address = `/tasks/${site.taskId(12)}?logged=${item.id}`;
    expect((await (await site.as('khoa')).get(address)).notice).toContain('Đã ghi nhận: 1/12');
    expect((await (await site.as('tam')).get(address)).notice).toBeUndefined();
    expect((await (await site.as('khoa')).get(`/tasks/${site.taskId(8)}?logged=${item.id}`)).notice).toBeUndefined();
    site.context.clock.advance({ minutes: 11 });
    expect((await (await site.as('khoa')).get(address)).notice).toBeUndefined();
  });
});
