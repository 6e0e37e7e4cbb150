import type { SourceDocument } from '../formats/source-document.js';
import { flat } from './folded-text.js';

/** One line of a document's running text. */
export interface DocumentLine {
  readonly text: string;
  /** The number of its paragraph or table cell: lines with the same number belong together. */
  readonly part: number;
}

/** The running text before and around the appendix table, line by line, without the marks of Markdown. */
export function documentLines(document: SourceDocument, tableStart: ReadonlyMap<number, number>): DocumentLine[] {
  const parts = document.blocks.flatMap((block, index) => {
    if (block.kind === 'paragraph') return [block.text];
    const rows = block.rows.slice(0, tableStart.get(index) ?? block.rows.length);
    return rows.flatMap((row) => row.filter(({ continues }) => continues === undefined).map(({ text }) => text));
  });
  return parts.flatMap((text, part) =>
    withoutMarks(text)
      .split(/\r?\n/)
      .map((line) => ({ text: flat(line), part }))
      .filter((line) => line.text !== ''),
  );
}

/** Takes away the signs of headings and of bold and italic words; a footnote's "(*)" stays. */
function withoutMarks(text: string): string {
  return text
    .normalize('NFC')
    .replace(/^\s{0,3}#{1,6}\s+/gm, '')
    .replace(/\*{2,3}/g, '')
    .replace(/(?<![*(\p{L}\d])\*(?=\S)([^*\n]*(?:\n[^*\n]*)?)\*(?![*)])/gu, '$1')
    .replace(/\(\*([^*\n]+)\*\)/g, '($1)');
}
