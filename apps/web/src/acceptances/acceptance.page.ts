import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Activity, RecentActivityQuery } from '#audit/recent-activity.query.js';
import { AcceptanceListQuery, type AcceptanceRow } from '#contracts/acceptance-list.query.js';
import { AcceptanceService, isOfProducer } from '#contracts/acceptance.service.js';
import type { Acceptance } from '#contracts/acceptance.entity.js';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { EvidenceQuery } from '#deliverables/evidence/evidence.query.js';
import { type Actor, may } from '#identity/actor.js';
import { type DomainError, NotFound } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import { formatDate, plainDate } from '#kernel/plain-date.js';
import { NamesOnDayQuery } from '#organisations/names-on-day.query.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { proofView } from '../evidence/evidence.view.js';
import { historyLine, momentWords } from '../http/activity-view.js';
import { statusOf } from '../http/error.filter.js';
import { PageRenderer } from '../http/page-renderer.js';
import { acceptanceStateView, stepsOf, stepWords, verdictView } from './acceptance-words.js';
import { chosenView, rowView } from './chosen-item.view.js';
import { type ListPlace, queryOf } from './list-address.js';
import { RoundSummary } from './round-summary.js';

/** As many rows as a page of the list has: a round of a hundred stands on one. */
const ROWS_A_PAGE = 200;

/** As many items as the search for one to take back shows. */
const MOST_REVERSIBLE = 20;

/** A step that was refused, with what was typed. */
export interface Refused {
  readonly error: DomainError;
  readonly values: Readonly<Record<string, string>>;
  /** Which form it came from. */
  readonly form: 'verdict' | 'words' | 'review' | 'reversal' | 'step';
}

/** The working page of a round: its list, the chosen item with its evidence, and what may be done next. */
@Injectable()
export class AcceptancePage {
  constructor(
    private readonly acceptances: AcceptanceService,
    private readonly list: AcceptanceListQuery,
    private readonly summary: RoundSummary,
    private readonly deliverables: DeliverableService,
    private readonly evidence: EvidenceQuery,
    private readonly activity: RecentActivityQuery,
    private readonly names: NamesOnDayQuery,
    private readonly pages: PageRenderer,
  ) {}

  async show({ actor, request, reply }: Exchange, id: number | undefined, place: ListPlace, refused?: Refused): Promise<FastifyReply> {
    const acceptance = await this.acceptances.find(actor, id);
    const summary = await this.summary.of(acceptance);
    const total = await this.list.count(acceptance.id, place.filter);
    const pageCount = Math.max(1, Math.ceil(total / ROWS_A_PAGE));
    const page = Math.min(place.page, pageCount);
    const here = { ...place, page };
    const rows = await this.list.rows(acceptance.id, place.filter, ROWS_A_PAGE, (page - 1) * ROWS_A_PAGE);
    const chosen = await this.chosenRow(acceptance, rows, place.item);
    const base = `/acceptances/${acceptance.id}`;
    const mayJudge = may(actor, 'acceptances.judge') && acceptance.state === 'draft';
    const head = await this.headOf(acceptance);
    return this.pages.send(request, reply, {
      template: 'pages/acceptances/show',
      title: head.title,
      section: 'contracts',
      styles: ['acceptance.css', 'evidence.css'],
      scripts: ['acceptance.js'],
      staysInPlace: true,
      status: refused ? statusOf(refused.error) : 200,
      view: {
        ...head,
        base,
        version: acceptance.version,
        state: acceptanceStateView(acceptance.state),
        steps: stepsOf(acceptance.state),
        ...actionsFor(actor, acceptance, summary.open),
        mayJudge,
        summary,
        values: { heldOn: acceptance.heldOn.toString(), ...acceptance.words, ...(refused?.form === 'words' ? refused.values : {}) },
        rows: rows.map((row) => rowView(row, (item) => `${base}${queryOf(here, { item })}#chosen`, chosen?.id)),
        found: total,
        back: queryOf(here),
        filter: filterView(here, summary.lines, acceptance.state === 'issued'),
        isFiltered: queryOf({ ...here, page: 1, item: undefined }) !== '',
        pages:
          pageCount > 1
            ? {
                page,
                pageCount,
                previousHref: page > 1 ? `${base}${queryOf(here, { page: page - 1, item: undefined })}` : null,
                nextHref: page < pageCount ? `${base}${queryOf(here, { page: page + 1, item: undefined })}` : null,
              }
            : null,
        chosen: chosen && (await this.chosenOf(actor, acceptance, chosen)),
        chips: (['open', 'passed', 'failed'] as const).map(verdictView),
        reversals: (await this.list.reversals(acceptance.id)).map((row) => ({ ...rowView(row, () => `/deliverables/${row.deliverableId}`, undefined) })),
        ...(mayJudge ? await this.reversible(acceptance, request.query as Readonly<Record<string, unknown>>) : {}),
        history: (await this.activity.of(acceptance.id, 'acceptance')).map(historyOf),
        errors: refused ? fieldMessages(refused.error) : {},
        refusal: refused && refused.error.field === undefined ? refused.error.message : null,
        refusedForm: refused ? { [refused.form]: true } : {},
        typed: refused?.values ?? {},
      },
    });
  }

