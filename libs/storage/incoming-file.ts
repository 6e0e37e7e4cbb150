import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** A file on its way in: whole on this machine's disk, not yet known to be anything. */
export interface IncomingFile {
  /** As its owner calls it, without a path and harmless to show. */
  readonly name: string;
  readonly path: string;
  readonly size: number;
  /** 64 hexadecimal digits, of all bytes that came. */
  readonly sha256: string;
  /** The end was thrown away. */
  readonly isTooLarge: boolean;
}

/** Where files stand until they are checked. Beside the store, so that taking one over is a move within one disk. */
export function incomingFolder(dataDir: string): string {
  return join(dataDir, 'incoming');
}

/** Writes a stream to the incoming folder, hashing it as it comes; no more of it than the limit is kept. Bounded in memory. */
export async function receiveFile(stream: Readable, fileName: string, folder: string, limitBytes: number): Promise<IncomingFile> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, randomUUID());
  const hash = createHash('sha256');
  const file = await open(path, 'wx', 0o600);
  let size = 0;
  let isTooLarge = false;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      // What is over the limit is read to its end all the same, so that the form's other parts can be.
      if (isTooLarge) continue;
      size += chunk.length;
      isTooLarge = size > limitBytes;
      if (isTooLarge) continue;
      hash.update(chunk);
      await file.write(chunk);
    }
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return { name: harmlessName(fileName), path, size, sha256: hash.digest('hex'), isTooLarge };
}

/** No file that is left here after a day belongs to anybody: its request was cut off with the process. */
const LEFT_BEHIND_MS = 24 * 3600 * 1000;

/** Removes what an earlier process left. */
export async function sweepIncoming(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const known = await stat(path).catch(() => null);
    if (known && now - known.mtimeMs > LEFT_BEHIND_MS) await rm(path, { force: true });
  }
}

const LONGEST_NAME = 150;

/** The last part of what the browser calls it; without control characters and marks that turn the direction of writing. */
function harmlessName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/^\.+/, '');
  if (plain.length <= LONGEST_NAME) return plain || 'tệp';
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? '';
  return `${plain.slice(0, LONGEST_NAME - extension.length)}${extension}`;
}
