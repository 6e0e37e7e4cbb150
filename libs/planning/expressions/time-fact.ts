import type { Period } from './period.js';
import type { Cycle } from './time-sign.js';

/** One statement of a time expression, put together from its signs. */
export type TimeFact =
  | { is: 'point'; period: Period }
  | { is: 'range'; from: Period; to: Period; isToStrict: boolean }
  /** To be done by the end of each period, or, when strict, before it begins. */
  | { is: 'deadline'; periods: Period[]; isStrict: boolean }
  | { is: 'since'; period: Period; isAfter: boolean }
  | { is: 'every'; cycle: Cycle; times: number }
  | { is: 'unit'; cycle: Cycle }
  | { is: 'months'; number: number }
  | { is: 'event'; isIssueOfPlan: boolean; issuedOn: Period | null }
  | { is: 'continuous' | 'open' | 'periodic' | 'unset' | 'lunar' };

export interface TimeFacts {
  readonly facts: readonly TimeFact[];
  /** "khoảng": the dates are vague; "dự kiến": they may move. */
  readonly isAbout: boolean;
  readonly isExpected: boolean;
  /** A list of reports rather than of points in time. */
  readonly isReport: boolean;
  /** The word "báo cáo" or its like stands there. */
  readonly isNamedReport: boolean;
  /** "hoàn thành trong năm" has an end that falls due. */
  readonly isToFinish: boolean;
  /** Words that were not understood. */
  readonly unread: readonly string[];
}
