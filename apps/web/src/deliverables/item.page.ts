import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RecentActivityQuery } from '#audit/recent-activity.query.js';
import { EvidenceQuery } from '#deliverables/evidence/evidence.query.js';
import { mayOpenEvidenceOf } from '#deliverables/evidence/open-item.js';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { ItemTopics } from '#deliverables/item-topics.js';
import type { DomainError } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import { NamesOnDayQuery } from '#organisations/names-on-day.query.js';
import { statusOf } from '../http/error.filter.js';
import { evidenceNotice, proofView } from '../evidence/evidence.view.js';
import { PageRenderer } from '../http/page-renderer.js';
import { rowIdOf, textOf, wordFor } from '../http/query-value.js';
import { itemView, organisationOf } from './item.view.js';
import type { Exchange } from './log-form.page.js';

/** What was just done, by the word that the address carries. */
const DONE: Readonly<Record<string, string>> = {
  amended: 'Đã lưu thay đổi.',
  replanned: 'Đã lưu lịch.',
  withdrawn: 'Đã gỡ; sản phẩm không còn được tính.',
};

/** A refused change of an item, with what was typed and which of the page's forms it came from. */
interface Refusal {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly error: DomainError;
  readonly about?: 'withdrawal' | 'evidence';
}

/** An item with what proves it and its history; it comes back with the field at fault marked where something is refused. */
@Injectable()
export class ItemPage {
  constructor(
    private readonly deliverables: DeliverableService,
    private readonly activity: RecentActivityQuery,
    private readonly topics: ItemTopics,
    private readonly evidence: EvidenceQuery,
    private readonly names: NamesOnDayQuery,
    private readonly pages: PageRenderer,
  ) {}

  async show({ actor, request, reply }: Exchange, id: number, refusal?: Refusal): Promise<FastifyReply> {
    const item = await this.deliverables.find(id);
    const names = await this.names.namesOn([item.organisation.id], item.occursOn);
    const proofs = (await this.evidence.ofItems([item.id])).get(item.id)!;
    const view = itemView(item, await this.activity.of(item.id), actor);
    const isAboutEvidence = refusal?.about === 'evidence';
    const query = request.query as Readonly<Record<string, unknown>>;
    return this.pages.send(request, reply, {
      template: 'pages/deliverables/show',
      title: item.title || 'Mục lịch',
      section: 'deliverables',
      status: refusal ? statusOf(refusal.error) : 200,
      styles: ['evidence.css'],
      scripts: ['evidence.js'],
      view: {
        ...view,
        done: refusal ? null : wordFor(DONE, textOf(query.done)),
        evidence: {
          itemId: item.id,
          proofs: proofs.map((proof) => proofView(proof, mayOpenEvidenceOf(actor, item.organisation.id))),
          notice: refusal ? null : evidenceNotice(textOf(query.evidence)),
          removedId: textOf(query.evidence) === 'removed' ? rowIdOf(query.removed) : null,
          mayChange: view.mayProve,
          isFrozen: item.status === 'accepted',
          isPublished: item.status === 'published',
          kind: isAboutEvidence ? refusal.values.kind : null,
          openForm: isAboutEvidence ? { [refusal.values.kind ?? 'file']: true } : {},
          values: isAboutEvidence ? refusal.values : { channel: item.channel ?? '', airedAt: item.airedAt ?? '', airedOn: item.occursOn.toString() },
          errors: isAboutEvidence ? fieldMessages(refusal.error) : {},
        },
        organisation: organisationOf(item, names.get(item.organisation.id)?.name),
        topics: (await this.topics.of(item.id)).map(({ id: topic, position, text }) => ({ position, text, href: `/deliverables?topic=${topic}` })),
        reason: isAboutEvidence ? undefined : refusal?.values.reason,
        errors: refusal && !isAboutEvidence ? fieldMessages(refusal.error) : {},
        isRefused: refusal !== undefined && !isAboutEvidence,
      },
    });
  }
}
