import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RecentActivityQuery } from '#audit/recent-activity.query.js';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { ItemTopics } from '#deliverables/item-topics.js';
import type { RawPublication } from '#deliverables/publication.input.js';
import type { DomainError } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import { NamesOnDayQuery } from '#organisations/names-on-day.query.js';
import { statusOf } from '../http/error.filter.js';
import { PageRenderer } from '../http/page-renderer.js';
import { itemView, organisationOf } from './item.view.js';
import type { Exchange } from './log-form.page.js';

/** An item with its history; it comes back with the reason field marked where a withdrawal is refused. */
@Injectable()
export class ItemPage {
  constructor(
    private readonly deliverables: DeliverableService,
    private readonly activity: RecentActivityQuery,
    private readonly topics: ItemTopics,
    private readonly names: NamesOnDayQuery,
    private readonly pages: PageRenderer,
  ) {}

  async show({ actor, request, reply }: Exchange, id: number, refusal?: { values: RawPublication; error: DomainError }): Promise<FastifyReply> {
    const item = await this.deliverables.find(id);
    const names = await this.names.namesOn([item.organisation.id], item.occursOn);
    return this.pages.send(request, reply, {
      template: 'pages/deliverables/show',
      title: item.title || 'Mục lịch',
      section: 'deliverables',
      status: refusal ? statusOf(refusal.error) : 200,
      view: {
        ...itemView(item, await this.activity.of(item.id), actor),
        organisation: organisationOf(item, names.get(item.organisation.id)?.name),
        topics: (await this.topics.of(item.id)).map(({ id: topic, position, text }) => ({ position, text, href: `/deliverables?topic=${topic}` })),
        reason: refusal?.values.reason,
        errors: refusal ? fieldMessages(refusal.error) : {},
        isRefused: refusal !== undefined,
      },
    });
  }
}
