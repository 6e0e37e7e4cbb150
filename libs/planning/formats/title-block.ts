import { checkedCellText } from './content-builder.js';
import type { SourceBlock } from './source-document.js';
import { gridOf, type OwnerRow, type TableBudget } from './table-grid.js';

/** Rows with this many filled cells belong to a table; what stands above the first of them is its title. */
const TABLE_FROM = 3;

/**
 * A sheet's content as blocks: the filled cells above the table are paragraphs, everything from the table's first row on
 * is one table. A sheet with no row of three filled cells starts its table at the first row of two.
 */
export function blocksOfSheet(rows: readonly OwnerRow[], budget: TableBudget): SourceBlock[] {
  for (const row of rows) for (const owner of new Set(row)) if (owner) checkedCellText(owner.text);
  const start = tableStart(rows);
  const title = rows.slice(0, start).flatMap((row, index) => textsOf(row, rows[index - 1]));
  const blocks = title.map((text): SourceBlock => ({ kind: 'paragraph', text }));
  const body = rows.slice(start);
  if (body.length === 0) return blocks;
  for (const row of body) budget.takePlaces(row.length);
  return [...blocks, { kind: 'table', rows: gridOf(body, budget) }];
}

function tableStart(rows: readonly OwnerRow[]): number {
  const counts = rows.map((row, index) => textsOf(row, rows[index - 1]).length);
  const wide = counts.findIndex((count) => count >= TABLE_FROM);
  let start = wide === -1 ? counts.findIndex((count) => count >= 2) : wide;
  if (start === -1) return rows.length;
  // The first of two header rows may have few cells of its own, but cells of it reach down into the second.
  while (start > 0 && reachesDown(rows[start - 1]!, rows[start]!)) start--;
  return start;
}

function reachesDown(upper: OwnerRow, lower: OwnerRow): boolean {
  return upper.some((owner, column) => owner !== undefined && owner.text !== '' && owner === lower[column]);
}

/** The texts that start in a row: a merged cell counts once, in its first row. */
function textsOf(row: OwnerRow, above: OwnerRow | undefined): string[] {
  const own = row.filter((owner, column) => owner && owner.text !== '' && owner !== row[column - 1] && owner !== above?.[column]);
  return own.map((owner) => owner!.text);
}
