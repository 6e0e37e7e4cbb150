import type { Doubt } from '../doubt.js';
import { type AppendixRow, emptyRow } from './appendix-row.js';
import type { TableLine } from './appendix-table.js';
import { flat, isUpperCase, startsInLowerCase } from './folded-text.js';
import { isBelow, nextOrdinal, type Ordinal, readOrdinal, splitOrdinal } from './ordinal.js';
import { withSameAsAbove } from './same-as-above.js';

interface Heading {
  readonly ordinal: Ordinal | undefined;
  readonly label: string;
  readonly isSpanning: boolean;
}

interface NumberedLine {
  readonly line: TableLine;
  readonly ordinal: Ordinal | undefined;
  readonly name: string;
  readonly isBare: boolean;
}

/** A message names no more rows than this. */
const MOST_NAMED = 5;

const JOINED = ['name', 'product', 'unit', 'quantity', 'timeFrom', 'timeTo', 'lead', 'supporting', 'note'] as const;

/** What a task written over several merged rows may have several of. */
const PRODUCT_FIELDS = new Set<string>(['product', 'unit', 'quantity', 'note']);

/** Makes tasks of the table's rows: headings go into the tasks' group, rows split by a page break are joined again, "nt" gives way to what it points to. */
export function tasksOf(table: readonly TableLine[]): { rows: AppendixRow[]; doubts: Doubt[] } {
  const lines = numbered(table);
  const hasOrdinals = lines.some(({ ordinal, isBare }) => ordinal !== undefined && !isBare);
  const rows: AppendixRow[] = [];
  let headings: Heading[] = [];
  for (const [index, one] of lines.entries()) {
    const last = rows.at(-1);
    if (isHeading(one, lines[index + 1])) {
      headings = [...headings.filter((heading) => staysOpen(heading, one)), headingOf(one)];
    } else if (last && goesOnWith(last, one, hasOrdinals)) {
      rows[rows.length - 1] = joined(last, one);
    } else {
      headings = headings.filter((heading) => holds(heading, one.ordinal));
      rows.push(rowOf(one, headings));
    }
  }
  const numberedRows = withOrdinals(rows);
  const complete = withSameAsAbove(numberedRows.rows);
  return { rows: complete.rows, doubts: [...numberedRows.doubts, ...complete.doubts] };
}

function numbered(table: readonly TableLine[]): NumberedLine[] {
  let letter: Ordinal | undefined;
  return table.map((line) => {
    const spanning = line.spanning === null ? undefined : splitOrdinal(line.spanning);
    const written = spanning ? spanning.ordinal : (line.texts.ordinal ?? '');
    const own = line.merged.has('ordinal') ? undefined : readOrdinal(written, letter);
    if (own?.kind === 'capital') letter = own;
    const name = spanning ? spanning.rest : (line.texts.name ?? '');
    const isBare = spanning !== undefined || JOINED.every((field) => field === 'name' || (line.texts[field] ?? '') === '');
    return own || spanning || isBareHeadingInOneCell(line) === undefined
      ? { line, ordinal: own, name, isBare }
      : { line, ordinal: readOrdinal(isBareHeadingInOneCell(line)!.ordinal, letter), name: isBareHeadingInOneCell(line)!.rest, isBare: true };
  });
}

/** "I. TUYÊN TRUYỀN" as the only text of a row, in the column of numbers or that of names. */
function isBareHeadingInOneCell(line: TableLine): { ordinal: string; rest: string } | undefined {
  const words = Object.values(line.texts).filter((text) => text !== '');
  const only = words.length === 1 ? splitOrdinal(flat(words[0]!)) : undefined;
  return only && only.ordinal !== '' ? only : undefined;
}

function isHeading({ line, ordinal, name, isBare }: NumberedLine, next: NumberedLine | undefined): boolean {
  if (!isBare || name === '' || line.merged.has('name')) return false;
  if (line.spanning !== null) return true;
  if (ordinal === undefined) return isUpperCase(name) && next !== undefined && !line.isAfterBreak;
  return next?.ordinal !== undefined && isBelow(next.ordinal, ordinal);
}

function headingOf({ ordinal, name, line }: NumberedLine): Heading {
  const number = ordinal === undefined ? '' : `${ordinal.text}${ordinal.text.includes('.') ? '' : '.'} `;
  return { ordinal, label: number + flat(name), isSpanning: line.spanning !== null };
}

