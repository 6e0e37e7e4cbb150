import { Cursor } from './cursor.js';
import { readNumber } from './quantity-number.js';
import { APPROXIMATE, MEASURES, NAMED_BY_NUMBER, readUnit } from './quantity-words.js';
import { cycleOfLength } from './time-cycles.js';
import { readPoint } from './time-points.js';

/** Steps over "khoảng", "~" and their like before a number, and over "dự kiến" where nothing else is said. */
export function skipApproximation(cursor: Cursor): boolean {
  const isFirst = cursor.at === 0;
  const found = cursor.attempt(() => {
    const sign = cursor.peek();
    if (sign?.text === '-' && sign.raw !== '~') return undefined;
    if (!cursor.accept(...APPROXIMATE)) return undefined;
    if (isFirst && cursor.isDone && sign?.kind === 'word') return true;
    cursor.accept(':', 'là');
    return cursor.peek()?.kind === 'number' ? true : undefined;
  });
  return found === true;
}

/** Steps over a name with its number: "Đề án 06", "Nghị quyết số 76/NQ-CP", "năm thứ 3". What is counted behind makes it a count. */
export function skipNumberedName(cursor: Cursor): boolean {
  const found = cursor.attempt(() => {
    const isNamed = cursor.accept(...NAMED_BY_NUMBER);
    cursor.accept('số');
    if (cursor.digits() === undefined) return undefined;
    if (skipSymbol(cursor)) return true;
    const isCount = cursor.sees('/', '-', '%', ',', '(', ...MEASURES) || readUnit(new Cursor(cursor.rest())) !== undefined;
    return isNamed && !isCount ? true : undefined;
  });
  return found === true;
}

/** Steps over the months behind a number: "từ tháng 2 đến tháng 12". */
export function skipTimeBehind(cursor: Cursor): boolean {
  const found = cursor.attempt(() => {
    if (!cursor.accept('từ', 'đến hết', 'đến') || !cursor.sees('tháng', 'quý', 'ngày', 'năm')) return undefined;
    return readPoint(cursor);
  });
  return found !== undefined;
}

/** The rest of a document's number: "/NQ-CP", "/2021/NĐ-CP". */
function skipSymbol(cursor: Cursor): boolean {
  const found = cursor.attempt(() => {
    if (cursor.accept('/') && cursor.digits() !== undefined && !cursor.accept('/')) return undefined;
    if (cursor.peek()?.kind !== 'word' || !cursor.peek()!.isGlued) return undefined;
    cursor.take();
    if (!cursor.peek()?.isGlued || !cursor.accept('-')) return undefined;
    if (!cursor.peek()?.isGlued) return undefined;
    while (cursor.peek()?.isGlued && (cursor.peek()!.kind === 'word' || cursor.sees('-'))) cursor.take();
    return true;
  });
  return found === true;
}

/** "1/2 trang", "24/24 giờ": no count. "03/150 học viên" and "02/6 tháng" are one with what it is for. */
export function skipFraction(cursor: Cursor): boolean {
  const found = cursor.attempt(() => {
    if (!readNumber(cursor) || !cursor.accept('/')) return undefined;
    if (cycleOfLength(new Cursor(cursor.rest())) || !readNumber(cursor)) return undefined;
    return cursor.sees(...MEASURES) && !cursor.sees('giờ', 'ngày', 'trang') ? undefined : true;
  });
  return found === true;
}
