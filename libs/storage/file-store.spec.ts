import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import S3rver from 's3rver';
import { environment } from '#testing/builders.js';
import { FileStore } from './file-store.js';

const folder = mkdtempSync(join(tmpdir(), 'lich-store-'));
const bytes = Buffer.from('Bản chụp trang báo số 5012');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const original = join(folder, 'original');

let s3: S3rver;
let stores: Record<'folder' | 's3', FileStore>;

beforeAll(async () => {
  writeFileSync(original, bytes);
  mkdirSync(join(folder, 's3'));
  s3 = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: join(folder, 's3'), configureBuckets: [{ name: 'minh-chung', configs: [] }] });
  const { port } = await s3.run();
  stores = {
    folder: new FileStore(environment({ DATA_DIR: join(folder, 'data') })),
    s3: new FileStore(
      environment({
        DATA_DIR: join(folder, 'data-s3'),
        S3_BUCKET: 'minh-chung',
        S3_ENDPOINT: `http://127.0.0.1:${port}`,
        S3_ACCESS_KEY_ID: 'S3RVER',
        S3_SECRET_ACCESS_KEY: 'S3RVER',
      }),
    ),
  };
});
afterAll(async () => {
  await s3.close();
  rmSync(folder, { recursive: true, force: true });
});

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe.each(['folder', 's3'] as const)('The store of evidence in %s', (kind) => {
  it('keeps bytes under their hash and gives them back, whole or a part', async () => {
    const store = stores[kind];
    expect(await store.check(sha256)).toBe('missing');
    await store.keep(sha256, original);
    await store.keepThumbnail(sha256, Buffer.from('nhỏ'));
    expect(await textOf(await store.read(sha256))).toBe(bytes.toString());
    expect(await textOf(await store.read(sha256, { from: 0, to: 2 }))).toBe(bytes.subarray(0, 3).toString());
    expect(await textOf(await store.readThumbnail(sha256))).toBe('nhỏ');
    expect(await store.check(sha256)).toBe('whole');
  });
});

describe('The store in a folder', () => {
  it('writes nothing where the bytes are kept already, and finds out when they were changed', async () => {
    const path = join(folder, 'data/evidence', sha256.slice(0, 2), sha256);
    const { mtimeMs } = statSync(path);
    await stores.folder.keep(sha256, original);
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
    writeFileSync(path, 'khác');
    expect(await stores.folder.check(sha256)).toBe('changed');
    expect(readFileSync(original)).toEqual(bytes);
  });
});
