import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProgressService } from '#deliverables/progress.service.js';
import { type Actor, may } from '#identity/actor.js';
import { Signatures } from '#identity/signatures.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput, NotFound } from '#kernel/domain-error.js';
import { formatDate } from '#kernel/plain-date.js';
import { PlanAmendmentService } from '#planning/plan-amendment.service.js';
import { PlanDraftService } from '#planning/plan-draft.service.js';
import { PlanLifeService, planStateName } from '#planning/plan-life.service.js';
import { PLAN_STATES, type Plan, type PlanState } from '#planning/plan.entity.js';
import { PlanService } from '#planning/plan.service.js';
import { momentWords } from '../http/activity-view.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { PageRenderer } from '../http/page-renderer.js';
import { rowIdOf } from '../http/query-value.js';
import { gridRow } from '../dashboard/dashboard.view.js';
import { amendmentView } from './amendment.view.js';
import type { RawForm } from './draft.input.js';

const STATE_ACTIONS: Readonly<Record<PlanState, { name: string; explanation: string }>> = {
  'in-force': { name: 'Mở lại kế hoạch', explanation: 'Các đơn vị lại ghi nhận được và lại được nhắc việc.' },
  closed: { name: 'Đóng kế hoạch', explanation: 'Không ai ghi nhận hay sửa sản phẩm được nữa và không còn thư nhắc; số liệu giữ nguyên, mở lại được.' },
  archived: { name: 'Lưu trữ', explanation: 'Kế hoạch ra khỏi danh sách thường ngày; vẫn xem được.' },
};

const OUT_OF_ARCHIVE = { name: 'Đưa ra khỏi lưu trữ', explanation: 'Kế hoạch trở lại danh sách thường ngày, vẫn ở trạng thái đã đóng.' };

/** The plans of the system and the life of each. */
@Needs('plans.read')
@Controller('plans')
export class PlansController {
  constructor(
    private readonly plans: PlanService,
    private readonly drafts: PlanDraftService,
    private readonly life: PlanLifeService,
    private readonly amendments: PlanAmendmentService,
    private readonly progress: ProgressService,
    private readonly signatures: Signatures,
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
  ) {}

  @Get()
  async index(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const plans = await this.plans.all();
    const mayPlan = may(actor, 'plans.change');
    const drafts = mayPlan ? await this.drafts.open() : [];
    const signed = await this.signatures.reader(drafts.map(({ createdBy }) => createdBy));
    return this.pages.send(request, reply, {
      template: 'pages/plans/index',
      title: 'Kế hoạch',
      section: 'plans',
      view: {
        mayPlan,
        plans: plans.filter(({ state }) => state !== 'archived').map(planLine),
        archived: plans.filter(({ state }) => state === 'archived').map(planLine),
        drafts: drafts.map(({ id, sourceName, content, createdBy, changedAt }) => ({
          href: `/plans/drafts/${id}`,
          title: content.head.title ?? sourceName,
          year: content.head.year,
          sourceName,
          taskCount: content.rows.length,
          createdBy: signed(createdBy),
          changedAt: momentWords(changedAt.toString()),
        })),
      },
    });
  }

  @Get(':id')
  async show(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const plan = await this.plans.find(planId(id));
    const today = this.clock.today();
    const rows = await this.progress.ofPlan(plan, today);
    const amendments = await this.amendments.of(plan);
    const confirmed = rows.flatMap(({ task }) => task.doubts.filter(({ confirmedBy }) => confirmedBy).map((doubt) => ({ ordinal: task.label, ...doubt })));
    const signed = await this.signatures.reader([...amendments.map(({ createdBy }) => createdBy), ...confirmed.map(({ confirmedBy }) => confirmedBy)]);
    return this.pages.send(request, reply, {
      template: 'pages/plans/show',
      styles: ['review.css'],
      title: plan.title,
      section: 'plans',
      view: {
        ...planLine(plan),
        mayPlan: may(actor, 'plans.change'),
        issuer: plan.issuer,
        place: plan.place,
        coordinator: plan.coordinator.name,
        span: `${formatDate(plan.startsOn)} – ${formatDate(plan.endsOn)}`,
        isInForce: plan.state === 'in-force',
        rows: rows.map((row) => gridRow(row, today, actor)),
        confirmed: confirmed.map((doubt) => ({ ...doubt, confirmedBy: signed(doubt.confirmedBy!), at: momentWords(doubt.confirmedAt!) })),
        amendments: amendments.map((amendment) => amendmentView(amendment, signed)),
        actions: may(actor, 'plans.change')
          ? this.life.nextStates(plan).map((state) => ({ state, ...(plan.state === 'archived' ? OUT_OF_ARCHIVE : STATE_ACTIONS[state]) }))
          : [],
        nextYear: plan.year + 1,
      },
    });
  }

  @Needs('plans.change')
  @Post(':id/state')
  async state(@Param('id') id: string, @Body() body: RawForm, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const state = PLAN_STATES.find((known) => known === body.state);
    if (!state) throw new InvalidInput('Trạng thái kế hoạch chưa đúng.', 'state');
    const plan = await this.life.become(actor, planId(id), state);
    return reply.redirect(`/plans/${plan.id}`, 303);
  }

  @Needs('plans.change')
  @Post(':id/next-year')
  async nextYear(@Param('id') id: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const draft = await this.drafts.nextYear(actor, planId(id));
    return reply.redirect(`/plans/drafts/${draft.id}`, 303);
  }
}

/** The id in a path. @throws NotFound */
export function planId(id: string): number {
  const row = rowIdOf(id);
  if (row === undefined) throw new NotFound('Không tìm thấy kế hoạch này.');
  return row;
}

function planLine(plan: Plan) {
  return {
    id: plan.id,
    href: `/plans/${plan.id}`,
    gridHref: `/?plan=${plan.id}`,
    number: plan.number,
    title: plan.title,
    year: plan.year,
    issuedOn: formatDate(plan.issuedOn),
    isSample: plan.isSample,
    state: {
      key: { 'in-force': 'on-pace', closed: 'done', archived: 'no-target' }[plan.state],
      sign: { 'in-force': '●', closed: '✓', archived: '–' }[plan.state],
      name: planStateName(plan.state),
    },
  };
}
