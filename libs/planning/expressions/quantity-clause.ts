import type { Quantity } from '../quantity.js';
import { Cursor } from './cursor.js';
import { type Amount, type Bound, quotedWords, readAmount, readBound, skipMeasure, skipRerun } from './quantity-amount.js';
import type { QuantityDoubtCode } from './quantity-doubts.js';
import { skipApproximation, skipFraction, skipNumberedName, skipTimeBehind } from './quantity-asides.js';
import { readNumber } from './quantity-number.js';
import { unitOf } from './quantity-unit.js';
import { AT_LEAST, AT_MOST, GROUPS, LABELS, LENGTHS, MEASURES, NOT_LABELS, REGULATED, UNLIMITED, UNSTATED } from './quantity-words.js';
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

/** @param measure the unit column's own word, which counts even if it measures elsewhere ("Học viên") */
export function readClause(tokens: readonly Token[], measure = ''): QuantityClause {
  return new ClauseReader(new Cursor(tokens), measure).read();
}

const YEAR_DIGITS = 4;

class ClauseReader {
  private readonly product: Token[] = [];
  private amount: Amount | undefined;
  private unit: string | undefined;
  private per: Per | undefined;
  private status: QuantityClause['status'];
  private bound: Bound | undefined;
  private hasMeasure = false;
  private isPartlyRead = false;
  private isProductOver = false;
  private endOfMeasure = -1;
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
    if (this.statusPhrase() || this.rerun() || this.period() || this.boundPhrase() || this.approximation() || this.calendar() || this.number()) return;
    if (!cursor.sees(...NOT_LABELS) && cursor.acceptOneOf(LABELS)) {
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
    if (cursor.acceptOneOf(UNLIMITED)) this.status = 'unlimited';
    else if (cursor.acceptOneOf(UNSTATED)) this.status ??= 'unstated';
    else if (!this.amount && cursor.accept(...REGULATED)) {
      this.status ??= 'as-regulated';
      cursor.skipUntil(',');
    } else return false;
    return true;
  }

  private rerun(): boolean {
    if (!skipRerun(this.cursor, this.amount !== undefined)) return false;
    this.isProductOver = true;
    return true;
  }

