import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RawPublication } from '#deliverables/publication.input.js';
import { TopicCoverageQuery } from '#deliverables/topic-coverage.query.js';
import { type Actor, may, reachOf } from '#identity/actor.js';
import { Signatures } from '#identity/signatures.js';
import { Clock } from '#kernel/clock.js';
import { readInput } from '#kernel/form-input.js';
import { dutyInput } from '#planning/duty.input.js';
import type { PlanDuty } from '#planning/plan-content.entity.js';
import { PlanContentService } from '#planning/plan-content.service.js';
import type { Plan } from '#planning/plan.entity.js';
import { PlanService } from '#planning/plan.service.js';
import { refusalOf } from '../deliverables/deliverables.controller.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { CurrentActor } from '../http/actor.js';
import { statusOf } from '../http/error.filter.js';
import { Needs } from '../http/needs.js';
import { PageRenderer } from '../http/page-renderer.js';
import { rowIdOf } from '../http/query-value.js';
import { coverageView } from './coverage.view.js';
import { dutiesView, type RefusedReport } from './duties.view.js';

/** What the plan asks for beside its appendix: which topics are written about, and how far the duties of its parties are. */
@Needs('plans.read')
@Controller('content')
export class ContentController {
  constructor(
    private readonly plans: PlanService,
    private readonly content: PlanContentService,
    private readonly coverage: TopicCoverageQuery,
    private readonly signatures: Signatures,
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
  ) {}

  @Get()
  async index(@Query('plan') asked: unknown, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const planId = rowIdOf(asked);
    return this.show({ actor, request, reply }, await this.plans.find(planId), { isAsked: planId !== undefined });
  }

  @Needs('duties.change')
  @Post('duties/:id')
  async report(
    @Param('id') id: string,
    @Body() body: RawPublication,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const isAsked = rowIdOf(body.plan) !== undefined;
    try {
      const duty = await this.content.report(actor, rowIdOf(id), readInput(dutyInput, body));
      return reply.redirect(`/content${isAsked ? `?plan=${duty.plan.id}` : ''}#duty-${duty.id}`, 303);
    } catch (error) {
      const refusal = { dutyId: rowIdOf(id), ...refusalOf(error, body) };
      const { plan } = await this.content.findDuty(refusal.dutyId);
      return this.show({ actor, request, reply }, plan, { isAsked, refusal });
    }
  }

  private async show({ actor, request, reply }: Exchange, plan: Plan, { isAsked, refusal }: { isAsked: boolean; refusal?: RefusedReport }) {
    const today = this.clock.today();
    const mayReportFor = await this.content.reporterOf(actor);
    const mayReport = (duty: PlanDuty) => plan.state === 'in-force' && mayReportFor(duty);
    const listed = await this.content.dutiesOf(plan.id);
    const signed = await this.signatures.reader(listed.map(({ changedBy }) => changedBy));
    const duties = dutiesView(listed, mayReport, signed, refusal);
    const coverage = coverageView(await this.coverage.of(plan, today), plan, today, isAsked ? `plan=${plan.id}&` : '');
    return this.pages.send(request, reply, {
      template: 'pages/content/page',
      styles: ['content.css'],
      title: 'Nội dung',
      section: 'content',
      status: refusal ? statusOf(refusal.error) : 200,
      view: {
        planNumber: plan.number,
        planTitle: plan.title,
        isClosed: plan.state !== 'in-force',
        askedPlanId: isAsked ? plan.id : null,
        coverage,
        duties,
        own: may(actor, 'duties.change') && reachOf(actor, 'duties.change') !== 'all' ? duties.parties.filter(({ isOwn }) => isOwn) : [],
      },
    });
  }
}
