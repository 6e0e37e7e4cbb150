import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DeliverableListQuery } from '#deliverables/deliverable-list.query.js';
import { ProgressService } from '#deliverables/progress.service.js';
import { ReceivedQuery } from '#deliverables/received.query.js';
import type { Actor } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { NotFound } from '#kernel/domain-error.js';
import { PlanService } from '#planning/plan.service.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { PageRenderer } from '../http/page-renderer.js';
import { rowIdOf } from '../http/query-value.js';
import { itemLine } from '../deliverables/item-line.js';
import { LoggedNotice } from '../deliverables/logged-notice.js';
import { gridRow } from '../dashboard/dashboard.view.js';
import { membersView } from './members.view.js';
import { taskView } from './task.view.js';

const ITEMS_SHOWN = 30;

@Needs('plans.read')
@Controller('tasks')
export class TasksController {
  constructor(
    private readonly plans: PlanService,
    private readonly progress: ProgressService,
    private readonly list: DeliverableListQuery,
    private readonly received: ReceivedQuery,
    private readonly notice: LoggedNotice,
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
  ) {}

  @Get()
  async index(@Query('plan') planId: string | undefined, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const today = this.clock.today();
    const plan = await this.plans.find(rowIdOf(planId));
    const rows = await this.progress.ofPlan(plan, today);
    return this.pages.send(request, reply, {
      template: 'pages/tasks/index',
      title: 'Nhiệm vụ',
      section: 'tasks',
      view: { planNumber: plan.number, planTitle: plan.title, rows: rows.map((row) => gridRow(row, today, actor)) },
    });
  }

  @Get(':id')
  async show(
    @Param('id') id: string,
    @Query('logged') logged: string | undefined,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const today = this.clock.today();
    const plan = await this.plans.findOfTask(rowIdOf(id));
    const row = (await this.progress.ofPlan(plan, today)).find(({ task }) => task.id === Number(id));
    if (!row) throw new NotFound('Không tìm thấy nhiệm vụ này.');
    const items = await this.list.page({ planId: plan.id, taskId: row.task.id }, { size: ITEMS_SHOWN });
    return this.pages.send(request, reply, {
      template: 'pages/tasks/show',
      title: `Nhiệm vụ ${row.task.label}`,
      section: 'tasks',
      view: {
        ...taskView(row, today, actor),
        byMember: row.members.length > 0 ? membersView(row, await this.received.ofTask(row.task.id, today), today) : undefined,
        items: items.rows.map(itemLine),
        itemCount: items.total,
        hasMore: items.total > items.rows.length,
        notice: await this.notice.of(rowIdOf(logged), row, actor),
      },
    });
  }
}
