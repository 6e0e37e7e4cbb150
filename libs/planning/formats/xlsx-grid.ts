import { type OwnerRow, type PlaceOwner, TableBudget } from './table-grid.js';

/** A row with content: its number as the sheet counts, and its texts by column from 0. */
export interface SheetRow {
  readonly number: number;
  readonly cells: Map<number, string>;
}

/** A merged range, all ends included; rows as the sheet counts, columns from 0. */
export interface CellRange {
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromColumn: number;
  readonly toColumn: number;
}

/** The rows of a sheet as owners, from the first column with content to the last; empty rows are left out. */
export function ownersOf(rows: readonly SheetRow[], merges: readonly CellRange[], budget: TableBudget): OwnerRow[] {
  let first = Infinity;
  let last = -1;
  for (const { cells } of rows) {
    for (const column of cells.keys()) {
      first = Math.min(first, column);
      last = Math.max(last, column);
    }
  }
  if (last === -1) return [];
  const width = last - first + 1;
  TableBudget.checkColumns(width);
  const ordered = rows.toSorted((a, b) => a.number - b.number);
  const owners = ordered.map(({ cells }) =>
    Array.from({ length: width }, (_, index): PlaceOwner | undefined => {
      const text = cells.get(first + index);
      return text === undefined ? undefined : { text };
    }),
  );
  for (const { fromRow, toRow, fromColumn, toColumn } of merges) {
    const range = { fromRow, toRow, fromColumn: Math.max(fromColumn - first, 0), toColumn: Math.min(toColumn - first, width - 1) };
    if (range.fromColumn <= range.toColumn) merge(ordered, owners, range, budget);
  }
  return owners;
}

function merge(rows: readonly SheetRow[], owners: readonly OwnerRow[], range: CellRange, budget: TableBudget): void {
  const start = firstFrom(rows, range.fromRow);
  // The text of a merged range is that of its first cell; a range whose first row was left out as empty has none.
  const origin = rows[start]?.number === range.fromRow ? owners[start]?.[range.fromColumn] : undefined;
  const owner = origin ?? { text: '' };
  for (let row = start; row < rows.length && rows[row]!.number <= range.toRow; row++) {
    budget.takePlaces(range.toColumn - range.fromColumn + 1);
    owners[row]!.fill(owner, range.fromColumn, range.toColumn + 1);
  }
}

/** The position of the first row whose number is at least the given one. */
function firstFrom(rows: readonly SheetRow[], number: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.number < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
