import { firstDayOf, lastDayOf, monthOf, monthsBetween, type Month } from '#kernel/month.js';
import { compareDates, isAfter, isBefore, type PlainDate } from '#kernel/plain-date.js';
import { evenShare, owedByPace, type Target } from '#planning/quota.js';
import { type Counts, sumOfCounts, type Tally } from './counts.js';
import { combinedStatus, DUE_SOON_DAYS, type QuotaStatus } from './quota-status.js';

/** Something owed by a day: a whole target or, for a target with an even pace, one month's share of it. */
export interface Duty extends Counts {
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly product: string | null;
  readonly isShareOfPace: boolean;
  readonly quantity: number;
  /** What still has to appear by `to`; for a share of a pace, counted over all months so far. */
  readonly missing: number;
  /** Its last day went by without it; that stays so though make-up items fill it later (rule 3). Never so of a share of a pace. */
  readonly isMissed: boolean;
  readonly status: QuotaStatus;
  /** Where each member of a group owes its own: what each has done; null otherwise. */
  readonly members: readonly MemberShare[] | null;
}

interface MemberShare extends Counts {
  readonly memberId: number;
  readonly quantity: number;
  readonly missing: number;
  readonly isMissed: boolean;
}

/** A month with what appeared in it or makes up for it. */
export interface MonthProgress extends Counts {
  readonly month: Month;
  /** What falls due in the month, or null. */
  readonly target: number | null;
  /** Something that fell due in the month was missed, made up for since or not. */
  readonly isMissed: boolean;
  readonly status: QuotaStatus;
  /** Where what falls due was owed over several months, what those months together brought. */
  readonly overPeriod: number | null;
}

export interface QuotaProgress extends Counts {
  /** The whole quota; null where the plan sets no number. */
  readonly target: number | null;
  /** What should have appeared by the end of the date. */
  readonly owed: number;
  /** The declared items that fill a target: what is beyond one target never fills another's hole (rule 4). */
  readonly counted: number;
  readonly status: QuotaStatus;
  readonly duties: readonly Duty[];
  readonly months: readonly MonthProgress[];
}

/**
 * Where a quota stands at the end of a date (rules 4, 5 and 9).
 * @param tallies what counts, already limited to items that had appeared by `at`
 * @param span the months to report, first and last day
 */
export function progressOf(targets: readonly Target[], tallies: readonly Tally[], at: PlainDate, span: { from: PlainDate; to: PlainDate }): QuotaProgress {
  const fills = targets.map((target) => ({ target, ...sumFor(target, tallies) }));
  const duties = dutiesOf(targets, tallies, at);
  return {
    ...sumOfCounts(tallies),
    target: targets.length > 0 ? targets.reduce((sum, { quantity }) => sum + quantity, 0) : null,
    owed: targets.reduce((sum, target) => sum + owedBy(target, at), 0),
    counted: fills.reduce((sum, { target, declared }) => sum + Math.min(declared, target.quantity), 0),
    status: statusOfQuota(fills, duties),
    duties,
    months: monthsBetween(span.from, span.to).map((month) => monthProgress(month, duties, tallies)),
  };
}

/** What the targets owe one by one, in the order of their last days. */
export function dutiesOf(targets: readonly Target[], tallies: readonly Tally[], at: PlainDate): Duty[] {
  return targets
    .filter(({ memberId }) => memberId === null)
    .flatMap((target) => (target.pace === 'even' ? sharesOf(target, tallies, at) : [dutyOf(target, tallies, at)]))
    .concat(dutiesOfMembers(targets, tallies, at))
    .toSorted((a, b) => compareDates(a.to, b.to));
}

/** The duty as one organisation has it: its own share where each member of a group owes its own, else the whole. */
export function dutyOfMember(duty: Duty, organisationId: number): Duty {
  const own = duty.members?.find(({ memberId }) => memberId === organisationId);
  if (!own) return duty;
  const { memberId: _, ...share } = own;
  return { ...duty, ...share };
}

export interface PacePoint {
  readonly month: Month;
  /** What all targets together ask for by the month's end. */
  readonly owed: number;
  /** What fills a target by then; null for months still to come. */
  readonly counted: number | null;
}

/** The year's pace against plan over several quotas, month by month, in items; what is beyond one target fills no other. */
export function paceOf(
  quotas: readonly { readonly targets: readonly Target[]; readonly tallies: readonly Tally[] }[],
  at: PlainDate,
  span: { from: PlainDate; to: PlainDate },
): PacePoint[] {
  return monthsBetween(span.from, span.to).map((month) => {
    const end = lastDayOf(month);
    const isToCome = isAfter(firstDayOf(month), at);
    const all = quotas.flatMap(({ targets, tallies }) => {
      const soFar = tallies.filter(({ on }) => on <= end.toString());
      return targets.map((target) => ({ target, filled: isToCome ? 0 : sumFor(target, soFar).declared }));
    });
    return {
      month,
      owed: all.reduce((sum, { target }) => sum + owedBy(target, end), 0),
      counted: isToCome ? null : all.reduce((sum, { target, filled }) => sum + Math.min(filled, target.quantity), 0),
    };
  });
}

/** What a target asks for by the end of a date. */
export function owedBy(target: Target, at: PlainDate): number {
  if (target.pace === 'even') return owedByPace(target, at);
  return isBefore(at, target.to) ? 0 : target.quantity;
}

function statusOfQuota(fills: readonly { target: Target; declared: number }[], duties: readonly Duty[]): QuotaStatus {
  if (fills.length === 0) return 'no-target';
  if (fills.every(({ target, declared }) => declared >= target.quantity)) {
    return fills.some(({ target, declared }) => declared > target.quantity) ? 'above' : 'done';
  }
  return combinedStatus(duties.map(({ status }) => status));
}

