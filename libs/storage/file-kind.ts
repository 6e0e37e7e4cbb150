import { open } from 'node:fs/promises';
import yauzl from 'yauzl';
import { FileRefused } from './file-refused.js';
import type { IncomingFile } from './incoming-file.js';
import { MEDIA_TYPES, type MediaType } from './stored-file.entity.js';

const MB = 1024 * 1024;

/** The largest file of each kind that is taken in. */
const LIMITS: Readonly<Record<MediaType, number>> = {
  'application/pdf': 50 * MB,
  'image/jpeg': 25 * MB,
  'image/png': 25 * MB,
  'image/webp': 25 * MB,
  'audio/mpeg': 100 * MB,
  'video/mp4': 500 * MB,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 25 * MB,
};

export const LARGEST_FILE_BYTES = Math.max(...Object.values(LIMITS));

const KINDS = 'Nhận tệp PDF, ảnh JPEG, PNG, WebP, âm thanh MP3, video MP4 và Word .docx.';

const DOCX: MediaType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** More pixels than any camera or scanner of an office makes. */
const MOST_PIXELS = 120_000_000;

const THUMBNAIL_PIXELS = 480;

/** What a file is and, of a picture, a small one of it. */
export interface KnownFile {
  readonly mediaType: MediaType;
  /** WebP, or null where there is nothing to picture. */
  readonly thumbnail: Buffer | null;
}

/** Finds out by its content what a file is; its name says nothing. @throws FileRefused */
export async function knownFile(file: IncomingFile): Promise<KnownFile> {
  if (file.isTooLarge) throw new FileRefused(file.name, `lớn hơn ${LARGEST_FILE_BYTES / MB} MB.`);
  if (file.size === 0) throw new FileRefused(file.name, 'không có nội dung.');
  const { fileTypeFromFile } = await import('file-type');
  const found = await fileTypeFromFile(file.path).catch(() => undefined);
  // Some programs write the parts of a Word file in an order by which it is only known as a zip.
  const mediaType = found?.mime === 'application/zip' ? DOCX : MEDIA_TYPES.find((known) => known === found?.mime);
  if (!mediaType) throw new FileRefused(file.name, `không phải loại tệp được nhận, hoặc nội dung khác với tên tệp. ${KINDS}`);
  const limit = LIMITS[mediaType];
  if (file.size > limit) throw new FileRefused(file.name, `lớn hơn ${limit / MB} MB, giới hạn của loại tệp này.`);
  if (mediaType === 'application/pdf') await assertWholePdf(file);
  if (mediaType === DOCX) await assertPlainDocx(file);
  return { mediaType, thumbnail: mediaType.startsWith('image/') ? await thumbnailOf(file) : null };
}

/** Decodes the whole picture, so one that is cut short or only pretends to be one does not pass. */
async function thumbnailOf(file: IncomingFile): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  try {
    const image = sharp(file.path, { failOn: 'error', limitInputPixels: MOST_PIXELS });
    await image.clone().stats();
    return await image.rotate().resize(THUMBNAIL_PIXELS, THUMBNAIL_PIXELS, { fit: 'inside', withoutEnlargement: true }).webp({ quality: 75 }).toBuffer();
  } catch {
    throw new FileRefused(file.name, 'ảnh bị hỏng, bị cụt hoặc quá lớn nên không mở được.');
  }
}

/** A PDF ends with its own mark; one that was cut off on its way does not. */
async function assertWholePdf({ path, name, size }: IncomingFile): Promise<void> {
  const file = await open(path);
  try {
    const end = Buffer.alloc(Math.min(2048, size));
    await file.read(end, 0, end.length, size - end.length);
    if (!end.includes('%%EOF')) throw new FileRefused(name, 'tệp PDF bị cụt; hãy tải lại bản đầy đủ.');
  } finally {
    await file.close();
  }
}

const MOST_PARTS = 5000;

/** Where Word keeps programs: macros and controls. Other binary parts are embedded tables and pictures. */
const MACRO_PART = /(^|\/)(vbaProject[^/]*|vbaData\.xml|activeX[^/]*)(\/|$)/i;

/** Its parts are only listed, never unpacked; a document with macros is none of the kinds. */
async function assertPlainDocx({ path, name }: IncomingFile): Promise<void> {
  const broken = new FileRefused(name, 'tệp Word bị hỏng nên không mở được.');
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, opened) => (error ? reject(broken) : resolve(opened)));
  });
  try {
    const parts = await new Promise<Set<string>>((resolve, reject) => {
      const names = new Set<string>();
      zip.on('error', () => reject(broken));
      zip.on('end', () => resolve(names));
      zip.on('entry', ({ fileName }: yauzl.Entry) => {
        names.add(fileName);
        if (names.size > MOST_PARTS) reject(broken);
        else zip.readEntry();
      });
      zip.readEntry();
    });
    if (!parts.has('word/document.xml')) throw new FileRefused(name, `là tệp nén, không phải tài liệu Word. ${KINDS}`);
    if ([...parts].some((part) => MACRO_PART.test(part))) throw new FileRefused(name, 'tài liệu có macro nên không được nhận.');
  } finally {
    zip.close();
  }
}
