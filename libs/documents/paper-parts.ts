import {
  AlignmentType,
  BorderStyle,
  type FileChild,
  type IParagraphStyleOptions,
  LineRuleType,
  Paragraph as WordParagraph,
  type ParagraphChild,
  Table,
  TableCell as WordCell,
  TableLayoutType,
  TableRow as WordRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import { type Align, FONT, LETTERHEAD_WIDTHS, type LookName, lookOf, LOOKS } from './nd30.js';
import { type Block, type FigureTable, type Halves, type Paragraph, type Run, type TableCell, type TableRow, textOf } from './paper-model.js';
import { boldTextWidth } from './text-width.js';

const ALIGNMENT: Record<Align, (typeof AlignmentType)[keyof typeof AlignmentType]> = {
  left: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
  both: AlignmentType.BOTH,
};

/** Between a third and a half (Nghị định 30/2020, Phụ lục I, II.2 and II.5). */
const PARTIAL_RULE = 0.4;

const NO_BORDER = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const NO_BORDERS = { top: NO_BORDER, bottom: NO_BORDER, left: NO_BORDER, right: NO_BORDER };
const THIN = { style: BorderStyle.SINGLE, size: 4, color: '000000' } as const;
const THIN_BORDERS = { top: THIN, bottom: THIN, left: THIN, right: THIN, insideHorizontal: THIN, insideVertical: THIN };

/** Every look as a paragraph style of Word, so that an office changes it in one place of the file. */
export function paragraphStyles(): IParagraphStyleOptions[] {
  return (Object.keys(LOOKS) as LookName[]).map((id) => {
    const look = lookOf(id);
    return {
      id,
      name: look.name,
      basedOn: 'Normal',
      quickFormat: true,
      run: { font: FONT, size: look.size * 2, bold: look.isBold === true, italics: look.isItalic === true, color: '000000' },
      paragraph: {
        alignment: ALIGNMENT[look.align],
        spacing: { before: (look.before ?? 0) * 20, after: (look.after ?? 0) * 20, line: look.line ?? 240, lineRule: LineRuleType.AUTO },
        ...(look.firstLine ? { indent: { firstLine: look.firstLine } } : {}),
        keepNext: look.keepsNext === true,
      },
    };
  });
}

/** @param width the text's width in twips */
export function wordBlocks(block: Block, width: number): FileChild[] {
  switch (block.kind) {
    case 'paragraph':
      return wordParagraphs(block, width);
    case 'halves':
      return [wordHalves(block, width)];
    case 'table':
      return [wordTable(block, width), new WordParagraph({ style: 'noi-dung', spacing: { before: 0, after: 0, line: 120, lineRule: LineRuleType.EXACT } })];
  }
}

/** A paragraph, and the line that its look draws under it. */
function wordParagraphs(paragraph: Paragraph, width: number): WordParagraph[] {
  const look = lookOf(paragraph.look);
  const written = new WordParagraph({ style: paragraph.look, children: paragraph.runs.flatMap((run) => textRuns(run, look.isUpper === true)) });
  if (!look.rule) return [written];
  const textWidth = Math.min(boldTextWidth(look.isUpper ? upper(textOf(paragraph)) : textOf(paragraph), look.size), width);
  return [written, ruleOf(textWidth * (look.rule === 'full' ? 1 : PARTIAL_RULE), width, look.keepsNext === true)];
}

/** A line of a given length in the middle: the border of an empty paragraph that is drawn in from both sides. */
function ruleOf(length: number, width: number, keepNext: boolean): WordParagraph {
  const side = Math.max(0, Math.round((width - length) / 2));
  return new WordParagraph({
    keepNext,
    indent: { left: side, right: side },
    spacing: { before: 20, after: 60, line: 60, lineRule: LineRuleType.EXACT },
    border: { top: { style: BorderStyle.SINGLE, size: 6, color: '000000', space: 1 } },
    children: [new TextRun({ text: '', size: 2 })],
  });
}

function textRuns(run: Run, isUpper: boolean): ParagraphChild[] {
  const marks = { ...(run.isBold ? { bold: true } : {}), ...(run.isItalic ? { italics: true } : {}) };
  return run.text.split('\n').map((text, index) => new TextRun({ ...marks, text: isUpper ? upper(text) : text, ...(index > 0 ? { break: 1 } : {}) }));
}

function upper(text: string): string {
  return text.toLocaleUpperCase('vi');
}

function wordHalves({ use, cells }: Halves, width: number): Table {
  const widths = use === 'letterhead' ? LETTERHEAD_WIDTHS : [Math.floor(width / 2), Math.ceil(width / 2)];
  const rows = Array.from({ length: Math.ceil(cells.length / 2) }, (_, row) => cells.slice(row * 2, row * 2 + 2));
  return new Table({
    width: { size: width, type: WidthType.DXA },
    columnWidths: [...widths],
    layout: TableLayoutType.FIXED,
    borders: { ...NO_BORDERS, insideHorizontal: NO_BORDER, insideVertical: NO_BORDER },
    margins: { left: 0, right: 0 },
    rows: rows.map(
      (halves) =>
        new WordRow({
          cantSplit: true,
          children: widths.map(
            (cellWidth, index) =>
              new WordCell({
                width: { size: cellWidth, type: WidthType.DXA },
                borders: NO_BORDERS,
                children: filled((halves[index] ?? []).flatMap((paragraph) => wordParagraphs(paragraph, cellWidth))),
              }),
          ),
        }),
    ),
  });
}

/** A cell without a paragraph is no valid Word. */
function filled(paragraphs: WordParagraph[]): WordParagraph[] {
  return paragraphs.length > 0 ? paragraphs : [new WordParagraph({ style: 'o' })];
}

function wordTable({ widths, head, body }: FigureTable, width: number): Table {
  const whole = widths.reduce((sum, part) => sum + part, 0);
  const columns = widths.map((part) => Math.floor((part / whole) * width));
  return new Table({
    width: { size: columns.reduce((sum, column) => sum + column, 0), type: WidthType.DXA },
    columnWidths: columns,
    layout: TableLayoutType.FIXED,
    borders: THIN_BORDERS,
    margins: { left: 57, right: 57, top: 20, bottom: 20 },
    rows: [
      ...rowsOf(head, columns).map((children) => new WordRow({ tableHeader: true, cantSplit: true, children })),
      ...rowsOf(body, columns).map((children) => new WordRow({ cantSplit: true, children })),
    ],
  });
}

/** The cells of each row; a column that a cell from above reaches into is not the row's own. */
function rowsOf(rows: readonly TableRow[], columns: readonly number[]): WordCell[][] {
  const reached = columns.map(() => 0);
  return rows.map(({ cells }) => {
    let column = 0;
    const written = cells.map((cell) => {
      while ((reached[column] ?? 0) > 0) column += 1;
      const spanned = columns.slice(column, column + cell.span);
      spanned.forEach((_, index) => (reached[column + index] = cell.rowSpan));
      column += cell.span;
      return wordCell(
        cell,
        spanned.reduce((sum, one) => sum + one, 0),
      );
    });
    reached.forEach((left, index) => (reached[index] = Math.max(0, left - 1)));
    return written;
  });
}

function wordCell({ text, align, isBold, span, rowSpan }: TableCell, width: number): WordCell {
  const style: LookName = isBold && align === 'center' ? 'o-tieu-de' : align === 'center' ? 'o-giua' : align === 'right' ? 'o-phai' : 'o';
  const run: Run = { text, isBold: isBold && style !== 'o-tieu-de', isItalic: false };
  return new WordCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    ...(span > 1 ? { columnSpan: span } : {}),
    ...(rowSpan > 1 ? { rowSpan } : {}),
    children: [new WordParagraph({ style, children: textRuns(run, false) })],
  });
}
