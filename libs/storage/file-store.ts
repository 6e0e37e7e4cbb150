import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import type { Disk } from 'flydrive';
import type { Environment, S3Settings } from '#kernel/environment.js';
import { ENVIRONMENT } from '#kernel/kernel.module.js';

/** First and last byte, both included. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

interface Opened {
  readonly disk: Disk;
  readonly read: (key: string, range?: ByteRange) => Promise<Readable>;
}

/** Where evidence lies when it is not in an S3-compatible store. */
export function evidenceFolder(dataDir: string): string {
  return join(dataDir, 'evidence');
}

/** The bytes of evidence under their SHA-256: in a folder or, by configuration, in an S3-compatible store. */
@Injectable()
export class FileStore {
  #opened: Promise<Opened> | undefined;

  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {}

  /** Takes over a file that lies on this machine's disk; where the same bytes are kept already, nothing is written. */
  async keep(sha256: string, path: string): Promise<void> {
    const { disk } = await this.open();
    if (await disk.exists(keyOf(sha256))) return;
    await disk.copyFromFs(path, keyOf(sha256));
  }

  async keepThumbnail(sha256: string, webp: Buffer): Promise<void> {
    const { disk } = await this.open();
    await disk.put(thumbnailKeyOf(sha256), webp, { contentType: 'image/webp' });
  }

  async read(sha256: string, range?: ByteRange): Promise<Readable> {
    const { read } = await this.open();
    return read(keyOf(sha256), range);
  }

  async readThumbnail(sha256: string): Promise<Readable> {
    const { read } = await this.open();
    return read(thumbnailKeyOf(sha256));
  }

  /** Reads the bytes again. @returns whether they are whole, changed or not there */
  async check(sha256: string): Promise<'whole' | 'changed' | 'missing'> {
    const { disk, read } = await this.open();
    if (!(await disk.exists(keyOf(sha256)))) return 'missing';
    const hash = createHash('sha256');
    for await (const chunk of (await read(keyOf(sha256))) as AsyncIterable<Buffer>) hash.update(chunk);
    return hash.digest('hex') === sha256 ? 'whole' : 'changed';
  }

  /** At the first use: an idle server does not load what it does not need. */
  private open(): Promise<Opened> {
    this.#opened ??= this.environment.s3 ? openS3(this.environment.s3) : openFolder(evidenceFolder(this.environment.dataDir));
    return this.#opened;
  }
}

function keyOf(sha256: string): string {
  return `${sha256.slice(0, 2)}/${sha256}`;
}

function thumbnailKeyOf(sha256: string): string {
  return `${keyOf(sha256)}.webp`;
}

async function openFolder(folder: string): Promise<Opened> {
  const [{ Disk: DiskOf }, { FSDriver }] = await Promise.all([import('flydrive'), import('flydrive/drivers/fs')]);
  return {
    disk: new DiskOf(new FSDriver({ location: folder, visibility: 'private' })),
    read: async (key, range) => createReadStream(join(folder, key), range ? { start: range.from, end: range.to } : {}),
  };
}

async function openS3({ bucket, region, endpoint, accessKeyId, secretAccessKey }: S3Settings): Promise<Opened> {
  const [{ Disk: DiskOf }, { S3Driver }, { GetObjectCommand, S3Client: Client }] = await Promise.all([
    import('flydrive'),
    import('flydrive/drivers/s3'),
    import('@aws-sdk/client-s3'),
  ]);
  const client: S3Client = new Client({
    region,
    credentials: { accessKeyId, secretAccessKey },
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return {
    disk: new DiskOf(new S3Driver({ client, bucket, visibility: 'private', supportsACL: false })),
    read: async (key, range) => {
      const answer: GetObjectCommandOutput = await client.send(
        new GetObjectCommand({ Bucket: bucket, Key: key, ...(range ? { Range: `bytes=${range.from}-${range.to}` } : {}) }),
      );
      return answer.Body as Readable;
    },
  };
}
