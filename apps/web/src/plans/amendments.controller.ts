import { SqlEntityManager } from '@mikro-orm/sql';
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { DomainError, NotFound } from '#kernel/domain-error.js';
import { fieldMessages, readInput } from '#kernel/form-input.js';
import { earliest, plainDate } from '#kernel/plain-date.js';
import { DirectoryQuery } from '#organisations/directory.query.js';
import { type AmendmentInput, type AmendmentReading, PlanAmendmentService } from '#planning/plan-amendment.service.js';
import { assertMayPlan } from '#planning/plan-draft.service.js';
import { PlanService } from '#planning/plan.service.js';
import { Task } from '#planning/task.entity.js';
import { CurrentActor } from '../http/actor.js';
import { statusOf } from '../http/error.filter.js';
import { Needs } from '../http/needs.js';
import { PageRenderer } from '../http/page-renderer.js';
import { rowIdOf } from '../http/query-value.js';
import { quotaWords } from '../tasks/task.view.js';
import { amendmentInput, type RawForm } from './draft.input.js';
import { timeWords } from './plan-words.js';
import { planId } from './plans.controller.js';

/** "Điều chỉnh": a decision changes a task of a plan in force from a day on. First it is shown as understood, then kept. */
@Needs('plans.change')
@Controller('plans/:id/amendments')
export class AmendmentsController {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly plans: PlanService,
    private readonly amendments: PlanAmendmentService,
    private readonly directories: DirectoryQuery,
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
  ) {}

  @Get('new')
  async form(
    @Param('id') id: string,
    @Query('task') taskId: unknown,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    assertMayPlan(actor);
    return this.show(request, reply, planId(id), rowIdOf(taskId), {});
  }

  @Post()
  async amend(@Param('id') id: string, @Body() body: RawForm, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    assertMayPlan(actor);
    const taskId = rowIdOf(body.task);
    try {
      const task = await this.task(planId(id), taskId);
      const input = inputOf(body, task);
      const reading = this.amendments.read(task, input);
      if (body.confirmed !== '1') return await this.show(request, reply, planId(id), taskId, { values: body, reading });
      await this.amendments.amend(actor, task.id, input);
      return await reply.redirect(`/plans/${planId(id)}#amendments`, 303);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'invalid') throw error;
      return this.show(request, reply, planId(id), taskId, { values: body, error });
    }
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    id: number,
    taskId: number | undefined,
    { values, reading, error }: { values?: RawForm; reading?: AmendmentReading; error?: DomainError },
  ) {
    const plan = await this.plans.find(id);
    const tasks = await this.plans.tasksOf(plan);
    const task = tasks.find((other) => other.id === taskId) ?? tasks[0];
    if (!task) throw new NotFound('Kế hoạch này chưa có nhiệm vụ.');
    const leads = new Set(values ? textsOf(values.lead) : leadsOf(task).map(String));
    return this.pages.send(request, reply, {
      template: 'pages/plans/amend',
      styles: ['review.css'],
      title: 'Điều chỉnh kế hoạch',
      section: 'plans',
      status: error ? statusOf(error) : 200,
      view: {
        planId: plan.id,
        planTitle: plan.title,
        planNumber: plan.number,
        task: { id: task.id, ordinal: task.label, name: task.name, quantity: quotaWords(task.quantity), time: timeWords(task.time) },
        tasks: tasks.map(({ id: value, label, name }) => ({ value, label: `${label}. ${name}`, isChosen: value === task.id })),
        values: values ?? { effectiveOn: earliest([this.clock.today(), plan.endsOn])!.toString(), quantity: task.quantity.source, time: task.time.source },
        organisations: (await this.directories.known()).map(({ id: value, name }) => ({ value, name, isChosen: leads.has(String(value)) })),
        errors: error ? fieldMessages(error) : {},
        reading: reading && {
          quantity: quotaWords(reading.quantity),
          time: timeWords(reading.time),
          doubts: reading.doubts.map(({ message }) => message),
        },
      },
    });
  }

  private async task(id: number, taskId: number | undefined): Promise<Task> {
    const task = taskId === undefined ? null : await this.em.findOne(Task, { id: taskId, plan: id }, { populate: ['plan', 'parties.organisation'] });
    if (!task) throw new NotFound('Không tìm thấy nhiệm vụ này trong kế hoạch.');
    return task;
  }
}

/** What differs from the task as it is. */
function inputOf(body: RawForm, task: Task): AmendmentInput {
  const { basis, effectiveOn, quantity, time, lead } = readInput(amendmentInput, body);
  const leads = textsOf(lead).flatMap((id) => rowIdOf(id) ?? []);
  return {
    basis,
    effectiveOn: plainDate(effectiveOn),
    ...(quantity === task.quantity.source ? {} : { quantity }),
    ...(time === task.time.source ? {} : { time }),
    ...(isSame(leads, leadsOf(task)) ? {} : { lead: leads }),
  };
}

/** In whatever order: a list of boxes has none. */
function isSame(ids: readonly number[], others: readonly number[]): boolean {
  return ids.length === others.length && ids.every((id) => others.includes(id));
}

function leadsOf(task: Task): number[] {
  return task.parties
    .getItems()
    .filter(({ role, validUntil }) => role === 'lead' && validUntil === null)
    .map(({ organisation }) => organisation.id);
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((one): one is string => typeof one === 'string');
  return typeof value === 'string' ? [value] : [];
}
