import { type AddressInfo, connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { environment } from '#testing/builders.js';
import type { Answer } from '../../e2e/support/answer.js';
import { TestApplication } from '../../e2e/support/test-application.js';

const TOO_MANY = 'Có quá nhiều yêu cầu trong một phút; hãy chờ một lát rồi thử lại.';

/** As the web server in front says whose request it is. */
const from = (address: string) => ({ 'x-forwarded-for': address });
const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status);

describe('one address', () => {
  let site: TestApplication;
  let address = 0;
  let here: Record<string, string>;

  beforeAll(async () => {
    site = await TestApplication.open({ environment: { RATE_PER_ADDRESS: '5' } });
    await site.reset('2021-03-15');
  });
  beforeEach(() => {
    address += 1;
    here = from(`192.0.2.${address}`);
  });
  afterAll(() => site.close());

  const ask = async (url: string, times = 1) => {
    const answers: Answer[] = [];
    for (let asked = 0; asked < times; asked += 1) answers.push(await site.visitor().get(url, here));
    return answers;
  };

  test('is answered so often a minute, then asked in Vietnamese to wait', async () => {
    const answers = await ask('/sign-in', 6);
    expect(statusesOf(answers)).toEqual([200, 200, 200, 200, 200, 429]);
    const refused = answers[5]!;
    expect([refused.text, refused.header('content-type')]).toEqual([expect.stringContaining(TOO_MANY), 'text/html; charset=utf-8']);
    expect(Number(refused.header('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.header('retry-after'))).toBeLessThanOrEqual(60);
    expect(refused.header('content-security-policy')).toContain(`default-src 'none'`);
  });

  test('is told so by the API as a problem', async () => {
    const refused = (await ask('/api/openapi.json', 6))[5]!;
    expect([refused.status, refused.header('content-type'), refused.json()]).toEqual([
      429,
      'application/problem+json; charset=utf-8',
      { type: 'urn:lich:too-many', title: TOO_MANY, status: 429 },
    ]);
  });

  test('is counted for what is not there, and whoever it says it is', async () => {
    const hanh = await site.as('hanh');
    const answers = await ask('/khong-co', 5);
    answers.push(await hanh.get('/', here));
    expect(statusesOf(answers)).toEqual([404, 404, 404, 404, 404, 429]);
  });

  test('does not use up what another has', async () => {
    await ask('/sign-in', 6);
    expect((await site.visitor().get('/sign-in', from('198.51.100.7'))).status).toBe(200);
  });

  test('has built files and the sign of life for nothing', async () => {
    const [page] = await ask('/sign-in');
    const script = /<script type="module" src="([^"]+)"/.exec(page!.body)![1]!;
    expect(new Set(statusesOf([...(await ask('/healthz', 10)), ...(await ask(script, 10))]))).toEqual(new Set([200]));
    expect(statusesOf(await ask('/sign-in', 4))).toEqual([200, 200, 200, 200]);
    expect(statusesOf(await ask('/assets/khong-co.js', 2))).toEqual([429, 429]);
  });
});

describe('one account', () => {
  test('is held to its own number, from wherever and by whichever session', async () => {
    const site = await TestApplication.open({ environment: { RATE_PER_ACCOUNT: '4' } });
    try {
      await site.reset('2021-03-15');
      const [one, other, tam] = [await site.as('hanh'), await site.as('hanh'), await site.as('tam')];
      const answers: Answer[] = [];
      for (const [index, visitor] of [one, other, one, other, one].entries()) answers.push(await visitor.get('/api/v1/progress', from(`192.0.2.${index}`)));
      expect(statusesOf(answers)).toEqual([200, 200, 200, 200, 429]);
      expect(Number(answers[4]!.header('retry-after'))).toBeGreaterThan(0);
      expect((await other.get('/')).text).toContain(TOO_MANY);
      expect((await tam.get('/')).status).toBe(200);
    } finally {
      await site.close();
    }
  });

  test('and its address have room unless the operator says otherwise', () => {
    const { ratePerAddress, ratePerAccount } = environment({ RATE_PER_ADDRESS: undefined, RATE_PER_ACCOUNT: undefined });
    expect([ratePerAddress, ratePerAccount]).toEqual([1200, 600]);
    expect(() => environment({ RATE_PER_ADDRESS: '0' })).toThrow('RATE_PER_ADDRESS');
  });
});

describe('on a real line', () => {
  let site: TestApplication;
  let port: number;
  let cookie: string;

  beforeAll(async () => {
    site = await TestApplication.open({ patience: { headersMs: 400, bodyMs: 400, leastBytes: 1000, uploadMs: 10_000 } });
    await site.reset('2021-03-15');
    ({ cookies: cookie } = await site.as('hanh'));
    await site.app.listen(0, '127.0.0.1');
    ({ port } = site.app.getHttpServer().address() as AddressInfo);
  });
  afterAll(() => site.close());

  /** Sends piece by piece until the other side ends it, or all is sent and answered. @returns what came back, and after how long */
  async function send(first: string, piece: string, { everyMs = 50, pieces = 100, last = '' } = {}): Promise<{ answer: string; ms: number; sent: number }> {
    const began = performance.now();
    const socket = connect(port, '127.0.0.1');
    let [answer, sent] = ['', 0];
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.on('error', () => undefined);
    const over = new Promise((resolve) => socket.once('close', resolve));
    socket.write(first);
    while (!socket.closed && sent < pieces) {
      if (piece) socket.write(piece);
      sent += 1;
      await Promise.race([over, wait(everyMs)]);
    }
    if (!socket.closed && last) socket.write(last);
    await Promise.race([over, wait(3000, undefined, { ref: false })]);
    socket.destroy();
    return { answer, ms: performance.now() - began, sent };
  }

  const head = (line: string, ...headers: string[]) =>
    `${line} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n${headers.map((one) => `${one}\r\n`).join('')}`;
  const FORM = 'content-type: application/x-www-form-urlencoded';
  const FILES = 'content-type: multipart/form-data; boundary=b';
  const FILE = '--b\r\ncontent-disposition: form-data; name="files"; filename="bai.txt"\r\n\r\n';

  test.each([
    ['nothing at all', '', ''],
    ['headers drop by drop', 'GET /sign-in HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ', 'a'],
    ['one header after another', 'GET /sign-in HTTP/1.1\r\nhost: 127.0.0.1\r\n', 'x: y\r\n'],
    ['a form drop by drop', `${head('POST /session', FORM, 'content-length: 100000')}\r\n`, 'a'],
    ['a body in chunks, drop by drop', `${head('POST /session', FORM, 'transfer-encoding: chunked')}\r\n`, '1\r\na\r\n'],
  ])('who sends %s is cut off', async (_what, first, piece) => {
    const { answer, ms, sent } = await send(first, piece);
    expect(answer).not.toContain(' 200 ');
    expect(sent).toBeLessThan(60);
    expect(ms).toBeLessThan(3000);
  });

  test('who sends a file drop by drop is cut off too', async () => {
    const { answer, sent } = await send(`${head('POST /deliverables', FILES, 'content-length: 100000', `cookie: ${cookie}`)}\r\n${FILE}`, 'a');
    expect([answer, sent < 60]).toEqual(['', true]);
  });

  test('a file that takes long but goes on coming is taken', async () => {
    const [pieces, piece, end] = [24, 'a'.repeat(1000), '\r\n--b--\r\n'];
    const length = FILE.length + pieces * piece.length + end.length;
    const slow = send(`${head('POST /deliverables', FILES, `content-length: ${length}`, `cookie: ${cookie}`)}\r\n${FILE}`, piece, { pieces, last: end });
    // Read to its end, and refused only because the form has no token.
    expect((await slow).answer).toMatch(/^HTTP\/1\.1 403 /);
  });

  test('a body that says it is too large is refused in words, before it comes', async () => {
    const page = await send(`${head('POST /session', FORM, 'content-length: 999999')}\r\n`, '', { pieces: 4 });
    expect(page.answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(page.answer).toContain('Nội dung gửi lên quá lớn');
    const problem = await send(`${head('POST /api/v1/deliverables', 'content-type: application/json', 'content-length: 999999')}\r\n`, '', { pieces: 4 });
    expect(problem.answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(problem.answer).toContain('"type":"urn:lich:too-large"');
  });

  test('headers beyond all measure are refused', async () => {
    const { answer } = await send(`${head('GET /sign-in', `x-long: ${'a'.repeat(40_000)}`)}\r\n`, '', { pieces: 2 });
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('Phần đầu của yêu cầu quá lớn.');
  });

  test('what is no HTTP is told so', async () => {
    const { answer } = await send('xin chào\r\n\r\n', '', { pieces: 2 });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('Yêu cầu chưa đúng.');
  });
});

describe('a list', () => {
  let site: TestApplication;

  beforeAll(async () => {
    site = await TestApplication.open();
    await site.reset('2021-03-15');
    for (let day = 10; day < 70; day += 1)
      await site.hasPlanned(4, { occursOn: Temporal.PlainDate.from('2021-03-01').add({ days: day }), title: '', genre: null });
  });
  afterAll(() => site.close());

  test('shows a page of bounded length, whatever is asked for', async () => {
    const hanh = await site.as('hanh');
    const rowsOf = (answer: Answer) => new Set(answer.links.filter((href) => /^\/deliverables\/\d+$/.test(href))).size;
    for (const query of ['', '?page=1&limit=100000', '?page=1&size=100000', '?page=1&per_page=100000', '?page=-1', '?page=1&page=2'])
      expect([query, rowsOf(await hanh.get(`/deliverables${query}`))]).toEqual([query, 50]);
    expect(rowsOf(await hanh.get('/deliverables?page=2'))).toBe(10);
  });

  test.each(['/deliverables', '/mailbox', '/reminders?part=sent', '/contracts'])('%s is answered beyond its last page', async (url) => {
    const hanh = await site.as('hanh');
    const answer = await hanh.get(`${url}${url.includes('?') ? '&' : '?'}page=999999999`);
    expect([answer.status, answer.body.length < 400_000]).toEqual([200, true]);
  });

  test('of the calendar has a bounded number of days', async () => {
    const hanh = await site.as('hanh');
    expect((await hanh.get('/api/v1/calendar?start=2021-01-01&end=2031-01-01')).status).toBe(422);
  });
});
