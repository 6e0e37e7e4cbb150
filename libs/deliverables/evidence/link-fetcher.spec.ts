import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { environment } from '#testing/builders.js';
import { LinkFetcher } from './link-fetcher.js';

const servers: Server[] = [];

async function listening(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const html = (body: string) => ({ 'content-type': 'text/html; charset=utf-8', 'content-length': String(Buffer.byteLength(body)) });

let insidePort: number;
let newspaperPort: number;
let askedInside = 0;
let fetcher: LinkFetcher;
const at = (path: string) => `http://127.0.0.1:${newspaperPort}${path}`;

beforeAll(async () => {
  insidePort = await listening((_request, response) => {
    askedInside += 1;
    response.writeHead(200, html('bí mật')).end('bí mật');
  });
  newspaperPort = await listening((request, response) => {
    const answers: Record<string, () => void> = {
      '/bai': () => response.writeHead(200, html('<title>Một cửa</title>')).end('<title>Một cửa</title>'),
      '/doi-cho': () => response.writeHead(301, { location: '/bai' }).end(),
      '/quanh-quan': () => response.writeHead(302, { location: '/quanh-quan' }).end(),
      '/vao-trong': () => response.writeHead(302, { location: `http://127.0.0.1:${insidePort}/` }).end(),
      '/ten-trong': () => response.writeHead(302, { location: 'http://localhost/' }).end(),
      '/tep': () => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      '/goi': () => response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(gzipSync('<title>Đã nén</title>')),
      '/bom': () => response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(40 * 1024 * 1024))),
      '/anh': () => response.writeHead(200, { 'content-type': 'image/png' }).end('x'),
      '/dai': () => {
        response.writeHead(200, { 'content-type': 'text/html' });
        const more = () => {
          while (!response.destroyed && response.write('a'.repeat(65_536)));
        };
        response.on('drain', more);
        more();
      },
    };
    (answers[request.url ?? ''] ?? (() => response.writeHead(404).end()))();
  });
  fetcher = new LinkFetcher(environment({ LINK_HOSTS_ALLOWED: `127.0.0.1:${newspaperPort}` }));
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('The reader of links', () => {
  it('reads a page, follows a redirect, unpacks what is packed', async () => {
    expect(await fetcher.read(at('/bai'))).toMatchObject({ title: 'Một cửa', finalUrl: at('/bai') });
    expect(await fetcher.read(at('/doi-cho'))).toMatchObject({ title: 'Một cửa', finalUrl: at('/bai') });
    expect((await fetcher.read(at('/goi'))).title).toBe('Đã nén');
  });

  it.each([
    () => `http://127.0.0.1:${insidePort}/`,
    () => 'http://127.0.0.1/',
    () => 'http://localhost/',
    () => 'http://a.localhost/',
    () => 'http://[::1]/',
    () => 'http://[::ffff:127.0.0.1]/',
    () => 'http://2130706433/',
    () => 'http://0x7f.1/',
    () => 'http://0177.0.0.1/',
    () => 'http://0.0.0.0/',
    () => 'http://10.0.0.1/',
    () => 'http://172.16.0.1/',
    () => 'http://192.168.1.1/',
    () => 'http://100.64.0.1/',
    () => 'http://169.254.169.254/latest/meta-data/',
    () => 'http://[fe80::1]/',
    () => 'http://[fd00::1]/',
    () => 'http://224.0.0.1/',
    () => at('/vao-trong'),
    () => at('/ten-trong'),
  ])('does not go inside: %#', async (address) => {
    const before = askedInside;
    await expect(fetcher.read(address())).rejects.toMatchObject({
      code: 'link-not-read',
      field: 'url',
      message: expect.stringMatching(/mạng nội bộ|cổng thông thường/),
    });
    expect(askedInside).toBe(before);
  });

  it.each([
    ['/quanh-quan', 'chuyển hướng quá 3 lần'],
    ['/khong-co', 'Không có trang này'],
    ['/anh', 'không phải một trang viết'],
    ['/dai', 'lớn hơn 3 MB'],
    ['/bom', 'lớn hơn 3 MB'],
    ['/tep', 'http:// hoặc https://'],
  ])('gives %s up with a sentence', async (path, words) => {
    await expect(fetcher.read(at(path))).rejects.toMatchObject({ code: 'link-not-read', message: expect.stringContaining(words) });
  });

  it.each(['', 'baodongkhoi.vn', 'ftp://a.vn/', 'file:///etc/passwd', 'http://an:matkhau@a.vn/', 'http://a.vn:22/'])(
    'refuses “%s” without asking anybody',
    async (address) => {
      await expect(fetcher.read(address)).rejects.toMatchObject({ code: 'link-not-read' });
    },
  );

  it('gives up on a server that does not answer', async () => {
    const silent = await listening(() => undefined);
    const patient = new LinkFetcher(environment({ LINK_HOSTS_ALLOWED: `127.0.0.1:${silent}` }));
    await expect(patient.read(`http://127.0.0.1:${silent}/`)).rejects.toMatchObject({ message: 'Trang không trả lời trong 10 giây.' });
  });
});
