import { progressOf, owedBy } from '#deliverables/progress.js';
import type { TaskProgress } from '#deliverables/progress.service.js';
import type { Received } from '#deliverables/received.query.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { byName } from '#kernel/vietnamese-order.js';
import { doneVerb } from '#planning/medium.js';
import { threeNumbers } from '../http/three-numbers.js';
import { isoToWords, itemStateView, statusView } from '../http/words.js';

/** Where a member owes no number, whether anything came from it is all there is to say. */
const NOTHING_YET = { key: 'planned', sign: '○', name: 'Chưa có' };

/**
 * What each member of the groups that lead a task was to report and has reported; those with nothing yet first. Items that
 * were logged in the name of a group itself, or by who is no member any more, stand in lines of their own below.
 * @returns undefined for a task that no group with known members leads
 */
export function membersView(row: TaskProgress, received: readonly Received[], today: PlainDate) {
  const { task, members, leads } = row;
  if (members.length === 0) return undefined;
  const by = new Map(received.map((line) => [line.organisationId, line]));
  // One that belongs to two of the groups reports once.
  const each = [...new Map(members.map((member) => [member.id, member])).values()];
  const lines = each.map((member) => memberLine(row, member, by.get(member.id), today));
  const direct = new Set(leads.map(({ organisation }) => organisation.id));
  const others = received.filter(({ organisationId }) => !each.some(({ id }) => id === organisationId));
  return {
    reported: lines.filter(({ declared }) => declared > 0).length,
    count: lines.length,
    hasTargets: lines.some(({ owed }) => owed !== null),
    unit: task.quantity.unit,
    lines: lines.toSorted((a, b) => Number(a.declared > 0) - Number(b.declared > 0) || byName(a, b)),
    others: others.map(({ organisationId, name, lastOn, ...ledgers }) => ({
      name,
      about: direct.has(organisationId) ? 'ghi chung, không theo đơn vị' : 'không còn là thành viên',
      href: listAddress(task.id, organisationId),
      ledgers: threeNumbers(ledgers, doneVerb(task.medium)),
      lastOn: isoToWords(lastOn),
    })),
  };
}

function memberLine({ task, targets, tallies }: TaskProgress, { id, name }: { id: number; name: string }, received: Received | undefined, today: PlainDate) {
  const own = targets.filter(({ memberId }) => memberId === id);
  const declared = received?.declared ?? 0;
  const progress = progressOf(
    own,
    tallies.filter(({ memberId }) => memberId === id),
    today,
    { from: task.plan.startsOn, to: task.plan.endsOn },
  );
  return {
    name,
    href: `/organisations/${id}`,
    listHref: listAddress(task.id, id),
    declared,
    ledgers: received && threeNumbers(received, doneVerb(task.medium)),
    lastOn: received ? isoToWords(received.lastOn) : '',
    owed: own.length > 0 ? own.reduce((sum, target) => sum + owedBy(target, today), 0) : null,
    target: progress.target,
    status: own.length > 0 ? statusView(progress.status) : null,
    state: declared > 0 ? itemStateView('published', task.medium) : NOTHING_YET,
  };
}

function listAddress(taskId: number, organisationId: number): string {
  return `/deliverables?task=${taskId}&organisation=${organisationId}`;
}
