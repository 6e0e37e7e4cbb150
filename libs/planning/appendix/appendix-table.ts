import type { SourceBlock, SourceCell, SourceDocument } from '../formats/source-document.js';
import { type AppendixHeader, type ColumnField, isSameHeader, readHeader, signatureOf } from './appendix-columns.js';
import { flat, isUpperCase } from './folded-text.js';

type TableBlock = Extract<SourceBlock, { kind: 'table' }>;

/** One row of the found table by its columns' meaning, nothing left out yet but headings, blanks and page numbers. */
export interface TableLine {
  readonly texts: Partial<Record<ColumnField, string>>;
  /** The columns whose cell is merged with the one above; their text is that one's. */
  readonly merged: ReadonlySet<ColumnField>;
  /** The text of a cell that is merged over all columns, or null. */
  readonly spanning: string | null;
  /** The first row after a page break, where a row may go on that began before it. */
  readonly isAfterBreak: boolean;
}

export interface FoundTable {
  readonly lines: readonly TableLine[];
  /** The blocks of the table, each with the row at which it begins; the rows before are text of the document. */
  readonly startOf: ReadonlyMap<number, number>;
  /** The headings or first words of other tables that may hold tasks too, which were not read. */
  readonly leftOut: readonly string[];
}

interface Candidate {
  readonly block: number;
  readonly row: number;
  readonly header: AppendixHeader;
}

/** What ends the table within its own sheet or page: a signature, the list of recipients. */
const END = /^(?:nơi nhận|tm\.|kt\.|tl\.|người lập|chủ tịch$|phó chủ tịch$|giám đốc$)/i;

/** Of a longer document the heading is looked for in so many rows of each table. */
const HEADER_WITHIN = 80;

/** Text readers drop empty cells at a line's end, so a page's rows may be narrower than the heading by this much. */
const MISSING_AT_END = 2;

/** Finds the appendix table: the tables with its heading, and those without one that go on where a page ended. */
export function findAppendixTable(document: SourceDocument): FoundTable | undefined {
  const candidates = document.blocks.flatMap((block, index) => (block.kind === 'table' ? candidateIn(block, index) : []));
  const chosen = candidates.reduce<Candidate | undefined>((best, one) => (best && scoreOf(best) >= scoreOf(one) ? best : one), undefined);
  if (!chosen) return undefined;
  const headed = new Map(candidates.map((one) => [one.block, one]));
  const parts: TableLine[][] = [];
  const startOf = new Map<number, number>();
  const leftOut: string[] = [];
  let isOpen = false;
  for (const [index, block] of document.blocks.entries()) {
    if (block.kind === 'paragraph') {
      isOpen &&= isBetweenPages(block.text);
      continue;
    }
    const own = headed.get(index);
    if (own ? isSameHeader(own.header, chosen.header) : isOpen && isAsWide(block, chosen.header)) {
      startOf.set(index, own?.row ?? 0);
      parts.push(linesOf(block.rows.slice(own?.row ?? 0), own?.header ?? chosen.header, parts.findLast((part) => part.length > 0)?.at(-1)));
      isOpen = true;
    } else {
      if (own) leftOut.push(own.header.columns.map(({ heading }) => heading).join(', '));
      else if (startOf.size > 0 && isAsWide(block, chosen.header)) leftOut.push(flat(block.rows[0]!.map(({ text }) => text).join(' ')));
      isOpen = false;
    }
  }
  return { lines: parts.flat(), startOf, leftOut };
}

function candidateIn(block: TableBlock, index: number): Candidate[] {
  for (let row = 0; row < Math.min(block.rows.length, HEADER_WITHIN); row += 1) {
    const header = readHeader(block.rows, row);
    if (header) return [{ block: index, row, header }];
  }
  return [];
}

function scoreOf({ header }: Candidate): number {
  return header.columns.filter(({ field }) => field !== null).length;
}

/** A table without a heading of its own goes on with the last one where it is as wide and only a page's end stands between. */
function isAsWide({ rows }: TableBlock, { columns }: AppendixHeader): boolean {
  const width = Math.max(0, ...rows.slice(0, 5).map((row) => row.length));
  return width <= columns.length && width >= Math.max(3, columns.length - MISSING_AT_END);
}

