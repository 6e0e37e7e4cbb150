import { Temporal } from 'temporal-polyfill';
import type { CellObject, Row } from 'write-excel-file/node';
import { plainDate, ZONE } from '#kernel/plain-date.js';
import { cleanText } from './clean-text.js';

/** What a column holds decides how Excel takes it: users' words are always text, so that none is read as a formula. */
export type SheetColumn<T> = { readonly heading: string; /** In characters. */ readonly width: number } & (
  | { readonly kind: 'text'; readonly value: (row: T) => string | null }
  | { readonly kind: 'number'; readonly value: (row: T) => number | null }
  /** `YYYY-MM-DD`. */
  | { readonly kind: 'date'; readonly value: (row: T) => string | null }
  /** An instant; the cell holds the day and the time that it was in Viet Nam. */
  | { readonly kind: 'moment'; readonly value: (row: T) => string }
);

export interface Sheet<T> {
  /** On its tab, at most 31 letters without `[]:*?/\`. */
  readonly name: string;
  readonly columns: readonly SheetColumn<T>[];
  readonly rows: readonly T[];
}

/** Excel refuses a longer text in one cell. */
const LONGEST_TEXT = 32_767;

/** Grouped as the reader's Excel groups: with dots in a Vietnamese one. */
const NUMBER_FORMAT = '#,##0';
const DATE_FORMAT = 'dd/mm/yyyy';
const MOMENT_FORMAT = 'dd/mm/yyyy hh:mm:ss';

const HEADING = { type: String, fontWeight: 'bold', wrap: true, align: 'center', alignVertical: 'center', backgroundColor: '#e8eef0' } as const;

/** A table as an .xlsx file: bold headings that stay in sight, and cells of their columns' kinds. */
export async function spreadsheet<T>({ name, columns, rows }: Sheet<T>): Promise<Buffer> {
  // Only whoever asks for a file pays for the memory of the library.
  const { default: writeExcelFile } = await import('write-excel-file/node');
  const headings: Row = columns.map(({ heading }) => ({ ...HEADING, value: heading }));
  const cells = rows.map((row): Row => columns.map((column) => cellOf(column, row)));
  const written = writeExcelFile(
    [headings, ...cells],
    { sheet: name, columns: columns.map(({ width }) => ({ width })), stickyRowsCount: 1, orientation: 'landscape' },
    { fontFamily: 'Times New Roman', fontSize: 12 },
  );
  return written.toBuffer();
}

function cellOf<T>(column: SheetColumn<T>, row: T): CellObject | null {
  switch (column.kind) {
    case 'text': {
      const text = column.value(row);
      return text === null || text === '' ? null : { type: String, value: cleanText(text).slice(0, LONGEST_TEXT), wrap: true, alignVertical: 'top' };
    }
    case 'number': {
      const number = column.value(row);
      return number === null ? null : { type: Number, value: number, format: NUMBER_FORMAT, alignVertical: 'top' };
    }
    case 'date': {
      const date = column.value(row);
      return date === null ? null : { type: Date, value: midnight(date), format: DATE_FORMAT, alignVertical: 'top' };
    }
    case 'moment':
      return { type: Date, value: onTheClock(column.value(row)), format: MOMENT_FORMAT, alignVertical: 'top' };
  }
}

/** The library counts days in UTC. */
function midnight(date: string): Date {
  const { year, month, day } = plainDate(date);
  return new Date(Date.UTC(year, month - 1, day));
}

/** Excel knows no zones: the hands of the clock on the wall are what is written. */
function onTheClock(instant: string): Date {
  const { year, month, day, hour, minute, second } = Temporal.Instant.from(instant).toZonedDateTimeISO(ZONE);
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}