function dutyOf(target: Target, tallies: readonly Tally[], at: PlainDate): Duty {
  const { from, to, product, quantity } = target;
  const done = sumFor(target, tallies);
  const missing = Math.max(0, quantity - done.declared);
  const met: QuotaStatus = done.declared > quantity ? 'above' : 'done';
  const status = missing === 0 ? met : openStatus(from, to, at, 'overdue');
  const isMissed = isAfter(at, to) && done.declared - done.madeUp < quantity;
  return { from, to, product, isShareOfPace: false, quantity, ...done, missing, isMissed, status, members: null };
}

/** The targets that each member of a group owes over the same days as one duty; one's surplus fills no other's hole. */
function dutiesOfMembers(targets: readonly Target[], tallies: readonly Tally[], at: PlainDate): Duty[] {
  const byPeriod = Map.groupBy(
    targets.filter(({ memberId }) => memberId !== null),
    ({ from, to, product }) => `${from.toString()} ${to.toString()} ${product ?? ''}`,
  );
  return [...byPeriod.values()].map((owed) => {
    const duties = owed.map((target) => ({ target, duty: dutyOf(target, tallies, at) }));
    const first = duties[0]!.duty;
    const sum = (number: (duty: Duty) => number) => duties.reduce((total, { duty }) => total + number(duty), 0);
    return {
      ...first,
      quantity: sum(({ quantity }) => quantity),
      ...sumOfCounts(duties.map(({ duty }) => cappedAt(duty.quantity, duty))),
      missing: sum(({ missing }) => missing),
      isMissed: duties.some(({ duty }) => duty.isMissed),
      status: combinedStatus(duties.map(({ duty }) => duty.status)),
      members: duties.map(({ target, duty }) => shareOf(target.memberId!, duty)),
    };
  });
}

/** Of the counts what fills a target; what is beyond one is none of another's. */
function cappedAt(quantity: number, counts: Counts): Counts {
  const { declared, evidenced, accepted } = counts;
  return { ...counts, declared: Math.min(declared, quantity), evidenced: Math.min(evidenced, quantity), accepted: Math.min(accepted, quantity) };
}

function shareOf(memberId: number, { quantity, declared, evidenced, accepted, madeUp, madeUpOn, missing, isMissed }: Duty): MemberShare {
  return { memberId, quantity, declared, evidenced, accepted, madeUp, madeUpOn, missing, isMissed };
}

/** The monthly shares of a target with an even pace; a month without a share owes nothing of its own. */
function sharesOf(target: Target, tallies: readonly Tally[], at: PlainDate): Duty[] {
  const { product } = target;
  const done = sumFor(target, tallies).declared;
  const months = monthsBetween(target.from, target.to);
  return months.flatMap((month, index) => {
    const owedInAll = evenShare(target.quantity, index + 1, months.length);
    const quantity = owedInAll - evenShare(target.quantity, index, months.length);
    if (quantity === 0) return [];
    const isLast = index === months.length - 1;
    const from = index === 0 ? target.from : firstDayOf(month);
    const to = isLast ? target.to : lastDayOf(month);
    const inMonth = sumOf(tallies, { ...target, from, to });
    const missing = Math.max(0, owedInAll - done);
    const status = missing === 0 ? paceKeptStatus(inMonth.declared >= quantity, from, at) : openStatus(from, to, at, isLast ? 'overdue' : 'behind');
    return [{ from, to, product, isShareOfPace: true, quantity, ...inMonth, missing, isMissed: false, status, members: null }];
  });
}

function paceKeptStatus(hasOwnShare: boolean, from: PlainDate, at: PlainDate): QuotaStatus {
  if (hasOwnShare) return 'done';
  return isBefore(at, from) ? 'not-begun' : 'on-pace';
}

/** Late the day after the last day, not on it (rule 9). */
function openStatus(from: PlainDate, to: PlainDate, at: PlainDate, whenLate: QuotaStatus): QuotaStatus {
  if (isBefore(at, from)) return 'not-begun';
  if (isAfter(at, to)) return whenLate;
  return at.until(to).days <= DUE_SOON_DAYS ? 'due-soon' : 'on-pace';
}

function monthProgress(month: Month, duties: readonly Duty[], tallies: readonly Tally[]): MonthProgress {
  const due = duties.filter(({ to }) => monthOf(to) === month);
  const appeared = sumOf(tallies, { from: firstDayOf(month), to: lastDayOf(month), product: null, memberId: null });
  const isOwedOverMonths = due.some(({ from }) => monthOf(from) !== month);
  return {
    month,
    target: due.length > 0 ? due.reduce((sum, { quantity }) => sum + quantity, 0) : null,
    ...appeared,
    isMissed: due.some(({ isMissed }) => isMissed),
    status: due.length > 0 ? combinedStatus(due.map(({ status }) => status)) : 'no-target',
    // Where several products are owed, two of the one do not stand for the other.
    overPeriod: isOwedOverMonths ? due.reduce((sum, { declared, quantity }) => sum + (due.length > 1 ? Math.min(declared, quantity) : declared), 0) : null,
  };
}

function sumFor(target: Target, tallies: readonly Tally[]): Counts {
  return sumOf(tallies, target);
}

function sumOf(tallies: readonly Tally[], { from, to, product, memberId }: Pick<Target, 'from' | 'to' | 'product' | 'memberId'>): Counts {
  const first = from.toString();
  const last = to.toString();
  return sumOfCounts(
    tallies.filter(
      (tally) => tally.on >= first && tally.on <= last && (product === null || tally.product === product) && (memberId === null || tally.memberId === memberId),
    ),
  );
}
