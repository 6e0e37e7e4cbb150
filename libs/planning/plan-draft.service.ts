import { OptimisticLockError } from '@mikro-orm/core';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import { type Actor, may } from '#identity/actor.js';
import { signatureOf } from '#identity/signatures.js';
import { Clock } from '#kernel/clock.js';
import { Forbidden, InvalidInput, NotFound } from '#kernel/domain-error.js';
import { DirectoryQuery } from '#organisations/directory.query.js';
import type { OrganisationDirectory } from '#organisations/organisation-names.js';
import { type AppendixReading, readAppendix } from './appendix/read-appendix.js';
import { type AppendixRow, emptyRow } from './appendix/appendix-row.js';
import { documentOf, likelyKind } from './draft-adoption.js';
import type { DraftContent, DraftHead, OrganisationChoice } from './draft-content.js';
import { DraftChanged, DraftIsInForce, DraftNotSettled } from './draft.errors.js';
import { type DraftReview, phraseKey, reviewOf } from './draft-review.js';
import type { SourceDocument } from './formats/source-document.js';
import type { Medium } from './medium.js';
import { nextYearOf } from './next-year.js';
import { PlanDraft, type DraftOrigin } from './plan-draft.entity.js';
import type { Plan } from './plan.entity.js';
import { PlanService } from './plan.service.js';

