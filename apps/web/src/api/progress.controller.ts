import { Controller, Get, Query } from '@nestjs/common';
import { progressReport } from '#deliverables/progress-report.js';
import { ProgressService } from '#deliverables/progress.service.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput } from '#kernel/domain-error.js';
import { parsePlainDate } from '#kernel/plain-date.js';
import { PlanService } from '#planning/plan.service.js';
import { Needs } from '../http/needs.js';
import { askedRowId, textOf } from '../http/query-value.js';

@Needs('plans.read')
@Controller('api/v1/progress')
export class ProgressController {
  constructor(
    private readonly plans: PlanService,
    private readonly progress: ProgressService,
    private readonly clock: Clock,
  ) {}

  @Get()
  async show(@Query('plan') planId: unknown, @Query('at') atText: unknown) {
    const text = textOf(atText);
    const at = text === undefined ? this.clock.today() : parsePlainDate(text);
    if (!at) throw new InvalidInput('Ngày (at) viết dạng YYYY-MM-DD.', 'at');
    const plan = await this.plans.find(askedRowId(planId, 'plan'));
    return progressReport(plan, await this.progress.ofPlan(plan, at), at);
  }
}
