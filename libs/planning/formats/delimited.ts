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
  const budget = new TableBudget();
  const rows: OwnerRow[] = [];
  for (const record of parseRecords(rest, delimiter)) {
    const texts = record.map(cleanText);
    if (texts.every((cell) => cell === '')) {
      budget.takeEmptyRow();
      continue;
    }
    budget.takeRow();
    rows.push(texts.map((cell) => ({ text: cell })));
  }
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

function parseRecords(text: string, delimiter: Delimiter): string[][] {
  // One record more than allowed, so that the count above refuses. Empty lines are dropped here because parsing them is slow.
  const options = { delimiter, relax_quotes: true, relax_column_count: true, skip_empty_lines: true, to: LIMITS.rows + LIMITS.emptyRows + 1 };
  const body = text.replace(/\n{3,}/g, '\n\n');
  try {
    return parse(body, options);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // A quotation mark that is never closed is a mark of the text itself.
    return parse(body, { ...options, quote: null });
  }
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
