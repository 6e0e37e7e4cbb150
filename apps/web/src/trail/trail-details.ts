import { Temporal } from 'temporal-polyfill';
import type { TrailLine } from '#audit/trail-search.query.js';
import { formatDong } from '#kernel/money.js';
import { formatMoment } from '#kernel/plain-date.js';
import { actionWords } from '../http/activity-view.js';
import { dayWords } from '../http/change-words.js';
import { durationWords } from '../http/words.js';
import { askedWords } from './asked-words.js';
import { fieldRank, type TrailField, trailField } from './trail-fields.js';

type Entry = Pick<TrailLine, 'subject' | 'before' | 'after'>;

const EMPTY = '(trống)';

/**
 * What an entry keeps, as lines for a reader: `Mạng: 203.0.113.0/24`; of what was changed, only what became other:
 * `Vai trò: Đơn vị thực hiện → Kế toán`. The trail itself keeps JSON.
 */
export function trailDetails({ subject, before, after }: Entry): string[] {
  const [was, is] = [told(subject, before), told(subject, after)];
  if (before === null || after === null) return linesIn(before === null ? is : was);
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => {
    const [old, now] = [was.get(name), is.get(name)];
    if (old === now || (old ?? EMPTY) === (now ?? EMPTY)) return [];
    if (old === undefined) return [`${name}: ${now}`];
    // Of an item what is empty is not kept; of anything else what is not kept is not said to be gone.
    return [now === undefined && subject !== 'deliverable' ? `Trước, ${name}: ${old}` : `${name}: ${old} → ${now ?? EMPTY}`];
  });
}

/** All that one side of an entry keeps, a line each; null where it keeps nothing. */
export function keptLines(subject: string, json: string | null): string | null {
  const lines = linesIn(told(subject, json));
  return lines.length > 0 ? lines.join('\n') : null;
}

/** The paths in what an entry keeps that have no words: none, as a test sees to. */
export function wordlessFields(subject: string, kept: unknown, path: readonly string[] = []): string[] {
  if (Array.isArray(kept)) return kept.flatMap((one) => wordlessFields(subject, one, path));
  if (!isKept(kept)) return path.length === 0 || trailField(subject, path) ? [] : [[subject, ...path].join('.')];
  if (path.at(-1) === 'objects') return [];
  return Object.entries(kept).flatMap(([key, value]) => [
    ...(trailField(subject, [...path, key]) ? [] : [[subject, ...path, key].join('.')]),
    ...(typeof value === 'object' ? wordlessFields(subject, value, [...path, key]) : []),
  ]);
}

function linesIn(kept: ReadonlyMap<string, string>): string[] {
  return [...kept].flatMap(([name, words]) => (words === EMPTY ? [] : [`${name}: ${words}`]));
}

function told(subject: string, json: string | null): Map<string, string> {
  return new Map(json === null ? [] : linesOf(subject, JSON.parse(json) as unknown, [], ''));
}

function linesOf(subject: string, kept: unknown, path: readonly string[], prefix: string): [string, string][] {
  if (!isKept(kept)) return [];
  // Each database keeps the fields in an order of its own.
  const entries = Object.entries(kept).toSorted(
    ([one], [other]) => fieldRank(subject, [...path, one]) - fieldRank(subject, [...path, other]) || (one < other ? -1 : 1),
  );
  return entries.flatMap(([key, value]): [string, string][] => {
    const inner = [...path, key];
    const known = trailField(subject, inner);
    const name = prefix + (known?.name ?? key);
    if (value === null || value === '') return [[name, known?.none ?? EMPTY]];
    if (key === 'objects' && Array.isArray(value)) return [[name, value.map((one) => askedWords(one as Parameters<typeof askedWords>[0])).join(', ')]];
    if (isKept(value)) return linesOf(subject, value, inner, `${name}, `);
    if (Array.isArray(value) && value.some(isKept)) return value.flatMap((one, index) => linesOf(subject, one, inner, `${name} ${index + 1}, `));
    return [[name, valueWords(key, value, known)]];
  });
}

function valueWords(key: string, value: unknown, known: TrailField | undefined): string {
  if (Array.isArray(value)) return value.length === 0 ? EMPTY : value.map((one) => valueWords(key, one, known)).join(', ');
  if (typeof value === 'boolean') return value ? 'có' : 'không';
  if (typeof value === 'number') {
    if (known?.kind === 'dong') return `${formatDong(value)} đồng`;
    return known?.kind === 'length' ? `${durationWords(value)} phút` : String(value);
  }
  const text = String(value);
  if (key === 'action' || key === 'actions') return actionWords(text);
  if (key === 'obligation')
    return text.replace(OBLIGATION, (_all, task: string, from: string, to: string) => `nhiệm vụ ${task}, kỳ ${dayWords(from)} – ${dayWords(to)}`);
  if (known?.words) return Object.hasOwn(known.words, text) ? known.words[text]! : text;
  return INSTANT.test(text) ? formatMoment(Temporal.Instant.from(text)) : dayWords(text);
}

/** As entries keep it: in UTC. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/;

/** The key of a task's period (`libs/reminders/obligation.ts`). */
const OBLIGATION = /^duty:(\d+):([\d-]+):([\d-]+)$/;

function isKept(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
