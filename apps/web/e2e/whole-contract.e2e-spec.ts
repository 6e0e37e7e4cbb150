import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { pictureOf } from '#testing/media-files.js';
import { readWord } from '#testing/word-text.js';
import { organisationId } from './support/contract-forms.js';
import { DESKTOP, TestServer } from './support/test-server.js';

let server: TestServer;
let editor: Page;
let office: Page;

beforeAll(async () => {
  server = await TestServer.open({ now: '2021-01-12' });
}, 60_000);
afterAll(() => server.close());

/** The morning of a day: both sign in anew, for their sessions of months ago are over. */
async function itIs(day: string): Promise<void> {
  server.site.context.clock.set(day);
  editor = await server.windowOf('tam', DESKTOP);
  office = await server.windowOf('hanh', DESKTOP);
  office.on('dialog', (dialog) => void dialog.accept());
}

async function logArticle(number: number, on: string, picture?: Buffer): Promise<void> {
  await editor.goto(`/deliverables/new?task=${server.site.taskId(4)}`);
  await editor.locator('#f-title').fill(`Cải cách hành chính, kỳ ${number}`);
  await editor.locator('#f-occursOn').fill(on);
  await editor.locator('#f-author').fill('Nguyễn Văn An');
  if (picture) {
    await editor.locator('#f-files').setInputFiles({ name: `trang báo ${number}.png`, mimeType: 'image/png', buffer: picture });
  } else {
    await editor.locator('#f-issueNumber').fill(String(5000 + number));
    await editor.locator('#f-page').fill('3');
  }
  await editor.getByRole('button', { name: 'Ghi nhận', exact: true }).click();
  await editor.getByRole('status').filter({ hasText: 'Đã ghi nhận' }).waitFor();
}

/** Judges every item of the open round by keys: those whose title ends in a number of `refused` fail. */
async function judge(count: number, refused: readonly number[]): Promise<void> {
  await office.locator('[data-chosen] h2').waitFor();
  await office.waitForFunction(() => document.querySelector('[data-help-open]')?.checkVisibility());
  for (let judged = 0; judged < count; judged += 1) {
    const title = (await office.locator('[data-chosen] h2').textContent())!;
    const isRefused = refused.some((number) => title.endsWith(`kỳ ${number}`));
    await office.keyboard.press(isRefused ? 'k' : 'd');
    if (isRefused) {
      await office.locator('#reason:focus').waitFor();
      await office.keyboard.type('Không đúng nội dung cải cách hành chính');
      await office.keyboard.press('Enter');
    }
    await office.locator('[data-summary]', { hasText: `${judged + 1}/${count}` }).waitFor();
  }
}

/** From the contract's page to an issued round. @returns its address */
async function acceptRound(contract: string, count: number, refused: readonly number[]): Promise<string> {
  await office.goto(contract);
  await office.getByRole('button', { name: 'Lập đợt nghiệm thu' }).click();
  await office.waitForURL(/\/acceptances\/\d+/);
  const round = new URL(office.url()).pathname;
  await judge(count, refused);
  await office.goto(round);
  await office.getByRole('button', { name: 'Gửi đơn vị xem lại' }).click();
  await office.locator('.round-steps .is-current', { hasText: 'Đơn vị xem lại' }).waitFor();
  await editor.goto(round);
  await editor.getByRole('button', { name: 'Đồng ý với kết quả' }).click();
  await editor.getByText('Đơn vị đã đồng ý').first().waitFor();
  await office.goto(round);
  await office.getByRole('button', { name: 'Ban hành' }).click();
  await office.getByText('không thay đổi nữa').waitFor();
  return round;
}

async function word(address: string): Promise<string> {
  const answer = await office.request.get(address);
  expect([address, answer.status(), answer.headers()['content-type']]).toEqual([
    address,
    200,
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ]);
  const { texts } = await readWord(await answer.body());
  return texts.map(({ text }) => text).join('\n');
}

