import type { Period } from './period.js';
import type { TimeFact, TimeFacts } from './time-fact.js';
import type { ScannedSign } from './time-sign.js';

type Has<Kind extends ScannedSign['is']> = Extract<ScannedSign, { is: Kind }>;

/** Second pass: the signs of an expression become statements; what fits nowhere is listed as unread. */
export function parseTime(signs: readonly ScannedSign[]): TimeFacts {
  const parser = new TimeParser(signs);
  return parser.parse();
}

class TimeParser {
  private at = 0;
  private readonly facts: TimeFact[] = [];
  private readonly unread: string[] = [];

  constructor(private readonly signs: readonly ScannedSign[]) {}

  parse(): TimeFacts {
    while (this.at < this.signs.length) {
      const fact = this.fact();
      if (fact) this.facts.push(fact);
    }
    const has = (kind: ScannedSign['is']) => this.signs.some((sign) => sign.is === kind);
    const cycles = new Set(this.facts.flatMap((fact) => (fact.is === 'every' || fact.is === 'unit' ? [fact.cycle] : [])));
    const isReport = has('report') || has('months') || cycles.size > 1;
    if (!this.facts.some(({ is }) => is === 'every')) {
      this.unread.push(...this.signs.filter(({ is }) => is === 'weekday' || is === 'week').map(({ words }) => words));
    }
    return {
      facts: this.facts.map((fact) => this.onWeekdays(fact)),
      isAbout: has('about'),
      isExpected: has('expected'),
      isReport,
      isNamedReport: has('report'),
      isToFinish: has('finish'),
      unread: this.unread,
    };
  }

  /** "Thứ Bảy, Chủ nhật hàng tuần" is twice a week. */
  private onWeekdays(fact: TimeFact): TimeFact {
    const days = this.signs.filter(({ is }) => is === 'weekday').length;
    if (this.signs.some(({ is }) => is === 'to' || is === 'dash')) return fact;
    return fact.is === 'every' && fact.cycle === 'week' && fact.times === 1 && days > 1 ? { ...fact, times: days } : fact;
  }

  private fact(): TimeFact | undefined {
    const sign = this.signs[this.at]!;
    switch (sign.is) {
      case 'from':
        this.at += 1;
        return this.from();
      case 'after':
        this.at += 1;
        return this.after();
      case 'before':
      case 'by':
      case 'to':
        return this.deadline();
      case 'part':
      case 'period':
        return this.pointOrRange();
      case 'week':
        this.at += 1;
        return undefined;
      case 'unit':
        this.at += 1;
        return this.unitAsNamed(sign);
      case 'every':
      case 'months':
      case 'continuous':
      case 'open':
      case 'event':
      case 'periodic':
      case 'unset':
      case 'lunar':
        this.at += 1;
        if (sign.is === 'open' || sign.is === 'event') this.skipRestOfPhrase();
        return sign;
      case 'unknown':
      case 'duration':
        this.at += 1;
        this.unread.push(sign.words);
        return undefined;
      default:
        this.at += 1;
        return undefined;
    }
  }

  /** "thứ Ba tuần đầu tiên của tháng" is every month, "ngày 15 của tháng cuối quý" every quarter. */
  private unitAsNamed(unit: Has<'unit'>): TimeFact | undefined {
    const start = this.at;
    if (this.skip('part') && (this.skip('noise'), this.sees('unit', 'every'))) return undefined;
    this.at = start;
    const before = this.signs.slice(0, start - 1).findLast(({ is }) => is !== 'noise');
    const isDayOf = before?.is === 'weekday' || before?.is === 'week' || before?.is === 'part' || (before?.is === 'period' && before.period.unit === 'dayOnly');
    const isKnownDay = isDayOf && this.signs.some(({ is }) => is === 'weekday' || is === 'week' || is === 'period' || is === 'unit');
    return isKnownDay && !this.isPartAlone(start) ? { is: 'every', cycle: unit.cycle, times: 1 } : { is: 'unit', cycle: unit.cycle };
  }

  /** "cuối tháng" does not say of which month. */
  private isPartAlone(end: number): boolean {
    return this.signs.slice(0, end - 1).every(({ is }) => is === 'part' || is === 'noise');
  }

  /** "theo chương trình, kế hoạch của Bộ": words after a comma belong to the phrase when no time follows. */
  private skipRestOfPhrase(): void {
    if (this.unread.length > 0 && this.signs.slice(0, this.at).some(({ is }) => is === 'duration')) this.unread.length = 0;
    const rest = this.signs.slice(this.at);
    if (rest.every(({ is }) => is === 'unknown' || is === 'comma' || is === 'and' || is === 'noise' || is === 'duration')) this.at = this.signs.length;
  }

  private from(): TimeFact | undefined {
    this.skip('noise', 'about', 'clock');
    const from = this.period();
    if (!from) return undefined;
    return this.rangeFrom(from) ?? { is: 'since', period: from, isAfter: false };
  }

  private after(): TimeFact | undefined {
    this.skip('noise', 'clock');
    const period = this.period();
    if (period) return this.rangeFrom(period) ?? { is: 'since', period, isAfter: true };
    this.unread.push(this.signs[this.at - 1]!.words);
    return undefined;
  }

