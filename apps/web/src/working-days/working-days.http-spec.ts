import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

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

const DAY_OFF = { date: '2021-06-15', name: 'Nghỉ phòng chống bão', source: 'Công điện 12/CĐ-UBND' };
const SWAP = { offDate: '2021-04-29', workDate: '2021-05-08', swapSource: 'Thông báo 7/TB-UBND' };
const ANNOUNCEMENT = '/working-days/years/2027/announcement';
const daysInDatabase = () => site.context.rows<{ day: string; kind: string }>('select day, kind from calendar_day order by day');

describe('the year', () => {
  test('is shown by month with its working days, to everybody', async () => {
    for (const name of ['hanh', 'tam', 'phuc'] as const) {
      const { status, text } = await (await site.as(name)).get('/working-days');
      expect([name, status]).toEqual([name, 200]);
      expect(text).toContain('Ngày nghỉ và ngày làm bù năm 2021');
      expect(text).toContain('Tháng 2: 15 ngày làm việc');
      expect(text).toContain('21/4/2021 thứ Tư nghỉ Giỗ Tổ Hùng Vương ✓ đã thông báo');
    }
  });

  test('is said to be proposed, and on what ground', async () => {
    const proposed = await hanh.get('/working-days?year=2027');
    expect(proposed.text).toContain('Lịch nghỉ năm 2027 chưa có thông báo chính thức.');
    expect(proposed.text).toContain('Điều 111 và Điều 112 Bộ luật Lao động 2019');
    expect(proposed.text).toContain('◔ dự kiến');
    expect((await hanh.get('/working-days?year=2024')).text).toContain('04/5/2024 thứ Bảy làm bù Làm bù cho 29/4/2024');
    expect((await hanh.get('/working-days?year=2033')).text).toContain('Chưa có ngày Tết Nguyên đán và Giỗ Tổ Hùng Vương của năm này');
  });

  test.each(['', 'year=', 'year=x', 'year=1999', 'year=2101', 'year=2021&year=2022', 'year=-5', 'done=x&done=y'])(
    'asked as “%s” is this year',
    async (query) => {
      const { status, text } = await hanh.get(`/working-days?${query}`);
      expect([status, text.includes('năm 2021')]).toEqual([200, true]);
    },
  );

  test('leads to the years beside it, as far as there are any', async () => {
    expect((await hanh.get('/working-days?year=2000')).links).toEqual(expect.arrayContaining(['/working-days?year=2001']));
    expect((await hanh.get('/working-days?year=2000')).links).not.toContain('/working-days?year=1999');
    expect((await hanh.get('/working-days?year=2100')).links).not.toContain('/working-days?year=2101');
  });

  test('has forms for Sở Nội vụ alone', async () => {
    expect((await hanh.get('/working-days')).body).toContain('action="/working-days/swaps"');
    for (const name of ['tam', 'phuc'] as const) {
      const visitor = await site.as(name);
      for (const year of [2021, 2027])
        expect((await visitor.get(`/working-days?year=${year}`)).body).not.toMatch(/action="\/working-days\/|action="\/working-days" novalidate/);
    }
  });
});

describe('Sở Nội vụ', () => {
  test('adds a day off, takes it back, and each stands at the foot of the page', async () => {
    const added = await hanh.postWithToken('/working-days', DAY_OFF);
    expect([added.status, added.location]).toEqual([303, '/working-days?year=2021&done=added']);
    const page = await hanh.get(added.location!);
    expect(page.notice).toBe('Đã thêm ngày nghỉ.');
    expect(page.text).toContain('15/6/2021 thứ Ba nghỉ Nghỉ phòng chống bão ✓ đã thông báo Công điện 12/CĐ-UBND');
    expect(page.text).toContain('Tháng 6: 21 ngày làm việc');
    expect(page.text).toContain('Nguyễn Thị Hạnh thêm ngày nghỉ 15/6/2021 (Nghỉ phòng chống bão) 09:00 ngày 15/3/2021 · Công điện 12/CĐ-UBND');
    const { action, values } = page.form('/working-days/days/2021-06-15/removal');
    expect((await hanh.post(action, values)).status).toBe(303);
    expect((await hanh.get('/working-days')).text).toContain('Nguyễn Thị Hạnh bỏ ngày 15/6/2021 (Nghỉ phòng chống bão)');
    expect(await daysInDatabase()).toEqual([]);
  });

  test('adds a swap in one form', async () => {
    const added = await hanh.postWithToken('/working-days/swaps', SWAP);
    expect(added.location).toBe('/working-days?year=2021&done=swapped');
    const { text } = await hanh.get(added.location!);
    expect(text).toContain('29/4/2021 thứ Năm nghỉ Hoán đổi (làm bù 08/5/2021)');
    expect(text).toContain('08/5/2021 thứ Bảy làm bù Làm bù cho 29/4/2021');
  });

  test('takes a shipped day back and gives it back', async () => {
    await hanh.postWithToken('/working-days/days/2021-04-21/removal');
    const page = await hanh.get('/working-days');
    expect(page.text).toContain('Đã bỏ, trở lại ngày thường 21/4/2021, thứ Tư: Giỗ Tổ Hùng Vương');
    const { action, values } = page.form('/working-days/days/2021-04-21/restoration');
    expect((await hanh.post(action, values)).location).toBe('/working-days?year=2021&done=restored');
    expect((await hanh.get('/working-days')).text).not.toContain('trở lại ngày thường');
  });

  test('marks a year as announced, and takes the mark off', async () => {
    const marked = await hanh.postWithToken(ANNOUNCEMENT, { announcement: 'Thông báo 9/TB-BNV ngày 01/12/2026' });
    const page = await hanh.get(marked.location!);
    expect(page.text).toContain('Đã có thông báo chính thức: Thông báo 9/TB-BNV ngày 01/12/2026.');
    expect(page.text).not.toContain('◔ dự kiến');
    const { action, values } = page.form(`${ANNOUNCEMENT}/undo`);
    await hanh.post(action, values);
    expect((await hanh.get('/working-days?year=2027')).text).toContain('chưa có thông báo chính thức');
  });
});

describe('a refused form', () => {
  test.each([
    [{ date: '2021-06-12' }, 'date', 'vốn đã nghỉ'],
    [{ date: '2021-04-21' }, 'date', 'đã là ngày nghỉ: Giỗ Tổ Hùng Vương'],
    [{ date: '' }, 'date', 'Hãy chọn ngày nghỉ.'],
    [{ date: '2021-02-30' }, 'date', 'Ngày chưa đúng'],
    [{ date: '1999-12-31' }, 'date', 'Năm phải từ 2000 đến 2100.'],
    [{ date: '2101-01-03' }, 'date', 'Năm phải từ 2000 đến 2100.'],
    [{ name: ' ' }, 'name', 'Hãy nhập tên ngày nghỉ.'],
    [{ name: 'x'.repeat(201) }, 'name', 'Dài quá 200 ký tự.'],
    [{ source: '' }, 'source', 'Hãy nhập số, ngày và tên văn bản quy định.'],
  ])('of a day off, %j, comes back as typed with a word by the field', async (wrong, field, message) => {
    const typed = { ...DAY_OFF, year: '2021', ...wrong };
    const answer = await hanh.postWithToken('/working-days', typed);
    expect(answer.status).toBe(422);
    expect(answer.messageBy(field)).toContain(message);
    expect(answer.isMarkedWrong(field)).toBe(true);
    expect(answer.form('/working-days').values).toMatchObject(typed);
    expect(await daysInDatabase()).toEqual([]);
  });

  test.each([
    [{ workDate: '2021-05-07' }, 'workDate', 'Ngày làm bù phải là thứ Bảy hoặc Chủ nhật.'],
    [{ workDate: '2021-04-29' }, 'workDate', 'Ngày làm bù phải khác ngày được nghỉ.'],
    [{ offDate: '2021-05-01' }, 'offDate', 'vốn đã nghỉ'],
    [{ offDate: '2021-04-30' }, 'offDate', 'đã là ngày nghỉ'],
    [{ swapSource: '' }, 'swapSource', 'Hãy nhập số'],
  ])('of a swap, %j, comes back as typed with a word by the field', async (wrong, field, message) => {
    const answer = await hanh.postWithToken('/working-days/swaps', { ...SWAP, ...wrong });
    expect([answer.status, answer.messageBy(field)]).toEqual([422, expect.stringContaining(message)]);
    expect(answer.form('/working-days/swaps').values).toMatchObject({ ...SWAP, ...wrong });
    expect(await daysInDatabase()).toEqual([]);
  });

  test('of an announcement without a document comes back on its year', async () => {
    const answer = await hanh.postWithToken(ANNOUNCEMENT, { announcement: ' ' });
    expect([answer.status, answer.messageBy('announcement')]).toEqual([422, 'Hãy nhập số, ngày và tên văn bản quy định.']);
    expect(answer.text).toContain('năm 2027');
  });

  test('of markup shows it as it was typed', async () => {
    const { body } = await hanh.postWithToken('/working-days', { ...DAY_OFF, name: '<script>alert(1)</script>', date: '' });
    expect(body).not.toContain('<script>alert');
  });
});

describe('nobody else', () => {
  test.each(['tam', 'phuc'] as const)('changes anything: %s', async (name) => {
    const visitor = await site.as(name);
    for (const [url, fields] of [
      ['/working-days', DAY_OFF],
      ['/working-days/swaps', SWAP],
      ['/working-days/days/2021-04-21/removal', {}],
      ['/working-days/days/2021-04-21/restoration', {}],
      [ANNOUNCEMENT, { announcement: 'x' }],
      [`${ANNOUNCEMENT}/undo`, {}],
    ] as const) {
      expect([url, (await visitor.postWithToken(url, fields)).status]).toEqual([url, 403]);
    }
    expect(await daysInDatabase()).toEqual([]);
  });

  test('that is not signed in sees it', async () => {
    expect((await site.visitor().get('/working-days')).location).toContain('/sign-in');
  });
});

test.each([
  '/working-days/days/x/removal',
  '/working-days/days/1999-01-01/removal',
  '/working-days/days/2021-06-15/removal',
  '/working-days/years/1999/announcement',
  '/working-days/years/2027/announcement/undo',
])('%s is not there', async (url) => {
  expect((await hanh.postWithToken(url, { announcement: 'x' })).status).toBe(404);
});

test('the calendar carries the days of its plan', async () => {
  await hanh.postWithToken('/working-days', DAY_OFF);
  const { body } = await hanh.get('/calendar');
  const days = JSON.parse(/data-days="([^"]*)"/.exec(body)![1]!.replaceAll('&quot;', '"')) as { on: string }[];
  expect(days).toContainEqual({ on: '2021-06-15', kind: 'off', name: 'Nghỉ phòng chống bão', isProposed: false });
  expect(days.every(({ on }) => on >= '2020-12-01' && on <= '2021-12-31')).toBe(true);
});