test('a whole contract: signed, 24 articles with evidence, two refused, one made up, two rounds, liquidation, papers', async () => {
  // 1. Sở Nội vụ writes and signs the contract.
  await itIs('2021-01-12');
  await office.goto(`/contracts/new?plan=${server.site.context.planId}&partyB=${await organisationId(server.site, 'bao-dong-khoi')}`);
  await office.getByLabel('Hợp đồng về').fill('tuyên truyền cải cách hành chính năm 2021');
  await office.getByLabel('Thực hiện từ ngày').fill('2021-01-10');
  await office.getByLabel('Đến ngày').fill('2021-12-31');
  await office.locator('[name="line-1-task"]').selectOption(String(server.site.taskId(4)));
  await office.locator('[name="line-1-description"]').fill('Bài chuyên mục cải cách hành chính');
  await office.locator('[name="line-1-unit"]').fill('bài');
  await office.locator('[name="line-1-quantity"]').fill('24');
  await office.locator('[name="line-1-unitPrice"]').fill('1.500.000');
  await office.locator('[name="line-1-vat"]').selectOption('8');
  for (const line of [2, 3, 4]) {
    const task = office.locator(`[name="line-${line}-task"]`);
    if (await task.count()) await task.selectOption('');
    for (const field of ['description', 'quantity', 'unitPrice', 'unit', 'genre']) {
      const input = office.locator(`[name="line-${line}-${field}"]`);
      if (await input.count()) await input.fill('');
    }
  }
  await office.locator('form .actions .btn-primary').last().click();
  await office.waitForURL(/\/contracts\/\d+/);
  const contract = new URL(office.url()).pathname;
  await office.goto(`${contract}/signature`);
  await office.getByLabel('Số, ký hiệu hợp đồng').fill('05/HĐ-TT');
  await office.getByLabel('Ngày ký').fill('2021-01-08');
  await office.locator('form .actions .btn-primary').last().click();
  await office.getByText('Đang thực hiện').first().waitFor();

  // 2. Half a year of articles, the first with the clipping, then the first round: one is refused.
  await itIs('2021-07-05');
  for (let number = 1; number <= 12; number += 1) {
    await logArticle(number, `2021-0${Math.ceil(number / 2)}-${number % 2 === 0 ? '20' : '12'}`, number === 1 ? await pictureOf('png') : undefined);
  }
  const first = await acceptRound(contract, 12, [5]);

  // 3. The other half, one of them in place of the refused one; another is refused in the second round.
  await itIs('2021-12-20');
  for (let number = 13; number <= 24; number += 1) {
    const month = 7 + Math.floor((number - 13) / 2);
    await logArticle(number, `2021-${String(month).padStart(2, '0')}-${number % 2 === 0 ? '18' : '08'}`);
  }
  await logArticle(25, '2021-12-19');
  const second = await acceptRound(contract, 13, [20]);

  // 4. The contract's page: three numbers, never merged, and what they are worth.
  await office.goto(contract);
  const row = office.locator('tbody tr', { hasText: 'Bài chuyên mục cải cách hành chính' }).first();
  expect(await row.locator('.is-declared').textContent()).toBe('23');
  expect(await row.locator('.is-evidenced').textContent()).toBe('23');
  expect(await row.locator('.is-accepted').textContent()).toBe('23');
  expect(await row.textContent()).toContain('37.260.000');

  // 5. Liquidation, with a deduction that both agreed to.
  await office.goto(`${contract}/liquidation`);
  await office.getByLabel('Ngày thanh lý').fill('2021-12-20');
  await office.getByLabel('Khoản giảm trừ 1', { exact: true }).fill('Giao chậm hai bài');
  await office.locator('[name="amount"]').first().fill('260.000');
  await office.getByRole('button', { name: 'Lưu bản thanh lý' }).click();
  await office.getByRole('button', { name: /Ban hành|Thanh lý/ }).click();
  await office.getByText('Hợp đồng đã đóng').waitFor();

  // 6. The papers agree with each other in figures and in words.
  const [minutes, products] = [await word(`${first}/minutes.docx`), await word(`${second}/products.docx`)];
  expect(minutes).toContain('17.820.000');
  expect(minutes).toContain('Mười bảy triệu tám trăm hai mươi nghìn đồng');
  expect(minutes).toContain('Không đúng nội dung cải cách hành chính');
  expect(products).toContain('18.000.000');
  expect(products).toContain('Cải cách hành chính, kỳ 25');
  expect(products).not.toContain('Cải cách hành chính, kỳ 20');
  for (const paper of ['minutes', 'combined']) {
    const text = await word(`${contract}/liquidation/${paper}.docx`);
    expect(text).toContain('37.260.000');
    expect(text).toContain('37.000.000');
    expect(text).toContain('Ba mươi bảy triệu đồng');
    expect(await (await office.request.get(`${contract}/liquidation/${paper}`)).text()).toContain('37.000.000');
  }
  expect((await office.request.get(`${contract}/items.xlsx`)).status()).toBe(200);

  // 7. And nothing of it changes any more: the accepted item offers no way, its history tells all.
  await editor.goto('/deliverables?q=k%E1%BB%B3+7');
  await editor.locator('.list a[href^="/deliverables/"], .stack a[href^="/deliverables/"]').first().click();
  await editor.getByText('minh chứng được giữ nguyên').waitFor();
  expect(await editor.getByRole('link', { name: 'Sửa', exact: true }).count()).toBe(0);
  expect(await editor.locator('section', { hasText: 'Lịch sử' }).last().textContent()).toContain('nghiệm thu');
  expect(server.complaints).toEqual([]);
}, 180_000);
