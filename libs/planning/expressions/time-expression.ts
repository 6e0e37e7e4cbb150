import type { Doubt } from '../doubt.js';
import type { TimeFrame } from '../time-frame.js';
import { sourceOf } from './spelling.js';
import { combineTime, type TimeContext } from './time-combination.js';
import { timeDoubt, type TimeDoubtCode } from './time-doubts.js';
import { parseTime } from './time-grammar.js';
import { type TimeReading, unknownTime, withDoubts } from './time-reading.js';
import { scanTime } from './time-scanner.js';

export type { TimeContext } from './time-combination.js';

export interface ReadTime {
  readonly value: TimeFrame;
  readonly doubts: Doubt[];
}

/** No cell that says when is as long as this many characters; a longer text is kept and not read. */
const LONGEST_EXPRESSION = 1000;
export const FIRST_PLAN_YEAR = 1900;
export const LAST_PLAN_YEAR = 2199;
const EMPTY = /^[\s\p{P}\p{S}\p{Cf}\p{Cc}]*$/u;

/**
 * Reads when something is to be done, as plans of Vietnamese offices write it.
 * @param text one cell, in any spelling; never refused
 * @param context the plan's year, for whatever names none, and its day of issue
 * @throws RangeError for a plan's year outside 1900 to 2199, which no plan has
 * @returns the time frame with the cell's own words, and whatever a person should look at
 */
export function readTime(text: string, context: TimeContext): ReadTime {
  if (!(context.year >= FIRST_PLAN_YEAR && context.year <= LAST_PLAN_YEAR)) throw new RangeError(`no plan is of the year ${context.year}`);
  const source = sourceOf(text);
  const { reading, unread } = readWords(source, context);
  return named(unread.length > 0 ? withDoubts(reading, 'time-unknown') : reading, source, unread.join(' '));
}

function readWords(text: string, context: TimeContext): { reading: TimeReading; unread: readonly string[] } {
  if (text.length > LONGEST_EXPRESSION) return { reading: unknownTime('too-long'), unread: [] };
  if (EMPTY.test(text)) return { reading: unknownTime('no-time'), unread: [] };
  const parsed = parseTime(scanTime(text));
  return { reading: combineTime(parsed, context), unread: parsed.unread };
}

/** Turns codes into sentences, each once; where only some words were not understood they are named. */
function named({ frame, doubts }: TimeReading, source: string, unread: string): ReadTime {
  const sourceFor = (code: TimeDoubtCode) => (code === 'time-unknown' && unread ? unread : source);
  return { value: { ...frame, source }, doubts: [...new Set(doubts)].map((code) => timeDoubt(code, sourceFor(code))) };
}

/**
 * Reads a begin and an end that stand in two columns. Equal texts count as one, an empty one leaves the other alone;
 * otherwise the span runs from the first day of the one to the last of the other.
 */
export function readTimeSpan(fromText: string, toText: string, context: TimeContext): ReadTime {
  const [from, to] = [sourceOf(fromText), sourceOf(toText)];
  if (EMPTY.test(from) || isSame(from, to)) return readTime(EMPTY.test(from) ? to : from, context);
  if (EMPTY.test(to)) return readTime(from, context);
  const [first, last] = [readTime(from, context), readTime(to, context)];
  const source = `${from} - ${to}`;
  return joined(first, last, source);
}

function isSame(a: string, b: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/\s+/gu, ' ');
  return plain(a) === plain(b);
}

function joined(first: ReadTime, last: ReadTime, source: string): ReadTime {
  const doubts = [...first.doubts, ...last.doubts];
  const span = { from: startOf(first.value), to: last.value.to };
  if (span.from === null && span.to === null) return { value: { ...unknownTime().frame, source }, doubts: withUnknown(doubts, source) };
  if (span.from !== null && span.to !== null && span.from > span.to) {
    return { value: { ...unknownTime().frame, source }, doubts: [...doubts, timeDoubt('end-before-start', source)] };
  }
  if (span.from === null) return { value: { ...last.value, source }, doubts: withUnknown(doubts, source) };
  if (span.to === null) return { value: { ...first.value, source }, doubts: withUnknown(doubts, source) };
  const recurring = [first.value, last.value].find(({ recurrence }) => recurrence !== null);
  if (recurring) return { value: { ...recurring, source }, doubts: [...doubts, timeDoubt('several-times', source)] };
  return { value: { ...unknownTime().frame, kind: 'range', ...span, source }, doubts };
}

/** A deadline in the column of beginnings still names a day. */
function startOf({ from, kind, dates }: TimeFrame): string | null {
  return from ?? (kind === 'deadline' ? (dates[0] ?? null) : null);
}

function withUnknown(doubts: readonly Doubt[], source: string): Doubt[] {
  return doubts.length > 0 ? [...doubts] : [timeDoubt('time-unknown', source)];
}
