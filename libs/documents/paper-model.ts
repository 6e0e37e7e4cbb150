import type { Align, LookName } from './nd30.js';

/** A paper as it is read from the HTML of its template, and written into a Word file. One section a page layout. */
export interface PaperModel {
  readonly sections: readonly PaperSection[];
}

export interface PaperSection {
  readonly orientation: 'portrait' | 'landscape';
  readonly blocks: readonly Block[];
}

export type Block = Paragraph | Halves | FigureTable;

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly look: LookName;
  readonly runs: readonly Run[];
}

/** A piece of text; `\n` in it is a new line. */
export interface Run {
  readonly text: string;
  readonly isBold: boolean;
  readonly isItalic: boolean;
}

/** Text side by side in two columns without borders: the head of a letter, the signatures. */
export interface Halves {
  readonly kind: 'halves';
  readonly use: HalvesUse;
  /** From left to right, row by row. */
  readonly cells: readonly (readonly Paragraph[])[];
}

export const HALVES_USES = ['letterhead', 'signatures'] as const;
export type HalvesUse = (typeof HALVES_USES)[number];

export interface FigureTable {
  readonly kind: 'table';
  /** Parts of the whole width. */
  readonly widths: readonly number[];
  readonly head: readonly TableRow[];
  readonly body: readonly TableRow[];
}

export interface TableRow {
  readonly cells: readonly TableCell[];
}

export interface TableCell {
  readonly text: string;
  readonly align: Exclude<Align, 'both'>;
  readonly isBold: boolean;
  readonly span: number;
  readonly rowSpan: number;
}

export function textOf(paragraph: Paragraph): string {
  return paragraph.runs.map(({ text }) => text).join('');
}
