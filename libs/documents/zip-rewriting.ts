import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { type Entry, fromBuffer, type ZipFile as ReadZip } from 'yauzl';
import { ZipFile } from 'yazl';

const openZip = promisify<Buffer, { lazyEntries: boolean }, ReadZip>(fromBuffer);

/** The same time in every file: a paper made twice is the same file. */
const MADE_AT = new Date(2020, 0, 1);

/** The files of a zip that was just made here, in its order. */
export async function filesOf(zip: Buffer): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const opened = await openZip(zip, { lazyEntries: true });
  const open = promisify<Entry, Readable>(opened.openReadStream.bind(opened));
  await new Promise<void>((resolve, reject) => {
    opened.on('error', reject).on('end', resolve);
    opened.on('entry', (entry: Entry) => {
      open(entry)
        .then(buffer)
        .then((content) => {
          files.set(entry.fileName, content);
          opened.readEntry();
        })
        .catch(reject);
    });
    opened.readEntry();
  });
  return files;
}

/** A zip of files; one given as pieces of text is never whole in memory, and others get their turn between the pieces. */
export async function zipOf(files: ReadonlyMap<string, Buffer | Iterable<string>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of files) {
    if (Buffer.isBuffer(content)) zip.addBuffer(content, name, { mtime: MADE_AT });
    else zip.addReadStream(Readable.from(inTurns(content), { objectMode: false, highWaterMark: 64 * 1024 }), name, { mtime: MADE_AT });
  }
  zip.end();
  return buffer(zip.outputStream);
}

async function* inTurns(pieces: Iterable<string>): AsyncGenerator<Buffer> {
  for (const piece of pieces) {
    if (piece === '') continue;
    yield Buffer.from(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
