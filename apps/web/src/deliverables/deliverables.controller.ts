import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Deliverable } from '#deliverables/deliverable.entity.js';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { ownerInput, publicationInput, slotInput, type RawPublication } from '#deliverables/publication.input.js';
import type { Actor } from '#identity/actor.js';
import { DomainError, NotFound } from '#kernel/domain-error.js';
import { readInput } from '#kernel/form-input.js';
import { formOf } from '#planning/medium.js';
import { TaskQuery } from '#planning/task.query.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf, textOf } from '../http/query-value.js';
import { FormFiles } from '../evidence/form-files.js';
import { TakesFiles } from '../http/upload.guard.js';
import { ItemPage } from './item.page.js';
import { LogFormPage } from './log-form.page.js';

type QueryValues = Readonly<Record<string, unknown>>;

/** Items: logging, correcting and showing them. What happens to one later (publication, withdrawal) is a controller beside this. */
@Needs('items.change')
@Controller('deliverables')
export class DeliverablesController {
  constructor(
    private readonly deliverables: DeliverableService,
    private readonly tasks: TaskQuery,
    private readonly form: LogFormPage,
    private readonly item: ItemPage,
    private readonly files: FormFiles,
  ) {}

  @Get('new')
  async newItem(@Query() query: QueryValues, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.form.forNew({ actor, request, reply }, 'log', askedIn(query));
  }

  @Post()
  @TakesFiles()
  async create(@Body() body: RawPublication, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const taskId = rowIdOf(body.task);
    try {
      const task = await this.tasks.contextOf(taskId);
      const input = readInput(publicationInput[formOf(task.medium)], body);
      const files = await this.files.checked(request);
      const item = await this.deliverables.log(actor, task, input, readInput(ownerInput, body));
      await this.files.attach(actor, item.id, files);
      return toTask(reply, item);
    } catch (error) {
      return this.form.forNew({ actor, request, reply }, 'log', { taskId }, refusalOf(error, body));
    }
  }

  @Get('slots/new')
  async newSlot(@Query() query: QueryValues, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.form.forNew({ actor, request, reply }, 'slot', askedIn(query));
  }

  @Post('slots')
  async createSlot(@Body() body: RawPublication, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const taskId = rowIdOf(body.task);
    try {
      const { id } = await this.tasks.contextOf(taskId);
      return toTask(reply, await this.deliverables.plan(actor, id, readInput(slotInput, body), readInput(ownerInput, body)));
    } catch (error) {
      return this.form.forNew({ actor, request, reply }, 'slot', { taskId }, refusalOf(error, body));
    }
  }

  @Needs('items.read')
  @Get(':id')
  async show(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.item.show({ actor, request, reply }, itemId(id));
  }

  @Get(':id/edit')
  async edit(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { status } = await this.deliverables.find(itemId(id));
    return this.form.forItem({ actor, request, reply }, status === 'planned' ? 'replan' : 'amend', rowIdOf(id));
  }

  @Post(':id')
  async amend(@Param('id') id: string, @Body() body: RawPublication, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      const { task } = await this.deliverables.find(itemId(id));
      const input = readInput(publicationInput[formOf(task.medium)], body);
      const item = await this.deliverables.amend(actor, itemId(id), versionIn(body), input);
      return reply.redirect(`/deliverables/${item.id}?done=amended`, 303);
    } catch (error) {
      return this.form.forItem({ actor, request, reply }, 'amend', rowIdOf(id), refusalOf(error, body));
    }
  }

  @Post(':id/slot')
  async replan(
    @Param('id') id: string,
    @Body() body: RawPublication,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    try {
      const item = await this.deliverables.replan(actor, itemId(id), versionIn(body), readInput(slotInput, body));
      return reply.redirect(`/deliverables/${item.id}?done=replanned`, 303);
    } catch (error) {
      return this.form.forItem({ actor, request, reply }, 'replan', rowIdOf(id), refusalOf(error, body));
    }
  }
}

/** The id in a path. @throws NotFound for anything that is no id */
export function itemId(id: string): number {
  const row = rowIdOf(id);
  if (row === undefined) throw new NotFound('Không tìm thấy sản phẩm này.');
  return row;
}

/** The version that the form was opened with; a form without one is as stale as can be. */
export function versionIn(body: RawPublication): number {
  return rowIdOf(body.version) ?? 0;
}

/** What goes back into the form. What is no refusal of the domain, or leaves no form to show, goes on to the error page. */
export function refusalOf(error: unknown, values: RawPublication): { values: RawPublication; error: DomainError } {
  if (error instanceof DomainError && error.kind !== 'forbidden' && error.kind !== 'missing') return { values, error };
  throw error;
}

export function toTask(reply: FastifyReply, item: Deliverable): FastifyReply {
  return reply.redirect(`/tasks/${item.task.id}?logged=${item.id}`, 303);
}

function askedIn(query: QueryValues) {
  return { taskId: rowIdOf(query.task), on: textOf(query.on), period: textOf(query.period), organisationId: rowIdOf(query.organisation) };
}
