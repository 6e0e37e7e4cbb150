/**
 * A file's content without its format: paragraphs and tables in reading order. Text is NFC, spaces are single,
 * lines within a cell or paragraph (`<br>`, soft breaks, several paragraphs of one cell) are separated by `\n`.
 */
export interface SourceDocument {
  readonly blocks: readonly SourceBlock[];
}

export type SourceBlock = { readonly kind: 'paragraph'; readonly text: string } | { readonly kind: 'table'; readonly rows: readonly (readonly SourceCell[])[] };

/**
 * One place of a table's grid. Every row of a table has a cell for each column of the grid: a merged cell has its text
 * in its first place, and its other places say of which side it is the continuation.
 */
export interface SourceCell {
  readonly text: string;
  readonly continues?: 'left' | 'above';
}
