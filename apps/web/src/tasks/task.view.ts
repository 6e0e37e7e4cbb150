import type { Actor } from '#identity/actor.js';
import { formatDate, type PlainDate } from '#kernel/plain-date.js';
import { holdsOn } from '#kernel/validity.js';
import type { TaskProgress } from '#deliverables/progress.service.js';
import type { Duty } from '#deliverables/progress.js';
import { doneVerb, type Medium } from '#planning/medium.js';
import type { Quantity } from '#planning/quantity.js';
import { gridRow } from '../dashboard/dashboard.view.js';
import { dutyStateView, makeUpWords } from '../http/duty-state.js';
import { threeNumbers } from '../http/three-numbers.js';
import { distance, dutyPeriod } from '../http/words.js';

export function taskView(row: TaskProgress, today: PlainDate, actor: Actor) {
  const { task, progress } = row;
  const parties = task.parties.getItems().filter((party) => holdsOn(party, today));
  const ofRole = (wanted: string) => parties.filter(({ role }) => role === wanted).map(({ organisation }) => organisation.name);
  return {
    ...gridRow(row, today, actor),
    product: task.product,
    quota: quotaWords(task.quantity),
    time: task.time.source,
    note: task.note,
    group: task.group,
    genres: task.genres.join(', '),
    leads: ofRole('lead'),
    supporting: ofRole('supporting'),
    doubts: task.doubts,
    owed: progress.owed,
    remaining: progress.target === null ? null : Math.max(0, progress.target - progress.counted),
    unproven: progress.declared - progress.evidenced,
    unprovenHref: `/deliverables?task=${task.id}&evidence=without`,
    beyond: progress.target === null ? 0 : Math.max(0, progress.declared - progress.target),
    duties: progress.duties.map((duty) => dutyRow(duty, task, today)),
    isPaced: progress.duties.some(({ isShareOfPace }) => isShareOfPace),
    logHref: `/deliverables/new?task=${task.id}`,
    slotHref: `/deliverables/slots/new?task=${task.id}`,
    listHref: `/deliverables?task=${task.id}`,
  };
}

function dutyRow(duty: Duty, task: { id: number; medium: Medium }, today: PlainDate) {
  return {
    period: dutyPeriod(duty),
    product: duty.product,
    deadline: formatDate(duty.to),
    distance: duty.missing > 0 ? distance(today, duty.to) : '',
    quantity: duty.quantity,
    done: duty.declared,
    ledgers: threeNumbers(duty, doneVerb(task.medium)),
    makeUp: makeUpWords(duty),
    missing: duty.missing,
    status: dutyStateView(duty),
    // A pace is caught up by any item; the page's own button is for that.
    isOpen: duty.missing > 0 && duty.status !== 'not-begun' && !duty.isShareOfPace,
    logHref: `/deliverables/new?task=${task.id}&period=${duty.to.toString()}`,
  };
}

const PERIOD_WORDS: Readonly<Record<Quantity['per'], string>> = {
  plan: '',
  half: '/6 tháng',
  quarter: '/quý',
  month: '/tháng',
  week: '/tuần',
  item: '/đơn vị',
};

/** A quota in few words: `24 bài`, `tối thiểu 04 tin, bài/tháng`. */
export function quotaWords({ parts, ...quantity }: Quantity): string {
  return parts.length > 0 ? parts.map(partWords).join('; ') : partWords(quantity);
}

function partWords({ kind, min, max, unit, per }: Omit<Quantity, 'parts'>): string {
  const number = { exact: padded(min), implied: padded(min), minimum: `tối thiểu ${padded(min)}`, range: `${padded(min)}–${padded(max)}` };
  switch (kind) {
    case 'exact':
    case 'minimum':
    case 'range':
      return `${number[kind]} ${unit}${PERIOD_WORDS[per]}`;
    case 'implied':
      return `${number[kind]} ${unit} (hiểu ngầm)`;
    case 'percentage':
      return `${min}%`;
    case 'unlimited':
      return 'Không giới hạn';
    case 'as-regulated':
      return 'Theo quy định';
    case 'none':
      return 'Không có số lượng';
  }
}

function padded(count: number | null): string {
  return String(count ?? 0).padStart(2, '0');
}