/** A heading stays above the next one where that one is below it; of two without a number the later takes the place. */
function staysOpen(open: Heading, { ordinal }: NumberedLine): boolean {
  if (open.ordinal === undefined) return false;
  return ordinal === undefined || ordinal.level > open.ordinal.level;
}

/** A task numbered beside a heading (2 after the heading 1.1) no longer stands below it. */
function holds(open: Heading, ordinal: Ordinal | undefined): boolean {
  if (open.ordinal?.kind !== 'arabic' || ordinal?.kind !== 'arabic' || open.isSpanning) return true;
  return isBelow(ordinal, open.ordinal);
}

function goesOnWith(last: AppendixRow, { line, ordinal, name, isBare }: NumberedLine, hasOrdinals: boolean): boolean {
  if (ordinal !== undefined || line.spanning !== null) return false;
  if (line.merged.has('name')) return [...JOINED].every((field) => PRODUCT_FIELDS.has(field) || line.merged.has(field) || (line.texts[field] ?? '') === '');
  if (name === '') return true;
  if (startsInLowerCase(name)) return hasOrdinals || isBare || (line.texts.lead ?? '') === '';
  const isWhole = (line.texts.lead ?? '') !== '' && (line.texts.timeFrom ?? '') !== '';
  return hasOrdinals && line.isAfterBreak && !isWhole && !/[.;]$/.test(last.name);
}

function joined(row: AppendixRow, { line }: NumberedLine): AppendixRow {
  const result = { ...row };
  for (const field of JOINED) {
    const more = line.merged.has(field) ? '' : (line.texts[field] ?? '');
    const between = line.merged.has('name') ? '\n' : ' ';
    if (more !== '') result[field] = row[field] === '' ? more : `${row[field]}${between}${more}`;
  }
  return result;
}

function rowOf({ line, ordinal, name }: NumberedLine, headings: readonly Heading[]): AppendixRow {
  const written = ordinal?.text ?? (line.merged.has('ordinal') ? (line.texts.ordinal ?? '') : '');
  const unread = ordinal === undefined && !line.merged.has('ordinal') ? (line.texts.ordinal ?? '') : '';
  return {
    ...emptyRow(),
    ...line.texts,
    name: name === '' && unread !== '' ? unread : name,
    ordinal: written,
    group: headings.map(({ label }) => label).join(' › '),
  };
}

/** Numbers the rows that a word processor numbered by itself, and says so. */
function withOrdinals(rows: readonly AppendixRow[]): { rows: AppendixRow[]; doubts: Doubt[] } {
  const missing = new Set(rows.filter(({ ordinal }) => ordinal === '' || ordinal === '-'));
  if (missing.size === 0) return { rows: [...rows], doubts: [] };
  const used = new Set(rows.map(({ ordinal }) => ordinal));
  let last = '0';
  const complete = rows.map((row) => {
    if (!missing.has(row)) {
      last = row.ordinal;
      return row;
    }
    do last = nextOrdinal(last) || nextOrdinal('0');
    while (used.has(last));
    used.add(last);
    return { ...row, ordinal: last };
  });
  const all = missing.size === rows.length;
  return { rows: complete, doubts: [all ? NUMBERED_ALL : numberedSome(complete.filter((_, index) => missing.has(rows[index]!)))] };
}

const NUMBERED_ALL: Doubt = {
  code: 'ordinals-missing',
  message: 'Bảng không ghi số thứ tự; các nhiệm vụ được đánh số lần lượt từ 1. Đề nghị kiểm tra thứ tự các dòng.',
  source: '',
};

function numberedSome(rows: readonly AppendixRow[]): Doubt {
  const named = rows.slice(0, MOST_NAMED).map(({ ordinal, name }) => `${ordinal} (${flat(name) || 'không có tên'})`);
  const list = [...named, ...(rows.length > MOST_NAMED ? ['…'] : [])].join(', ');
  return {
    code: 'ordinals-missing',
    message: `Có ${rows.length} dòng không ghi số thứ tự, được đánh số tiếp theo: ${list}. Đề nghị kiểm tra.`,
    source: rows
      .slice(0, MOST_NAMED)
      .map(({ name }) => flat(name))
      .join('; '),
  };
}
