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

const rowNumber = z.number().int().positive().max(999_999_999);

/** The task decides which of the four forms the rest is read as, and with the organisation whose item it is. */
export const loggedTask = z.object({
  task: rowNumber,
  organisation: rowNumber
    .optional()
    .describe('Whose item it is: the number in the address of its page. Needed where the token may act for several organisations of the task (422 without it)'),
});

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
    const { task: taskId, organisation } = readInput(loggedTask, body);
    const task = await this.tasks.contextOf(taskId);
    const item = await this.deliverables.log(actor, task, readInput(publicationInput[formOf(task.medium)], body), { organisation });
    return reply
      .status(201)
      .header('location', `/deliverables/${item.id}`)
      .send({ id: item.id, version: item.version, task: task.id, on: item.occursOn.toString(), status: item.status });
  }
}
