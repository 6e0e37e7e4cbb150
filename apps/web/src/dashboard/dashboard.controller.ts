import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RecentActivityQuery } from '#audit/recent-activity.query.js';
import { paceOf } from '#deliverables/progress.js';
import { ProgressService } from '#deliverables/progress.service.js';
import type { Actor } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { PlanService } from '#planning/plan.service.js';
import { activityView } from '../http/activity-view.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { PageRenderer } from '../http/page-renderer.js';
import { rowIdOf } from '../http/query-value.js';
import { dashboardView } from './dashboard.view.js';
import { PaceChartCache } from './pace-chart-cache.js';

const RECENT_ENTRIES = 8;

@Needs('plans.read')
@Controller()
export class DashboardController {
  constructor(
    private readonly plans: PlanService,
    private readonly progress: ProgressService,
    private readonly activity: RecentActivityQuery,
    private readonly charts: PaceChartCache,
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
  ) {}

  @Get()
  async show(@Query('plan') planId: string | undefined, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const today = this.clock.today();
    const plan = await this.plans.find(rowIdOf(planId));
    const rows = await this.progress.ofPlan(plan, today);
    const recent = await this.activity.latest(RECENT_ENTRIES);
    const quotas = rows.map(({ targets, tallies }) => ({ targets, tallies }));
    const chart = await this.charts.draw(paceOf(quotas, today, plan.shownSpan()));
    return this.pages.send(request, reply, {
      template: 'pages/dashboard/page',
      title: 'Tổng quan',
      section: 'dashboard',
      view: dashboardView({ plan, rows, today, actor, recent: recent.map(activityView), chart }),
    });
  }
}
