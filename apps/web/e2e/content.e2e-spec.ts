import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { article } from '#testing/builders.js';
import { PHONE, TestServer } from './support/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.open({ now: '2021-05-10' });
}, 60_000);
afterAll(() => server.close());

test('an article logged with a topic fills its cell of the matrix, which leads back to it', async () => {
  const page = await server.windowOf('tam');
  await page.goto(`/deliverables/new?task=${server.site.taskId(4)}`);
  await page.getByLabel('Tên bài').fill('Sáp nhập ấp, khu phố: bớt họp, thêm việc');
  await page.getByText('Chủ đề (nếu có)').click();
  await page.getByLabel('2. Rà soát, hoàn thiện chức năng').check();
  await page.getByRole('button', { name: 'Ghi nhận' }).click();
  await page.getByText('Đã ghi nhận: 1/24').waitFor();

  await page.getByRole('navigation', { name: 'Các trang' }).getByRole('link', { name: 'Nội dung' }).click();
  await page.getByText('1/11 chủ đề đã có sản phẩm').waitFor();
  await page
    .getByRole('row', { name: /^2\. Rà soát/ })
    .getByRole('link', { name: /Quý II$/ })
    .click();
  await page.getByRole('link', { name: 'Sáp nhập ấp, khu phố' }).click();
  await page.getByRole('link', { name: '2. Rà soát, hoàn thiện chức năng' }).waitFor();
  expect(server.complaints).toEqual([]);
});

test('a duty is reported without any script, on a phone, and the page stands at it again', async () => {
  await server.site.has(4, article({ occursOn: '2021-03-10' }));
  const page = await server.windowOf('lan', { ...PHONE, javaScriptEnabled: false });
  await page.goto('/content');
  await page.getByRole('link', { name: 'Xem và cập nhật' }).tap();
  const duty = page.locator('.duties-list li', { hasText: 'Tăng cường số lượng tin, bài về CCHC trong các chương trình Thời sự' });
  await duty.locator('summary').tap();
  await duty.getByLabel('Tình trạng').selectOption({ label: '✓ Đã xong' });
  await duty.getByLabel('Ghi chú').fill('Bản tin tối có mục riêng.');
  await duty.getByRole('button', { name: 'Lưu' }).tap();
  await duty.getByText('Bản tin tối có mục riêng.').waitFor();
  expect(new URL(page.url()).hash).toBe(`#${await duty.getAttribute('id')}`);
  expect(await page.getByRole('heading', { name: /^7\. Đài Phát thanh và Truyền hình tỉnh/ }).textContent()).toContain('1/3 xong');
  const { y } = (await duty.boundingBox())!;
  expect(y).toBeGreaterThanOrEqual(0);
  expect(y).toBeLessThan(844);
});
