import type { SourceCell } from '../formats/source-document.js';
import type { AppendixRow } from './appendix-row.js';
import { flat, folded } from './folded-text.js';

export type ColumnField = Exclude<keyof AppendixRow, 'group'>;

/** What one column of the table holds; a column of another kind has no field and goes into the note under its heading. */
interface Column {
  readonly field: ColumnField | null;
  readonly heading: string;
}

export interface AppendixHeader {
  readonly columns: readonly Column[];
  /** How many rows the heading takes. */
  readonly height: number;
  /** The words of its rows, folded, by which a repetition is known. */
  readonly signatures: ReadonlySet<string>;
}

type HeadingField = ColumnField | 'time' | 'unit-or-lead';

/** Headings in use, folded; the first that fits decides, so that "thời gian thực hiện" is a time before it is a doer. */
const HEADINGS: readonly (readonly [HeadingField, RegExp])[] = [
  ['ordinal', /^(?:stt|tt|s tt|so tt|sott|so thu tu|so)$/],
  ['unit', /^(?:dvt|dv tinh|dvi tinh|don vi tinh)$/],
  ['note', /^(?:ghi chu|luu y)/],
  ['timeFrom', /^(?:(?:thoi gian|thoi diem|ngay|thang) )?(?:trien khai|bat dau|khoi dau|khoi cong)(?: thuc hien)?$|^(?:tu|tu ngay|tu thang)$/],
  ['timeTo', /^(?:(?:thoi gian|thoi diem|thoi han|ngay|thang) )?(?:hoan thanh|ket thuc)$|^(?:den|den ngay|den thang|den het)$/],
  ['time', /^(?:thoi gian|thoi han|thoi diem|tien do|ky han|lich thuc hien|thoi luong thuc hien)/],
  ['supporting', /^(?!.*chu tri.*phoi hop).*phoi hop/],
  [
    'lead',
    /chu tri|phu trach|chiu trach nhiem|tham muu|^(?:co quan|don vi|to chuc|bo phan|trach nhiem|nguoi|phan cong)(?: don vi| co quan)?(?: thuc hien| trien khai)$|^(?:co quan|co quan don vi|phan cong|thuc hien|don vi co quan)$/,
  ],
  ['unit-or-lead', /^don vi$/],
  ['name', /^(?:ten )?(?:cac )?(?:noi dung|nhiem vu|cong viec|hoat dong|dau viec|cong tac|hang muc)/],
  ['quantity', /^(?:chi tieu|so luong|dinh luong|khoi luong|sl)(?! san pham$)/],
  ['product', /^(?:ten |loai )?(?:san pham|ket qua|dau ra|so luong san pham|hinh thuc san pham)/],
];

/** A longer cell is no heading. */
const LONGEST_HEADING = 120;

/** A table is one of tasks where it names what is done and, beside it, at least so many other things. */
const LEAST_COLUMNS = 3;

/** A table of prices or of results has none of these. */
const WHEN_OR_WHO = ['timeFrom', 'lead', 'supporting'] as const;

/** Reads the heading that begins at a row of a table; undefined where that row is no heading of a table of tasks. */
export function readHeader(rows: readonly (readonly SourceCell[])[], at: number): AppendixHeader | undefined {
  const top = rows[at]!;
  if (top.filter(({ text }) => fieldOf(text) !== undefined).length < 2) return undefined;
  const height = isSubheading(top, rows[at + 1]) ? 2 : 1;
  const columns = columnsOf(top, height === 2 ? rows[at + 1]! : []);
  const fields = new Set(columns.map(({ field }) => field).filter((field) => field !== null && field !== 'ordinal' && field !== 'note'));
  if (!fields.has('name') || fields.size < LEAST_COLUMNS || !WHEN_OR_WHO.some((field) => fields.has(field))) {
    return undefined;
  }
  return { columns, height, signatures: new Set(rows.slice(at, at + height).map(signatureOf)) };
}

