import type { Doubt } from '../doubt.js';
import { type AppendixRow } from './appendix-row.js';
import { flat } from './folded-text.js';

/** "nt", "-nt-", "như trên" and the ditto marks. */
const SAME = /^[-–—(\s]*(?:n\.?t\.?|như (?:mục |dòng |hàng |ô )?trên|〃|["“”″]|''|’’)[-–—)\s.;]*$/iu;

/** What a person may write so; a number has its own meaning and a heading is no cell. */
const COPIED = ['name', 'product', 'unit', 'quantity', 'timeFrom', 'timeTo', 'lead', 'supporting', 'note'] as const;

/** The message names no more rows than this. */
const MOST_NAMED = 10;

/** Whether the words of a cell only point to the cell above it. */
export function isSameAsAbove(text: string): boolean {
  return text.length < 40 && SAME.test(flat(text));
}

/**
 * Puts the words of the cell above where a cell only points to them, through any number of rows, and tells which rows these
 * are. The first row has none above: its cells stay as they are.
 */
export function withSameAsAbove(rows: readonly AppendixRow[]): { rows: AppendixRow[]; doubts: Doubt[] } {
  const complete: AppendixRow[] = [];
  const copied: AppendixRow[] = [];
  for (const row of rows) {
    const above = complete.at(-1);
    const fields = above === undefined ? [] : COPIED.filter((field) => isSameAsAbove(row[field]));
    const whole = above === undefined || fields.length === 0 ? row : { ...row, ...Object.fromEntries(fields.map((field) => [field, above[field]])) };
    complete.push(whole);
    if (whole !== row) copied.push(whole);
  }
  return { rows: complete, doubts: copied.length === 0 ? [] : [sameAsAboveDoubt(copied)] };
}

function sameAsAboveDoubt(rows: readonly AppendixRow[]): Doubt {
  const named = [...rows.slice(0, MOST_NAMED).map(({ ordinal, name }) => ordinal || flat(name)), ...(rows.length > MOST_NAMED ? ['…'] : [])].join(', ');
  const message = `Có ${rows.length} dòng ghi “như trên” (nt): ${named}. Các ô đó đã lấy theo ô cùng cột của dòng liền trước; đề nghị kiểm tra.`;
  return { code: 'same-as-above', message, source: named };
}
