import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { article, segment, session, slot } from '#testing/builders.js';
import type { Answer } from '../../e2e/support/answer.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

const PAGE = 50;

let site: TestApplication;
let phuc: Visitor;

beforeAll(async () => {
  site = await TestApplication.open();
  await site.reset('2021-03-15');
  await site.has(4, article({ title: 'Đổi mới ở Châu Thành', occursOn: '2021-03-01', author: 'Nguyễn Văn Đức' }));
  await site.has(8, segment({ title: 'Đối thoại trực tiếp', occursOn: '2021-02-02', programme: 'Nhịp cầu 100% dân' }));
  await site.has(12, session({ title: 'Ánh sáng', occursOn: '2021-01-05' }));
  await site.hasPlanned(7, slot({ title: 'Giờ của radio', occursOn: '2021-04-07' }));
  for (let number = 1; number <= PAGE + 10; number += 1) {
    await site.has(6, article({ title: `Tin thứ ${String(number).padStart(2, '0')}`, occursOn: '2021-01-10' }));
  }
  phuc = await site.as('phuc');
});
afterAll(() => site.close());

const titlesOf = ({ body }: Answer): string[] => [...body.matchAll(/<td class="title"><a href="\/deliverables\/\d+">([^<]*)<\/a>/g)].map(([, title]) => title!);
const list = async (query: Record<string, string | number>) =>
  phuc.get(`/deliverables?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString()}`);

describe('searching', () => {
  test.each([
    ['doi moi chau thanh', ['Đổi mới ở Châu Thành']],
    ['ĐỔI MỚI', ['Đổi mới ở Châu Thành']],
    ['thanh chau', ['Đổi mới ở Châu Thành']],
    ['van duc', ['Đổi mới ở Châu Thành']],
    ['nhip cau', ['Đối thoại trực tiếp']],
    ['doi', ['Đổi mới ở Châu Thành', 'Đối thoại trực tiếp']],
    ['100%', ['Đối thoại trực tiếp']],
    ['%', ['Đối thoại trực tiếp']],
    ['_', []],
    [`' or 1=1 --`, []],
    ['khong co gi', []],
  ])('for “%s” finds it by words, in any order, without marks', async (q, titles) => {
    const answer = await list({ q });
    expect([answer.status, titlesOf(answer)]).toEqual([200, titles]);
    if (titles.length === 0) expect(answer.text).toContain('Không có sản phẩm nào khớp');
  });

  test('finds letters typed as combining marks too', async () => {
    expect(titlesOf(await list({ q: 'Đổi mới'.normalize('NFD') }))).toEqual(['Đổi mới ở Châu Thành']);
  });
});

describe('filters', () => {
  test('by task, month, status and organisation, alone and together', async () => {
    expect(titlesOf(await list({ task: site.taskId(8) }))).toEqual(['Đối thoại trực tiếp']);
    expect(titlesOf(await list({ month: '2021-03' }))).toEqual(['Đổi mới ở Châu Thành']);
    expect(titlesOf(await list({ status: 'planned' }))).toEqual(['Giờ của radio']);
    const [centre] = await site.context.rows<{ id: number }>(`select id from organisation where code = 'tt-xuc-tien'`);
    expect(titlesOf(await list({ organisation: centre!.id }))).toEqual(['Ánh sáng']);
    expect(titlesOf(await list({ organisation: centre!.id, month: '2021-03' }))).toEqual([]);
  });

  test('that make no sense are as if not there', async () => {
    expect((await list({ month: '2021-13', status: 'gone', organisation: 'x' })).text).toContain('trong 64 sản phẩm');
  });

  test('stay chosen in the form and in the links of the columns', async () => {
    const answer = await list({ status: 'planned', month: '2021-04', q: 'gio' });
    expect(answer.body).toContain('<option value="planned" selected>');
    expect(answer.body).toContain('<option value="2021-04" selected>');
    const byTitle = answer.links.find((href) => href.includes('sort=title'))!;
    expect(Object.fromEntries(new URL(byTitle, 'http://x').searchParams)).toEqual({ q: 'gio', status: 'planned', month: '2021-04', sort: 'title', dir: 'asc' });
  });
});

describe('sorting', () => {
  test('is newest first unless asked otherwise', async () => {
    const titles = titlesOf(await list({}));
    expect(titles.slice(0, 3)).toEqual(['Giờ của radio', 'Đổi mới ở Châu Thành', 'Đối thoại trực tiếp']);
    const { body } = await list({});
    expect(body).toContain('aria-sort="descending"');
  });

  test('by title puts Vietnamese letters where a reader looks for them', async () => {
    const titles = titlesOf(await list({ sort: 'title', dir: 'asc' }));
    expect(titles.slice(0, 4)).toEqual(['Ánh sáng', 'Đổi mới ở Châu Thành', 'Đối thoại trực tiếp', 'Giờ của radio']);
    expect(titlesOf(await list({ sort: 'title', dir: 'desc' }))[0]).toBe('Tin thứ 60');
  });

  test('by task goes by its number in the plan', async () => {
    expect(titlesOf(await list({ sort: 'task', dir: 'asc' }))[0]).toBe('Đổi mới ở Châu Thành');
    expect(titlesOf(await list({ sort: 'task', dir: 'desc' })).slice(0, 3)).toEqual(['Ánh sáng', 'Đối thoại trực tiếp', 'Giờ của radio']);
  });

  test.each(['title; drop table deliverable', '(select password_hash from user_account)', 'constructor', '__proto__', 'd.id'])(
    'by “%s” is as if not asked',
    async (sort) => {
      const answer = await list({ sort, dir: 'asc; --' });
      expect([answer.status, titlesOf(answer)[0]]).toEqual([200, 'Giờ của radio']);
      expect(answer.body).not.toContain('drop table');
    },
  );
});

describe('paging', () => {
  test('shows fifty a page, each item once', async () => {
    const [first, second] = [await list({}), await list({ page: 2 })];
    expect([titlesOf(first).length, titlesOf(second).length]).toEqual([PAGE, 14]);
    expect(new Set([...titlesOf(first), ...titlesOf(second)]).size).toBe(64);
    expect(first.text).toContain('Đang xem 1–50 trong 64 sản phẩm');
    expect(second.text).toContain('Đang xem 51–64 trong 64 sản phẩm');
    expect(first.links.filter((href) => href.includes('page='))).toEqual([expect.stringContaining('page=2')]);
  });

  test('beyond the end, or of no number, is no error', async () => {
    for (const page of ['99', '0', '-1', 'x', '999999999', '1e9']) expect([page, (await list({ page })).status]).toEqual([page, 200]);
  });
});

test('an empty list says what belongs there and, to who may, offers it', async () => {
  const fresh = await TestApplication.open();
  try {
    const page = await (await fresh.as('tam')).get('/deliverables');
    expect(page.text).toContain('Bài đã đăng, chuyên mục đã phát, buổi đã tổ chức sẽ hiện ở đây. Ghi nhận sản phẩm đầu tiên');
    expect((await (await fresh.as('phuc')).get('/deliverables')).links).not.toContain('/deliverables/new');
  } finally {
    await fresh.close();
  }
});
