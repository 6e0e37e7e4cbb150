import type { Quantity } from '../quantity.js';
import { Cursor } from './cursor.js';
import type { QuantityDoubtCode } from './quantity-doubts.js';
import { readNumber } from './quantity-number.js';
import { unitOf } from './quantity-unit.js';
import { AT_LEAST, AT_MOST, BROADCASTS, LABELS, MEASURES, readUnit, REGULATED, RERUNS, UNLIMITED, UNSTATED } from './quantity-words.js';
import { cycleOfLength } from './time-cycles.js';
import { readPoint } from './time-points.js';
import type { Cycle } from './time-sign.js';
import type { Token } from './token.js';

export type Per = Quantity['per'];

const PER_OF: Record<Cycle, Per> = { week: 'week', month: 'month', quarter: 'quarter', half: 'half', year: 'plan' };

/** What a run of words without brackets says about one quantity. */
export interface QuantityClause {
  /** The words before the number that name the product. */
  readonly product: readonly Token[];
  readonly amount: Amount | undefined;
  readonly unit: string | undefined;
  readonly per: Per | undefined;
  readonly status: 'unlimited' | 'as-regulated' | 'unstated' | undefined;
  /** A number of minutes, people or money stood there. */
  readonly hasMeasure: boolean;
  /** A number was there that is neither of these. */
  readonly isPartlyRead: boolean;
  readonly doubts: readonly QuantityDoubtCode[];
}

export interface Amount {
  readonly min: number | null;
  readonly max: number | null;
  readonly isPercentage: boolean;
}

/** @param measure the unit column's own word, which counts even if it measures elsewhere ("Học viên") */
export function readClause(tokens: readonly Token[], measure = ''): QuantityClause {
  return new ClauseReader(new Cursor(tokens), measure).read();
}

const YEAR_DIGITS = 4;

type Bound = 'least' | 'most' | 'from' | undefined;

class ClauseReader {
  private readonly product: Token[] = [];
  private amount: Amount | undefined;
  private unit: string | undefined;
  private per: Per | undefined;
  private status: QuantityClause['status'];
  private bound: Bound;
  private hasMeasure = false;
  private isPartlyRead = false;
  private isProductOver = false;
  private readonly doubts: QuantityDoubtCode[] = [];

  constructor(
    private readonly cursor: Cursor,
    private readonly measure: string,
  ) {}

  read(): QuantityClause {
    while (!this.cursor.isDone) this.step();
    const { product, amount, unit, per, status, hasMeasure, isPartlyRead, doubts } = this;
    return { product, amount, unit, per, status, hasMeasure, isPartlyRead, doubts };
  }

  private step(): void {
    const { cursor } = this;
    if (this.statusPhrase() || this.rerun() || this.period() || this.boundPhrase() || this.calendarWords() || this.number()) return;
    if (cursor.accept(...LABELS)) {
      this.isProductOver ||= this.product.length > 0;
      return;
    }
    if (cursor.peek()?.text === '"') {
      this.quoted();
      return;
    }
    const token = cursor.take()!;
    if (!this.isProductOver && !this.amount && !this.status) this.product.push(token);
  }

  private statusPhrase(): boolean {
    const { cursor } = this;
    if (cursor.accept(...UNLIMITED)) this.status = 'unlimited';
    else if (cursor.accept(...UNSTATED)) this.status ??= 'unstated';
    else if (!this.amount && cursor.accept(...REGULATED)) {
      this.status ??= 'as-regulated';
      cursor.skipUntil(',');
    } else return false;
    return true;
  }

  /** "phát lại 02 lần/tuần", "thời lượng 15 phút" */
  private rerun(): boolean {
    const { cursor } = this;
    if (!cursor.accept(...RERUNS, ...(this.amount ? BROADCASTS : []))) return false;
    this.isProductOver = true;
    cursor.attempt(() => {
      cursor.accept(':', 'từ', 'tối thiểu', 'khoảng');
      if (!readNumber(cursor)) return undefined;
      if (cursor.accept('-', 'đến')) readNumber(cursor);
      cursor.accept('lần', 'lượt', ...MEASURES);
      cursor.attempt(() => (cursor.accept('/', 'mỗi', 'một', 'trong') ? (cycleOfLength(cursor) ?? cursor.take()) : undefined));
      return true;
    });
    return true;
  }

