import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { article, segment, session } from '#testing/builders.js';
import { TestApplication } from '../../e2e/support/test-application.js';

let site: TestApplication;

beforeAll(async () => {
  site = await TestApplication.open();
});
beforeEach(() => site.reset('2021-03-31'));
afterAll(() => site.close());

/** The grid as rows of cells: what is read aloud of each, and its class of state. */
function gridOf(body: string) {
  const table = /<table class="duties">([\s\S]*?)<\/table>/.exec(body)![1]!;
  const [head, ...rows] = table.split('<tr').slice(1);
  return {
    months: [...head!.matchAll(/title="(tháng [^"]+)">([^<]+)</g)].map(([, full, short]) => ({ full, short })),
    rows: rows.map((row) => ({
      name: />(\d+\. [^<]+)<\/a>/.exec(row)![1]!,
      status: /<td class="state"><span class="state-chip q-([\w-]+)">/.exec(row)![1]!,
      sum: />([^<]*)<\/b>(\/\d+)?/.exec(row)!.slice(1).join(''),
      cells: [...row.matchAll(/<td class="q-([\w-]+)( is-current)?( is-empty)?">([\s\S]*?)<\/td>/g)].map(([, state, current, , cell]) => ({
        state,
        isCurrent: current !== undefined,
        label: /<span class="visually-hidden">, ([^<]*)<\/span>/.exec(cell!)?.[1],
        href: /href="([^"]*)"/.exec(cell!)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='),
        sign: /<span aria-hidden="true">([^<]+)<\/span><span class="visually-hidden">/.exec(cell!)?.[1],
      })),
    })),
  };
}

describe('the obligation grid', () => {
  test('has 13 tasks by 13 months, from December of the year before', async () => {
    const { months, rows } = gridOf((await (await site.as('hanh')).get('/')).body);
    expect(months).toHaveLength(13);
    expect([months[0], months[1], months[12]]).toEqual([
      { full: 'tháng 12/2020', short: 'T12/20' },
      { full: 'tháng 1/2021', short: 'T1' },
      { full: 'tháng 12/2021', short: 'T12' },
    ]);
    expect(rows.map(({ cells }) => cells.length)).toEqual(Array(13).fill(13));
    expect(rows.map(({ name }) => Number.parseInt(name, 10))).toEqual(Array.from({ length: 13 }, (_, index) => index + 1));
  });

  test('shows at the end of March what the plan owes and nobody has done', async () => {
    const { rows } = gridOf((await (await site.as('hanh')).get('/')).body);
    const status = (ordinal: number) => rows[ordinal - 1]!.status;
    expect({ paper: status(4), spring: status(5), radio: status(7), television: status(8), forum: status(12), classes: status(11) }).toEqual({
      paper: 'behind',
      spring: 'overdue',
      radio: 'overdue',
      television: 'overdue',
      forum: 'overdue',
      classes: 'not-begun',
    });
    expect([status(6), status(9), status(13)]).toEqual(['no-target', 'no-target', 'no-target']);
    const television = rows[7]!.cells;
    expect(television.slice(1, 5).map(({ state }) => state)).toEqual(['overdue', 'overdue', 'due-soon', 'not-begun']);
  });

  test('tells each state by colour, sign and word, and marks the month of today', async () => {
    const { rows } = gridOf((await (await site.as('hanh')).get('/')).body);
    const [, january, , march, april] = rows[7]!.cells;
    expect(january).toMatchObject({ state: 'overdue', sign: '!', label: 'tháng 1/2021: 0/1, quá hạn', isCurrent: false });
    expect(march).toMatchObject({ state: 'due-soon', sign: '◔', label: 'tháng 3/2021: 0/1, sắp đến hạn', isCurrent: true });
    expect(april).toMatchObject({ state: 'not-begun', sign: '○', isCurrent: false });
  });

  test('turns a cell done when its month is met, and opens the items behind it', async () => {
    await site.has(8, segment({ title: 'Một cửa liên thông', occursOn: '2021-01-20' }));
    const hanh = await site.as('hanh');
    const row = gridOf((await hanh.get('/')).body).rows[7]!;
    expect([row.sum, row.cells[1]]).toEqual(['1/12', expect.objectContaining({ state: 'done', sign: '✓', label: 'tháng 1/2021: 1/1, hoàn thành' })]);
    const items = await hanh.get(row.cells[1]!.href!);
    expect(items.text).toContain('Một cửa liên thông');
    expect((await hanh.get(row.cells[2]!.href!)).text).not.toContain('Một cửa liên thông');
  });
});

describe('beside the grid', () => {
  test('stands what is late, what falls due within 14 days, and what happened lately', async () => {
    await site.has(12, session({ title: 'Gặp gỡ doanh nghiệp trẻ', occursOn: '2021-03-30' }));
    const { text } = await (await site.as('hanh')).get('/');
    const [late, due, recent] = [text.indexOf('Đang chậm'), text.indexOf('Đến hạn trong 14 ngày'), text.indexOf('Vừa qua')];
    expect(late).toBeGreaterThan(0);
    expect(text.slice(late, due)).toContain('4. Thực hiện Chuyên mục CCHC trên Báo Đồng Khởi');
    expect(text.slice(late, due)).toContain('thiếu 4 bài · theo nhịp đến hết tháng 2/2021');
    expect(text.slice(late, due)).toContain('tháng 1–2/2021');
    expect(text.slice(due, recent)).toContain('8. Thực hiện Chuyên mục CCHC trên sóng truyền hình');
    expect(text.slice(due, recent)).toContain('hạn 31/3/2021 (hạn hôm nay)');
    expect(text.slice(recent)).toContain('“Gặp gỡ doanh nghiệp trẻ” Nguyễn Thị Hạnh ghi nhận · ngày 30/3/2021');
  });

  test('each person is offered to log only what is theirs', async () => {
    const offered = async (name: 'hanh' | 'tam' | 'phuc') => {
      const { links } = await (await site.as(name)).get('/');
      return links.filter((href) => href.startsWith('/deliverables/new'));
    };
    const [ofCoordinator, ofEditor, ofLeader] = [await offered('hanh'), await offered('tam'), await offered('phuc')];
    const editorTasks = ofEditor.flatMap((href) => /task=(\d+)/.exec(href)?.[1] ?? []);
    expect([...new Set(editorTasks)].map(Number).toSorted((a, b) => a - b)).toEqual([site.taskId(4), site.taskId(5)]);
    expect(ofCoordinator.length).toBeGreaterThan(ofEditor.length);
    expect(ofLeader).toEqual([]);
  });

  test('a link of the late list opens the form with its task and period', async () => {
    const lan = await site.as('lan');
    const { links } = await lan.get('/');
    const href = links.find((link) => link.startsWith(`/deliverables/new?task=${site.taskId(8)}&period=`));
    const form = await lan.get(href!);
    expect(form.form().values).toMatchObject({ task: String(site.taskId(8)), creditedOn: '2021-01-31', occursOn: '2021-03-31' });
  });

  test('the chart draws the year’s pace as a picture with words for it', async () => {
    await site.has(4, article({ occursOn: '2021-03-01' }));
    const { body } = await (await site.as('phuc')).get('/');
    expect(body).toMatch(/role="img" aria-label="Biểu đồ: đã thực hiện 1 trên \d+ sản phẩm có chỉ tiêu của cả năm"><svg/);
  });
});
