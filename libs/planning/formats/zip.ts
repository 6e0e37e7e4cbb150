import { crc32, createInflateRaw } from 'node:zlib';
import { type Entry, fromBufferPromise } from 'yauzl';
import { LIMITS } from './limits.js';
import { refuseDamaged, SourceRefused } from './source-refused.js';

/** A zip file in memory. Names are only compared with the few that a format knows; nothing is ever written to disk. */
export interface ZipArchive {
  readonly names: readonly string[];
  /** The bytes of a part as they are inflated, all parts together up to the limit; nothing for a part that is not there. */
  read(name: string): AsyncGenerator<Uint8Array>;
}

/** Opens a zip file. Refuses a damaged one, one with a password, and one with too many entries. */
export async function openZip(bytes: Uint8Array): Promise<ZipArchive> {
  const { entries, openRaw } = await listEntries(bytes);
  let inflated = 0;
  return {
    names: [...entries.keys()],
    async *read(name) {
      const entry = entries.get(name);
      if (!entry) return;
      let size = 0;
      for await (const chunk of checkedParts(entry, openRaw)) {
        size += chunk.length;
        inflated += chunk.length;
        if (inflated > LIMITS.inflatedBytes || isBomb(size, entry)) {
          throw new SourceRefused('Tệp nén bung ra quá lớn so với một bản kế hoạch nên không được đọc; hãy chép riêng phần cần nhập sang một tệp mới.');
        }
        yield chunk;
      }
    },
  };
}

/** By the bytes that really came out: the sizes a zip file states are whatever its maker wrote. */
function isBomb(size: number, entry: Entry): boolean {
  return size > LIMITS.ratioFloorBytes && size > entry.compressedSize * LIMITS.inflationRatio;
}

async function listEntries(bytes: Uint8Array) {
  try {
    const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { decodeStrings: false });
    if (zip.entryCount > LIMITS.zipEntries) throw new SourceRefused('Tệp nén chứa quá nhiều tệp con; hãy chọn đúng tệp Word hoặc Excel của bản kế hoạch.');
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileNameRaw.toString('utf8').replaceAll('\\', '/');
      if (!entries.has(name)) entries.set(name, entry);
    }
    return { entries, openRaw: (entry: Entry) => zip.openReadStreamPromise(entry, { decodeFileData: false }) };
  } catch (error) {
    return refuse(error);
  }
}

async function* checkedParts(entry: Entry, openRaw: (entry: Entry) => Promise<NodeJS.ReadableStream>): AsyncGenerator<Uint8Array> {
  if (entry.isEncrypted()) refusePassword();
  if (!entry.canDecodeFileData()) refuseDamaged();
  let sum = 0;
  try {
    const raw = await openRaw(entry);
    const stream = entry.isCompressed() ? raw.pipe(createInflateRaw({ chunkSize: 64 * 1024 })) : raw;
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } catch (error) {
    refuse(error);
  }
  if (sum !== entry.crc32) refuseDamaged();
}

function refuse(error: unknown): never {
  if (error instanceof SourceRefused) throw error;
  if (error instanceof Error && /encrypt/.test(error.message)) refusePassword();
  return refuseDamaged();
}

export function refusePassword(): never {
  throw new SourceRefused('Tệp có đặt mật khẩu nên không đọc được; hãy bỏ mật khẩu trong Word hoặc Excel, lưu lại rồi nhập tệp mới.');
}
