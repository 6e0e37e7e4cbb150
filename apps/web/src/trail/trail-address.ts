import type { TrailFilter } from '#audit/trail-search.query.js';
import { formatDate, isAfter, parsePlainDate } from '#kernel/plain-date.js';
import { textOf } from '../http/query-value.js';

/** What the address of the trail asks for, as it came. */
export type QueryValues = Readonly<Record<string, unknown>>;

/** In the address: whatever was done without an account. */
export const NOBODY = 'none';

const LONGEST_SEARCH = 100;

export function wordsIn(query: QueryValues): string {
  return textOf(query.q)?.trim().slice(0, LONGEST_SEARCH) ?? '';
}

/** What is wrong with the days that are asked for. */
export function faultOf(query: QueryValues): string | null {
  const [from, to] = [dayAsked(query.from), dayAsked(query.to)];
  const [first, last] = [parsePlainDate(from), parsePlainDate(to)];
  if (from !== '' && !first) return `“${from}” không phải là một ngày; hãy chọn lại ô Từ ngày.`;
  if (to !== '' && !last) return `“${to}” không phải là một ngày; hãy chọn lại ô Đến ngày.`;
  if (first && last && isAfter(first, last)) return `Từ ngày ${formatDate(first)} sau đến ngày ${formatDate(last)}; hãy đổi lại.`;
  return null;
}

const LONGEST_DAY = 20;

/** As typed. */
export function dayAsked(value: unknown): string {
  return textOf(value)?.trim().slice(0, LONGEST_DAY) ?? '';
}

/** A box for days shows nothing that is none, so that it comes back in one for words. */
export function dayField(asked: unknown) {
  const value = dayAsked(asked);
  return { value, type: value === '' || parsePlainDate(value) ? 'date' : 'text' };
}

/** As an address has it. */
export function textsOf({ actorId, aboutId, subject, action, from, to }: TrailFilter): Record<string, string> {
  const entries = { person: actorId === null ? NOBODY : actorId, about: aboutId, subject, action, from, to };
  return Object.fromEntries(Object.entries(entries).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}
