import type { Deliverable } from './deliverable.entity.js';

/** The item as plain data, for the audit trail. */
export function snapshotOf(deliverable: Deliverable): object {
  const { status, occursOn, plannedOn, creditedOn, rerunOf, title, genre, author, issueNumber, page, url, reason } = deliverable;
  const { airedAt, channel, programme, durationSeconds, place, attendance, documentNumber, note, loggedVia } = deliverable;
  const described = {
    title,
    genre,
    author,
    issueNumber,
    page,
    url,
    airedAt,
    channel,
    programme,
    durationSeconds,
    place,
    attendance,
    documentNumber,
    note,
    reason,
    loggedVia,
  };
  const known = Object.fromEntries(Object.entries(described).filter(([, value]) => value !== null && value !== ''));
  return {
    status,
    occursOn: occursOn.toString(),
    plannedOn: plannedOn?.toString() ?? null,
    creditedOn: creditedOn?.toString() ?? null,
    rerunOf: rerunOf?.id ?? null,
    ...known,
  };
}
