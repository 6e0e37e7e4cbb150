import { escapeXml } from './clean-text.js';
import type { FigureTable, PaperModel, TableRow } from './paper-model.js';

/** A mark that no text of a paper holds: it stands in the private range, which users' text is rid of. */
const MARK = '\ue000';

const SAMPLE_ROW = new RegExp(`<w:tr\\b(?:(?!</w:tr>)[\\s\\S])*?${MARK}(\\d+)\\.\\d+${MARK}[\\s\\S]*?</w:tr>`, 'g');
const SAMPLE_TEXT = new RegExp(`${MARK}\\d+\\.(\\d+)${MARK}`, 'g');

/** How many rows are made at once before others get their turn. */
const ROWS_AT_ONCE = 250;

interface Woven {
  readonly model: PaperModel;
  /** The rows that stand for each sample, in order; a sample is known by its place here. */
  readonly rows: readonly (readonly TableRow[])[];
}

/**
 * Of rows that look the same and follow each other, one sample remains in the model, with marks for texts: ten thousand
 * rows of ten cells as objects of the Word library take a gigabyte and seconds.
 */
export function withSamples(model: PaperModel): Woven {
  const rows: TableRow[][] = [];
  const sampled = (table: FigureTable): FigureTable => ({ ...table, body: samplesOf(table.body, rows) });
  return {
    model: {
      sections: model.sections.map((section) => ({
        ...section,
        blocks: section.blocks.map((block) => (block.kind === 'table' ? sampled(block) : block)),
      })),
    },
    rows,
  };
}

function samplesOf(body: readonly TableRow[], rows: TableRow[][]): TableRow[] {
  const samples: TableRow[] = [];
  let shape: string | undefined;
  for (const row of body) {
    const own = shapeOf(row);
    if (own === shape) rows.at(-1)!.push(row);
    else {
      samples.push({ cells: row.cells.map((cell, index) => ({ ...cell, text: `${MARK}${rows.length}.${index}${MARK}` })) });
      rows.push([row]);
    }
    shape = own;
  }
  return samples;
}

function shapeOf({ cells }: TableRow): string {
  return cells.map(({ align, isBold, span }) => `${align} ${isBold} ${span}`).join('|');
}

/** The document's XML in pieces, each sample row replaced by the rows that it stands for. */
export function* wovenXml(documentXml: string, rows: Woven['rows']): Generator<string> {
  let written = 0;
  for (const match of documentXml.matchAll(SAMPLE_ROW)) {
    yield documentXml.slice(written, match.index);
    yield* rowsXml(match[0], rows[Number(match[1])] ?? []);
    written = match.index + match[0].length;
  }
  yield documentXml.slice(written);
}

function* rowsXml(sample: string, rows: readonly TableRow[]): Generator<string> {
  // The parts between the marks, and between them the cells that the marks name.
  const parts = sample.split(SAMPLE_TEXT);
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const made = rows.slice(from, from + ROWS_AT_ONCE).map(({ cells }) => rowXml(parts, cells));
    yield made.join('');
  }
}

function rowXml(parts: readonly string[], cells: TableRow['cells']): string {
  return parts.map((part, index) => (index % 2 === 0 ? part : cellXml(cells[Number(part)]?.text ?? ''))).join('');
}

/** The mark stands inside a text element; a new line ends it, breaks, and begins another. */
function cellXml(text: string): string {
  return escapeXml(text).replaceAll('\n', '</w:t><w:br/><w:t xml:space="preserve">');
}
