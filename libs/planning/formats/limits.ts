/**
 * What a file may hold. A plan has some dozens of rows and a few pages: each limit is far above any real plan, and low
 * enough that the worst file within all of them is read in seconds and within 300 MB.
 */
export const LIMITS = {
  /** Bytes of the file as uploaded. */
  uploadBytes: 10 * 1024 * 1024,
  /** Characters of a text pasted into the page. */
  pastedLength: 10 * 1024 * 1024,
  /** Characters of a text without markup (CSV, Markdown, plain text), and of one line of it. */
  plainTextLength: 2 * 1024 * 1024,
  lineLength: 100_000,
  zipEntries: 2_000,
  /** Bytes that all parts read from one zip file may inflate to, together. */
  inflatedBytes: 48 * 1024 * 1024,
  /** How many times larger than its packed size a part may grow; asked only once it is above `ratioFloorBytes`. */
  inflationRatio: 400,
  ratioFloorBytes: 2 * 1024 * 1024,
  /** Rows of all tables together. */
  rows: 5_000,
  /** Rows of a spreadsheet that are present but hold nothing. */
  emptyRows: 20_000,
  columns: 256,
  /** Places of all tables' grids together, merged ones included. */
  places: 200_000,
  /** Characters of one cell: the most that Excel allows. */
  cellLength: 32_767,
  paragraphs: 50_000,
  /** Characters of the whole document, without its markup. */
  textLength: 4 * 1024 * 1024,
  elementDepth: 512,
  attributes: 500,
  tableDepth: 10,
} as const;
