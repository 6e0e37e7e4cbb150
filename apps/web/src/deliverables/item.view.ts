import type { Activity } from '#audit/recent-activity.query.js';
import type { Deliverable } from '#deliverables/deliverable.entity.js';
import { mayOpenEvidenceOf } from '#deliverables/evidence/open-item.js';
import type { RawPublication } from '#deliverables/publication.input.js';
import { type Actor, mayChangeItemsOf } from '#identity/actor.js';
import { formatDate } from '#kernel/plain-date.js';
import { doneVerb } from '#planning/medium.js';
import { historyLine, momentWords } from '../http/activity-view.js';
import { durationWords, itemStateView, mediumView } from '../http/words.js';

/** What is told of an item, label by label; empty ones are left out. */
export function factsOf(item: Deliverable): { label: string; value: string; href?: string }[] {
  const facts: { label: string; value: string | null; href?: string }[] = [
    { label: item.status === 'planned' ? 'Ngày dự kiến' : 'Ngày', value: formatDate(item.occursOn) },
    { label: 'Đã xếp lịch cho ngày', value: item.plannedOn && item.status !== 'planned' ? formatDate(item.plannedOn) : null },
    { label: 'Tính bù cho kỳ kết thúc', value: item.creditedOn ? formatDate(item.creditedOn) : null },
    { label: 'Phát lại của', value: item.rerunOf ? item.rerunOf.title : null, ...(item.rerunOf ? { href: `/deliverables/${item.rerunOf.id}` } : {}) },
    { label: 'Thể loại', value: item.genre },
    { label: 'Tác giả', value: item.author },
    { label: 'Số báo', value: item.issueNumber },
    { label: 'Trang', value: item.page },
    { label: 'Giờ phát', value: item.airedAt },
    { label: 'Kênh', value: item.channel },
    { label: 'Chương trình', value: item.programme },
    { label: 'Thời lượng', value: item.durationSeconds ? `${durationWords(item.durationSeconds)} phút` : null },
    { label: 'Địa điểm', value: item.place },
    { label: 'Số người dự', value: item.attendance === null ? null : String(item.attendance) },
    { label: 'Số, ký hiệu', value: item.documentNumber },
    { label: 'Đường dẫn', value: item.url, ...(item.url ? { href: item.url } : {}) },
    { label: 'Ghi chú', value: item.note },
    { label: 'Lý do', value: item.reason },
    { label: 'Người ghi', value: item.loggedVia === 'mail-link' ? `${item.createdBy?.name ?? 'không rõ'}, qua liên kết trong thư nhắc` : null },
  ];
  return facts.flatMap(({ value, ...fact }) => (value ? [{ ...fact, value }] : []));
}

export function itemView(item: Deliverable, history: readonly Activity[], actor: Actor) {
  const mayChange = mayChangeItemsOf(actor, item.organisation.id);
  const mayOpen = mayOpenEvidenceOf(actor, item.organisation.id);
  return {
    id: item.id,
    version: item.version,
    title: item.title || 'Chưa đặt tên',
    state: itemStateView(item.status, item.task.medium),
    medium: mediumView(item.task.medium),
    task: { id: item.task.id, ordinal: item.task.label, name: item.task.name },
    facts: factsOf(item),
    isRerun: item.isRerun,
    doneVerb: doneVerb(item.task.medium),
    changedAt: momentWords(item.changedAt.toString()),
    mayPublish: mayChange && item.status === 'planned',
    mayReplan: mayChange && item.status === 'planned',
    mayAmend: mayChange && item.status === 'published',
    mayProve: mayChange && (item.status === 'planned' || item.status === 'published'),
    mayWithdraw: mayChange && (item.status === 'planned' || item.status === 'published'),
    history: history.map((entry) => (mayOpen || !entry.action.startsWith('evidence.') ? historyLine(entry) : { ...historyLine(entry), changes: [] })),
  };
}

/** Whose it is, by the name of its day; where that has changed since, its name now beside it. */
export function organisationOf({ organisation: { id, name } }: Deliverable, nameThen: string = name) {
  return { href: `/organisations/${id}`, name: nameThen, nameNow: nameThen === name ? null : name };
}

/** The item's own details as a form carries them. */
export function rawOf(item: Deliverable): RawPublication {
  const text = (value: string | number | null) => (value === null ? undefined : String(value));
  return {
    title: item.title,
    occursOn: item.occursOn.toString(),
    creditedOn: item.creditedOn?.toString(),
    rerunOf: text(item.rerunOf?.id ?? null),
    genre: text(item.genre),
    author: text(item.author),
    issueNumber: text(item.issueNumber),
    page: text(item.page),
    url: text(item.url),
    airedAt: text(item.airedAt),
    channel: text(item.channel),
    programme: text(item.programme),
    duration: item.durationSeconds === null ? undefined : durationWords(item.durationSeconds),
    place: text(item.place),
    attendance: text(item.attendance),
    documentNumber: text(item.documentNumber),
    note: text(item.note),
  };
}
