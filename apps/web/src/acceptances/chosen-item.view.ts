import type { AcceptanceRow } from '#contracts/acceptance-list.query.js';
import type { Deliverable } from '#deliverables/deliverable.entity.js';
import { formatDate, plainDate } from '#kernel/plain-date.js';
import { factsOf } from '../deliverables/item.view.js';
import { mediumView } from '../http/words.js';
import { verdictView } from './acceptance-words.js';

/** A row of the list of a round. */
export function rowView(row: AcceptanceRow, hrefOf: (item: number) => string, chosen: number | undefined) {
  return {
    id: row.id,
    on: formatDate(plainDate(row.occursOn)),
    title: row.title || 'Chưa đặt tên',
    line: row.linePosition,
    verdict: verdictView(row.state),
    reason: row.reason,
    evidence: row.evidence,
    isProven: row.evidence > 0,
    isMakeUp: row.creditedOn !== null,
    trouble: troubleOf(row),
    href: hrefOf(row.id),
    isChosen: row.id === chosen,
  };
}

/** The item that is being looked at, with all that is known of it. */
export function chosenView(row: AcceptanceRow, item: Deliverable) {
  return {
    id: row.id,
    deliverableHref: `/deliverables/${row.deliverableId}`,
    title: row.title || 'Chưa đặt tên',
    medium: mediumView(item.task.medium),
    line: row.linePosition,
    verdict: verdictView(row.state),
    reason: row.reason,
    isJudged: row.state !== 'open',
    isProven: row.evidence > 0,
    trouble: troubleOf(row),
    facts: factsOf(item).filter(({ label }) => label !== 'Lý do'),
  };
}

/** Why a verdict does not hold any more. */
function troubleOf(row: AcceptanceRow): string | null {
  const isJudging = row.state === 'open' || row.state === 'passed' || row.state === 'failed';
  if (isJudging && row.kind === 'item' && row.status !== 'published') return 'đã bị gỡ sau khi đưa vào đợt';
  return row.isChanged === 1 ? 'đã sửa sau khi xét' : null;
}
