import { LIMITS } from './limits.js';
import type { SourceCell } from './source-document.js';
import { SourceRefused } from './source-refused.js';

/** A cell as a file states it: once, with the number of columns and rows it covers. */
export interface SpannedCell {
  readonly text: string;
  readonly columns: number;
  readonly rows: number;
  /** Set where the file repeats a merged cell's place instead of stating its size: it is one with that neighbour. */
  readonly joins?: 'left' | 'above';
}

/** The cell that owns a place of the grid: merged places share one. */
export interface PlaceOwner {
  readonly text: string;
}

/** Rows of owners by column; a hole is a place that the file does not mention. */
export type OwnerRow = (PlaceOwner | undefined)[];

/** Counts what one document's tables take up, and refuses the document that goes beyond the limits. */
export class TableBudget {
  private rows = 0;
  private emptyRows = 0;
  private places = 0;
  private cells = 0;

  /** Counts a row as it is read; `cells` as the file states them, before merged ones take their places. */
  takeRow(cells: number): void {
    this.cells += cells;
    if (this.cells > LIMITS.places) refuseTooManyPlaces();
    if (++this.rows > LIMITS.rows) {
      throw new SourceRefused(
        `Bảng có hơn ${LIMITS.rows.toLocaleString('vi-VN')} dòng, nhiều hơn mức đọc được; hãy tách tệp thành nhiều phần rồi nhập từng phần.`,
      );
    }
  }

  takeEmptyRow(): void {
    if (++this.emptyRows > LIMITS.emptyRows) {
      throw new SourceRefused('Tệp có quá nhiều dòng trống; hãy chép riêng phần bảng có chữ sang một tệp mới rồi nhập tệp đó.');
    }
  }

  takePlaces(count: number): void {
    this.places += count;
    if (this.places > LIMITS.places) refuseTooManyPlaces();
  }

  static checkColumns(count: number): void {
    if (count > LIMITS.columns) {
      throw new SourceRefused(`Bảng có hơn ${LIMITS.columns} cột, nhiều hơn mức đọc được; hãy chép riêng các cột cần nhập sang một tệp mới.`);
    }
  }
}

function refuseTooManyPlaces(): never {
  const most = LIMITS.places.toLocaleString('vi-VN');
  throw new SourceRefused(`Các bảng trong tệp có hơn ${most} ô, nhiều hơn mức đọc được; hãy chép riêng bảng cần nhập sang một tệp mới.`);
}

/** The full grid of a table whose cells state their spans; a span that reaches beyond the last row ends there. */
export function resolveGrid(rows: readonly (readonly SpannedCell[])[], budget: TableBudget): SourceCell[][] {
  const hanging: { owner: PlaceOwner; rowsLeft: number }[] = [];
  const owners: OwnerRow[] = [];
  for (const cells of rows) {
    const above = owners.at(-1);
    const row: OwnerRow = [];
    const hang = (column: number) => {
      const span = hanging[column];
      if (!span || span.rowsLeft < 1) return false;
      span.rowsLeft--;
      row[column] = span.owner;
      return true;
    };
    let column = 0;
    for (const cell of cells) {
      while (hang(column)) column++;
      TableBudget.checkColumns(column + cell.columns);
      const owner = ownerFor(cell, row[column - 1], above?.[column]);
      for (const end = column + cell.columns; column < end; column++) {
        row[column] = owner;
        hanging[column] = { owner, rowsLeft: cell.rows - 1 };
      }
    }
    for (; column < hanging.length; column++) hang(column);
    budget.takePlaces(row.length);
    owners.push(row);
  }
  return gridOf(owners, budget);
}

function ownerFor(cell: SpannedCell, left: PlaceOwner | undefined, above: PlaceOwner | undefined): PlaceOwner {
  if (cell.joins === 'left' && left) return left;
  if (cell.joins === 'above' && above) return above;
  return { text: cell.text };
}

/**
 * The grid that owners describe: every row as wide as the widest. Columns that only continue others or that no row
 * mentions are left out: Word cuts a column in two wherever the edges of two rows differ by a hair.
 */
export function gridOf(owners: readonly OwnerRow[], budget: TableBudget): SourceCell[][] {
  const width = owners.reduce((most, row) => Math.max(most, row.length), 0);
  TableBudget.checkColumns(width);
  budget.takePlaces(owners.reduce((total, row) => total + width - row.length, 0));
  const columns = Array.from({ length: width }, (_, column) => column).filter((column) =>
    owners.some((row) => row[column] !== undefined && (column === 0 || row[column] !== row[column - 1])),
  );
  return owners.map((row, index) => columns.map((column, position) => cellAt(row, owners[index - 1], column, columns[position - 1])));
}

function cellAt(row: OwnerRow, above: OwnerRow | undefined, column: number, leftColumn: number | undefined): SourceCell {
  const owner = row[column];
  if (!owner) return { text: '' };
  if (above?.[column] === owner) return { text: '', continues: 'above' };
  if (leftColumn !== undefined && row[leftColumn] === owner) return { text: '', continues: 'left' };
  return { text: owner.text };
}
