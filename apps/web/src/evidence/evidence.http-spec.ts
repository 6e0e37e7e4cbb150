import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { article, segment } from '#testing/builders.js';
import { mp3File, mp4File, pdfFile, pictureOf } from '#testing/media-files.js';
import { docxOf, zipOf } from '#testing/office-files.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

let site: TestApplication;
let tam: Visitor;

beforeAll(async () => {
  site = await TestApplication.open();
});
beforeEach(async () => {
  await site.reset('2021-03-15');
  tam = await site.as('tam');
});
afterAll(() => site.close());

const bare = (title: string) => article({ title, occursOn: '2021-03-10' });
const filesKept = () => readdirSync(site.dataDir, { recursive: true, encoding: 'utf8' }).filter((name) => /evidence.[0-9a-f]{2}.[0-9a-f]{64}$/.test(name));
/** What is left of uploads a moment after the answer: they are thrown away once it has gone out. */
const leftBehind = async () => {
  const folder = join(site.dataDir, 'incoming');
  const left = () => (existsSync(folder) ? readdirSync(folder) : []);
  for (let wait = 0; left().length > 0 && wait < 40; wait += 1) await setTimeout(50);
  return left();
};
const rowsOfEvidence = async () =>
  site.context.rows<{ id: number; kind: string; file_name: string | null; removed_at: string | null }>('select * from evidence order by id');

