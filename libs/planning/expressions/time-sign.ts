import type { Part, Period } from './period.js';

/** A unit that something can recur by; `N` months or weeks that have no name of their own are given as times a year. */
export type Cycle = 'week' | 'month' | 'quarter' | 'half' | 'year';

/** What the scanner makes of one or several words of a time expression. */
export type TimeSign =
  | { is: 'period'; period: Period }
  /** So many times in every cycle. */
  | { is: 'every'; cycle: Cycle; times: number }
  /** "quý" or "tháng" without a number. */
  | { is: 'unit'; cycle: Cycle }
  /** "6 tháng": a number of months that does not say which. */
  | { is: 'months'; number: number }
  | { is: 'part'; part: Part }
  /** "Thứ Ba", "tuần đầu tiên": which day of a cycle; the cycle follows. */
  | { is: 'weekday' }
  | { is: 'week'; number: number }
  | { is: 'from' | 'to' | 'before' | 'by' | 'after' | 'dash' }
  | { is: 'comma' | 'and' | 'noise' }
  | { is: 'report' | 'finish' | 'clock' | 'about' | 'expected' }
  | { is: 'continuous' | 'periodic' | 'open' | 'unset' | 'lunar' }
  /** Something that happens; where it is the plan's own issue, perhaps with the day of it. */
  | { is: 'event'; isIssueOfPlan: boolean; issuedOn: Period | null }
  | { is: 'duration' | 'unknown' };

/** A sign with the words that it was read from. */
export type ScannedSign = TimeSign & { readonly words: string };
