import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type SignatureReader, Signatures } from '#identity/signatures.js';
import { type DomainError, InvalidInput, NotFound } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import { DirectoryQuery } from '#organisations/directory.query.js';
import { DraftChanged } from '#planning/draft.errors.js';
import type { PlanDraft } from '#planning/plan-draft.entity.js';
import { PlanDraftService } from '#planning/plan-draft.service.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { statusOf } from '../http/error.filter.js';
import { PageRenderer } from '../http/page-renderer.js';
import type { RawForm } from './draft.input.js';
import { mediumChoices } from './plan-words.js';
import { lineView, reviewView } from './review.view.js';

/** The review and the page of one of its lines: as first opened, and as they come back with what was refused. */
@Injectable()
export class DraftPage {
  constructor(
    private readonly drafts: PlanDraftService,
    private readonly directories: DirectoryQuery,
    private readonly signatures: Signatures,
    private readonly pages: PageRenderer,
  ) {}

  async review({ request, reply }: Exchange, id: number | undefined, page: number, refused?: { error: DomainError; head?: RawForm }): Promise<FastifyReply> {
    const draft = await this.drafts.find(id);
    const { review } = await this.drafts.review(draft);
    const view = reviewView({ draft, review, known: await this.directories.known(), signed: await this.signedIn(draft), page });
    const errors = refused ? fieldMessages(refused.error) : {};
    return this.pages.send(request, reply, {
      template: 'pages/plans/review',
      styles: ['review.css'],
      title: 'Rà soát kế hoạch',
      staysInPlace: true,
      section: 'plans',
      status: refused ? statusOf(refused.error) : 200,
      view: {
        ...view,
        ...(refused?.head ? { head: refused.head, isHeadOpen: true } : { isHeadOpen: view.hasOpenHead }),
        errors,
        refusal: refused && !refused.head ? refused.error.message : errors[''],
      },
    });
  }

  async row({ request, reply }: Exchange, id: number | undefined, key: number, refused?: { error: DomainError; values: RawForm }): Promise<FastifyReply> {
    const draft = await this.drafts.find(id);
    const { review } = await this.drafts.review(draft);
    const at = review.tasks.findIndex((task) => task.key === key);
    const task = review.tasks[at];
    if (!task) throw new NotFound('Không tìm thấy dòng này trong bản nháp.');
    const base = `/plans/drafts/${draft.id}`;
    const nextOpen = [...review.tasks.slice(at + 1), ...review.tasks.slice(0, at)].find(({ doubts }) =>
      doubts.some((doubt) => doubt.confirmed === null || doubt.mustBeCorrected),
    );
    return this.pages.send(request, reply, {
      template: 'pages/plans/row',
      styles: ['review.css'],
      title: `Nhiệm vụ ${task.understood.ordinal}`,
      section: 'plans',
      status: refused ? statusOf(refused.error) : 200,
      view: {
        ...lineView(task, base, await this.signedIn(draft)),
        base,
        version: draft.version,
        values: refused?.values ?? task.draft.row,
        asRead: task.draft.asRead,
        media: mediumChoices(task.understood.medium),
        errors: refused ? fieldMessages(refused.error) : {},
        isStale: refused?.error instanceof DraftChanged,
        nextHref: nextOpen ? `${base}/rows/${nextOpen.key}` : null,
        isSaved: (request.query as RawForm).saved === '1',
      },
    });
  }

  private async signedIn({ createdBy, content }: PlanDraft): Promise<SignatureReader> {
    return this.signatures.reader([createdBy, ...Object.values(content.confirmed).map(({ by }) => by)]);
  }

  /** @throws InvalidInput for a code that nobody has */
  async knownCode(code: string): Promise<string> {
    const known = await this.directories.known();
    const found = known.find((organisation) => organisation.code === code || organisation.name === code);
    if (!found) throw new InvalidInput('Không có cơ quan nào tên như vậy; chọn trong danh sách hoặc chọn “Tạo mới”.', 'choice');
    return found.code;
  }
}
