import type { ListedDeliverable } from '#deliverables/deliverable-list.query.js';
import { isoToWords, itemStateView, mediumView } from '../http/words.js';

/** An accepted item is never changed; an adjustment takes it out of the counts (rule 8). */
const TAKEN_BACK = { key: 'withdrawn', sign: '–', name: 'Đã điều chỉnh' };

/** An item as a line of a list. */
export function itemLine(item: ListedDeliverable) {
  return {
    id: item.id,
    href: `/deliverables/${item.id}`,
    on: isoToWords(item.occursOn),
    title: item.title || 'Chưa đặt tên',
    about: aboutWords(item),
    original: originalOf(item),
    makeUp: item.creditedOn === null ? '' : `bù cho kỳ đến ${isoToWords(item.creditedOn)}`,
    reason: reasonWords(item),
    evidence: evidenceView(item),
    state: item.takenBackOn === null ? itemStateView(item.status, item.medium) : TAKEN_BACK,
    taskId: item.taskId,
    ordinal: item.ordinal,
    taskName: item.taskName,
    medium: mediumView(item.medium),
    organisation: item.organisation,
  };
}

function aboutWords({ genre, author, channel, issueNumber, page, airedAt }: ListedDeliverable): string {
  const where = [issueNumber && `số ${issueNumber}`, page && `trang ${page}`, airedAt].filter(Boolean).join(', ');
  return [genre, author ?? channel, where].filter(Boolean).join(' · ');
}

/** A rerun never counts; it stands under what it repeats (rule 2). */
function originalOf({ isRerun, originalId, originalTitle, originalOn }: ListedDeliverable) {
  if (!isRerun || originalOn === null) return undefined;
  return { href: `/deliverables/${originalId}`, title: originalTitle || 'Chưa đặt tên', on: isoToWords(originalOn) };
}

/** Why it no longer counts; what it had filled is owed again (rule 6). */
function reasonWords({ status, reason, takenBackOn, takenBackReason }: ListedDeliverable): string {
  if (takenBackOn !== null) return `Không tính từ ${isoToWords(takenBackOn)}: ${takenBackReason}`;
  return (status === 'rejected' || status === 'withdrawn') && reason ? `Lý do: ${reason}` : '';
}

/** What has not appeared, or no longer counts, needs no proof. */
function evidenceView({ status, hasEvidence, isRerun, takenBackOn }: ListedDeliverable) {
  const counts = (status === 'published' || status === 'accepted') && !isRerun && takenBackOn === null;
  if (!counts) return undefined;
  return hasEvidence ? { hasAny: true, name: 'Có' } : { hasAny: false, name: 'Chưa có' };
}