  /** "/tháng", "mỗi quý", "hàng tuần", "trong năm", "/xã" */
  private period(): boolean {
    const { cursor } = this;
    const every = cursor.attempt(() => {
      const isEach = cursor.accept('/ mỗi', '/ một', '/', 'mỗi một', 'mỗi', 'hàng', 'trong mỗi', 'trong một');
      // "trong 6 tháng" is a time and not a rhythm.
      if (!isEach && (!cursor.accept('trong cả', 'trong', 'một', 'cả') || cursor.peek()?.kind === 'number')) return undefined;
      return cycleOfLength(cursor);
    });
    if (!every) return cursor.sees('/') ? this.perItem() : this.eachOf();
    if (every.cycle === 'year' && cursor.peek()?.text.length === YEAR_DIGITS) cursor.digits();
    if (every.cycle === 'year' && every.times > 1) this.refuse();
    else this.takePer(PER_OF[every.cycle]);
    return true;
  }

  /** "Mỗi xã 01 cuộc" counts for each of a group. */
  private eachOf(): boolean {
    const { cursor } = this;
    if (this.amount || this.product.length > 0) return false;
    const found = cursor.attempt(() => {
      if (!cursor.accept('mỗi')) return undefined;
      while (cursor.peek()?.kind === 'word') cursor.take();
      const start = cursor.at;
      const isCount = readNumber(cursor) !== undefined && !cursor.sees(...MEASURES);
      cursor.at = start;
      return isCount ? true : undefined;
    });
    if (found) this.takePer('item');
    return found === true;
  }

  /** A rhythm that the kinds of period cannot say: nothing is guessed. */
  private refuse(): void {
    this.isPartlyRead = true;
    this.amount = undefined;
    this.isProductOver = true;
  }

  private takePer(per: Per): void {
    this.isProductOver = this.isProductOver || this.product.length > 0;
    if (this.per !== 'item') this.per = per;
  }

  /** "/xã" counts for each of a group; "/150 học viên" and "/ngày" do not. */
  private perItem(): boolean {
    const { cursor } = this;
    if (!this.amount && !this.product.length) return false;
    cursor.take();
    if (cursor.accept('kế hoạch')) {
      this.takePer('plan');
      return true;
    }
    if (cursor.accept('ngày')) {
      this.refuse();
      return true;
    }
    if (this.measured()) return true;
    if (cursor.peek()?.kind === 'number') {
      if (this.measure.includes('/')) readNumber(cursor);
      return true;
    }
    if (cursor.peek()?.kind !== 'word') {
      this.isPartlyRead = true;
      return true;
    }
    while (cursor.peek()?.kind === 'word' && !cursor.sees('phát lại', 'mỗi', 'hàng')) cursor.take();
    this.takePer('item');
    return true;
  }

  private boundPhrase(): boolean {
    const { cursor } = this;
    const bound = cursor.attempt((): Bound => {
      const found = cursor.accept(...AT_LEAST) ? 'least' : cursor.accept(...AT_MOST) ? 'most' : cursor.accept('từ') ? 'from' : undefined;
      return found && cursor.peek()?.kind === 'number' ? found : undefined;
    });
    if (bound) {
      this.bound = bound;
      this.isProductOver = true;
      return true;
    }
    if (this.amount && cursor.accept('trở lên', '+')) this.amount = { ...this.amount, max: null };
    else if (this.amount && cursor.accept('trở xuống', 'trở lại')) this.amount = { ...this.amount, min: 0 };
    else return false;
    return true;
  }

  /** Dates and years describe the product: "Hội thi năm 2021", "quý III". */
  private calendarWords(): boolean {
    const { cursor } = this;
    if (!cursor.sees('năm', 'tháng', 'quý', 'ngày', 'số', 'khóa', 'đợt', 'lần', 'kỳ')) return false;
    const start = cursor.at;
    const isNamed = cursor.attempt(() => (cursor.sees('năm', 'tháng', 'quý', 'ngày') ? readPoint(cursor) : undefined));
    const isOrdinal = !isNamed && cursor.attempt(() => (cursor.accept('số lượng') ? undefined : (cursor.take(), cursor.accept('thứ'), cursor.digits() ?? cursor.roman())));
    if (!isNamed && isOrdinal === undefined) return false;
    if (!this.isProductOver && !this.amount && !this.status) this.product.push(...cursor.since(start));
    return true;
  }

