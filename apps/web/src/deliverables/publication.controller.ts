import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { publicationInput, type RawPublication, withdrawalInput } from '#deliverables/publication.input.js';
import type { Actor } from '#identity/actor.js';
import { readInput } from '#kernel/form-input.js';
import { formOf } from '#planning/medium.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf } from '../http/query-value.js';
import { itemId, refusalOf, toTask, versionIn } from './deliverables.controller.js';
import { FormFiles } from '../evidence/form-files.js';
import { TakesFiles } from '../http/upload.guard.js';
import { ItemPage } from './item.page.js';
import { LogFormPage } from './log-form.page.js';

/** What becomes of an item: its publication, the undoing of it, its withdrawal. */
@Needs('items.change')
@Controller('deliverables/:id')
export class PublicationController {
  constructor(
    private readonly deliverables: DeliverableService,
    private readonly form: LogFormPage,
    private readonly item: ItemPage,
    private readonly files: FormFiles,
  ) {}

  @Get('publication/new')
  async confirm(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.form.forItem({ actor, request, reply }, 'publish', rowIdOf(id));
  }

  @Post('publication')
  @TakesFiles()
  async publish(
    @Param('id') id: string,
    @Body() body: RawPublication,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    try {
      const { task } = await this.deliverables.find(itemId(id));
      const input = readInput(publicationInput[formOf(task.medium)], body);
      const files = await this.files.checked(request);
      const item = await this.deliverables.publish(actor, itemId(id), versionIn(body), input);
      await this.files.attach(actor, item.id, files);
      return toTask(reply, item);
    } catch (error) {
      return this.form.forItem({ actor, request, reply }, 'publish', rowIdOf(id), refusalOf(error, body));
    }
  }

  @Post('publication/undo')
  async undo(@Param('id') id: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const item = await this.deliverables.undoPublication(actor, itemId(id));
    return reply.redirect(`/tasks/${item.task.id}`, 303);
  }

  @Post('withdrawal')
  async withdraw(
    @Param('id') id: string,
    @Body() body: RawPublication,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    try {
      const { reason } = readInput(withdrawalInput, body);
      const item = await this.deliverables.withdraw(actor, itemId(id), versionIn(body), reason);
      return reply.redirect(`/deliverables/${item.id}?done=withdrawn`, 303);
    } catch (error) {
      return this.item.show({ actor, request, reply }, itemId(id), refusalOf(error, body));
    }
  }
}
