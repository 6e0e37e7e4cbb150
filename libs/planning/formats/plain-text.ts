import { ContentBuilder } from './content-builder.js';
import { isPipeDivider, isPipeRow, pipeCells, withoutMarks } from './markdown.js';
import type { SourceDocument } from './source-document.js';
import { TabbedLines } from './tabbed-lines.js';

/**
 * Reads a text with tables of tabs or of pipes in it, Markdown's marks taken away. A blank line ends a table; whether
 * two tables are one that a page break cut is not decided here. `soft`: lines of one paragraph stay together, as in
 * Markdown; otherwise each line is a paragraph of its own.
 */
export function readPlainText(text: string, lineEnds: 'soft' | 'hard'): SourceDocument {
  const lines = text.split(/\r\n?|\n/);
  const tabbed = new TabbedLines(lines);
  const builder = new ContentBuilder();
  let paragraph: string[] = [];
  const endParagraph = () => {
    if (paragraph.length > 0) addLines(builder, withoutMarks(paragraph.join('\n')), lineEnds);
    paragraph = [];
  };
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    const tabs = tabbed.tableAt(at);
    const pipes = tabs ? undefined : pipeTableAt(lines, at);
    const table = tabs ?? pipes;
    if (table) {
      endParagraph();
      addTable(builder, table.rows);
      at = table.end;
      continue;
    }
    if (line.trim() === '') endParagraph();
    else paragraph.push(line);
    at++;
  }
  endParagraph();
  return builder.finish();
}

function addLines(builder: ContentBuilder, text: string, lineEnds: 'soft' | 'hard'): void {
  for (const line of text.split('\n')) {
    if (lineEnds === 'hard' || /^\s*(?:[-+]|\d+[.)])\s/.test(line)) builder.endParagraph();
    builder.addText(line);
    builder.addLineBreak();
  }
  builder.endParagraph();
}

function addTable(builder: ContentBuilder, rows: readonly (readonly string[])[]): void {
  builder.startTable();
  for (const cells of rows) {
    builder.startRow();
    for (const cell of cells) {
      builder.startCell();
      for (const [index, line] of withoutMarks(cell).split('\n').entries()) {
        if (index > 0) builder.addLineBreak();
        builder.addText(line);
      }
    }
    builder.endRow();
  }
  builder.endTable();
}

/** The pipe table that starts at a line, and the line after it. */
function pipeTableAt(lines: readonly string[], start: number): { rows: string[][]; end: number } | undefined {
  const first = lines[start]!;
  const hasHeader = first.includes('|') && isPipeDivider(lines[start + 1]);
  const isRow = hasHeader ? (line: string) => line.includes('|') : isPipeRow;
  if (!isRow(first)) return undefined;
  const rows: string[][] = [];
  let end = start;
  for (; end < lines.length && isRow(lines[end]!); end++) {
    if (!isPipeDivider(lines[end])) rows.push(pipeCells(lines[end]!));
  }
  return { rows, end };
}
