import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { article } from '#testing/builders.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

/*
 * A signed-in editor who has the server read links for them, and would rather have it read what lies inside the office. A
 * server stands inside and counts who asked; another one is allowed and tries to send the reader on.
 */

const servers: Server[] = [];

/** What the attacker's own name server says of a public name; put in before anything that asks for names is loaded. */
let namedAddress = { address: '127.0.0.1', family: 4 };
const askedNames: string[] = [];
type Lookup = (name: string, options: { all?: boolean }, done: (...given: unknown[]) => void) => void;
const own = process.getBuiltinModule('node:dns');
const lookup: Lookup = (name, options, done) => {
  if (name !== 'bao.example.vn') {
    (own.lookup as unknown as Lookup)(name, options, done);
    return;
  }
  askedNames.push(name);
  process.nextTick(() => (options.all ? done(null, [namedAddress]) : done(null, namedAddress.address, namedAddress.family)));
};
jest.unstable_mockModule('node:dns', () => ({ ...own, default: { ...own, lookup }, lookup }));

let site: TestApplication;
let tam: Visitor;
let inside: number;
let askedInside = 0;
let allowed: string;

async function listening(answer: Parameters<typeof createServer>[1]): Promise<number> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  inside = await listening((_request, response) => {
    askedInside += 1;
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>bí mật bên trong</title>');
  });
  const port = await listening((request, response) => {
    const to = new URL(request.url ?? '/', 'http://x').searchParams.get('to');
    if (to) response.writeHead(302, { location: to.replace(/[^ -~]/g, encodeURIComponent) }).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Trang ngoài</title>');
  });
  allowed = `http://127.0.0.1:${port}`;
  site = await TestApplication.open({ environment: { LINK_HOSTS_ALLOWED: `127.0.0.1:${port}` } });
});
beforeEach(async () => {
  await site.reset('2021-03-15');
  tam = await site.as('tam');
  askedInside = 0;
});
afterAll(async () => {
  await site.close();
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const metadata = (url: string) => tam.get(`/api/v1/link-metadata?url=${encodeURIComponent(url)}`);
const redirecting = (to: string) => `${allowed}/?to=${encodeURIComponent(to)}`;

/** Ways to write a machine that is not on the public network. */
const INSIDE = [
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0177.0.0.1/',
  'http://127.0.0.1./',
  'http://１２７.0.0.1/',
  'http://0/',
  'http://0.0.0.0/',
  'http://localhost/',
  'http://LOCALHOST/',
  'http://localhost./',
  'http://a.localhost./',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[2002:7f00:1::]/',
  'http://[fe80::1]/',
  'http://[fd00:ec2::254]/',
  'http://[fec0::1]/',
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://192.168.1.1/',
  'http://100.64.0.1/',
  'http://198.18.0.1/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'https://169.254.169.254/',
];

describe('the reader of links', () => {
  test('reads the one page that is allowed, so that the refusals below are about the addresses', async () => {
    expect((await metadata(`${allowed}/`)).json()).toMatchObject({ title: 'Trang ngoài' });
  });

  test.each(INSIDE)('does not go to %s, asked for or sent on to', async (address) => {
    for (const url of [address, redirecting(address)]) {
      const answer = await metadata(url);
      expect([url, answer.status, answer.json()]).toEqual([url, 422, expect.objectContaining({ title: expect.stringContaining('mạng nội bộ') })]);
    }
  });

  test('does not go to another port of the machine that is allowed, by any way of writing it', async () => {
    for (const host of ['127.0.0.1', '127.1', '2130706433', 'localhost', '[::ffff:127.0.0.1]', 'x@127.0.0.1', '127.0.0.1.'])
      for (const url of [`http://${host}:${inside}/`, redirecting(`http://${host}:${inside}/`)]) {
        const answer = await metadata(url);
        expect([url, answer.status, answer.body.includes('bí mật')]).toEqual([url, 422, false]);
      }
    expect(askedInside).toBe(0);
  });

  test.each([
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'data:text/html,<title>x</title>',
    'ftp://127.0.0.1/',
    'jar:http://x!/',
    '\\\\127.0.0.1\\c$',
    '//127.0.0.1/',
  ])('speaks no %s', async (address) => {
    for (const url of [address, redirecting(address)]) {
      const answer = await metadata(url);
      expect([url, answer.status, answer.body]).toEqual([url, 422, expect.not.stringMatching(/root:|"title":"x"/)]);
    }
    expect(askedInside).toBe(0);
  });

  test.each([
    ['127.0.0.1', 4],
    ['169.254.169.254', 4],
    ['10.1.2.3', 4],
    ['::1', 6],
    ['::ffff:127.0.0.1', 6],
    ['fd00:ec2::254', 6],
  ])('does not go to a public name whose name server says %s', async (address, family) => {
    namedAddress = { address, family };
    askedNames.length = 0;
    const answer = await metadata('http://bao.example.vn/');
    expect([answer.status, answer.json()]).toEqual([422, expect.objectContaining({ title: expect.stringContaining('mạng nội bộ') })]);
    expect(askedNames).toEqual(['bao.example.vn']);
  });

  test('sends no header of the attacker along', async () => {
    const answer = await metadata(`${allowed}/\r\nX-Injected: 1\r\n\r\nGET / HTTP/1.1`);
    expect([200, 422]).toContain(answer.status);
    expect(answer.headers).not.toHaveProperty('x-injected');
  });

  test('keeps nothing of what lies inside as a snapshot of an item', async () => {
    for (const url of [
      'http://2130706433/',
      'http://[::ffff:7f00:1]/',
      'http://localhost./',
      redirecting(`http://127.0.0.1:${inside}/`),
      redirecting('http://[::1]/'),
    ]) {
      const { id } = await site.has(4, article({ occursOn: '2021-03-10', url }));
      const answer = await tam.postWithToken(`/deliverables/${id}/snapshots`, { url });
      expect([url, answer.status, answer.body.includes('bí mật bên trong')]).toEqual([url, 422, false]);
    }
    expect(askedInside).toBe(0);
    expect(await site.context.rows('select id from link_snapshot')).toEqual([]);
  });
});
