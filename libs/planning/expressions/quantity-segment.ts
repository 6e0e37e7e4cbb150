import { Cursor } from './cursor.js';
import { readNumber } from './quantity-number.js';
import { AT_LEAST, AT_MOST, LABELS, MEASURES, readUnit, RERUNS } from './quantity-words.js';
import { readCycleName } from './time-cycles.js';
import type { Token } from './token.js';

/** The words of one product with its number, what stands in brackets apart from them. */
export interface Segment {
  readonly words: readonly Token[];
  readonly brackets: readonly (readonly Token[])[];
  readonly all: readonly Token[];
}

/** Takes a cell apart where another product begins: at semicolons, and at "và" or a comma before another number. */
export function segmentsOf(tokens: readonly Token[]): Segment[] {
  const cursor = new Cursor(tokens);
  const segments: Segment[] = [];
  let start = 0;
  const close = (end: number) => {
    if (end > start) segments.push(segmentOf(tokens.slice(start, end)));
  };
  let depth = 0;
  let hasNumber = false;
  while (!cursor.isDone) {
    const end = cursor.at;
    if (depth === 0 && separates(cursor, hasNumber)) {
      close(end);
      start = cursor.at;
      hasNumber = false;
    } else if (readNumber(cursor)) {
      hasNumber ||= depth === 0;
    } else if (depth > 0 || !readUnit(cursor)) {
      const token = cursor.take()!;
      if (token.text === '"') skipQuoted(cursor);
      depth = Math.max(0, depth + stepOf(token));
    }
  }
  close(tokens.length);
  return segments;
}

function skipQuoted(cursor: Cursor): void {
  const end = cursor.at;
  cursor.skipUntil('"');
  if (cursor.isDone) cursor.at = end;
  else cursor.take();
}

const OPENING = ['(', '[', '{'];
const CLOSING = [')', ']', '}'];

function stepOf({ text }: Token): number {
  return OPENING.includes(text) ? 1 : CLOSING.includes(text) ? -1 : 0;
}

/** Steps over a separator if what follows is a product of its own. */
function separates(cursor: Cursor, hasNumber: boolean): boolean {
  const found = cursor.attempt(() => {
    if (cursor.accept(';')) return continues(cursor) ? undefined : true;
    const isJoined = cursor.accept('và', '+', '&', 'cùng với', 'cùng');
    if (!isJoined && !(hasNumber && cursor.accept(','))) return undefined;
    return beginsQuantity(cursor) ? true : undefined;
  });
  return found === true;
}

/** "Chuyên mục; số lượng: 12": the words behind the semicolon speak of the same product. */
function continues(cursor: Cursor): boolean {
  return cursor.sees(...LABELS, ...RERUNS, 'mỗi');
}

function beginsQuantity(cursor: Cursor): boolean {
  const probe = cursor.at;
  if (cursor.accept('mỗi', 'hàng')) readCycleName(cursor);
  cursor.accept(...AT_LEAST, ...AT_MOST, 'từ');
  const isCount = (readNumber(cursor) !== undefined || numberOfUnits(cursor)) && !cursor.sees(...MEASURES);
  cursor.at = probe;
  return isCount;
}

function numberOfUnits(cursor: Cursor): boolean {
  return cursor.attempt(() => (cursor.numberWord() === undefined ? undefined : readUnit(cursor))) !== undefined;
}

function segmentOf(all: readonly Token[]): Segment {
  const words: Token[] = [];
  const brackets: Token[][] = [];
  let depth = 0;
  for (const token of all) {
    const step = stepOf(token);
    if (step > 0 && depth === 0) brackets.push([]);
    else if (step === 0) (depth > 0 ? brackets.at(-1)! : words).push(token);
    depth = Math.max(0, depth + step);
  }
  return { words, brackets, all };
}

/** The items of a bracket; a comma inside "tin, bài" does not part them. */
export function itemsOf(bracket: readonly Token[]): (readonly Token[])[] {
  const cursor = new Cursor(bracket);
  const items: (readonly Token[])[] = [];
  let start = 0;
  while (!cursor.isDone) {
    const end = cursor.at;
    if (cursor.accept(',', ';')) {
      items.push(bracket.slice(start, end));
      start = cursor.at;
    } else if (!skipUnitAfterNumber(cursor)) cursor.take();
  }
  return [...items, bracket.slice(start)].filter((item) => item.length > 0);
}

/** Only behind a number, whose own comma is passed as well: "Tin, bài viết" in brackets are two genres. */
function skipUnitAfterNumber(cursor: Cursor): boolean {
  return cursor.attempt(() => (readNumber(cursor) ? (readUnit(cursor) ?? 'none') : undefined)) !== undefined;
}
