import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import { article } from '#testing/builders.js';
import { PERSONAS } from '#testing/personas.js';
import { DESKTOP, PHONE, TestServer } from './support/test-server.js';

let server: TestServer;
let folder: string;

beforeAll(async () => {
  server = await TestServer.open({ now: '2021-12-20' });
  // Somebody works with the plan of 2021, so it stays when the next one comes.
  await server.site.has(4, article({ occursOn: '2021-06-01' }));
  folder = await mkdtemp(join(tmpdir(), 'lich-import-'));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const cell = (text: string, spans: { columnSpan?: number; rowSpan?: number } = {}) =>
  new TableCell({ children: text.split('\n').map((line) => new Paragraph(line)), ...spans });
const row = (...texts: string[]) => new TableRow({ children: texts.map((text) => cell(text)) });

/** A plan as an office writes it: head, text, and an appendix whose header has merged cells. */
async function planAsWord(): Promise<string> {
  const table = new Table({
    rows: [
      new TableRow({
        children: [
          cell('Số TT', { rowSpan: 2 }),
          cell('NỘI DUNG', { rowSpan: 2 }),
          cell('SẢN PHẨM', { rowSpan: 2 }),
          cell('THỜI GIAN THỰC HIỆN', { columnSpan: 2 }),
          cell('CƠ QUAN CHỦ TRÌ', { rowSpan: 2 }),
          cell('CƠ QUAN PHỐI HỢP', { rowSpan: 2 }),
        ],
      }),
      row('Triển khai', 'Hoàn thành'),
      row('1', 'Chuyên mục CCHC trên Báo Đồng Khởi', 'Bài báo (số lượng 24 bài)', 'Tháng 01/2022', 'Tháng 12/2022', 'Báo Đồng Khởi', 'Sở Nội vụ'),
      row('2', 'Chuyên mục CCHC trên sóng phát thanh', 'Chuyên mục (số lượng 12)', 'Mỗi tháng', 'Mỗi tháng', 'Đài Phát thanh và Truyền hình tỉnh', 'Sở Nội vụ'),
      row('3', 'Tổ chức hội thi tìm hiểu CCHC', 'Hội thi', 'Quý V/2022', 'Quý V/2022', 'Sở Nội vụ', 'Hội Doanh nhân trẻ tỉnh'),
    ],
  });
  const document = new Document({
    sections: [
      {
        children: [
          new Paragraph('ỦY BAN NHÂN DÂN TỈNH BẾN TRE'),
          new Paragraph('Số: 210/KH-UBND'),
          new Paragraph('Bến Tre, ngày 15 tháng 12 năm 2021'),
          new Paragraph('KẾ HOẠCH'),
          new Paragraph('Thông tin, tuyên truyền cải cách hành chính năm 2022'),
          new Paragraph('Ủy ban nhân dân tỉnh xây dựng Kế hoạch như sau:'),
          new Paragraph('Phụ lục'),
          table,
        ],
      },
    ],
  });
  const file = join(folder, 'ke-hoach-2022.docx');
  await writeFile(file, await Packer.toBuffer(document));
  return file;
}

test('Sở Nội vụ takes next year’s plan in from Word, settles its doubts, puts it in force and sees its grid', async () => {
  const page = await server.windowOf('hanh', DESKTOP);
  await page.goto('/plans');

  // 1. The file is read into a draft.
  await page.getByRole('link', { name: 'Nhập kế hoạch' }).click();
  await page.getByLabel('Tệp kế hoạch').setInputFiles(await planAsWord());
  await page.getByRole('button', { name: 'Đọc kế hoạch' }).click();
  await page.getByRole('heading', { name: 'Kế hoạch thông tin, tuyên truyền cải cách hành chính năm 2022' }).waitFor();
  expect(await page.getByRole('button', { name: 'Đưa vào thực hiện' }).isDisabled()).toBe(true);
  const lines = page.locator('#rows tbody tr');
  expect(await lines.count()).toBe(3);
  // What is doubtful stands first.
  expect(await lines.first().textContent()).toContain('hội thi');

  // 2. The draft outlives a closed browser.
  const address = page.url();
  await page.close();
  const again = await server.windowOf('hanh', DESKTOP);
  await again.goto('/plans');
  await again.getByRole('link', { name: 'Rà soát tiếp' }).click();
  await again.waitForURL(address);

  // 3. One doubt is corrected, one organisation made, one doubt let stand.
  await again.getByRole('link', { name: 'Sửa nhiệm vụ 3' }).click();
  await again.getByLabel('Thời gian, hoặc lúc bắt đầu').fill('Quý IV/2022');
  await again.getByLabel('Lúc hoàn thành').fill('Quý IV/2022');
  await again.getByRole('button', { name: 'Lưu, về trang rà soát' }).click();
  await again.getByText('01/10/2022 – 31/12/2022').waitFor();
  await again.getByRole('button', { name: 'Tạo mới tất cả' }).click();
  await again.locator('#parties').waitFor({ state: 'detached' });
  await again
    .locator('#rows')
    .getByRole('button', { name: /^Đúng như vậy/ })
    .click();
  await again.getByText('đã rà soát xong').waitFor();
  expect(await again.locator('#rows').textContent()).toContain(`${PERSONAS.hanh.name} đã xác nhận`);

  // 4. It is in force, and its grid is there.
  await again.getByRole('button', { name: 'Đưa vào thực hiện' }).click();
  await again.locator('.duties tbody tr').first().waitFor();
  expect(await again.locator('.duties tbody tr').count()).toBe(3);
  expect(await again.locator('.duties tbody tr', { hasText: 'Báo Đồng Khởi' }).locator('.sum').first().textContent()).toContain('0/24');
  expect(await again.locator('.page-head').textContent()).toContain('210/KH-UBND');
});

test('a file that is no plan is refused beside the field, in words; on a phone nothing sticks out', async () => {
  const page = await server.windowOf('hanh', PHONE);
  await page.goto('/plans/imports/new');
  const file = join(folder, 'thư mời.docx');
  await writeFile(file, Buffer.from('PK\u0003\u0004 hỏng'));
  await page.getByLabel('Tệp kế hoạch').setInputFiles(file);
  await page.getByRole('button', { name: 'Đọc kế hoạch' }).click();
  const message = page.locator('#e-file');
  await message.waitFor();
  expect((await message.textContent())!.length).toBeGreaterThan(20);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
});

test('a decision changes a quota: shown as understood first, then kept with its basis', async () => {
  const page = await server.windowOf('hanh', DESKTOP);
  const { planId } = server.site.context;
  await page.goto(`/plans/${planId}/amendments/new?task=${server.site.taskId(4)}`);
  await page.getByLabel('Văn bản làm căn cứ').fill('Quyết định số 45/QĐ-UBND');
  await page.getByLabel('Có hiệu lực từ ngày').fill('2021-07-01');
  await page.getByLabel('Chỉ tiêu').fill('30 bài');
  await page.getByRole('button', { name: 'Xem cách hiểu' }).click();
  await page.getByText('Hiểu là: 30 bài').waitFor();
  await page.getByRole('button', { name: 'Ghi điều chỉnh' }).click();
  await page.locator('#amendments').getByText('Quyết định số 45/QĐ-UBND').waitFor();
  expect(await page.locator('#amendments').textContent()).toContain('30 bài');
});
