import { refuseTooLong } from './content-builder.js';
import { findDelimiter, readDelimited } from './delimited.js';
import { readDocx, WORD_MAIN_PART } from './docx.js';
import { refuseBinary, refuseOtherKinds, refuseOtherZip, startsAsZip } from './file-signature.js';
import { isHtml, readHtml } from './html.js';
import { LIMITS } from './limits.js';
import { readPlainText } from './plain-text.js';
import type { SourceDocument } from './source-document.js';
import { SourceRefused } from './source-refused.js';
import { decodeText } from './text-encoding.js';
import { EXCEL_MAIN_PART, readXlsx } from './xlsx.js';
import { openZip } from './zip.js';

/**
 * Reads an uploaded file: .docx, .xlsx, HTML, CSV, TSV, Markdown or plain text. The content decides the format; the
 * extension only tells kinds of text apart.
 * @throws SourceRefused for every other kind, and for a file that is damaged, empty or beyond the limits
 */
export async function readSource(bytes: Uint8Array, fileName: string): Promise<SourceDocument> {
  if (bytes.length > LIMITS.uploadBytes) {
    throw new SourceRefused(`Tệp lớn hơn ${LIMITS.uploadBytes / 1024 / 1024} MB; hãy bỏ bớt ảnh hoặc chỉ giữ lại phần kế hoạch rồi nhập lại.`);
  }
  return refuseEmpty(
    startsAsZip(bytes) ? await readOffice(bytes) : readText(bytes, fileName),
    'Tệp không có chữ nào để đọc; hãy kiểm tra xem đã chọn đúng tệp chưa.',
  );
}

/** Reads what a browser gives when a table is pasted: HTML if it is, and otherwise text with tabs. */
export function readPasted(text: string): SourceDocument {
  if (text.length > LIMITS.pastedLength) throw new SourceRefused('Nội dung dán vào quá dài; hãy chỉ dán bảng phụ lục của kế hoạch.');
  return refuseEmpty(
    isHtml(text) ? readHtml(text) : readPlainText(checkedText(text), 'hard'),
    'Chưa có nội dung nào được dán; hãy chép bảng trong Word hoặc Excel rồi dán lại.',
  );
}

async function readOffice(bytes: Uint8Array): Promise<SourceDocument> {
  const zip = await openZip(bytes);
  if (zip.names.some((name) => WORD_MAIN_PART.test(name))) return readDocx(zip);
  if (zip.names.includes(EXCEL_MAIN_PART)) return readXlsx(zip);
  return refuseOtherZip(zip.names);
}

function readText(bytes: Uint8Array, fileName: string): SourceDocument {
  refuseOtherKinds(bytes, fileName);
  const text = decodeText(bytes);
  refuseBinary(text);
  const extension = /\.(\w+)$/.exec(fileName)?.[1]?.toLowerCase();
  const isMarkdown = extension === 'md' || extension === 'markdown';
  // Markdown may quote HTML; other texts that hold a table of it are pages, whatever they are called.
  if (isMarkdown ? text.trimStart().startsWith('<') && isHtml(text) : isHtml(text) || extension === 'html' || extension === 'htm') return readHtml(text);
  checkedText(text);
  const isCalledTable = extension === 'csv' || extension === 'tsv';
  const delimiter = isMarkdown ? undefined : findDelimiter(text, !isCalledTable);
  // A text of tabs is read as plain text unless it is called a table: it may hold several tables and paragraphs between them.
  if (delimiter && (isCalledTable || delimiter !== '\t')) return readDelimited(text, delimiter);
  if (isCalledTable && !/\t[^\n]*\t/.test(text)) return readDelimited(text, ',');
  return readPlainText(text, isMarkdown ? 'soft' : 'hard');
}

/** The text itself, unless reading it line by line would take too long. */
function checkedText(text: string): string {
  const hasLongLine = () => text.split(/[\r\n]/).some((line) => line.length > LIMITS.lineLength);
  if (text.length > LIMITS.plainTextLength) refuseTooLong();
  if (hasLongLine()) throw new SourceRefused('Tệp có dòng dài bất thường, không giống một bản kế hoạch; hãy kiểm tra xem đã chọn đúng tệp chưa.');
  return text;
}

function refuseEmpty(document: SourceDocument, sentence: string): SourceDocument {
  if (document.blocks.length === 0) throw new SourceRefused(sentence);
  return document;
}