  private number(): boolean {
    const { cursor } = this;
    if (this.measured()) return true;
    const found = readNumber(cursor) ?? this.numberInWords();
    if (!found) return false;
    this.isProductOver = true;
    if (this.amount) {
      if (!(cursor.accept('x', '×', '*') || this.isMultiplied())) this.isPartlyRead = true;
      return true;
    }
    const unitBetween = cursor.attempt(() => (readUnit(cursor) && cursor.sees('đến', '-') ? true : undefined));
    const last = cursor.attempt(() => (cursor.accept('-', 'đến', 'tới') ? readNumber(cursor) : undefined));
    if (unitBetween && !last) this.isPartlyRead = true;
    const isPercentage = cursor.accept('%', 'phần trăm');
    const lastPercent = isPercentage && !last ? this.upToPercentage() : undefined;
    this.amount = this.amountOf(found.value, (last ?? lastPercent)?.value, isPercentage);
    if (this.amount && !isPercentage) this.unit = this.unitHere();
    if (isPercentage) this.skipWhole();
    return true;
  }

  private upToPercentage(): { value: number | null } | undefined {
    return this.cursor.attempt(() => {
      const last = this.cursor.accept('-', 'đến', 'tới') ? readNumber(this.cursor) : undefined;
      return last && this.cursor.accept('%', 'phần trăm') ? last : undefined;
    });
  }

  /** "x 12 tháng" repeats what "/tháng" said already. */
  private isMultiplied(): boolean {
    return this.per === 'month' && this.cursor.peek(-1)?.text === '12' && this.cursor.accept('tháng');
  }

  private numberInWords(): { value: number } | undefined {
    return this.cursor.attempt(() => {
      const value = this.cursor.numberWord();
      const start = this.cursor.at;
      const isOfUnits = value !== undefined && readUnit(this.cursor) !== undefined;
      this.cursor.at = start;
      return isOfUnits ? { value } : undefined;
    });
  }

  private amountOf(first: number | null, last: number | null | undefined, isPercentage: boolean): Amount | undefined {
    const isCount = [first, last ?? first].every((value) => value !== null && (isPercentage || Number.isInteger(value)));
    if (!isCount || last === null) {
      this.isPartlyRead = true;
      return undefined;
    }
    const [a, b] = [first!, last ?? first!];
    if (a > b) this.doubts.push('range-reversed');
    const [min, max] = [Math.min(a, b), Math.max(a, b)];
    if (last !== undefined && this.bound !== 'most') return { min, max, isPercentage };
    if (this.bound === 'most') return { min: 0, max, isPercentage };
    return { min, max: this.bound ? null : max, isPercentage };
  }

  /** Minutes, people, money: the number and its word. */
  private measured(): boolean {
    const { cursor } = this;
    const measures = MEASURES.filter((word) => word !== this.measure);
    const found = cursor.attempt(() => {
      if (!readNumber(cursor)) return undefined;
      if (cursor.accept('-', 'đến')) readNumber(cursor);
      return cursor.accept(...measures) ? true : undefined;
    });
    if (!found) return false;
    this.hasMeasure = true;
    this.isProductOver ||= this.product.length > 0;
    return true;
  }

  /** The unit right behind a number: a known one, else all words up to the next sign. */
  private unitHere(): string | undefined {
    const { cursor } = this;
    if (cursor.peek()?.text === '"') return this.quotedWords();
    const known = readUnit(cursor);
    if (known) return known;
    const start = cursor.at;
    while (cursor.peek()?.kind === 'word' && !cursor.sees('mỗi', 'hàng', 'trong', 'trở lên', 'trở xuống', 'và', 'phát lại', 'theo', 'năm')) cursor.take();
    return unitOf(cursor.since(start)) || undefined;
  }

  private skipWhole(): void {
    while (this.cursor.peek()?.kind === 'word' && !this.cursor.sees('mỗi', 'hàng', 'trong')) this.cursor.take();
    while (this.cursor.peek()?.text === ',' && this.cursor.peek(1)?.kind === 'word') {
      this.cursor.take();
      while (this.cursor.peek()?.kind === 'word') this.cursor.take();
    }
  }

  private quoted(): void {
    const start = this.cursor.at;
    const words = this.quotedWords();
    if (this.amount || this.isProductOver) this.unit ??= words;
    else this.product.push(...this.cursor.since(start));
  }

  private quotedWords(): string | undefined {
    const { cursor } = this;
    cursor.take();
    const start = cursor.at;
    cursor.skipUntil('"');
    const words = cursor.since(start);
    cursor.take();
    return unitOf(words) || undefined;
  }
}