  /** "/tháng", "mỗi quý", "hàng tuần", "trong năm", "/xã" */
  private period(): boolean {
    const { cursor } = this;
    const every = cursor.attempt(() => {
      const isEach = cursor.accept('/ mỗi', '/ một', '/', 'mỗi một', 'mỗi', 'hàng', 'trong mỗi', 'trong một');
      // "trong 6 tháng" is a time and not a rhythm.
      if (!isEach && (!cursor.accept('trong cả', 'trong', 'trên', 'một', 'cả') || cursor.peek()?.kind === 'number')) return undefined;
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
    if (this.amount) return this.eachAgain();
    if (this.product.length > 0) return false;
    const found = cursor.attempt(() => {
      if (!cursor.accept('mỗi')) return undefined;
      while (cursor.peek()?.kind === 'word' && !cursor.sees(...AT_LEAST, ...AT_MOST)) cursor.take();
      const start = cursor.at;
      readBound(cursor);
      const isCount = readNumber(cursor) !== undefined && !cursor.sees(...MEASURES);
      cursor.at = start;
      return isCount ? true : undefined;
    });
    if (found) this.takePer('item');
    return found === true;
  }

  /** "03 đợt, mỗi đợt 10 pano": a second count that the first one is not multiplied by. */
  private eachAgain(): boolean {
    const { cursor } = this;
    const found = cursor.attempt(() => {
      if (!cursor.accept('mỗi')) return undefined;
      while (cursor.peek()?.kind === 'word') cursor.take();
      if (this.measured()) return true;
      if (!readNumber(cursor)) return undefined;
      this.isPartlyRead = true;
      return true;
    });
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
    const isOther = this.per !== undefined && (this.per === 'item') !== (per === 'item');
    if (isOther && per !== 'plan' && this.per !== 'plan') this.doubts.push('two-rates');
    else if (!isOther || this.per === 'plan') this.per = per;
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
    const start = cursor.at;
    while (cursor.peek()?.kind === 'word' && !cursor.sees('phát lại', 'mỗi', 'hàng')) cursor.take();
    // "30 phút/chương trình" speaks of each of the products themselves, and so does any length once the rhythm is known.
    const isOfProduct = this.isAfterMeasure(start) && (this.per !== undefined || unitOf(cursor.since(start)) === this.unit);
    if (!isOfProduct) this.takePer('item');
    return true;
  }

  private isAfterMeasure(start: number): boolean {
    return this.endOfMeasure === start - 1;
  }

  private boundPhrase(): boolean {
    const { cursor } = this;
    const bound = readBound(cursor);
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

  /** "khoảng 20", "~ 24", "(dự kiến)" */
  private approximation(): boolean {
    if (!skipApproximation(this.cursor)) return false;
    this.doubts.push('approximate');
    return true;
  }

  private calendar(): boolean {
    return this.numberedName() || this.lengthOfTime() || this.timeBehind() || this.calendarWords();
  }

  /** "Đề án 06", "Nghị quyết số 76/NQ-CP", "năm thứ 3": the number belongs to the name. */
  private numberedName(): boolean {
    const { cursor } = this;
    const start = cursor.at;
    if (!skipNumberedName(cursor)) return false;
    this.keepWords(start);
    return true;
  }

  /** "Báo cáo 6 tháng", "kỷ niệm 46 năm": no number of products. */
  private lengthOfTime(): boolean {
    const { cursor } = this;
    if (this.amount || cursor.peek()?.kind !== 'number') return false;
    const start = cursor.at;
    const found = cursor.attempt(() => (readNumber(cursor) && cursor.accept(...LENGTHS) ? true : undefined));
    if (!found) return false;
    if (this.product.length === 0) this.isPartlyRead = true;
    else this.keepWords(start);
    return true;
  }

  /** "từ tháng 2 đến tháng 12" behind the number belongs into the other column. */
  private timeBehind(): boolean {
    if (!this.amount || !skipTimeBehind(this.cursor)) return false;
    this.doubts.push('time-in-quantity');
    return true;
  }

  private keepWords(start: number): void {
    if (!this.isProductOver && !this.amount && !this.status) this.product.push(...this.cursor.since(start));
  }

  /** Dates and years describe the product: "Hội thi năm 2021", "quý III". */
  private calendarWords(): boolean {
    const { cursor } = this;
    if (!cursor.sees('năm', 'tháng', 'quý', 'ngày', 'số', 'khóa', 'đợt', 'lần', 'kỳ')) return false;
    const start = cursor.at;
    const isNamed = cursor.attempt(() => (cursor.sees('năm', 'tháng', 'quý', 'ngày') ? readPoint(cursor) : undefined));
    const isOrdinal =
      !isNamed && cursor.attempt(() => (cursor.accept('số lượng') ? undefined : (cursor.take(), cursor.accept('thứ'), cursor.digits() ?? cursor.roman())));
    if (!isNamed && isOrdinal === undefined) return false;
    if (!this.isProductOver && !this.amount && !this.status) this.product.push(...cursor.since(start));
    return true;
  }

  private number(): boolean {
    const { cursor } = this;
    if (this.measured()) return true;
    if (this.amount) return this.furtherNumber();
    if (!this.measure.includes('/') && skipFraction(cursor)) {
      this.refuse();
      return true;
    }
    const found = readAmount(cursor, this.bound);
    if (!found) return false;
    this.isProductOver = true;
    this.amount = found.amount;
    this.unit = found.unit;
    this.isPartlyRead ||= found.isPartlyRead || (found.unit !== undefined && GROUPS.includes(found.unit));
    this.doubts.push(...found.doubts);
    return true;
  }

  /** A second number says something that was not understood, but for "x 12 tháng", which repeats "/tháng". */
  private furtherNumber(): boolean {
    const { cursor } = this;
    const number = cursor.peek()?.text;
    if (!readNumber(cursor)) return false;
    const isRepeated = this.per === 'month' && number === '12' && cursor.accept('tháng');
    this.isPartlyRead ||= !isRepeated;
    return true;
  }

  private measured(): boolean {
    if (!skipMeasure(this.cursor, this.measure)) return false;
    this.hasMeasure = true;
    this.endOfMeasure = this.cursor.at;
    this.isProductOver ||= this.product.length > 0;
    return true;
  }

  private quoted(): void {
    const start = this.cursor.at;
    const words = quotedWords(this.cursor);
    if (this.amount || this.isProductOver) this.unit ??= words;
    else this.product.push(...this.cursor.since(start));
  }
}
