import { Body, Controller, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { publicationInput } from '#deliverables/publication.input.js';
import type { Actor } from '#identity/actor.js';
import { readInput } from '#kernel/form-input.js';
import { formOf } from '#planning/medium.js';
import { TaskQuery } from '#planning/task.query.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';

/** The task decides which of the four forms the rest is read as. */
export const loggedTask = z.object({ task: z.number().int().positive().max(999_999_999) });

/** Logging for programs: the fields of the form, as JSON. */
@Needs('items.change')
@Controller('api/v1/deliverables')
export class DeliverablesApiController {
  constructor(
    private readonly deliverables: DeliverableService,
    private readonly tasks: TaskQuery,
  ) {}

  @Post()
  async create(@Body() body: unknown, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const task = await this.tasks.contextOf(readInput(loggedTask, body).task);
    const item = await this.deliverables.log(actor, task, readInput(publicationInput[formOf(task.medium)], body));
    return reply
      .status(201)
      .header('location', `/deliverables/${item.id}`)
      .send({ id: item.id, version: item.version, task: task.id, on: item.occursOn.toString(), status: item.status });
  }
}
