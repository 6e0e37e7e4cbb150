import { type Actor, isOwn, may, mayChangeItemsOf, reachOf } from '#identity/actor.js';
import { monthOf, formatMonth } from '#kernel/month.js';
import { formatDate, type PlainDate } from '#kernel/plain-date.js';
import { sumOfLedgers } from '#deliverables/counts.js';
import type { Duty, MonthProgress } from '#deliverables/progress.js';
import type { TaskProgress } from '#deliverables/progress.service.js';
import { combinedStatus, isLate, QUOTA_STATUSES, quotaStatusName } from '#deliverables/quota-status.js';
import { doneVerb } from '#planning/medium.js';
import { planStateName } from '#planning/plan-life.service.js';
import type { Plan } from '#planning/plan.entity.js';
import { dutyStateView, makeUpWords } from '../http/duty-state.js';
import { threeNumbers, threeNumbersInWords } from '../http/three-numbers.js';
import { distance, dutyPeriods, mediumView, statusView } from '../http/words.js';

export interface DashboardFacts {
  readonly plan: Plan;
  readonly rows: readonly TaskProgress[];
  readonly today: PlainDate;
  readonly actor: Actor;
  readonly recent: readonly object[];
  readonly chart: string;
}

export function dashboardView({ plan, rows, today, actor, recent, chart }: DashboardFacts) {
  const counted = rows.filter(({ progress }) => progress.target !== null);
  return {
    planNumber: plan.number,
    planTitle: plan.title,
    isSample: plan.isSample,
    planHref: `/plans/${plan.id}`,
    stateName: plan.state === 'in-force' ? null : planStateName(plan.state),
    today: formatDate(today),
    mayLog: may(actor, 'items.change') && plan.state === 'in-force',
    months: rows[0]?.progress.months.map(({ month }) => monthHead(month, plan.year, today)) ?? [],
    rows: rows.map((row) => gridRow(row, today, actor)),
    totals: {
      declared: counted.reduce((sum, { progress }) => sum + progress.counted, 0),
      target: counted.reduce((sum, { progress }) => sum + (progress.target ?? 0), 0),
      lateTasks: rows.filter(({ progress }) => isLate(progress.status)).length,
      tasks: rows.length,
      /** Of all tasks, with a target or without. */
      ledgers: threeNumbers(sumOfLedgers(rows.map(({ progress }) => progress)), 'đã thực hiện'),
    },
    late: linesOf(rows, lateDuties, today, actor),
    dueSoon: linesOf(rows, ({ progress }) => progress.duties.filter(({ status }) => status === 'due-soon'), today, actor),
    recent,
    chart,
    legend: [...QUOTA_STATUSES.map(statusView), dutyStateView({ status: 'done', isMissed: true })],
  };
}

function monthHead(month: string, year: number, today: PlainDate) {
  return {
    short: shortMonth(month, year),
    full: formatMonth(month),
    isCurrent: monthOf(today) === month,
  };
}

/** `T3`, and `T12/20` where the year is not the plan's. */
function shortMonth(month: string, planYear: number): string {
  const short = `T${Number(month.slice(5))}`;
  return month.startsWith(`${planYear}-`) ? short : `${short}/${month.slice(2, 4)}`;
}

export function gridRow(row: TaskProgress, today: PlainDate, actor: Actor) {
  const { task, progress } = row;
  return {
    id: task.id,
    ordinal: task.label,
    group: task.group,
    name: task.name,
    unit: task.quantity.unit,
    medium: mediumView(task.medium),
    lead: leadNames(row),
    isOwn: isOwnTask(row, actor),
    mayLog: mayLogFor(row, actor),
    status: statusView(progress.status),
    // Of several products, two of the one do not stand for the other.
    done: task.quantity.parts.length > 0 ? progress.counted : progress.declared,
    ledgers: threeNumbers(progress, doneVerb(task.medium)),
    target: progress.target,
    cells: progress.months.map((month) => monthCell(task, month, today)),
  };
}

function monthCell(task: TaskProgress['task'], progress: MonthProgress, today: PlainDate) {
  const { month, target, declared, overPeriod } = progress;
  const state = dutyStateView(progress);
  const done = overPeriod ?? declared;
  // What was missed is said to be so, made up for or not.
  const standing = progress.isMissed ? quotaStatusName('overdue') : state.name;
  const words = target === null ? `${declared} sản phẩm, không có chỉ tiêu riêng trong tháng` : `${done}/${target}, ${standing}`;
  const title = [`${formatMonth(month)}: ${words}`, makeUpWords(progress)].filter(Boolean).join(', ');
  return {
    href: `/deliverables?plan=${task.plan.id}&task=${task.id}&month=${month}`,
    label: target === null ? (declared > 0 ? String(declared) : '') : `${done}/${target}`,
    status: state,
    hasTarget: target !== null,
    isEmpty: target === null && declared === 0,
    isCurrent: monthOf(today) === month,
    madeUp: progress.madeUp,
    short: shortMonth(month, task.plan.year),
    title,
    ledgers: declared > 0 ? threeNumbersInWords(progress, doneVerb(task.medium)) : '',
  };
}

/** Of a pace's missed shares only the last: its shortfall holds those before it. */
function lateDuties({ progress }: TaskProgress): Duty[] {
  const late = progress.duties.filter(({ status }) => isLate(status));
  const lastShare = late.findLast(({ isShareOfPace }) => isShareOfPace);
  return late.filter((duty) => !duty.isShareOfPace || duty === lastShare);
}

/** One line a task, with its duties told together. */
function linesOf(rows: readonly TaskProgress[], choose: (row: TaskProgress) => Duty[], today: PlainDate, actor: Actor) {
  // What is one's own comes first.
  const ownFirst = rows.toSorted((a, b) => Number(isOwnTask(b, actor)) - Number(isOwnTask(a, actor)));
  return ownFirst.flatMap((row) => {
    const duties = choose(row);
    const [first] = duties;
    return first ? [dutyLine(row, duties, first, today, actor)] : [];
  });
}

function dutyLine(row: TaskProgress, duties: readonly Duty[], first: Duty, today: PlainDate, actor: Actor) {
  const { task } = row;
  return {
    taskId: task.id,
    ordinal: task.label,
    name: task.name,
    lead: leadNames(row),
    missing: duties.reduce((sum, { missing }) => sum + missing, 0),
    unit: task.quantity.unit,
    period: first.isShareOfPace ? `theo nhịp đến hết ${dutyPeriods(duties)}` : dutyPeriods(duties),
    deadline: formatDate(first.to),
    distance: distance(today, first.to),
    status: statusView(combinedStatus(duties.map(({ status }) => status))),
    mayLog: mayLogFor(row, actor),
    logHref: `/deliverables/new?task=${task.id}&period=${first.to.toString()}`,
  };
}

function mayLogFor(row: TaskProgress, actor: Actor): boolean {
  if (row.task.plan.state !== 'in-force') return false;
  return reachOf(actor, 'items.change') === 'all' || leadsOf(row).some((id) => mayChangeItemsOf(actor, id));
}

/** Led by an organisation of the actor's, or by a unit of one: for a district, what its communes lead too. */
function isOwnTask(row: TaskProgress, actor: Actor): boolean {
  return leadsOf(row).some((id) => isOwn(actor, id));
}

function leadsOf({ leads, members }: TaskProgress): number[] {
  return [...leads.map(({ organisation }) => organisation.id), ...members.map(({ id }) => id)];
}

function leadNames({ leads }: TaskProgress): string {
  return leads.map(({ organisation }) => organisation.shortName).join('; ');
}