/** Plans on their way in: read, looked over by a person, put in force. Every step is kept at once. */
@Injectable()
export class PlanDraftService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly plans: PlanService,
    private readonly directories: DirectoryQuery,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps what was read as a draft.
   * @param year the year of the plan where the document does not say, or says otherwise
   * @throws InvalidInput where there is no task to be seen in it
   */
  async take(actor: Actor, document: SourceDocument, from: { origin: DraftOrigin; name: string; year?: number | undefined }): Promise<PlanDraft> {
    assertMayPlan(actor);
    const reading = readAppendix(document);
    if (reading.rows.length === 0)
      throw new InvalidInput(reading.doubts.find(({ code }) => code === 'no-tasks')?.message ?? 'Không thấy nhiệm vụ nào.', 'file');
    return this.keep(actor, contentOf(reading, from.year, await this.usualCoordinator(actor)), from.origin, from.name);
  }

  /** A draft for the year after a plan's: its quotas and parties, its dates moved, each moved date flagged. */
  async nextYear(actor: Actor, planId: number): Promise<PlanDraft> {
    assertMayPlan(actor);
    const plan = await this.plans.find(planId);
    const content = nextYearOf(plan, await this.plans.tasksOf(plan), await this.plans.contentOf(plan), this.clock.today());
    return this.keep(actor, content, 'next-year', `Kế hoạch số ${plan.number}`);
  }

  /** Drafts that are not plans yet, the last changed first. */
  async open(): Promise<PlanDraft[]> {
    return this.em.find(PlanDraft, { plan: null }, { orderBy: { changedAt: 'desc' } });
  }

  /** @throws NotFound */
  async find(id: number | undefined): Promise<PlanDraft> {
    const draft = id === undefined ? null : await this.em.findOne(PlanDraft, id);
    if (!draft) throw new NotFound('Không tìm thấy bản nháp này; có thể nó đã được xóa.');
    return draft;
  }

  async review(draft: PlanDraft): Promise<{ review: DraftReview; directory: OrganisationDirectory }> {
    const directory = await this.directories.all();
    const context = { directory, year: this.clock.today().year, groupsWithMembers: await this.directories.groupsWithMembers() };
    return { review: reviewOf(draft.content, context), directory };
  }

  async correctHead(actor: Actor, id: number | undefined, version: number, head: DraftHead, coordinator: string): Promise<void> {
    await this.change(actor, id, version, 'head', (content) => ({ ...content, head, coordinator }));
  }

  /** Puts other words in place of a row's; they are understood anew. @throws NotFound, DraftChanged */
  async correctRow(actor: Actor, id: number | undefined, version: number, key: number, words: Partial<AppendixRow>, medium: Medium | undefined): Promise<void> {
    await this.change(actor, id, version, 'row', (content) => ({
      ...content,
      rows: content.rows.map((draft) => {
        if (draft.key !== key) return draft;
        const row = { ...draft.row, ...words };
        const isTimeTheSame = row.timeFrom === draft.row.timeFrom && row.timeTo === draft.row.timeTo;
        return { ...draft, row, ...(medium ? { medium } : {}), flags: isTimeTheSame ? (draft.flags ?? []) : [] };
      }),
    }));
  }

  /** @returns the key of the new, empty row at the end */
  async addRow(actor: Actor, id: number | undefined): Promise<number> {
    const draft = await this.change(actor, id, undefined, 'row-added', (content) => ({
      ...content,
      rows: [
        ...content.rows,
        { key: Math.max(0, ...content.rows.map(({ key }) => key)) + 1, row: { ...emptyRow(), ordinal: String(content.rows.length + 1) }, asRead: null },
      ],
    }));
    return draft.content.rows.at(-1)!.key;
  }

  async removeRow(actor: Actor, id: number | undefined, key: number): Promise<void> {
    await this.change(actor, id, undefined, 'row-removed', (content) => ({ ...content, rows: content.rows.filter((row) => row.key !== key) }));
  }

  /** Lets doubts stand as they were understood, under the actor's name. What must be corrected cannot be let stand. */
  async confirm(actor: Actor, id: number | undefined, keys: readonly string[]): Promise<void> {
    const { review } = await this.review(await this.find(id));
    const mayStand = new Set(
      [...review.doubts, ...review.tasks.flatMap(({ doubts }) => doubts)].filter(({ mustBeCorrected }) => !mustBeCorrected).map(({ key }) => key),
    );
    const at = this.clock.now().toString();
    await this.change(actor, id, undefined, 'confirmed', (content) => ({
      ...content,
      confirmed: {
        ...content.confirmed,
        ...Object.fromEntries(keys.filter((key) => mayStand.has(key)).map((key) => [key, content.confirmed[key] ?? { by: signatureOf(actor), at }])),
      },
    }));
  }

  /** Says whom a phrase means. */
  async chooseOrganisation(actor: Actor, id: number | undefined, phrase: string, choice: OrganisationChoice): Promise<void> {
    await this.change(actor, id, undefined, 'organisation', (content) => ({
      ...content,
      organisations: { ...content.organisations, [phraseKey(phrase)]: choice },
    }));
  }

  /** Has an organisation made for every phrase that nobody knows, when the plan is put in force. */
  async createUnknownOrganisations(actor: Actor, id: number | undefined): Promise<void> {
    const { review } = await this.review(await this.find(id));
    const made = review.unknownParties.map(({ phrase }) => [phraseKey(phrase), { name: phrase, shortName: phrase.slice(0, 64), kind: likelyKind(phrase) }]);
    await this.change(actor, id, undefined, 'organisations', (content) => ({
      ...content,
      organisations: { ...content.organisations, ...Object.fromEntries(made) },
    }));
  }

  async correctContent(actor: Actor, id: number | undefined, lists: Pick<DraftContent, 'topics' | 'forms' | 'duties'>): Promise<void> {
    await this.change(actor, id, undefined, 'content', (content) => ({ ...content, ...lists }));
  }

  /**
   * "Đưa vào thực hiện": the draft becomes a plan with its quotas. All of it or nothing.
   * @throws DraftNotSettled, PlanAlreadyLoaded
   */
  async putInForce(actor: Actor, id: number | undefined): Promise<Plan> {
    assertMayPlan(actor);
    return this.em.transactional(async () => {
      const draft = await this.find(id);
      if (draft.plan) throw new DraftIsInForce();
      const { review, directory } = await this.review(draft);
      const open = Math.max(review.open, review.openToCorrect);
      if (open > 0 || review.tasks.length === 0) throw new DraftNotSettled(open);
      if (draft.content.coordinator === null) throw new InvalidInput('Chưa chọn cơ quan điều phối.', 'coordinator');
      const known = await this.directories.known();
      const plan = await this.plans.adopt(documentOf(draft.content, review, known, directory, await this.directories.codeMaker()));
      const at = this.clock.now();
      draft.become(plan, at);
      await this.plans.retireUntouchedSample(plan);
      await this.em.flush();
      await this.record(actor, 'draft.put-in-force', draft.id, { plan: plan.number, year: plan.year });
      return plan;
    });
  }

  async discard(actor: Actor, id: number | undefined): Promise<void> {
    assertMayPlan(actor);
    const draft = await this.find(id);
    if (draft.plan) throw new DraftIsInForce();
    await this.em.transactional(async (em) => {
      const after = { sourceName: draft.sourceName };
      await em.remove(draft).flush();
      await this.record(actor, 'draft.discarded', id!, after);
    });
  }

  private async keep(actor: Actor, content: DraftContent, origin: DraftOrigin, name: string): Promise<PlanDraft> {
    const draft = new PlanDraft(origin, name.slice(0, 255), content, { by: signatureOf(actor), at: this.clock.now() });
    return this.em.transactional(async (em) => {
      await em.persist(draft).flush();
      await this.record(actor, 'draft.taken', draft.id, { sourceName: draft.sourceName, tasks: content.rows.length });
      return draft;
    });
  }

  private async change(
    actor: Actor,
    id: number | undefined,
    version: number | undefined,
    what: string,
    step: (content: DraftContent) => DraftContent,
  ): Promise<PlanDraft> {
    assertMayPlan(actor);
    const draft = await this.find(id);
    if (draft.plan) throw new DraftIsInForce();
    if (version !== undefined && version !== draft.version) throw new DraftChanged();
    draft.change(step(draft.content), this.clock.now());
    try {
      await this.em.transactional(async (em) => {
        await em.flush();
        await this.record(actor, `draft.${what}`, draft.id, null);
      });
    } catch (error) {
      if (!(error instanceof OptimisticLockError)) throw error;
      this.em.clear();
      throw new DraftChanged();
    }
    return draft;
  }

  private async record(actor: Actor, action: string, subjectId: number, after: object | null): Promise<void> {
    await this.audit.record({ at: this.clock.now(), actorId: actor.userId || null, action, subject: 'draft', subjectId, before: null, after });
  }

  /** Sở Nội vụ where the system knows it, else the organisation of whoever imports. */
  private async usualCoordinator(actor: Actor): Promise<string | null> {
    const known = await this.directories.known();
    const own = known.find(({ id }) => id === actor.organisationId);
    return (own ?? known.find(({ code }) => code === 'so-noi-vu'))?.code ?? null;
  }
}

/** @throws Forbidden */
export function assertMayPlan(actor: Actor): void {
  if (!may(actor, 'plans.change')) throw new Forbidden('Chỉ cơ quan điều phối được nhập và sửa kế hoạch.');
}

function contentOf(reading: AppendixReading, year: number | undefined, coordinator: string | null): DraftContent {
  return {
    head: { ...reading.head, year: year ?? reading.head.year },
    coordinator,
    rows: reading.rows.map((row, index) => ({ key: index + 1, row, asRead: row })),
    organisations: {},
    confirmed: {},
    topics: [...reading.topics],
    forms: [...reading.forms],
    duties: reading.duties.map(({ party, items }) => ({ party, items: [...items] })),
    doubts: [...reading.doubts],
  };
}