  private pointOrRange(): TimeFact | undefined {
    const start = this.at;
    const period = this.period();
    if (!period) return undefined;
    // "hàng quý, năm": a year of its own in a list of cycles is one more of them.
    const isListed = this.signs[start - 1]?.is === 'comma' || this.signs[start - 1]?.is === 'and';
    const last = this.facts.at(-1)?.is;
    if (isListed && period.unit === 'year' && period.year === null && (last === 'every' || last === 'unit' || last === 'months'))
      return { is: 'unit', cycle: 'year' };
    return this.rangeFrom(period) ?? { is: 'point', period };
  }

  /** Whatever follows a period up to the other end of a range. */
  private rangeFrom(from: Period): TimeFact | undefined {
    const start = this.at;
    this.skip('noise', 'comma');
    const link = this.signs[this.at]?.is;
    if (link === 'to' || link === 'dash') {
      this.at += 1;
      this.skip('noise', 'about', 'by', 'finish');
      const isToStrict = this.skip('before');
      this.skip('noise', 'clock');
      const to = this.period(from);
      if (to) return { is: 'range', from, to, isToStrict };
    }
    this.at = start;
    return undefined;
  }

  private deadline(): TimeFact | undefined {
    const [isStrict, words] = this.limit();
    const first = this.period();
    if (!first) {
      const next = this.signs[this.at];
      // "trước cuối quý", "chậm nhất hàng tháng": the recurrence that follows says it all.
      if (next?.is !== 'every' && next?.is !== 'unit') this.unread.push(words);
      return undefined;
    }
    const range = this.isDayWithin(first) ? this.rangeFrom(first) : undefined;
    if (range) return range;
    return { is: 'deadline', periods: [first, ...this.moreDeadlines(first, isStrict)], isStrict };
  }

  private isDayWithin(period: Period): boolean {
    return period.unit === 'dayOnly';
  }

  /** "trước", "chậm nhất trước", "đến trước 17 giờ": strict unless an hour of the day itself is named. */
  private limit(): [isStrict: boolean, words: string] {
    let isStrict = false;
    const start = this.at;
    while (this.skip('noise', 'to', 'by', 'before', 'finish', 'about')) isStrict = this.signs.slice(start, this.at).some(({ is }) => is === 'before');
    const words = this.signs
      .slice(start, this.at)
      .map((sign) => sign.words)
      .join(' ');
    if (this.skip('clock')) isStrict = false;
    this.skip('noise', 'comma');
    return [isStrict, words];
  }

  /** The further days of "trước 15/6 và 15/12" and "trước 15/6 và trước 15/12". */
  private moreDeadlines(first: Period, isStrict: boolean): Period[] {
    const more: Period[] = [];
    for (;;) {
      const start = this.at;
      const isJoined = this.skip('and', 'comma', 'noise');
      const isSame = !this.sees('before', 'by', 'to') || this.limit()[0] === isStrict;
      const next = isJoined && isSame ? this.period(first) : undefined;
      if (!next || (next.unit !== first.unit && first.unit !== 'bare')) {
        this.at = start;
        return more;
      }
      more.push(next);
    }
  }

  /** One period, with the part of it that stands before; a bare number takes the unit of its neighbour. */
  private period(neighbour?: Period): Period | undefined {
    const sign = this.signs[this.at];
    if (sign?.is === 'part') return this.partOfPeriod(sign);
    if (sign?.is !== 'period') return undefined;
    this.at += 1;
    return inUnitOf(sign.period, neighbour ?? this.lastPeriod());
  }

  private partOfPeriod({ part }: Has<'part'>): Period | undefined {
    this.at += 1;
    this.skip('noise');
    const of = this.period();
    if (of) return { unit: 'part', part, of, year: of.year };
    // "cuối mỗi quý" recurs; a part of nothing was not understood.
    if (!this.sees('every', 'unit')) this.unread.push(this.signs[this.at - 1]!.words);
    return undefined;
  }

  private lastPeriod(): Period | undefined {
    const last = this.facts.at(-1);
    if (last?.is === 'point' || last?.is === 'since') return last.period;
    if (last?.is === 'range') return last.to;
    return last?.is === 'deadline' ? last.periods.at(-1) : undefined;
  }

  private sees(...kinds: ScannedSign['is'][]): boolean {
    const sign = this.signs[this.at];
    return sign !== undefined && kinds.includes(sign.is);
  }

  /** Steps over all signs of these kinds. @returns whether there were any */
  private skip(...kinds: ScannedSign['is'][]): boolean {
    const start = this.at;
    while (this.sees(...kinds)) this.at += 1;
    return this.at > start;
  }
}

/** The 6 of "tháng 3, 6" is a month, the 20 of "ngày 15, 20 tháng 3" a day; "9/2021" after nothing is a month. */
export function inUnitOf(period: Period, neighbour: Period | undefined): Period {
  if (period.unit !== 'bare') return period;
  const { number, year } = period;
  if (neighbour?.unit === 'quarter') return { unit: 'quarter', number, year };
  if (neighbour?.unit === 'month' || year !== null) return { unit: 'month', number, year };
  if (neighbour?.unit === 'dayOnly') return { unit: 'dayOnly', number, year: null };
  if (neighbour?.unit === 'day') return { unit: 'dayOnly', number, year: null };
  return period;
}
