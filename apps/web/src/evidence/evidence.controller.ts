import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { airInput, linkInput, printInput } from '#deliverables/evidence/evidence.input.js';
import { EvidenceService } from '#deliverables/evidence/evidence.service.js';
import { LinkSnapshotService } from '#deliverables/evidence/link-snapshot.service.js';
import type { Actor } from '#identity/actor.js';
import { DomainError, InvalidInput, NotFound } from '#kernel/domain-error.js';
import { InvalidForm, readInput } from '#kernel/form-input.js';
import { ItemPage } from '../deliverables/item.page.js';
import { itemId } from '../deliverables/deliverables.controller.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf, textOf } from '../http/query-value.js';
import { chosenFiles, TakesFiles } from '../http/upload.guard.js';

type RawEvidence = Readonly<Record<string, string | undefined>>;

/** Adding and taking back what proves an item. Refusals come back on the item's page, what was typed kept. */
@Needs('items.change')
@Controller()
export class EvidenceController {
  constructor(
    private readonly evidence: EvidenceService,
    private readonly snapshots: LinkSnapshotService,
    private readonly item: ItemPage,
  ) {}

  @Post('deliverables/:id/evidence')
  @TakesFiles()
  async add(@Param('id') id: string, @Body() body: RawEvidence, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      await this.take(actor, itemId(id), body, request);
      return await reply.redirect(`/deliverables/${itemId(id)}?evidence=added#evidence`, 303);
    } catch (error) {
      return this.refuse({ actor, request, reply }, itemId(id), body, error);
    }
  }

  @Post('deliverables/:id/snapshots')
  async keepPage(@Param('id') id: string, @Body() body: RawEvidence, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      await this.snapshots.take(actor, itemId(id), textOf(body.url) ?? '');
      return await reply.redirect(`/deliverables/${itemId(id)}?evidence=kept#evidence`, 303);
    } catch (error) {
      return this.refuse({ actor, request, reply }, itemId(id), { kind: 'snapshot' }, error);
    }
  }

  @Post('evidence/:id/removal')
  async remove(@Param('id') id: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const removed = evidenceId(id);
    const item = await this.evidence.remove(actor, removed);
    return reply.redirect(`/deliverables/${item}?evidence=removed&removed=${removed}#evidence`, 303);
  }

  @Post('evidence/:id/restoration')
  async restore(@Param('id') id: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const item = await this.evidence.restore(actor, evidenceId(id));
    return reply.redirect(`/deliverables/${item}?evidence=restored#evidence`, 303);
  }

  private async take(actor: Actor, id: number, body: RawEvidence, request: FastifyRequest): Promise<void> {
    switch (body.kind) {
      case 'link':
        return this.evidence.add(actor, id, 'link', readInput(linkInput, body));
      case 'print':
        return this.evidence.add(actor, id, 'print', readInput(printInput, body));
      case 'air':
        return this.evidence.add(actor, id, 'air', readInput(airInput, body));
      default:
        return this.takeFiles(actor, id, request);
    }
  }

  /** The good files are kept though others of the same form are refused; the message names both. */
  private async takeFiles(actor: Actor, id: number, request: FastifyRequest): Promise<void> {
    const files = chosenFiles(request);
    if (files.length === 0) throw new InvalidInput('Hãy chọn ít nhất một tệp.', 'files');
    const { good, refused } = await this.evidence.check(files);
    await this.evidence.addFiles(actor, id, good);
    if (refused.length === 0) return;
    const kept = good.length > 0 ? ` Đã lưu: ${good.map(({ incoming }) => `“${incoming.name}”`).join(', ')}.` : '';
    throw new InvalidForm({ files: `${refused.map(({ message }) => message).join(' ')}${kept}` });
  }

  private refuse(exchange: { actor: Actor; request: FastifyRequest; reply: FastifyReply }, id: number, values: RawEvidence, error: unknown) {
    if (!(error instanceof DomainError) || error.kind === 'forbidden' || error.kind === 'missing') throw error;
    return this.item.show(exchange, id, { values, error, about: 'evidence' });
  }
}

/** @throws NotFound for anything that is no id */
export function evidenceId(id: string): number {
  const row = rowIdOf(id);
  if (row === undefined) throw new NotFound('Không tìm thấy minh chứng này.');
  return row;
}
