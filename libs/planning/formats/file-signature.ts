import { SourceRefused } from './source-refused.js';
import { refusePassword } from './zip.js';

/** Files that people choose by mistake, by the bytes they start with, and what to do with each. */
const REFUSED: readonly (readonly [signature: string, sentence: string])[] = [
  ['%PDF', 'Tệp PDF chưa đọc được; hãy dùng bản Word (.docx) của kế hoạch, hoặc chép bảng trong tệp PDF rồi dán vào ô dán nội dung.'],
  ['{\\rtf', 'Tệp .rtf chưa đọc được; hãy mở bằng Word và lưu lại thành .docx.'],
  ['MIME-Version:', 'Tệp trang web đóng gói (.mht) chưa đọc được; hãy mở bằng Word và lưu lại thành .docx.'],
  ['\x89PNG', 'Tệp ảnh không có chữ để đọc; hãy dùng bản Word (.docx) hoặc Excel (.xlsx) của kế hoạch.'],
  ['\xff\xd8\xff', 'Tệp ảnh không có chữ để đọc; hãy dùng bản Word (.docx) hoặc Excel (.xlsx) của kế hoạch.'],
  ['GIF8', 'Tệp ảnh không có chữ để đọc; hãy dùng bản Word (.docx) hoặc Excel (.xlsx) của kế hoạch.'],
  ['II*\0', 'Tệp ảnh không có chữ để đọc; hãy dùng bản Word (.docx) hoặc Excel (.xlsx) của kế hoạch.'],
  ['MM\0*', 'Tệp ảnh không có chữ để đọc; hãy dùng bản Word (.docx) hoặc Excel (.xlsx) của kế hoạch.'],
  ['Rar!', 'Tệp nén .rar chưa đọc được; hãy giải nén rồi chọn tệp Word hoặc Excel bên trong.'],
  ['7z\xbc\xaf', 'Tệp nén .7z chưa đọc được; hãy giải nén rồi chọn tệp Word hoặc Excel bên trong.'],
  ['\x1f\x8b', 'Tệp nén .gz chưa đọc được; hãy giải nén rồi chọn tệp Word hoặc Excel bên trong.'],
];

const OLE = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';

export function startsAsZip(bytes: Uint8Array): boolean {
  return /^PK(\x03\x04|\x05\x06|\x07\x08)/.test(startOf(bytes)); // eslint-disable-line no-control-regex -- the signatures of zip files
}

/** Refuses what is neither a zip file nor text, with a sentence that says what to do instead. */
export function refuseOtherKinds(bytes: Uint8Array, fileName: string): void {
  const start = startOf(bytes);
  if (start.startsWith(OLE)) refuseOle(bytes, fileName);
  const known = REFUSED.find(([signature]) => start.startsWith(signature));
  if (known) throw new SourceRefused(known[1]);
}

/** The old container of Office holds three things: an old Word document, an old workbook, or a new file under a password. */
function refuseOle(bytes: Uint8Array, fileName: string): never {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (content.includes(Buffer.from('EncryptedPackage', 'utf16le'))) refusePassword();
  const isWorkbook = content.includes(Buffer.from('Workbook', 'utf16le')) || /\.xls\w?$/i.test(fileName);
  throw new SourceRefused(
    isWorkbook
      ? 'Tệp .xls đời cũ chưa đọc được; hãy mở bằng Excel và lưu lại thành .xlsx.'
      : 'Tệp .doc đời cũ chưa đọc được; hãy mở bằng Word và lưu lại thành .docx.',
  );
}

/** A zip file that is neither a .docx nor an .xlsx. */
export function refuseOtherZip(names: readonly string[]): never {
  const has = (...parts: string[]) => parts.some((part) => names.includes(part));
  if (has('xl/workbook.bin')) throw new SourceRefused('Tệp .xlsb chưa đọc được; hãy mở bằng Excel và lưu lại thành .xlsx.');
  if (has('ppt/presentation.xml'))
    throw new SourceRefused('Tệp trình chiếu PowerPoint chưa đọc được; hãy dùng bản Word (.docx) hoặc Excel (.xlsx) của kế hoạch.');
  if (has('content.xml') && has('mimetype', 'META-INF/manifest.xml')) {
    throw new SourceRefused('Tệp OpenDocument (.odt, .ods) chưa đọc được; hãy mở tệp rồi lưu lại thành .docx hoặc .xlsx.');
  }
  throw new SourceRefused('Tệp nén này không phải tệp Word hay Excel; hãy giải nén rồi chọn tệp .docx hoặc .xlsx bên trong.');
}

/** Refuses bytes that, read as text, are none: a text has no control characters. */
export function refuseBinary(text: string): void {
  const sample = text.slice(0, 64 * 1024);
  const controls = sample.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0; // eslint-disable-line no-control-regex -- what is counted
  if (sample.includes('\0') || controls > sample.length / 100) {
    throw new SourceRefused('Không nhận ra loại tệp này; hãy dùng tệp Word (.docx), Excel (.xlsx), CSV, TSV, HTML, Markdown hoặc văn bản thuần (.txt).');
  }
}

/** The first bytes as characters of the same numbers. */
function startOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 16)).toString('latin1');
}