/** Whether two tables have the same columns in the same order. */
export function isSameHeader(a: AppendixHeader, b: AppendixHeader): boolean {
  return a.columns.length === b.columns.length && a.columns.every(({ field }, index) => field === b.columns[index]!.field);
}

export function signatureOf(row: readonly SourceCell[]): string {
  return row
    .map(({ text }) => folded(text))
    .filter((text) => text !== '')
    .join('|');
}

/** The second row of a heading has words only under what the first leaves open, and words that are headings themselves. */
function isSubheading(top: readonly SourceCell[], below: readonly SourceCell[] | undefined): boolean {
  const words = below?.map(({ text }, index) => ({ text: flat(text), index })).filter(({ text }) => text !== '') ?? [];
  if (!below || words.length === 0) return false;
  const mergedDown = below.some(({ continues }) => continues === 'above');
  const spread = words.some(({ index }) => isSpread(top, index) || isSpread(top, index + 1));
  if (words.some(({ index }) => fieldOf(top[index]?.text ?? '') === 'ordinal')) return false;
  return words.every(({ text }) => fieldOf(text) !== undefined || (mergedDown && !/^\(?\d+\)?$/.test(text))) && (spread || mergedDown);
}

function isSpread(top: readonly SourceCell[], index: number): boolean {
  const cell = top[index];
  return cell !== undefined && index > 0 && (cell.continues === 'left' || flat(cell.text) === '');
}

function columnsOf(top: readonly SourceCell[], below: readonly SourceCell[]): Column[] {
  let open = '';
  const headings = Array.from({ length: Math.max(top.length, below.length) }, (_, index) => {
    const own = flat(top[index]?.text ?? '');
    const under = flat(below[index]?.text ?? '');
    if (own !== '') open = own;
    else if (!(top[index]?.continues === 'left' || under !== '')) open = '';
    return { over: open, under: below[index]?.continues === 'above' ? '' : under };
  });
  const found = headings.map(({ over, under }) => (under === '' ? fieldOf(over) : (fieldUnder(over, under) ?? undefined)));
  return settle(found).map((field, index) => {
    const { over, under } = headings[index]!;
    return { field, heading: [over, under].filter((text) => text !== '').join(' › ') };
  });
}

function fieldOf(heading: string): HeadingField | undefined {
  if (heading.length > LONGEST_HEADING) return undefined;
  const words = folded(heading);
  return HEADINGS.find(([, pattern]) => pattern.test(words))?.[0];
}

/** "Hoàn thành" under "Thời gian" is an end; "Tổng số" under "Chỉ tiêu" a quantity; "Quý I" under "Thời gian" nothing known. */
function fieldUnder(over: string, under: string): HeadingField | undefined {
  const own = fieldOf(under);
  if (own !== undefined) return own;
  const outer = fieldOf(over);
  return outer === 'quantity' && /^(?:tong|ca nam|nam)/.test(folded(under)) ? 'quantity' : undefined;
}

/** Gives each field to the first column that claims it, and decides what depends on the columns beside it. */
function settle(found: readonly (HeadingField | undefined)[]): (ColumnField | null)[] {
  const claimed = new Set<HeadingField>(found.filter((field) => field !== undefined));
  const taken = new Set<ColumnField>();
  return found.map((field) => {
    const wanted = settledField(field, claimed);
    if (wanted === null || taken.has(wanted)) return null;
    taken.add(wanted);
    return wanted;
  });
}

function settledField(field: HeadingField | undefined, claimed: ReadonlySet<HeadingField>): ColumnField | null {
  if (field === undefined) return null;
  if (field === 'unit-or-lead') return claimed.has('lead') ? 'unit' : 'lead';
  if (field === 'time') return claimed.has('timeFrom') ? null : 'timeFrom';
  if (field === 'timeTo' && !claimed.has('timeFrom') && !claimed.has('time')) return 'timeFrom';
  return field;
}
