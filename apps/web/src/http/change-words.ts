import type { AuditSubject } from '#audit/audit-entry.entity.js';
import { VAT_RATES, vatName } from '#contracts/vat.js';
import { formatDong } from '#kernel/money.js';
import { formatDate, parsePlainDate } from '#kernel/plain-date.js';
import { type FieldKind, type Fields, FIELDS } from './change-fields.js';
import { durationWords } from './words.js';

/** What an entry of the trail keeps of a thing. */
export type Kept = Readonly<Record<string, unknown>>;

/** A text longer than this is told by its beginning: the whole of it stands on the page or in the trail. */
const LONGEST_TEXT = 120;

/**
 * What a change made of a thing, field by field: `Tiêu đề: “A” → “B”`, `Ngày: 05/3/2021 → 06/3/2021`,
 * `Bên B, Chức vụ: (trống) → “Giám đốc”`. None where something began or ended, and none of fields that have no words.
 */
export function changeWords(before: Kept | null, after: Kept | null, subject: AuditSubject = 'deliverable'): string[] {
  const fields = FIELDS[subject];
  return fields && before && after ? changesIn(fields, before, after) : [];
}

/** `05/3/2021` of an ISO date; what is none is told as it is. */
export function dayWords(text: string): string {
  const day = parsePlainDate(text);
  return day ? formatDate(day) : text;
}

function changesIn(fields: Fields, before: Kept, after: Kept, prefix = ''): string[] {
  return Object.entries(fields).flatMap(([key, field]) => {
    const [was, is] = [before[key], after[key]];
    if (isSame(was, is)) return [];
    // An entry that keeps only a part of the thing does not tell that the rest is gone.
    if ('part' in field) return isKept(was) && isKept(is) ? changesIn(field.part, was, is, `${field.name}, `) : [];
    if ('lines' in field) return Array.isArray(was) && Array.isArray(is) ? changedLines(field.name, field.lines, was, is) : [];
    const words = stepWords(field.kind, was, is);
    return words === null ? [] : [`${prefix}${field.name}: ${words}`];
  });
}

function changedLines(name: string, fields: Fields, was: readonly unknown[], is: readonly unknown[]): string[] {
  return Array.from({ length: Math.max(was.length, is.length) }, (_, index) => {
    const [one, other] = [was[index], is[index]];
    const title = `${name} ${index + 1}`;
    if (isKept(one) && isKept(other)) return changesIn(fields, one, other, `${title}, `);
    if (isKept(other)) return [`${title}: thêm ${lineWords(other)}`];
    return isKept(one) ? [`${title}: bỏ ${lineWords(one)}`] : [];
  }).flat();
}

function lineWords(line: Kept): string {
  return valueWords('text', line.description);
}

/** Null where nothing is to be told after all. */
function stepWords(kind: FieldKind, was: unknown, is: unknown): string | null {
  if (kind === 'unsaid') return 'đã đổi';
  if (kind === 'members') return membersWords(was, is);
  return `${valueWords(kind, was)} → ${valueWords(kind, is)}`;
}

function membersWords(was: unknown, is: unknown): string | null {
  const [old, now] = [membersOf(was), membersOf(is)];
  const added = now.filter((one) => !old.includes(one)).length;
  const gone = old.filter((one) => !now.includes(one)).length;
  return [added > 0 ? `thêm ${added}` : '', gone > 0 ? `bỏ ${gone}` : ''].filter(Boolean).join(', ') || null;
}

function membersOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const EMPTY = '(trống)';

function valueWords(kind: FieldKind, value: unknown): string {
  if (isEmpty(value)) return EMPTY;
  if (kind === 'yes-no') return value === true ? 'có' : 'không';
  if (typeof value === 'number') return numberWords(kind, value);
  if (typeof value !== 'string') return EMPTY;
  if (kind === 'day') return dayWords(value);
  if (kind === 'rate') return rateWords(value);
  return `“${clipped(value)}”`;
}

function numberWords(kind: FieldKind, value: number): string {
  if (kind === 'dong') return `${formatDong(value)} đồng`;
  if (kind === 'length') return `${durationWords(value)} phút`;
  return kind === 'item' ? `sản phẩm số ${value}` : String(value);
}

function rateWords(value: string): string {
  const rate = VAT_RATES.find((known) => known === value);
  return rate ? vatName(rate) : value;
}

function clipped(value: string): string {
  const line = value.replace(/\s+/gu, ' ').trim();
  const letters = Array.from(line);
  return letters.length > LONGEST_TEXT ? `${letters.slice(0, LONGEST_TEXT).join('')}…` : line;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function isKept(value: unknown): value is Kept {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(one: unknown, other: unknown): boolean {
  if (isEmpty(one) && isEmpty(other)) return true;
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((value, index) => isSame(value, other[index]));
  if (isKept(one) && isKept(other)) return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) => isSame(one[key], other[key]));
  return one === other;
}
