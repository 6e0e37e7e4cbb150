import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '#identity/actor.js';
import { DomainError, NotFound } from '#kernel/domain-error.js';
import { readInput } from '#kernel/form-input.js';
import { TaskQuery } from '#planning/task.query.js';
import { assertMayKeepReminders } from '#reminders/reminder-access.js';
import { planRulesInput, type RawRules, taskRulesInput } from '#reminders/rules.input.js';
import { RulesService } from '#reminders/rules.service.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf, textOf } from '../http/query-value.js';
import { planId } from '../plans/plans.controller.js';
import { RulesPage } from './rules.page.js';

/** When who is written to: the rules of a plan, and of single tasks. */
@Needs('reminders.manage')
@Controller()
export class RulesController {
  constructor(
    private readonly rules: RulesService,
    private readonly tasks: TaskQuery,
    private readonly page: RulesPage,
  ) {}

  @Get('plans/:id/reminder-rules')
  async plan(
    @Param('id') id: string,
    @Query() query: Readonly<Record<string, unknown>>,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    assertMayKeepReminders(actor);
    const task = textOf(query.task);
    if (task !== undefined) return reply.redirect(`/tasks/${await this.taskCalled(planId(id), task)}/reminder-rules`, 303);
    return this.page.plan({ actor, request, reply }, planId(id), { done: textOf(query.done), isDefaults: query.from === 'defaults' });
  }

  @Post('plans/:id/reminder-rules')
  async changePlan(@Param('id') id: string, @Body() body: RawRules, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    assertMayKeepReminders(actor);
    const plan = planId(id);
    try {
      await this.rules.changePlan(actor, plan, readInput(planRulesInput, body), versionIn(body));
      return reply.redirect(`/plans/${plan}/reminder-rules?done=saved`, 303);
    } catch (error) {
      return this.page.plan({ actor, request, reply }, plan, refusalOf(error, body));
    }
  }

  @Get('tasks/:id/reminder-rules')
  async task(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page.task({ actor, request, reply }, rowIdOf(id));
  }

  @Post('tasks/:id/reminder-rules')
  async changeTask(@Param('id') id: string, @Body() body: RawRules, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    assertMayKeepReminders(actor);
    try {
      const { task } = await this.rules.ofTask(rowIdOf(id));
      await this.rules.changeTask(actor, task.id, readInput(taskRulesInput, body), versionIn(body));
      return reply.redirect(`/plans/${task.planId}/reminder-rules?done=exception`, 303);
    } catch (error) {
      return this.page.task({ actor, request, reply }, rowIdOf(id), refusalOf(error, body));
    }
  }

  @Post('tasks/:id/reminder-rules/removal')
  async removeTask(@Param('id') id: string, @Body() body: RawRules, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const plan = await this.rules.removeTask(actor, rowIdOf(id), versionIn(body));
    return reply.redirect(`/plans/${plan.planId}/reminder-rules?done=removed`, 303);
  }

  /** By its row, as the list offers it, or by its number in the plan, as it is typed where the list would be too long. */
  private async taskCalled(plan: number, text: string): Promise<number> {
    const { tasks } = await this.tasks.choices(plan);
    const found = tasks.find(({ id }) => `id-${id}` === text) ?? tasks.find(({ ordinal }) => ordinal === text.trim());
    if (!found) throw new NotFound('Không tìm thấy nhiệm vụ này trong kế hoạch.');
    return found.id;
  }
}

/** -1 is the version of nothing. */
function versionIn(body: RawRules): number {
  return rowIdOf(body.version) ?? -1;
}

function refusalOf(error: unknown, values: RawRules): { values: RawRules; error: DomainError } {
  if (error instanceof DomainError && error.kind !== 'forbidden' && error.kind !== 'missing') return { values, error };
  throw error;
}