  /** One item by itself, with its evidence: what the list shows beside it, and a page of its own on its way there. */
  async item({ actor, request, reply }: Exchange, id: number | undefined, itemId: number | undefined): Promise<FastifyReply> {
    const acceptance = await this.acceptances.find(actor, id);
    const row = itemId === undefined ? null : await this.list.row(acceptance.id, itemId);
    if (!row) throw new NotFound('Không tìm thấy sản phẩm này trong đợt nghiệm thu.');
    return this.pages.send(request, reply, {
      template: 'pages/acceptances/item',
      title: row.title,
      section: 'contracts',
      styles: ['acceptance.css', 'evidence.css'],
      view: {
        base: `/acceptances/${acceptance.id}`,
        mayJudge: may(actor, 'acceptances.judge') && acceptance.state === 'draft',
        back: `?item=${row.id}`,
        chosen: await this.chosenOf(actor, acceptance, row),
      },
    });
  }

  private async chosenRow(acceptance: Acceptance, rows: readonly AcceptanceRow[], asked: number | undefined): Promise<AcceptanceRow | null> {
    const known = rows.find(({ id }) => id === asked) ?? (asked === undefined ? null : await this.list.row(acceptance.id, asked));
    return known ?? rows.find(({ state }) => state === 'open') ?? rows[0] ?? null;
  }

  private async chosenOf(actor: Actor, acceptance: Acceptance, row: AcceptanceRow) {
    const item = await this.deliverables.find(row.deliverableId);
    const proofs = (await this.evidence.ofItems([item.id])).get(item.id) ?? [];
    const mayOpen = may(actor, 'evidence.read', acceptance.contract.partyB.id);
    return { ...chosenView(row, item), proofs: proofs.map((proof) => proofView(proof, mayOpen)) };
  }

  private async headOf({ contract, round, heldOn, minutesSha256, issuedAt, issuedBy, reviewNote, reviewedBy, reviewedAt, words }: Acceptance) {
    const names = await this.names.namesOn([contract.partyB.id], heldOn);
    return {
      title: round === null ? 'Nghiệm thu' : `Nghiệm thu đợt ${round}`,
      contract: { href: `/contracts/${contract.id}`, number: contract.number || 'chưa có số', title: contract.title },
      partyB: names.get(contract.partyB.id)?.name ?? contract.partyB.name,
      heldOn: formatDate(heldOn),
      documentNumber: words.documentNumber,
      issued: issuedAt ? { at: momentWords(issuedAt.toString()), by: issuedBy?.name ?? 'Quản trị', sha256: minutesSha256 } : null,
      review: reviewedAt ? { at: momentWords(reviewedAt.toString()), by: reviewedBy?.name ?? 'Quản trị', note: reviewNote } : null,
    };
  }

  private async reversible(acceptance: Acceptance, query: Readonly<Record<string, unknown>>) {
    const search = typeof query.reverse === 'string' ? query.reverse.slice(0, 200) : undefined;
    const found = search === undefined ? [] : await this.list.reversible(acceptance, search, MOST_REVERSIBLE);
    return {
      reversalSearch: search,
      reversible: found.map((row) => ({ deliverableId: row.deliverableId, title: row.title, on: formatDate(plainDate(row.occursOn)) })),
    };
  }
}

/** A step of the round, in words that count what it did; what it changed is told of its day and words alone. */
function historyOf(entry: Activity) {
  const { action, before, after } = entry;
  const line = historyLine(entry);
  return { ...line, action: stepWords(action, before, after), changes: action === 'acceptance.changed' ? line.changes : [] };
}

/** What whoever looks may do with the round as it stands. */
function actionsFor(actor: Actor, acceptance: Acceptance, open: number) {
  const { state } = acceptance;
  const isCoordinator = may(actor, 'acceptances.judge');
  const isProducer = isOfProducer(actor, acceptance);
  return {
    isDraft: state === 'draft',
    isIssued: state === 'issued',
    isCancelled: state === 'cancelled',
    maySubmit: isCoordinator && state === 'draft',
    isAllJudged: open === 0,
    mayReview: isProducer && state === 'review',
    mayRecordReview: isCoordinator && state === 'review',
    mayReopen: isCoordinator && (state === 'review' || state === 'reviewed'),
    mayIssue: isCoordinator && state === 'reviewed',
    mayCancel: isCoordinator && ['draft', 'review', 'reviewed'].includes(state),
  };
}

function filterView({ filter }: ListPlace, lines: readonly { id: number; position: number; description: string }[], isIssued: boolean) {
  const states = (isIssued ? (['accepted', 'refused', 'beyond'] as const) : (['open', 'passed', 'failed'] as const)).map(verdictView);
  return {
    text: filter.text ?? '',
    states: states.map(({ key, name }) => ({ key, name, isChosen: key === filter.state })),
    lines:
      lines.length > 1 ? lines.map(({ id, position, description }) => ({ id, name: `${position}. ${description}`, isChosen: id === filter.lineId })) : null,
    evidence: [
      { key: 'missing', name: 'Chưa có minh chứng', isChosen: filter.evidence === 'missing' },
      { key: 'present', name: 'Có minh chứng', isChosen: filter.evidence === 'present' },
    ],
  };
}