describe('Files as evidence', () => {
  it('of every kind are taken in, shown and served as what they are', async () => {
    const { id } = await site.has(4, bare('Có đủ loại tệp'));
    const files = [
      { name: 'Bản chụp trang 3.jpg', bytes: await pictureOf('jpeg') },
      { name: 'b.png', bytes: await pictureOf('png') },
      { name: 'c.webp', bytes: await pictureOf('webp') },
      { name: 'd.pdf', bytes: pdfFile() },
      { name: 'e.mp3', bytes: mp3File() },
      { name: 'f.mp4', bytes: mp4File() },
      { name: 'g.docx', bytes: await docxOf('<w:p><w:r><w:t>Giấy xác nhận</w:t></w:r></w:p>') },
    ];
    const answer = await tam.uploadAll(`/deliverables/${id}/evidence`, files, { kind: 'file' });
    expect([answer.status, answer.messageBy('files')]).toEqual([303, undefined]);
    const page = await tam.get(answer.location!);
    expect(page.text).toContain('Đã thêm minh chứng.');
    for (const { name } of files) expect(page.text).toContain(name);
    expect(page.body.match(/\/thumbnail"/g)).toHaveLength(3);
    expect(page.body).toContain('<audio');
    expect(page.body).toContain('<video');
    const served = await Promise.all((await rowsOfEvidence()).map((row) => tam.get(`/evidence/${row.id}/file`)));
    expect(served.map((one) => one.header('content-type'))).toEqual([
      'image/jpeg',
      'image/png',
      'image/webp',
      'application/pdf',
      'audio/mpeg',
      'video/mp4',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ]);
    for (const one of served) {
      expect(one.header('x-content-type-options')).toBe('nosniff');
      expect(one.header('content-security-policy')).toContain("default-src 'none'");
    }
    expect(served[0]!.header('content-disposition')).toBe(
      `inline; filename="Ban chup trang 3.jpg"; filename*=UTF-8''B%E1%BA%A3n%20ch%E1%BB%A5p%20trang%203.jpg`,
    );
    expect(served.at(-1)!.header('content-disposition')).toMatch(/^attachment;/);
    expect((await tam.get(`/evidence/${(await rowsOfEvidence())[0]!.id}/thumbnail`)).header('content-type')).toBe('image/webp');
    expect(await leftBehind()).toEqual([]);
  });

  it('are kept once, under their SHA-256, however often they are brought', async () => {
    const picture = await pictureOf('png', '#c33');
    const first = await site.has(4, bare('Bài một'));
    const second = await site.has(4, bare('Bài hai'));
    const before = filesKept().length;
    await tam.uploadAll(`/deliverables/${first.id}/evidence`, [{ name: 'a.png', bytes: picture }], { kind: 'file' });
    await tam.uploadAll(`/deliverables/${second.id}/evidence`, [{ name: 'khác tên.png', bytes: picture }], { kind: 'file' });
    const sha256 = createHash('sha256').update(picture).digest('hex');
    expect(await site.context.rows('select sha256 from stored_file')).toEqual([{ sha256 }]);
    expect(filesKept().length - before).toBe(1);
    expect((await rowsOfEvidence()).map(({ file_name }) => file_name)).toEqual(['a.png', 'khác tên.png']);
  });

  it('answer a player that asks for a part, and refuse one beyond the end', async () => {
    const { id } = await site.has(7, segment({ occursOn: '2021-03-10' }));
    const lan = await site.as('lan');
    const bytes = mp3File();
    await lan.uploadAll(`/deliverables/${id}/evidence`, [{ name: 'a.mp3', bytes }], { kind: 'file' });
    const address = `/evidence/${(await rowsOfEvidence())[0]!.id}/file`;
    const part = await lan.get(address, { range: 'bytes=10-19' });
    expect([part.status, part.header('content-range'), part.header('content-length')]).toEqual([206, `bytes 10-19/${bytes.length}`, '10']);
    expect((await lan.get(address, { range: 'bytes=-5' })).header('content-range')).toBe(`bytes ${bytes.length - 5}-${bytes.length - 1}/${bytes.length}`);
    expect((await lan.get(address, { range: `bytes=${bytes.length}-` })).status).toBe(416);
    expect((await lan.get(address, { 'if-none-match': `"${createHash('sha256').update(bytes).digest('hex')}"` })).status).toBe(304);
  });

  it.each([
    ['a page that calls itself a picture', 'anh.jpg', async () => Buffer.from('<html><script>alert(1)</script></html>')],
    ['a picture with nothing behind its first bytes', 'anh.png', async () => Buffer.concat([(await pictureOf('png')).subarray(0, 30), Buffer.alloc(50)])],
    ['a picture that was cut off', 'anh.jpg', async () => (await pictureOf('jpeg', '#777', 400)).subarray(0, 900)],
    ['a drawing with scripts', 'hinh.svg', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['a program', 'bao.pdf', async () => Buffer.from('MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff', 'latin1')],
    ['a PDF that was cut off', 'bao.pdf', async () => pdfFile().subarray(0, 120)],
    ['a zip that calls itself Word', 'bao.docx', async () => zipOf({ 'a.txt': 'a' })],
    ['Word with macros', 'bao.docx', async () => zipOf({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w/>', 'word/vbaProject.bin': 'x' })],
    ['nothing at all', 'rong.pdf', async () => Buffer.alloc(0)],
  ])('refuses %s', async (_what, name, bytes) => {
    const { id } = await site.has(4, bare('Bị từ chối'));
    const answer = await tam.uploadAll(`/deliverables/${id}/evidence`, [{ name, bytes: await bytes() }], { kind: 'file' });
    expect(answer.status).toBe(422);
    expect(answer.messageBy('files')).toContain(`“${name}”`);
    expect(await rowsOfEvidence()).toEqual([]);
    expect(await leftBehind()).toEqual([]);
  });

  it('refuses one that is too large for its kind, keeps the good one beside it, and says both', async () => {
    const { id } = await site.has(4, bare('Tệp quá lớn'));
    const large = Buffer.concat([await pictureOf('png'), Buffer.alloc(25 * 1024 * 1024)]);
    const answer = await tam.uploadAll(
      `/deliverables/${id}/evidence`,
      [
        { name: 'lớn.png', bytes: large },
        { name: 'vừa.png', bytes: await pictureOf('png') },
      ],
      { kind: 'file' },
    );
    expect(answer.status).toBe(422);
    expect(answer.messageBy('files')).toContain('“lớn.png”: lớn hơn 25 MB');
    expect(answer.messageBy('files')).toContain('Đã lưu: “vừa.png”');
    expect((await rowsOfEvidence()).map(({ file_name }) => file_name)).toEqual(['vừa.png']);
  });

  it.each([
    ['../../../etc/passwd.png', 'passwd.png'],
    ['C:\\Windows\\x.png', 'x.png'],
    ['a\u202egnp.exe.png', 'agnp.exe.png'],
    ['<img src=x onerror=alert(1)>.png', '_img src=x onerror=alert(1)_.png'],
    ['..png', 'png'],
  ])('calls a file named %s only by its harmless name', async (given, kept) => {
    const { id } = await site.has(4, bare('Tên tệp lạ'));
    const answer = await tam.uploadAll(`/deliverables/${id}/evidence`, [{ name: given, bytes: await pictureOf('png') }], { kind: 'file' });
    expect(answer.status).toBe(303);
    expect((await rowsOfEvidence())[0]!.file_name).toBe(kept);
    expect(filesKept().every((name) => /^evidence.[0-9a-f]{2}.[0-9a-f]{64}$/.test(name))).toBe(true);
    expect((await tam.get(`/deliverables/${id}`)).body).not.toContain('<img src=x');
  });
});

describe('References as evidence', () => {
  it('are added with what proves them, and refused with the field at fault', async () => {
    const { id } = await site.has(4, bare('Chỉ có số báo'));
    expect((await tam.postWithToken(`/deliverables/${id}/evidence`, { kind: 'print', issueNumber: '5012', page: '3' })).status).toBe(303);
    expect((await tam.get(`/deliverables/${id}`)).text).toContain('Số báo 5012, trang 3');
    const refused = await tam.postWithToken(`/deliverables/${id}/evidence`, { kind: 'print', issueNumber: '5013', page: '' });
    expect([refused.status, refused.messageBy('page')]).toEqual([422, 'Hãy ghi trang.']);
    expect(refused.form(`/deliverables/${id}/evidence`)).toBeDefined();
    expect(refused.body).toContain('value="5013"');
    expect(
      (await tam.postWithToken(`/deliverables/${id}/evidence`, { kind: 'air', channel: 'THBT', airedOn: '2021-03-10', airedAt: '25:00' })).messageBy('airedAt'),
    ).toBe('Giờ phát viết dạng 19:45.');
    expect((await tam.postWithToken(`/deliverables/${id}/evidence`, { kind: 'link', url: 'javascript:alert(1)' })).status).toBe(422);
    expect((await tam.postWithToken(`/deliverables/${id}/evidence`, { kind: 'link', url: 'https://baodongkhoi.vn/a' })).status).toBe(303);
    expect((await tam.postWithToken(`/deliverables/${id}/evidence`, { kind: 'link', url: 'https://baodongkhoi.vn/a' })).messageBy('url')).toContain('đã có');
  });

  it('can be taken back and brought back, and their history says so', async () => {
    const { id } = await site.has(4, bare('Bỏ rồi lấy lại'));
    await tam.postWithToken(`/deliverables/${id}/evidence`, { kind: 'print', issueNumber: '5012', page: '3' });
    const [row] = await rowsOfEvidence();
    const removed = await tam.postWithToken(`/evidence/${row!.id}/removal`);
    expect(removed.status).toBe(303);
    const page = await tam.get(removed.location!.replace(/#.*/, ''));
    expect(page.text).toContain('Đã bỏ minh chứng.');
    expect((await rowsOfEvidence())[0]!.removed_at).not.toBeNull();
    await tam.postWithToken(`/evidence/${row!.id}/restoration`);
    expect((await rowsOfEvidence())[0]!.removed_at).toBeNull();
    const trail = await site.context.rows<{ action: string }>("select action from audit_entry where action like 'evidence.%' order by position");
    expect(trail.map(({ action }) => action)).toEqual(['evidence.added', 'evidence.removed', 'evidence.restored']);
  });
});

describe('Who may touch evidence', () => {
  it('is whoever may change the item; nobody reads it without signing in', async () => {
    const { id } = await site.has(4, bare('Của Báo'));
    await tam.uploadAll(`/deliverables/${id}/evidence`, [{ name: 'a.png', bytes: await pictureOf('png') }], { kind: 'file' });
    const [row] = await rowsOfEvidence();
    for (const name of ['lan', 'khoa', 'phuc'] as const) {
      const other = await site.as(name);
      const refused = name === 'phuc' ? 403 : 404;
      expect((await other.uploadAll(`/deliverables/${id}/evidence`, [{ name: 'b.png', bytes: await pictureOf('png', '#111') }], { kind: 'file' })).status).toBe(
        refused,
      );
      expect((await other.postWithToken(`/evidence/${row!.id}/removal`)).status).toBe(refused);
    }
    const stranger = site.visitor();
    expect((await stranger.get(`/evidence/${row!.id}/file`)).status).toBe(303);
    expect(
      (await stranger.uploadAll(`/deliverables/${id}/evidence`, [{ name: 'c.png', bytes: await pictureOf('png', '#222') }], { kind: 'file' })).status,
    ).toBe(303);
    expect(await rowsOfEvidence()).toHaveLength(1);
    expect(await leftBehind()).toEqual([]);
  });

  it('is nobody once the item is accepted, refused or withdrawn', async () => {
    const { id } = await site.has(4, bare('Đã đóng băng'));
    await tam.postWithToken(`/deliverables/${id}/evidence`, { kind: 'print', issueNumber: '5012', page: '3' });
    const [row] = await rowsOfEvidence();
    for (const status of ['accepted', 'rejected', 'withdrawn']) {
      await site.context.rows('update deliverable set status = ? where id = ? returning id', [status, id]);
      expect((await tam.postWithToken(`/deliverables/${id}/evidence`, { kind: 'print', issueNumber: '5013', page: '1' })).status).toBe(409);
      expect((await tam.postWithToken(`/evidence/${row!.id}/removal`)).status).toBe(409);
      expect((await tam.uploadAll(`/deliverables/${id}/evidence`, [{ name: 'a.png', bytes: await pictureOf('png') }], { kind: 'file' })).status).toBe(409);
    }
    expect(await rowsOfEvidence()).toHaveLength(1);
    await site.context.rows("update deliverable set status = 'accepted' where id = ? returning id", [id]);
    expect((await tam.get(`/deliverables/${id}`)).text).toContain('Đã nghiệm thu, minh chứng được giữ nguyên');
  });
});

describe('The form of logging', () => {
  it('takes files along, and the item has them at once', async () => {
    const answer = await tam.uploadAll('/deliverables', [{ name: 'trang 3.png', bytes: await pictureOf('png', '#5a5') }], {
      task: String(site.taskId(4)),
      title: 'Có ảnh kèm',
      occursOn: '2021-03-10',
    });
    expect(answer.status).toBe(303);
    expect(await site.context.rows('select d.title, e.file_name from deliverable d join evidence e on e.deliverable_id = d.id')).toEqual([
      { title: 'Có ảnh kèm', file_name: 'trang 3.png' },
    ]);
  });

  it('comes back with what was typed where a file is refused, and nothing is logged', async () => {
    const answer = await tam.uploadAll('/deliverables', [{ name: 'gia.png', bytes: Buffer.from('<html>') }], {
      task: String(site.taskId(4)),
      title: 'Ảnh giả',
      occursOn: '2021-03-10',
    });
    expect(answer.status).toBe(422);
    expect(answer.messageBy('files')).toContain('Chưa ghi nhận');
    expect(answer.body).toContain('value="Ảnh giả"');
    expect(await site.context.rows('select id from deliverable')).toEqual([]);
  });

  it('still takes a form without files, as a browser sends it', async () => {
    const answer = await tam.uploadAll('/deliverables', [], { task: String(site.taskId(4)), title: 'Không tệp', occursOn: '2021-03-10' });
    expect(answer.status).toBe(303);
  });
});

describe('A linked page', () => {
  let newspaper: Server;
  let address: string;
  let linked: TestApplication;

  beforeAll(async () => {
    newspaper = createServer((_request, response) => {
      const page =
        '<html><head><meta property="og:title" content="&lt;b&gt;Một cửa&lt;/b&gt;"><meta name="author" content="An"></head><body><p>Nội dung &lt;script&gt;</p></body></html>';
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    });
    await new Promise<void>((resolve) => newspaper.listen(0, '127.0.0.1', resolve));
    const { port } = newspaper.address() as AddressInfo;
    address = `http://127.0.0.1:${port}/bai`;
    linked = await TestApplication.open({ environment: { LINK_HOSTS_ALLOWED: `127.0.0.1:${port}` } });
    await linked.reset('2021-03-15');
  });
  afterAll(async () => {
    await linked.close();
    await new Promise((resolve) => newspaper.close(resolve));
  });

  it('is kept as it was: title, author, text and hash, shown without its markup', async () => {
    const { id } = await linked.has(4, article({ title: 'Có đường dẫn', occursOn: '2021-03-10', url: address }));
    const visitor = await linked.as('tam');
    expect((await visitor.postWithToken(`/deliverables/${id}/snapshots`, { url: address })).status).toBe(303);
    const [kept] = await linked.context.rows<{ id: number; title: string; author: string; text: string }>('select * from link_snapshot');
    expect(kept).toMatchObject({ title: '<b>Một cửa</b>', author: 'An', text: 'Nội dung <script>' });
    const page = await visitor.get(`/snapshots/${kept!.id}`);
    expect(page.text).toContain('<b>Một cửa</b>');
    expect(page.body).not.toContain('<b>Một cửa');
    expect(page.body).not.toContain('Nội dung <script>');
    expect((await visitor.get(`/deliverables/${id}`)).text).toContain('Đã lưu nội dung lúc');
  });

  it('is proposed to whoever logs, and refused with a sentence where it lies inside', async () => {
    const visitor = await linked.as('tam');
    expect((await visitor.get(`/api/v1/link-metadata?url=${encodeURIComponent(address)}`)).json()).toEqual({
      title: '<b>Một cửa</b>',
      author: 'An',
      publishedOn: null,
    });
    const refused = await visitor.get(`/api/v1/link-metadata?url=${encodeURIComponent('http://127.0.0.1:9/')}`);
    expect([refused.status, refused.header('content-type')]).toEqual([422, 'application/problem+json; charset=utf-8']);
    expect((await (await linked.as('phuc')).get(`/api/v1/link-metadata?url=${encodeURIComponent(address)}`)).status).toBe(403);
    expect((await linked.visitor().get('/api/v1/link-metadata?url=x')).status).toBe(401);
  });

  it('that is none of the item, or lies inside, is not kept', async () => {
    const { id } = await linked.has(4, article({ title: 'Trỏ vào trong', occursOn: '2021-03-11', url: 'http://169.254.169.254/latest' }));
    const visitor = await linked.as('tam');
    expect((await visitor.postWithToken(`/deliverables/${id}/snapshots`, { url: address })).status).toBe(422);
    const refused = await visitor.postWithToken(`/deliverables/${id}/snapshots`, { url: 'http://169.254.169.254/latest' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('mạng nội bộ');
    expect(await linked.context.rows('select id from link_snapshot where deliverable_id = ?', [id])).toEqual([]);
  });
});
