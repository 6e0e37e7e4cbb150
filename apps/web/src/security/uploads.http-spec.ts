import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { article } from '#testing/builders.js';
import { mp3File, mp4File, pdfFile, pictureOf } from '#testing/media-files.js';
import { docxOf, zipOf } from '#testing/office-files.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

/* Files that are two things at once, names that lead elsewhere, and archives that grow: what is served, and what is refused. */

const PAGE = '<html><script>alert(document.domain)</script></html>';
const SVG = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>`;

let site: TestApplication;
let tam: Visitor;
let item: string;

beforeAll(async () => {
  site = await TestApplication.open();
});
beforeEach(async () => {
  await site.reset('2021-03-15');
  tam = await site.as('tam');
  item = `/deliverables/${(await site.has(4, article({ occursOn: '2021-03-10' }))).id}/evidence`;
});
afterAll(() => site.close());

const joined = (...parts: (string | Uint8Array)[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));
const evidence = () => site.context.rows<{ id: number; file_name: string }>('select id, file_name from evidence order by id');
const send = (name: string, bytes: Uint8Array) => tam.uploadAll(item, [{ name, bytes }], { kind: 'file' });

/** A form with one file, its headers written by the attacker and not by a browser. */
async function sendRaw(disposition: string, bytes: Uint8Array, type = 'image/png') {
  const head = (name: string, value: string) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const payload = joined(
    head('_csrf', await tam.token()),
    head('kind', 'file'),
    `--x\r\ncontent-disposition: form-data; name="files"; ${disposition}\r\ncontent-type: ${type}\r\n\r\n`,
    bytes,
    '\r\n--x--\r\n',
  );
  return tam.send('POST', item, { headers: { 'content-type': 'multipart/form-data; boundary=x' }, payload });
}

describe('a file that is no picture', () => {
  test.each<[string, string | Uint8Array]>([
    ['page.jpg', PAGE],
    ['drawing.svg', SVG],
    ['drawing.png', SVG],
    ['gif.jpg', `GIF89a/*${PAGE}*/=1;`],
    ['begun.jpg', joined(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), PAGE)],
    ['begun.png', joined(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), PAGE)],
    ['begun.webp', joined('RIFF', Uint8Array.of(9, 0, 0, 0), 'WEBP', PAGE)],
    ['script.js', 'alert(1)'],
    ['late.pdf', joined(' '.repeat(4096), pdfFile())],
    ['marked.html', joined('\ufeff', PAGE)],
  ])('is not taken in as %s', async (name, content) => {
    const answer = await send(name, Buffer.from(content as string));
    expect([answer.status, answer.messageBy('files')]).toEqual([422, expect.stringContaining(name)]);
    expect(await evidence()).toEqual([]);
  });
});

describe('a file that grows where it is opened', () => {
  test('a picture of more pixels than any camera makes is refused, however few its bytes', async () => {
    const bytes = await sharp({ create: { width: 12_001, height: 10_000, channels: 3, background: '#fff' } })
      .jpeg({ quality: 1 })
      .toBuffer();
    expect(bytes.length).toBeLessThan(2_000_000);
    const answer = await send('anh.jpg', bytes);
    expect([answer.status, answer.messageBy('files')]).toEqual([422, expect.stringContaining('quá lớn nên không mở được')]);
  });

  test('a Word file of more parts than any has is refused before it is read to its end', async () => {
    const parts = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, number) => [`word/media/${number}.xml`, '']));
    const some = await zipOf({ 'word/document.xml': '<w:document/>', ...parts(400) });
    const many = await zipOf({ 'word/document.xml': '<w:document/>', ...parts(5_000) });
    expect((await send('vua.docx', some)).status).toBe(303);
    const answer = await send('nhieu.docx', many);
    expect([answer.status, answer.messageBy('files')]).toEqual([422, expect.stringContaining('tệp Word bị hỏng')]);
  });
});

describe('the small picture of a proof', () => {
  test('is a picture of ours, under a policy that runs nothing', async () => {
    await send('p.html', joined(await pictureOf('jpeg'), PAGE));
    const [{ id }] = (await evidence()) as unknown as [{ id: number }];
    const served = await tam.get(`/evidence/${id}/thumbnail`);
    expect([served.status, served.header('content-type'), served.header('x-content-type-options'), served.header('cache-control')]).toEqual([
      200,
      'image/webp',
      'nosniff',
      'private, no-cache',
    ]);
    expect(served.header('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    expect(served.body).not.toContain('alert');
    expect((await (await site.as('lan')).get(`/evidence/${id}/thumbnail`)).status).toBe(404);
  });
});

describe('a file that is two things at once', () => {
  test('is served as the harmless one of them, under a policy that runs nothing', async () => {
    const archive = await zipOf({ 'a.html': PAGE });
    const [jpeg, png, webp] = [await pictureOf('jpeg'), await pictureOf('png'), await pictureOf('webp')];
    const files: [string, Uint8Array, string][] = [
      ['p.html', joined(jpeg, PAGE), 'image/jpeg'],
      ['p.svg', joined(png, SVG), 'image/png'],
      ['p.js', joined(webp, '\n*/alert(1)'), 'image/webp'],
      ['p.zip', joined(pdfFile(), archive, '\n%%EOF'), 'application/pdf'],
      ['page.htm', joined(pdfFile(PAGE)), 'application/pdf'],
      ['p.swf', joined(mp3File(), PAGE), 'audio/mpeg'],
      ['p.exe', joined(mp4File(), PAGE), 'video/mp4'],
    ];
    for (const [name, bytes] of files) expect([name, (await send(name, bytes)).status]).toEqual([name, 303]);
    const kept = await evidence();
    expect(kept).toHaveLength(files.length);
    for (const [index, [name, , type]] of files.entries()) {
      for (const headers of [{}, { accept: 'text/html' }, { range: 'bytes=4-' }] as Record<string, string>[]) {
        const served = await tam.get(`/evidence/${kept[index]!.id}/file`, headers);
        expect([name, served.header('content-type'), served.header('x-content-type-options')]).toEqual([name, type, 'nosniff']);
        const policy = served.header('content-security-policy')!;
        expect(policy).toContain(`default-src 'none'`);
        expect(policy).not.toContain('script-src');
        if (type !== 'application/pdf') expect(policy).toMatch(/; sandbox$/);
        // Saved to a disk it would be opened by its ending.
        expect(served.header('content-disposition')).not.toMatch(/\.(html?|svg|js|zip|swf|exe)("|$)/);
        expect(served.header('cache-control')).toBe('private, no-cache');
      }
    }
  });

  test('a Word file is handed over to be saved, and one with macros or none at all is refused', async () => {
    expect((await send('a.docx', await docxOf('<w:p/>'))).status).toBe(303);
    const [{ id }] = (await evidence()) as unknown as [{ id: number }];
    const served = await tam.get(`/evidence/${id}/file`);
    expect(served.header('content-disposition')).toMatch(/^attachment; filename="a.docx"/);
    const table = { '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w:document/>', 'word/embeddings/oleObject1.bin': 'x' };
    expect((await send('d.docx', await zipOf(table))).status).toBe(303);
    const control = { '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w:document/>', 'word/activeX/activeX1.bin': 'x' };
    expect((await send('e.docx', await zipOf(control))).status).toBe(422);
    const macros = { '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w:document/>', 'word/vbaProject.bin': 'x' };
    expect((await send('b.docx', await zipOf(macros))).status).toBe(422);
    expect((await send('c.docx', await zipOf({ 'index.html': PAGE }))).status).toBe(422);
    expect(await evidence()).toHaveLength(2);
  });
});

describe('the name of a file', () => {
  test.each([
    'filename="../../../../tmp/lich-escaped.png"',
    'filename="..\\\\..\\\\lich-escaped.png"',
    'filename="/etc/lich-escaped.png"',
    "filename*=UTF-8''..%2F..%2Flich-escaped.png",
    'filename="lich-escaped.png%00.html"',
    'filename="lich-escaped.png\0.html"',
    'filename=".lich-escaped.png"; filename="../x"',
    'filename="CON"',
    `filename="${'a'.repeat(5000)}.png"`,
    'filename="a\u2028b\u0007c.png"',
    'filename="{{constructor}}<b>%0d%0aSet-Cookie: a=b.png"',
    `filename*=UTF-8''a%0D%0ASet-Cookie%3A%20a%3Db%22%3B.png`,
  ])('leads nowhere and adds no header: %s', async (disposition) => {
    const answer = await sendRaw(disposition, await pictureOf('png'));
    expect([303, 422]).toContain(answer.status);
    for (const { id, file_name: name } of await evidence()) {
      // oxlint-disable-next-line no-control-regex
      expect(name).not.toMatch(/[/\\<>\u0000-\u001f\u007f\u2028\u202e]/);
      expect(name.length).toBeLessThanOrEqual(255);
      const served = await tam.get(`/evidence/${id}/file`);
      expect([served.status, served.header('content-type'), served.header('set-cookie')]).toEqual([200, 'image/png', undefined]);
      expect(served.header('content-disposition')).toMatch(/^inline; filename="[ !#-[\]-~]*"; filename\*=UTF-8''[\w.%~!-]+$/);
    }
    expect(existsSync('/tmp/lich-escaped.png') || existsSync(join(site.dataDir, '..', 'lich-escaped.png'))).toBe(false);
    expect(readdirSync(site.dataDir, { recursive: true, encoding: 'utf8' }).filter((name) => /escaped|\.\.|<|\.(png|html)$/.test(name))).toEqual([]);
  });

  test('does not choose how the file is served: nor does the type that the browser states', async () => {
    expect((await sendRaw('filename="a.html"', await pictureOf('png'), 'text/html')).status).toBe(303);
    const [{ id }] = (await evidence()) as unknown as [{ id: number }];
    expect((await tam.get(`/evidence/${id}/file`)).header('content-type')).toBe('image/png');
    expect((await tam.get(`/evidence/${id}/thumbnail`)).header('content-type')).toBe('image/webp');
  });
});

describe('addresses of files', () => {
  test.each([
    '/assets/../package.json',
    '/assets/..%2fpackage.json',
    '/assets/%2e%2e/%2e%2e/etc/passwd',
    '/assets/..%5c..%5cetc',
    '/assets/%00',
    '/evidence/..%2f1/file',
    '/evidence/1%00/file',
  ])('%s lead nowhere', async (url) => {
    const answer = await tam.get(url);
    expect([400, 403, 404]).toContain(answer.status);
    expect(answer.body).not.toMatch(/root:|"dependencies"/);
  });
});

describe('an archive that grows', () => {
  test('is refused by the page that takes plans in, in bounded time, and the server goes on', async () => {
    const hanh = await site.as('hanh');
    const bombs: [string, Uint8Array][] = [
      ['bom.docx', await docxOf(`<w:p><w:r><w:t>${' '.repeat(60 * 1024 * 1024)}</w:t></w:r></w:p>`)],
      ['nhieu.docx', await zipOf(Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`word/${index}.xml`, 'x'])))],
      [
        'laughs.docx',
        await zipOf({
          '[Content_Types].xml': '<Types/>',
          'word/document.xml': '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]><w:document>&c;&d;</w:document>',
        }),
      ],
      ['../../leo.docx', await zipOf({ 'word/document.xml': '<x' })],
    ];
    for (const [name, bytes] of bombs) {
      const start = process.cpuUsage();
      const answer = await hanh.upload('/plans/imports', { name, bytes }, { year: '2024' });
      const { user, system } = process.cpuUsage(start);
      expect([name, answer.status, answer.messageBy('file')]).toEqual([name, 422, expect.any(String)]);
      expect(answer.body).not.toContain('root:');
      expect((user + system) / 1e6).toBeLessThan(10);
    }
    expect((await hanh.get('/plans')).status).toBe(200);
    expect(await site.context.rows('select id from plan_draft')).toEqual([]);
  }, 60_000);
});
