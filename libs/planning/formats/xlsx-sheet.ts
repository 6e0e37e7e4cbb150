import { refuseTooLong } from './content-builder.js';
import { LIMITS } from './limits.js';
import type { AttributeLookup, MarkupHandler } from './markup.js';
import { formatNumber, type NumberFormat, PLAIN_NUMBER } from './number-format.js';
import type { TableBudget } from './table-grid.js';
import { cleanText } from './text-encoding.js';
import type { CellRange, SheetRow } from './xlsx-grid.js';
import { unescapeText } from './xlsx-parts.js';

/** What the sheets of one workbook share. */
export interface WorkbookContext {
  readonly strings: readonly string[];
  readonly formats: readonly NumberFormat[];
  readonly is1904: boolean;
  readonly budget: TableBudget;
}

interface OpenCell {
  readonly column: number;
  readonly type: string;
  readonly format: NumberFormat;
  value: string;
}

/** Hears one sheet and keeps its rows with content and its merged ranges; rows that are only formatted are counted. */
export class SheetReader implements MarkupHandler {
  readonly rows: SheetRow[] = [];
  readonly merges: CellRange[] = [];
  private row: SheetRow = { number: 0, cells: new Map() };
  private lastColumn = -1;
  private cell: OpenCell | undefined;
  private isInValue = false;
  private length = 0;

  constructor(private readonly workbook: WorkbookContext) {}

  open(name: string, attribute: AttributeLookup): 'skip' | undefined {
    switch (name) {
      case 'row':
        this.row = { number: Number(attribute('r') ?? this.row.number + 1), cells: new Map() };
        this.lastColumn = -1;
        break;
      case 'c':
        this.openCell(attribute);
        break;
      case 'v':
      case 't':
        this.isInValue = this.cell !== undefined;
        break;
      case 'rPh':
      case 'f':
        return 'skip';
      case 'mergeCell': {
        const range = parseRange(attribute('ref') ?? '');
        if (range) this.merges.push(range);
      }
    }
    return undefined;
  }

  close(name: string): void {
    switch (name) {
      case 'v':
      case 't':
        this.isInValue = false;
        break;
      case 'c':
        this.closeCell();
        break;
      case 'row':
        this.closeRow();
    }
  }

  text(data: string): void {
    if (!this.isInValue || !this.cell) return;
    this.cell.value += data;
  }

  private openCell(attribute: AttributeLookup): void {
    const column = parseReference(attribute('r') ?? '')?.column ?? this.lastColumn + 1;
    this.lastColumn = column;
    const format = this.workbook.formats[Number(attribute('s') ?? 0)] ?? PLAIN_NUMBER;
    this.cell = { column, type: attribute('t') ?? 'n', format, value: '' };
  }

  private closeCell(): void {
    const { cell } = this;
    this.cell = undefined;
    if (!cell || cell.value === '') return;
    const text = cleanText(this.shownText(cell));
    if (text === '') return;
    this.row.cells.set(cell.column, text);
    this.length += text.length;
    if (this.length > LIMITS.textLength) refuseTooLong();
  }

  private closeRow(): void {
    if (this.row.cells.size === 0) return this.workbook.budget.takeEmptyRow();
    this.workbook.budget.takeRow(this.row.cells.size);
    this.rows.push(this.row);
  }

  private shownText({ type, value, format }: OpenCell): string {
    switch (type) {
      case 's':
        return this.workbook.strings[Number(value)] ?? '';
      case 'b':
        return value.trim() === '1' ? 'TRUE' : 'FALSE';
      case 'd':
        return value.replace(/^(\d{4})-(\d{2})-(\d{2})(?:T.*)?$/, '$3/$2/$1');
      case 'n': {
        const number = Number(value);
        return value.trim() === '' || Number.isNaN(number) ? value : formatNumber(number, format, this.workbook.is1904);
      }
      default:
        return unescapeText(value);
    }
  }
}

/** A reference such as `AB12`: row 12, column 27, counted from 0. */
function parseReference(reference: string): { row: number; column: number } | undefined {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(reference);
  if (!match) return undefined;
  let column = 0;
  for (const letter of match[1]!) column = column * 26 + letter.charCodeAt(0) - 64;
  return { row: Number(match[2]), column: column - 1 };
}

function parseRange(reference: string): CellRange | undefined {
  const [first, last] = reference.split(':').map(parseReference);
  return first && last ? { fromRow: first.row, toRow: last.row, fromColumn: first.column, toColumn: last.column } : undefined;
}
