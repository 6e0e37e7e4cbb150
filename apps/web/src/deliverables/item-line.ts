import type { ListedDeliverable } from '#deliverables/deliverable-list.query.js';
import { isoToWords, itemStateView, mediumView } from '../http/words.js';

/** An item as a line of a list. */
export function itemLine(item: ListedDeliverable) {
  return {
    id: item.id,
    href: `/deliverables/${item.id}`,
    on: isoToWords(item.occursOn),
    title: item.title || 'Chưa đặt tên',
    about: aboutWords(item),
    state: itemStateView(item.status, item.medium),
    taskId: item.taskId,
    ordinal: item.ordinal,
    taskName: item.taskName,
    medium: mediumView(item.medium),
    organisation: item.organisation,
  };
}

function aboutWords({ genre, author, channel, issueNumber, page, airedAt, isRerun, creditedOn }: ListedDeliverable): string {
  const where = [issueNumber && `số ${issueNumber}`, page && `trang ${page}`, airedAt].filter(Boolean).join(', ');
  const rerun = isRerun ? 'phát lại, không tính' : null;
  const makeUp = creditedOn === null ? null : `bù cho kỳ đến ${isoToWords(creditedOn)}`;
  return [genre, author ?? channel, where, rerun, makeUp].filter(Boolean).join(' · ');
}