/** Page numbers, footnotes and remarks; a heading or a sentence of the document's body is something else. */
function isBetweenPages(paragraph: string): boolean {
  const text = flat(paragraph);
  return (
    text === '' ||
    isPageNumber(text) ||
    /^(?:ghi chú|\(?\*+\)?|\(?\d\)|\[\d+\]|trang|phụ lục|\(?tiếp theo)/i.test(text) ||
    (text.length < 60 && !isUpperCase(text) && !/[.:]$/.test(text))
  );
}

function linesOf(rows: readonly (readonly SourceCell[])[], header: AppendixHeader, last: TableLine | undefined): TableLine[] {
  const lines: TableLine[] = [];
  let above = last?.texts ?? {};
  let isAfterBreak = last !== undefined;
  for (const [index, row] of rows.entries()) {
    const words = row.map(({ text }) => flat(text)).filter((text) => text !== '');
    if (words.length <= 2 && words.some((text) => END.test(text))) break;
    if (header.signatures.has(signatureOf(row)) || isColumnNumbers(words)) {
      isAfterBreak = lines.length > 0 || last !== undefined;
      continue;
    }
    if (words.length === 0 || isBetweenRows(rows, index, words)) {
      isAfterBreak ||= words.length > 0;
      continue;
    }
    const line = { ...readLine(row, header, above), isAfterBreak };
    if (line.spanning === null) above = line.texts;
    lines.push(line);
    isAfterBreak = false;
  }
  return lines;
}

function readLine(row: readonly SourceCell[], header: AppendixHeader, above: TableLine['texts']): Omit<TableLine, 'isAfterBreak'> {
  const texts: Partial<Record<ColumnField, string>> = {};
  const merged = new Set<ColumnField>();
  const notes: string[] = [];
  for (const [index, cell] of row.entries()) {
    const column = header.columns[index];
    const text = cell.text.normalize('NFC').trim();
    if (column?.field && cell.continues === 'above') merged.add(column.field);
    if (column?.field) texts[column.field] = cell.continues === 'above' ? (above[column.field] ?? '') : text;
    else if (text !== '') notes.push(column?.heading ? `${column.heading}: ${text}` : text);
  }
  if (notes.length > 0) texts.note = [texts.note ?? '', ...notes].filter((text) => text !== '').join('; ');
  return { texts, merged, spanning: spanningText(row) };
}

/** The text of a row whose cells are one, from the first or the second column on. */
function spanningText(row: readonly SourceCell[]): string | null {
  const own = row.filter(({ continues }) => continues !== 'left');
  if (row.length < 3 || own.length !== 1 || own[0]!.continues !== undefined) return null;
  return flat(own[0]!.text);
}

/** "(1) (2) (3)" under a heading. */
function isColumnNumbers(words: readonly string[]): boolean {
  const numbers = words.map((text) => /^[([]?(\d{1,2})[)\]]?(?:\s*=.*)?$/.exec(text)?.[1]);
  return words.length >= 3 && numbers.every((text, index) => Number(text) === Number(numbers[0]) + index) && Number(numbers[0]) <= 2;
}

/** A page number, a remark or a sum alone in its row. */
function isBetweenRows(rows: readonly (readonly SourceCell[])[], index: number, words: readonly string[]): boolean {
  if (/^(?:tổng cộng|tổng số|cộng)\s*:?$/i.test(words[0]!) || /^(?:tổng cộng|cộng)$/i.test(words[1] ?? '')) return true;
  if (words.length > 1) return false;
  if (/^(?:ghi chú|\(?\*+\)?|\[\d+\])/i.test(words[0]!)) return true;
  return isPageNumber(words[0]!) && !isEmptyTask(rows, index, Number(words[0]));
}

/** A number alone in the first column is a task without anything where the rows before and after count past it. */
function isEmptyTask(rows: readonly (readonly SourceCell[])[], index: number, number: number): boolean {
  const numberAt = (at: number) => Number.parseInt(flat(rows[at]?.[0]?.text ?? ''), 10);
  return flat(rows[index]![0]?.text ?? '') === String(number) && numberAt(index - 1) === number - 1 && numberAt(index + 1) === number + 1;
}

function isPageNumber(text: string): boolean {
  return /^[-–—\s]*(?:trang\s*)?\d{1,4}(?:\s*\/\s*\d{1,4})?[-–—\s]*$/i.test(text);
}
