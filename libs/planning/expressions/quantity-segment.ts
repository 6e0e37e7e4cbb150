import { Cursor } from './cursor.js';
import { readNumber, readNumberWords } from './quantity-number.js';
import { APPROXIMATE, AT_LEAST, AT_MOST, LABELS, LENGTHS, MEASURES, readUnit, RERUNS } from './quantity-words.js';
import { readCycleName } from './time-cycles.js';
import type { Token } from './token.js';

/** The words of one product with its number, what stands in brackets apart from them. */
export interface Segment {
  readonly words: readonly Token[];
  readonly brackets: readonly (readonly Token[])[];
  readonly all: readonly Token[];
}

/** Takes a cell apart where another product begins: at semicolons, at lines, and at "và", a comma or a dash before another number. */
export function segmentsOf(tokens: readonly Token[]): Segment[] {
  const cursor = new Cursor(tokens);
  const segments: Segment[] = [];
  let start = 0;
  const close = (end: number) => {
    if (end > start) segments.push(segmentOf(tokens.slice(start, end)));
  };
  let depth = 0;
  let hasNumber = false;
  let lastUnit: string | undefined;
  while (!cursor.isDone) {
    const end = cursor.at;
    if (depth === 0 && end > start && (beginsLine(cursor, hasNumber) || separates(cursor, hasNumber) || dashSeparates(cursor, hasNumber, lastUnit))) {
      close(end);
      start = cursor.at;
      lastUnit = undefined;
      hasNumber = false;
    } else if (readNumber(cursor)) {
      hasNumber ||= depth === 0;
    } else {
      const unit = depth > 0 ? undefined : readUnit(cursor);
      lastUnit = unit ?? lastUnit;
      if (unit !== undefined) continue;
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

const BULLETS = ['-', '+', '•', '*', '·', '◦', '▪', '–'];

/** A new line is a product of its own behind a bullet, or when it counts after a line that did. Steps over the bullet. */
function beginsLine(cursor: Cursor, hasNumber: boolean): boolean {
  if (!cursor.peek()?.isLineStart) return false;
  const found = cursor.attempt(() => {
    const isBullet = cursor.accept(...BULLETS);
    if (continues(cursor)) return undefined;
    return isBullet || (hasNumber && (beginsQuantity(cursor) || namesQuantity(cursor))) ? true : undefined;
  });
  return found === true;
}

/** "Tin, bài: 10" on a line */
function namesQuantity(cursor: Cursor): boolean {
  const start = cursor.at;
  if (readUnit(cursor) === undefined) return false;
  while (!cursor.isDone && cursor.peek()!.kind !== 'number' && !cursor.peek()!.isLineStart) cursor.take();
  const isCounted = cursor.peek()?.kind === 'number' && !cursor.peek()!.isLineStart;
  cursor.at = start;
  return isCounted;
}

/** "02 phóng sự - 10 tin" are two products, "02 - 03 tin" and "02 tin - 03 tin" are one. */
function dashSeparates(cursor: Cursor, hasNumber: boolean, lastUnit: string | undefined): boolean {
  const before = cursor.peek(-1);
  if (!hasNumber || before?.kind !== 'word' || cursor.peek()?.text !== '-') return false;
  const found = cursor.attempt(() => {
    cursor.take();
    const start = cursor.at;
    if (!beginsQuantity(cursor) || !readNumber(cursor) || cursor.peek()?.kind !== 'word') return undefined;
    const isSame = cursor.peek()!.text === before.text || (lastUnit !== undefined && readUnit(cursor) === lastUnit);
    cursor.at = start;
    return isSame ? undefined : true;
  });
  return found === true;
}

function beginsQuantity(cursor: Cursor): boolean {
  const probe = cursor.at;
  if (cursor.accept('mỗi', 'hàng')) readCycleName(cursor);
  cursor.accept(...APPROXIMATE);
  cursor.accept(...AT_LEAST, ...AT_MOST, 'từ');
  const isCount = (readNumber(cursor) !== undefined || numberOfUnits(cursor)) && !cursor.sees(...MEASURES, ...LENGTHS);
  cursor.at = probe;
  return isCount;
}

function numberOfUnits(cursor: Cursor): boolean {
  return cursor.attempt(() => (readNumberWords(cursor) === undefined ? undefined : readUnit(cursor))) !== undefined;
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
