import type { SignatureReader } from '#identity/signatures.js';
import type { ListedOrganisation } from '#organisations/directory.query.js';
import type { PlanDraft } from '#planning/plan-draft.entity.js';
import type { DraftReview, ReviewedDoubt, ReviewedTask, UnknownParty } from '#planning/draft-review.js';
import { momentWords } from '../http/activity-view.js';
import { mediumView } from '../http/words.js';
import { quotaWords } from '../tasks/task.view.js';
import { timeWords } from './plan-words.js';

const LINES_A_PAGE = 100;
const PARTIES_SHOWN = 40;

export interface ReviewFacts {
  readonly draft: PlanDraft;
  readonly review: DraftReview;
  readonly known: readonly ListedOrganisation[];
  readonly signed: SignatureReader;
  readonly page: number;
}

/** The review: what stands open first, then the rest in the plan's order. */
export function reviewView({ draft, review, known, signed, page }: ReviewFacts) {
  const lines = [...review.tasks.filter((task) => openOf(task) > 0), ...review.tasks.filter((task) => openOf(task) === 0)];
  const pages = Math.max(1, Math.ceil(lines.length / LINES_A_PAGE));
  const shown = Math.min(page, pages);
  const base = `/plans/drafts/${draft.id}`;
  const mayStand = review.open - review.openToCorrect;
  return {
    id: draft.id,
    base,
    version: draft.version,
    sourceName: draft.sourceName,
    createdBy: signed(draft.createdBy),
    createdAt: momentWords(draft.createdAt.toString()),
    taskCount: review.tasks.length,
    linesWithDoubts: review.tasks.filter((task) => openOf(task) > 0).length,
    open: review.open,
    openToCorrect: review.openToCorrect,
    mayStand,
    isSettled: review.open === 0 && review.openToCorrect === 0,
    planId: draft.plan?.id ?? null,
    head: review.head,
    headDoubts: review.doubts.map((doubt) => doubtView(doubt, signed)),
    hasOpenHead: review.doubts.some(isOpen),
    coordinators: known.map(({ code, name }) => ({ code, name, isChosen: code === draft.content.coordinator })),
    unknownParties: review.unknownParties.slice(0, PARTIES_SHOWN).map((party) => partyView(party)),
    unknownCount: review.unknownParties.length,
    moreUnknown: Math.max(0, review.unknownParties.length - PARTIES_SHOWN),
    organisations: known.map(({ code, name }) => ({ code, name })),
    lines: lines.slice((shown - 1) * LINES_A_PAGE, shown * LINES_A_PAGE).map((task) => lineView(task, base, signed)),
    topics: draft.content.topics.join('\n'),
    forms: draft.content.forms.join('\n'),
    duties: dutiesText(draft.content.duties),
    topicCount: draft.content.topics.length,
    dutyCount: draft.content.duties.length,
    pages:
      pages > 1
        ? { shown, pages, previousHref: shown > 1 ? `${base}?page=${shown - 1}` : null, nextHref: shown < pages ? `${base}?page=${shown + 1}` : null }
        : null,
  };
}

/** One task: its words as read beside what was understood. */
export function lineView(task: ReviewedTask, base: string, signed: SignatureReader) {
  const { understood, draft, key, doubts } = task;
  const { row, asRead } = draft;
  return {
    key,
    ordinal: understood.ordinal,
    group: understood.group,
    name: understood.name,
    read: {
      product: [row.product, row.quantity && `${row.quantity} ${row.unit}`.trim()].filter(Boolean).join(' · '),
      time: [row.timeFrom, row.timeTo].filter((text, index, all) => text && text !== all[index - 1]).join(' → '),
      lead: row.lead,
      supporting: row.supporting,
    },
    understood: {
      medium: mediumView(understood.medium),
      quantity: quotaWords(understood.quantity),
      time: timeWords(understood.time),
      lead: understood.lead,
      supporting: understood.supporting,
    },
    isCorrected: asRead === null || Object.entries(asRead).some(([field, text]) => row[field as keyof typeof row] !== text),
    isOpen: openOf(task) > 0,
    openToStand: doubts.filter((doubt) => isOpen(doubt) && !doubt.mustBeCorrected).length,
    doubts: doubts.map((doubt) => doubtView(doubt, signed)),
    editHref: `${base}/rows/${key}`,
  };
}

function doubtView(doubt: ReviewedDoubt, signed: SignatureReader) {
  const { key, code, message, source, confirmed, mustBeCorrected } = doubt;
  return {
    key,
    message,
    source,
    isOpen: isOpen(doubt),
    mayStand: confirmed === null && !mustBeCorrected,
    isOrganisation: code === 'organisation-unknown',
    confirmed: confirmed && { by: signed(confirmed.by), at: momentWords(confirmed.at) },
  };
}

function partyView({ phrase, nearest, ordinals }: UnknownParty) {
  return { phrase, ordinals: ordinals.slice(0, 12).join(', ') + (ordinals.length > 12 ? '…' : ''), nearest };
}

function isOpen({ confirmed, mustBeCorrected }: ReviewedDoubt): boolean {
  return confirmed === null || mustBeCorrected;
}

function openOf({ doubts }: ReviewedTask): number {
  return doubts.filter(isOpen).length;
}

/** A party on a line of its own, what is asked of it below with a dash: easy to read, easy to correct. */
function dutiesText(duties: readonly { party: string; items: readonly string[] }[]): string {
  return duties.map(({ party, items }) => [party, ...items.map((item) => `- ${item}`)].join('\n')).join('\n');
}

export function dutiesOf(text: string): { party: string; items: string[] }[] {
  const duties: { party: string; items: string[] }[] = [];
  for (const line of linesOf(text)) {
    const item = /^[-+•]\s*(.+)$/u.exec(line)?.[1];
    if (item === undefined) duties.push({ party: line, items: [] });
    else (duties.at(-1) ?? duties[duties.push({ party: 'Các cơ quan, đơn vị', items: [] }) - 1]!).items.push(item);
  }
  return duties;
}

export function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
}
