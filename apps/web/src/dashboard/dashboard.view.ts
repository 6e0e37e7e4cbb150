import type { Actor } from '#identity/actor.js';
import { monthOf, formatMonth } from '#kernel/month.js';
import { formatDate, type PlainDate } from '#kernel/plain-date.js';
import type { Duty, MonthProgress } from '#deliverables/progress.js';
import type { TaskProgress } from '#deliverables/progress.service.js';
import { isLate, QUOTA_STATUSES } from '#deliverables/quota-status.js';
import { isLedBy } from '#deliverables/log-form.query.js';
import type { Plan } from '#planning/plan.entity.js';
import { distance, dutyPeriod, mediumView, statusView } from '../http/words.js';

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
    today: formatDate(today),
    mayLog: actor.role !== 'viewer',
    months: rows[0]?.progress.months.map(({ month }) => monthHead(month, plan.year, today)) ?? [],
    rows: rows.map((row) => gridRow(row, today, actor)),
    totals: {
      declared: counted.reduce((sum, { progress }) => sum + progress.counted, 0),
      target: counted.reduce((sum, { progress }) => sum + (progress.target ?? 0), 0),
      lateTasks: rows.filter(({ progress }) => isLate(progress.status)).length,
      tasks: rows.length,
    },
    late: rows.flatMap((row) => lateDuties(row).map((duty) => dutyLine(row, duty, today, actor))),
    dueSoon: rows.flatMap((row) => row.progress.duties.filter(({ status }) => status === 'due-soon').map((duty) => dutyLine(row, duty, today, actor))),
    recent,
    chart,
    legend: QUOTA_STATUSES.map(statusView),
  };
}

function monthHead(month: string, year: number, today: PlainDate) {
  const number = Number(month.slice(5));
  return {
    short: month.startsWith(`${year}-`) ? `T${number}` : `T${number}/${month.slice(2, 4)}`,
    full: formatMonth(month),
    isCurrent: monthOf(today) === month,
  };
}

export function gridRow({ task, progress }: TaskProgress, today: PlainDate, actor: Actor) {
  return {
    id: task.id,
    ordinal: task.ordinal,
    name: task.name,
    unit: task.quantity.unit,
    medium: mediumView(task.medium),
    lead: leadNames(task),
    isOwn: isLedBy(task, actor.organisationId),
    mayLog: actor.role === 'coordinator' || (actor.role === 'producer' && isLedBy(task, actor.organisationId)),
    status: statusView(progress.status),
    declared: progress.declared,
    accepted: progress.accepted,
    target: progress.target,
    cells: progress.months.map((month) => monthCell(task.id, month, today)),
  };
}

function monthCell(taskId: number, { month, target, declared, madeUp, status, overPeriod }: MonthProgress, today: PlainDate) {
  const state = statusView(status);
  const done = overPeriod ?? declared;
  const words = target === null ? `${declared} sản phẩm, không có chỉ tiêu riêng trong tháng` : `${done}/${target}, ${state.name}`;
  return {
    href: `/deliverables?task=${taskId}&month=${month}`,
    label: target === null ? (declared > 0 ? String(declared) : '') : `${done}/${target}`,
    status: state,
    hasTarget: target !== null,
    isEmpty: target === null && declared === 0,
    isCurrent: monthOf(today) === month,
    short: `T${Number(month.slice(5))}`,
    title: `${formatMonth(month)}: ${words}${madeUp > 0 ? `, trong đó ${madeUp} sản phẩm bù` : ''}`,
  };
}

/** Of a pace's missed shares only the last: its shortfall holds those before it. */
function lateDuties({ progress }: TaskProgress): Duty[] {
  const late = progress.duties.filter(({ status }) => isLate(status));
  const lastShare = late.findLast(({ isShareOfPace }) => isShareOfPace);
  return late.filter((duty) => !duty.isShareOfPace || duty === lastShare);
}

function dutyLine({ task }: TaskProgress, duty: Duty, today: PlainDate, actor: Actor) {
  return {
    taskId: task.id,
    ordinal: task.ordinal,
    name: task.name,
    product: duty.product,
    lead: leadNames(task),
    medium: mediumView(task.medium),
    missing: duty.missing,
    unit: task.quantity.unit,
    period: dutyPeriod(duty),
    deadline: formatDate(duty.to),
    distance: distance(today, duty.to),
    status: statusView(duty.status),
    mayLog: actor.role === 'coordinator' || (actor.role === 'producer' && isLedBy(task, actor.organisationId)),
    logHref: `/deliverables/new?task=${task.id}&period=${duty.to.toString()}`,
  };
}

export function leadNames(task: TaskProgress['task']): string {
  return task.parties
    .getItems()
    .filter(({ role }) => role === 'lead')
    .map(({ organisation }) => organisation.shortName)
    .join('; ');
}
