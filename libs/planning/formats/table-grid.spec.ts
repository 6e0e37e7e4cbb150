import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LIMITS } from './limits.js';
import type { SourceCell } from './source-document.js';
import { resolveGrid, type SpannedCell, TableBudget } from './table-grid.js';

const cell = (text: string, columns = 1, rows = 1, joins?: SpannedCell['joins']): SpannedCell => ({ text, columns, rows, ...(joins && { joins }) });
const resolve = (rows: SpannedCell[][]) => resolveGrid(rows, new TableBudget());
const shown = (grid: SourceCell[][]) => grid.map((row) => row.map(({ text, continues }) => (continues === 'left' ? '<' : continues === 'above' ? '^' : text)));

describe('A table’s grid', () => {
  it('has the two-row header of a plan with its merged cells', () => {
    const grid = resolve([
      [cell('TT', 1, 2), cell('Nội dung', 1, 2), cell('Thời gian', 2), cell('Ghi chú', 1, 2)],
      [cell('Triển khai'), cell('Hoàn thành')],
      [cell('1'), cell('a'), cell('b'), cell('c'), cell('')],
    ]);
    expect(shown(grid)).toEqual([
      ['TT', 'Nội dung', 'Thời gian', '<', 'Ghi chú'],
      ['^', '^', 'Triển khai', 'Hoàn thành', '^'],
      ['1', 'a', 'b', 'c', ''],
    ]);
  });

  it('continues a cell of several rows and columns above wherever it can', () => {
    const grid = resolve([[cell('a', 2, 2), cell('b')], [cell('c')], [cell('d'), cell('e'), cell('f')]]);
    expect(shown(grid)).toEqual([
      ['a', '<', 'b'],
      ['^', '^', 'c'],
      ['d', 'e', 'f'],
    ]);
  });

  it('pads ragged rows', () => {
    expect(shown(resolve([[cell('a')], [cell('b'), cell('c'), cell('d')]]))).toEqual([
      ['a', '', ''],
      ['b', 'c', 'd'],
    ]);
  });

  it('leaves out columns that only continue others', () => {
    const grid = resolve([[cell('a', 2), cell('b', 3)], [cell('c', 2), cell('d', 3)], [cell('e', 100)]]);
    expect(shown(grid)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', '<'],
    ]);
  });

  it('joins a cell that says it continues the one above or to the left', () => {
    const grid = resolve([
      [cell('a'), cell('b'), cell('c')],
      [cell('', 1, 1, 'above'), cell('d'), cell('', 1, 1, 'left')],
    ]);
    expect(shown(grid)).toEqual([
      ['a', 'b', 'c'],
      ['^', 'd', '<'],
    ]);
  });

  it('keeps the text of a cell that would continue a neighbour there is not', () => {
    expect(shown(resolve([[cell('a', 1, 1, 'above'), cell('b')]]))).toEqual([['a', 'b']]);
  });

  it('ends a rowspan with the table, and refuses a colspan beyond any table', () => {
    expect(shown(resolve([[cell('a', 1, 65_000), cell('b')], [cell('c')]]))).toEqual([
      ['a', 'b'],
      ['^', 'c'],
    ]);
    expect(() => resolve([[cell('a', 100_000)]])).toThrow(/256 cột/);
  });

  it('is refused when all tables together have too many places', () => {
    const row = Array.from({ length: 200 }, () => cell('x'));
    expect(() => resolve(Array.from({ length: LIMITS.places / 200 + 1 }, () => row))).toThrow(/200\.000 ô/);
  });

  it('has rows of one width and every text once, whatever the spans', () => {
    const anyCell = fc.record({
      columns: fc.integer({ min: 1, max: 5 }),
      rows: fc.integer({ min: 1, max: 5 }),
      joins: fc.constantFrom(undefined, undefined, 'left' as const, 'above' as const),
    });
    fc.assert(
      fc.property(fc.array(fc.array(anyCell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 }), (spans) => {
        let count = 0;
        const rows = spans.map((row) => row.map(({ columns, rows: height, joins }) => cell(`t${count++}`, columns, height, joins)));
        const grid = resolve(rows);
        expect(new Set(grid.map((row) => row.length)).size).toBe(1);
        expect(grid).toHaveLength(rows.length);
        const unjoined = rows.flat().filter(({ joins, rows: height }) => !joins && height === 1);
        const texts = grid.flat().map(({ text }) => text);
        // Cells that overlap because of a rowspan may cover each other; without joins and rowspans nothing may be lost.
        if (rows.flat().length === unjoined.length) expect(texts.filter(Boolean)).toEqual(unjoined.map(({ text }) => text));
        expect(new Set(texts.filter(Boolean)).size).toBe(texts.filter(Boolean).length);
        expect(grid[0]!.every(({ continues }) => continues !== 'above')).toBe(true);
        expect(grid.every(([first]) => first!.continues !== 'left')).toBe(true);
      }),
    );
  });
});
