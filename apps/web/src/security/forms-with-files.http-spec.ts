import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { User } from '#identity/user.entity.js';
import { article } from '#testing/builders.js';
import { pictureOf } from '#testing/media-files.js';
import { PERSONAS } from '#testing/personas.js';
import type { Answer } from '../../e2e/support/answer.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

/* Who may have a form with files read at all, how much of it, and what becomes of one whose sender is shut out meanwhile. */

let site: TestApplication;
let evidence: string;

beforeAll(async () => {
  site = await TestApplication.open();
});
beforeEach(async () => {
  await site.reset('2021-03-15');
  evidence = `/deliverables/${(await site.has(4, article({ occursOn: '2021-03-10' }))).id}/evidence`;
});
afterAll(() => site.close());

const HEADERS = { 'content-type': 'multipart/form-data; boundary=x' };
const field = (name: string, value: string) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const FILE = '--x\r\ncontent-disposition: form-data; name="files"; filename="anh.png"\r\ncontent-type: image/png\r\n\r\n';

const incoming = () => {
  const folder = join(site.dataDir, 'incoming');
  return existsSync(folder) ? readdirSync(folder) : [];
};
const kept = () => site.context.rows('select id from evidence');
const nothingStays = async () => {
  for (let looked = 0; looked < 50 && incoming().length > 0; looked += 1) await wait(20);
  expect([incoming(), await kept()]).toEqual([[], []]);
};

describe('a form with files', () => {
  test.each([
    ['/plans/imports', 'tam', 403],
    ['/plans/imports', null, 303],
    ['/deliverables', 'phuc', 403],
    ['/deliverables', null, 303],
  ] as const)('to %s from %s is not even looked at', async (url, who, status) => {
    const visitor = who ? await site.as(who) : site.visitor();
    // Whoever read it would find that it is none.
    expect((await visitor.send('POST', url, { headers: HEADERS, payload: 'không phải biểu mẫu' })).status).toBe(status);
  });

  test('is told that it is none by whom it may be read', async () => {
    for (const [url, who] of [
      ['/plans/imports', 'hanh'],
      [evidence, 'tam'],
    ] as const)
      expect((await (await site.as(who)).send('POST', url, { headers: HEADERS, payload: 'không phải biểu mẫu' })).status).toBe(400);
  });
});

describe('of one form', () => {
  const send = async (visitor: Visitor, url: string, payload: string) => visitor.send('POST', url, { headers: HEADERS, payload: `${payload}--x--\r\n` });

  test('twenty files are taken at most', async () => {
    const tam = await site.as('tam');
    const answer = await send(tam, evidence, field('_csrf', await tam.token()) + `${FILE}a\r\n`.repeat(21));
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('Mỗi lần gửi tối đa 20 tệp')]);
    await nothingStays();
  });

  test.each([
    ['sixty fields', Array.from({ length: 61 }, (_, index) => field(`f${index}`, 'a')).join('')],
    ['a field of 64 KB', `${FILE}a\r\n${field('note', 'a'.repeat(64 * 1024 + 1))}`],
    ['fields of 256 KB together', `${FILE}a\r\n${field('note', 'a'.repeat(60_000)).repeat(5)}`],
  ])('%s are taken at most', async (_what, payload) => {
    const answer = await send(await site.as('tam'), evidence, payload);
    expect([answer.status, answer.text]).toEqual([413, expect.stringContaining('Nội dung gửi lên quá lớn')]);
    await nothingStays();
  });

  test('that brings a plan, one file; a table too long for it is not cut short in silence', async () => {
    const hanh = await site.as('hanh');
    const _csrf = field('_csrf', await hanh.token());
    expect((await send(hanh, '/plans/imports', _csrf + `${FILE}a\r\n`.repeat(2))).status).toBe(422);
    expect((await send(hanh, '/plans/imports', _csrf + field('pasted', 'a'.repeat(4 * 1024 * 1024 + 1)))).status).toBe(413);
    expect((await send(hanh, '/plans/imports', _csrf + field('pasted', 'a'.repeat(3_500_000)).repeat(2))).status).toBe(413);
    await nothingStays();
  });
});

describe('whoever is shut out while a file is on its way', () => {
  /** Sends a picture of which the second half leaves only after `meanwhile`. */
  async function sendSlowly(meanwhile: () => Promise<void>): Promise<Answer> {
    const tam = await site.as('tam');
    const head = field('_csrf', await tam.token()) + field('kind', 'file') + FILE;
    const picture = await pictureOf('png');
    async function* parts() {
      yield Buffer.concat([Buffer.from(head), picture.subarray(0, 20)]);
      while (incoming().length === 0) await wait(10);
      await meanwhile();
      yield Buffer.concat([picture.subarray(20), Buffer.from('\r\n--x--\r\n')]);
    }
    return tam.send('POST', evidence, { headers: HEADERS, payload: Readable.from(parts()) });
  }

  const change = (data: object) => site.context.run(async (em) => void (await em.nativeUpdate(User, { email: PERSONAS.tam.email }, data)));

  test('leaves nothing behind once the account is closed, or only looks on', async () => {
    expect((await sendSlowly(() => change({ isActive: false }))).location).toMatch(/^\/sign-in/);
    await nothingStays();
    await change({ isActive: true });
    expect((await sendSlowly(() => change({ role: 'leader' }))).status).toBe(403);
    await nothingStays();
    await change({ role: PERSONAS.tam.role });
    expect((await sendSlowly(async () => undefined)).status).toBe(303);
    expect(await kept()).toHaveLength(1);
  });
});
