import { LIMITS } from './limits.js';
import type { SourceBlock, SourceDocument } from './source-document.js';
import { SourceRefused } from './source-refused.js';
import { resolveGrid, type SpannedCell, TableBudget } from './table-grid.js';
import { cleanText } from './text-encoding.js';

interface Container {
  readonly blocks: SourceBlock[];
  text: string;
}

type Span = Omit<SpannedCell, 'text'>;

interface BuiltCell {
  readonly span: Span;
  readonly blocks: readonly SourceBlock[];
}

interface OpenTable {
  readonly rows: BuiltCell[][];
  row: BuiltCell[] | undefined;
  cell: { readonly container: Container; span: Span } | undefined;
}

const SINGLE: Span = { columns: 1, rows: 1 };

/**
 * Collects a document from the events of a markup reader. Steps that do not match (a cell without a row, an end without
 * a start) are mended, as browsers mend HTML.
 *
 * A table within a cell becomes a table of its own after the outer one if it looks like data (three columns and two
 * rows at least), and otherwise text of the cell. A table of one cell is only a frame: its content takes its place.
 */
export class ContentBuilder {
  private readonly budget = new TableBudget();
  private readonly containers: Container[] = [{ blocks: [], text: '' }];
  private readonly tables: OpenTable[] = [];
  private paragraphs = 0;
  private length = 0;

  /** Adds running text; its line ends are only spaces. */
  addText(text: string): void {
    this.add(text.replace(/[\r\n\t]+/g, ' '));
  }

  addLineBreak(): void {
    this.add('\n');
  }

  endParagraph(): void {
    const container = this.containers.at(-1)!;
    if (container.text === '') return;
    const text = cleanText(container.text);
    container.text = '';
    if (text === '') return;
    // Those in cells are bounded by the tables' own limits.
    if (this.tables.length === 0 && ++this.paragraphs > LIMITS.paragraphs) refuseTooLong();
    container.blocks.push({ kind: 'paragraph', text });
  }

  /** Opens a text box: its paragraphs come before the paragraph it hangs on. */
  startBox(): void {
    this.containers.push({ blocks: [], text: '' });
  }

  endBox(): void {
    this.endParagraph();
    const box = this.containers.pop()!;
    this.containers.at(-1)!.blocks.push(...box.blocks);
  }

  startTable(): void {
    this.endParagraph();
    if (this.tables.length >= LIMITS.tableDepth) {
      throw new SourceRefused('Tệp có quá nhiều bảng lồng trong nhau; hãy chép riêng bảng cần nhập sang một tệp mới.');
    }
    this.tables.push({ rows: [], row: undefined, cell: undefined });
  }

  startRow(): void {
    this.endRow();
    const table = this.tables.at(-1);
    if (table) table.row = [];
  }

  startCell(span: Span = SINGLE): void {
    this.endCell();
    const table = this.tables.at(-1);
    if (!table) return;
    table.row ??= [];
    TableBudget.checkColumns(table.row.length + 1);
    const container = { blocks: [], text: '' };
    this.containers.push(container);
    table.cell = { container, span };
  }

  /** States the open cell's span, for formats that say it inside the cell. */
  setSpan(span: Partial<Span>): void {
    const cell = this.tables.at(-1)?.cell;
    if (cell) cell.span = { ...cell.span, ...span };
  }

  endCell(): void {
    const table = this.tables.at(-1);
    if (!table?.cell || !table.row) return;
    this.endParagraph();
    this.containers.pop();
    table.row.push({ span: table.cell.span, blocks: table.cell.container.blocks });
    table.cell = undefined;
  }

  endRow(isKept = true): void {
    this.endCell();
    const table = this.tables.at(-1);
    if (!table?.row) return;
    if (table.row.length === 0) this.budget.takeEmptyRow();
    else if (isKept) {
      this.budget.takeRow(table.row.length);
      table.rows.push(table.row);
    }
    table.row = undefined;
  }

  endTable(): void {
    this.endRow();
    const table = this.tables.pop();
    if (!table) return;
    // Text that stood in the table outside its cells, such as a caption, comes before the table.
    this.endParagraph();
    this.containers.at(-1)!.blocks.push(...blocksOfTable(table, this.budget));
  }

  finish(): SourceDocument {
    while (this.tables.length > 0) this.endTable();
    while (this.containers.length > 1) this.endBox();
    this.endParagraph();
    return { blocks: this.containers[0]!.blocks };
  }

  private add(text: string): void {
    const container = this.containers.at(-1)!;
    container.text += text;
    this.length += text.length;
    if (this.length > LIMITS.textLength) refuseTooLong();
  }
}

export function refuseTooLong(): never {
  throw new SourceRefused('Tệp có quá nhiều chữ so với một bản kế hoạch; hãy chép riêng phần kế hoạch và phụ lục sang một tệp mới.');
}

/** The text of one cell, or a refusal if it is longer than any cell can be meant to be. */
export function checkedCellText(text: string): string {
  if (text.length > LIMITS.cellLength) {
    throw new SourceRefused(`Một ô trong bảng dài hơn ${LIMITS.cellLength.toLocaleString('vi-VN')} ký tự; hãy kiểm tra lại bảng và rút gọn ô đó.`);
  }
  return text;
}

function blocksOfTable(table: OpenTable, budget: TableBudget): readonly SourceBlock[] {
  if (table.rows.length === 1 && table.rows[0]!.length === 1) return table.rows[0]![0]!.blocks;
  const inner: SourceBlock[] = [];
  const rows = table.rows.map((row) =>
    row.map(({ span, blocks }): SpannedCell => {
      const lines = blocks.flatMap((block) => {
        if (block.kind === 'paragraph') return [block.text];
        if (!isData(block)) return linesOf(block);
        inner.push(block);
        return [];
      });
      return { ...span, text: checkedCellText(lines.join('\n')) };
    }),
  );
  const isEmpty = rows.every((row) => row.every(({ text }) => text === ''));
  return isEmpty ? inner : [{ kind: 'table', rows: resolveGrid(rows, budget) }, ...inner];
}

type TableBlock = Extract<SourceBlock, { kind: 'table' }>;

function isData({ rows }: TableBlock): boolean {
  return rows.length >= 2 && rows[0]!.length >= 3;
}

function linesOf({ rows }: TableBlock): string[] {
  const texts = rows.map((row) => row.map(({ text }) => text).filter(Boolean));
  return texts.filter((row) => row.length > 0).map((row) => row.join(' '));
}
