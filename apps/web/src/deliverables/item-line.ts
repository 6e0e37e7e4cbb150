import type { ListedDeliverable } from '#deliverables/deliverable-list.query.js';
import { isoToWords, itemStateView, mediumView } from '../http/words.js';

/** An item as a line of a list. */
export function itemLine(item: ListedDeliverable) {
  return {
    id: item.id,
    href: `/deliverables/${item.id}`,
    on: isoToWords(item.occursOn),
    title: item.title || 'Chưa đặt tên',
    isUntitled: item.title === '',
    genre: item.genre,
    by: item.author ?? item.channel,
    where: whereWords(item),
    url: item.url,
    state: itemStateView(item.status, item.medium),
    isRerun: item.isRerun,
    madeUpFor: item.creditedOn === null ? null : isoToWords(item.creditedOn),
    isPlanned: item.status === 'planned',
    taskId: item.taskId,
    ordinal: item.ordinal,
    taskName: item.taskName,
    medium: mediumView(item.medium),
    organisation: item.organisation,
  };
}

function whereWords({ issueNumber, page, airedAt }: ListedDeliverable): string {
  return [issueNumber && `số ${issueNumber}`, page && `trang ${page}`, airedAt].filter(Boolean).join(', ');
}
