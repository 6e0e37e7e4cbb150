import { CsvError, parse } from 'csv-parse/sync';
import { LIMITS } from './limits.js';
import type { SourceBlock, SourceDocument } from './source-document.js';
import { type OwnerRow, TableBudget } from './table-grid.js';
import { cleanText } from './text-encoding.js';
import { blocksOfSheet } from './title-block.js';

export type Delimiter = '\t' | ';' | ',';

/**
 * Reads values separated by tabs, semicolons or commas, in quotes where they hold line breaks. Comment lines (`#`) at
 * the start and rows above the table are paragraphs; empty rows are left out.
 */
export function readDelimited(text: string, delimiter: Delimiter): SourceDocument {
  const { comments, rest } = splitComments(text.replace(/\r\n?/g, '\n'));
  const { rows, budget } = parseRows(rest, delimiter);
  return { blocks: [...comments, ...blocksOfSheet(rows, budget)] };
}

/** The comments at the start, and the text after them. Also Excel's own first line that names the separator is left out. */
function splitComments(text: string): { comments: SourceBlock[]; rest: string } {
  const comments: SourceBlock[] = [];
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
    const line = text.slice(start, end).trim();
    if (line !== '' && !line.startsWith('#') && !/^sep=.$/.test(line)) break;
    const comment = line.startsWith('#') ? cleanText(line.replace(/^#+/, '')) : '';
    if (comment !== '') comments.push({ kind: 'paragraph', text: comment });
    start = end + 1;
  }
  return { comments, rest: text.slice(start) };
}

function parseRows(text: string, delimiter: Delimiter): { rows: OwnerRow[]; budget: TableBudget } {
  // Empty lines are dropped here because the parser is slow at them.
  const body = text.replace(/\n{3,}/g, '\n\n');
  try {
    return parseQuoted(body, delimiter, '"');
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // A quotation mark that is never closed is a mark of the text itself.
    return parseQuoted(body, delimiter, null);
  }
}

function parseQuoted(text: string, delimiter: Delimiter, quote: '"' | null): { rows: OwnerRow[]; budget: TableBudget } {
  const budget = new TableBudget();
  const rows: OwnerRow[] = [];
  // Counted record by record, so that a file beyond the limits is refused before all of it is parsed.
  const onRecord = (record: string[]) => {
    const texts = record.map(cleanText);
    const width = texts.findLastIndex((cell) => cell !== '') + 1;
    TableBudget.checkColumns(width);
    if (width === 0) budget.takeEmptyRow();
    else {
      budget.takeRow(width);
      rows.push(texts.slice(0, LIMITS.columns).map((cell) => ({ text: cell })));
    }
    return null;
  };
  parse(text, { delimiter, quote, relax_quotes: true, relax_column_count: true, skip_empty_lines: true, on_record: onRecord });
  return { rows, budget };
}

/**
 * The character that separates a text's values, or undefined if its lines do not look like values: the one whose number
 * is the same on most lines. `isSure` asks for nearly all lines and three values at least, for a text that nobody calls
 * a table.
 */
export function findDelimiter(text: string, isSure = false): Delimiter | undefined {
  const lines = sampleLines(text);
  if (isSure && lines.length < 3) return undefined;
  const candidates = (['\t', ';', ','] as const).map((delimiter) => ({ delimiter, ...agreement(lines, delimiter) }));
  const usable = candidates.filter(({ common, share }) => common >= (isSure ? 2 : 1) && share >= (isSure ? 0.9 : 0.5));
  const [best] = usable.toSorted((a, b) => b.share - a.share || b.common - a.common);
  return best?.delimiter;
}

const SAMPLE_LENGTH = 64 * 1024;
const SAMPLE_LINES = 50;

/** The first lines without comments and without what stands in quotes. */
function sampleLines(text: string): string[] {
  const sample = text.slice(0, SAMPLE_LENGTH).replace(/"[^"]*"/g, '""');
  return sample
    .split(/\r\n?|\n/)
    .filter((line) => line.trim() !== '' && !/^\s*#|^sep=/.test(line))
    .slice(0, SAMPLE_LINES);
}

/** The most frequent number of a delimiter on a line, and the share of the lines that have it. */
function agreement(lines: readonly string[], delimiter: Delimiter): { common: number; share: number } {
  const counts = new Map<number, number>();
  for (const line of lines) {
    const count = line.split(delimiter).length - 1;
    if (count > 0) counts.set(count, (counts.get(count) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0]);
  return most ? { common: most[0], share: most[1] / lines.length } : { common: 0, share: 0 };
}
