import type { Actor } from '#identity/actor.js';
import { formatDate, type PlainDate } from '#kernel/plain-date.js';
import type { TaskProgress } from '#deliverables/progress.service.js';
import type { Duty } from '#deliverables/progress.js';
import type { Quantity } from '#planning/quantity.js';
import { gridRow } from '../dashboard/dashboard.view.js';
import { distance, dutyPeriod, statusView } from '../http/words.js';

export function taskView(row: TaskProgress, today: PlainDate, actor: Actor) {
  const { task, progress } = row;
  const parties = task.parties.getItems();
  const ofRole = (wanted: string) => parties.filter(({ role }) => role === wanted).map(({ organisation }) => organisation.name);
  return {
    ...gridRow(row, today, actor),
    product: task.product,
    quota: quotaWords(task.quantity),
    time: task.time.source.from === task.time.source.to ? task.time.source.from : `${task.time.source.from} → ${task.time.source.to}`,
    genres: task.genres.join(', '),
    leads: ofRole('lead'),
    supporting: ofRole('supporting'),
    doubts: task.doubts,
    owed: progress.owed,
    remaining: progress.target === null ? null : Math.max(0, progress.target - progress.counted),
    beyond: progress.target === null ? 0 : Math.max(0, progress.declared - progress.target),
    duties: progress.duties.map((duty) => dutyRow(duty, task.id, today)),
    isPaced: progress.duties.some(({ isShareOfPace }) => isShareOfPace),
    logHref: `/deliverables/new?task=${task.id}`,
    slotHref: `/deliverables/slots/new?task=${task.id}`,
    listHref: `/deliverables?task=${task.id}`,
  };
}

function dutyRow(duty: Duty, taskId: number, today: PlainDate) {
  return {
    period: dutyPeriod(duty),
    product: duty.product,
    deadline: formatDate(duty.to),
    distance: duty.missing > 0 ? distance(today, duty.to) : '',
    quantity: duty.quantity,
    declared: duty.declared,
    accepted: duty.accepted,
    madeUp: duty.madeUp,
    missing: duty.missing,
    status: statusView(duty.status),
    // A pace is caught up by any item; the page's own button is for that.
    isOpen: duty.missing > 0 && duty.status !== 'not-begun' && !duty.isShareOfPace,
    logHref: `/deliverables/new?task=${taskId}&period=${duty.to.toString()}`,
  };
}

function quotaWords({ kind, count, unit, parts }: Quantity): string {
  if (parts.length > 0) return parts.map((part) => `${padded(part.count)} ${part.product}`).join('; ');
  switch (kind) {
    case 'exact':
      return `${padded(count!)} ${unit}`;
    case 'implied':
      return `${padded(count!)} ${unit} (hiểu ngầm)`;
    case 'unlimited':
      return 'Không giới hạn';
    case 'as-regulated':
      return 'Theo quy định';
    case 'none':
      return 'Không có số lượng';
  }
}

function padded(count: number): string {
  return String(count).padStart(2, '0');
}
