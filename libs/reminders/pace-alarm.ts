import { isAfter, type PlainDate } from '#kernel/plain-date.js';
import type { Target } from '#planning/quota.js';

export interface PaceAlarm {
  readonly declared: number;
  readonly target: number;
  readonly weeksLeft: number;
  /** What it takes from now on: so many pieces every so many weeks. */
  readonly pieces: number;
  readonly everyWeeks: number;
}

/** Earlier than this share of its time a quota's pace says little. */
const TELLING_SHARE = 0.25;

const DAYS_A_WEEK = 7;

/**
 * Whether a quota over a long time can no longer be met at its present pace, and what pace it would take. Undefined where
 * it can, where it is too early to tell, and in the last week, of which the due date itself is spoken.
 * @param declared what counts so far
 */
export function paceAlarm(targets: readonly Target[], declared: number, today: PlainDate): PaceAlarm | undefined {
  const paced = targets.filter(({ pace }) => pace === 'even');
  const [first] = paced;
  if (!first || paced.length > 1 || targets.length > 1) return undefined;
  const { from, to, quantity } = first;
  if (isAfter(from, today) || isAfter(today, to) || declared >= quantity) return undefined;
  const whole = from.until(to).days + 1;
  const gone = from.until(today).days + 1;
  const left = whole - gone;
  if (gone < whole * TELLING_SHARE || left < DAYS_A_WEEK) return undefined;
  // A piece less than expected is no alarm: pieces do not come evenly.
  if ((declared / gone) * whole > quantity - 1) return undefined;
  const missing = quantity - declared;
  const weeksLeft = Math.floor(left / DAYS_A_WEEK);
  const aWeek = missing / weeksLeft;
  return {
    declared,
    target: quantity,
    weeksLeft,
    ...(aWeek > 0.5 ? { pieces: Math.ceil(aWeek), everyWeeks: 1 } : { pieces: 1, everyWeeks: Math.floor(weeksLeft / missing) }),
  };
}
