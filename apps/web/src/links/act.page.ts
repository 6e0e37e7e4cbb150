import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WorkingCalendarService } from '#calendar/working-calendar.service.js';
import { DuplicateDeliverable } from '#deliverables/deliverable.errors.js';
import { ownersFor } from '#deliverables/item-owner.js';
import { LogFormQuery } from '#deliverables/log-form.query.js';
import { ProgressService } from '#deliverables/progress.service.js';
import type { RawPublication } from '#deliverables/publication.input.js';
import { Clock } from '#kernel/clock.js';
import type { DomainError } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import { formatDate, isAfter } from '#kernel/plain-date.js';
import { PlanService } from '#planning/plan.service.js';
import { TaskQuery } from '#planning/task.query.js';
import { LONGEST_SNOOZE_DAYS, LinkActionService, type OpenedLink, usualSnooze } from '#reminders/link-action.service.js';
import { LinkEnded } from '#reminders/link.errors.js';
import { periodWords } from '#reminders/digest.view.js';
import { likelyDay, likelyValues, logFormView } from '../deliverables/log-form.view.js';
import { statusOf } from '../http/error.filter.js';
import { PageRenderer } from '../http/page-renderer.js';

export interface ActRefusal {
  readonly form: 'log' | 'snooze';
  readonly values: RawPublication;
  readonly error: DomainError;
}

/** The short form that a letter's link opens: one task, one period, nothing else of the system. */
@Injectable()
export class ActPage {
  constructor(
    private readonly links: LinkActionService,
    private readonly plans: PlanService,
    private readonly tasks: TaskQuery,
    private readonly progress: ProgressService,
    private readonly form: LogFormQuery,
    private readonly calendars: WorkingCalendarService,
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
  ) {}

  async show(request: FastifyRequest, reply: FastifyReply, token: string, refusal?: ActRefusal): Promise<FastifyReply> {
    try {
      return await this.send(request, reply, token, await this.links.open(token), refusal);
    } catch (error) {
      if (!(error instanceof LinkEnded)) throw error;
      return this.ended(request, reply, error);
    }
  }

  /** Says what has become of the link; the way in remains signing in. */
  async ended(request: FastifyRequest, reply: FastifyReply, { reason, message }: LinkEnded): Promise<FastifyReply> {
    return this.pages.send(request, reply, {
      template: 'pages/links/ended',
      title: 'Liên kết trong thư nhắc',
      status: reason === 'met' ? 200 : 410,
      view: { message, isMet: reason === 'met' },
    });
  }

  private async send(request: FastifyRequest, reply: FastifyReply, token: string, link: OpenedLink, refusal?: ActRefusal): Promise<FastifyReply> {
    const today = this.clock.today();
    const { actor, period, duty, task } = link;
    const plan = await this.plans.find(task.planId);
    const row = (await this.progress.ofPlan(plan, today)).find((one) => one.task.id === task.id)!;
    const isLog = refusal?.form === 'log';
    const { leads } = await this.tasks.contextOf(task.id);
    const owners = ownersFor(actor, leads, likelyDay(plan, today, isLog ? refusal.values.occursOn : undefined, false));
    const usual = owners.length === 1 && !refusal ? await this.form.usualDetails(task.id, owners[0]!.id) : null;
    const likely = likelyValues({ row, plan, today, usual }, { period: period.to.toString() }, false);
    const view = logFormView({
      purpose: 'log',
      plan,
      row,
      tasks: [],
      owners,
      originals: [],
      topics: null,
      today,
      values: isLog ? refusal.values : likely,
      errors: isLog ? fieldMessages(refusal.error) : {},
      ...(refusal?.error instanceof DuplicateDeliverable ? { first: refusal.error.first } : {}),
    });
    const calendar = await this.calendars.current();
    const isSnooze = refusal?.form === 'snooze';
    return this.pages.send(request, reply, {
      template: 'pages/links/act',
      title: view.heading,
      status: refusal ? statusOf(refusal.error) : 200,
      view: {
        ...view,
        isShort: true,
        dates: { from: period.from.toString(), to: view.dates.to },
        personName: actor.name,
        organisationName: actor.organisationName,
        missing: duty.missing,
        period: periodWords(period.from, period.to),
        deadline: formatDate(period.to),
        isLate: isAfter(today, period.to),
        isMakeUp: isAfter(today, period.to) && !duty.isShareOfPace,
        logAction: `/act/${token}/deliverable`,
        snoozeAction: `/act/${token}/snooze`,
        snooze: {
          isOpen: isSnooze,
          until: isSnooze ? refusal.values.until : usualSnooze(today, (day) => calendar.onOrBefore(day)).toString(),
          reason: isSnooze ? refusal.values.reason : '',
          errors: isSnooze ? fieldMessages(refusal.error) : {},
          from: today.add({ days: 1 }).toString(),
          to: today.add({ days: LONGEST_SNOOZE_DAYS }).toString(),
        },
      },
    });
  }
}
