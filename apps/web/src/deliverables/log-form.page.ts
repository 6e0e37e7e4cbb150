import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Deliverable } from '#deliverables/deliverable.entity.js';
import { DuplicateDeliverable, StaleVersion } from '#deliverables/deliverable.errors.js';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { ownersFor } from '#deliverables/item-owner.js';
import { ItemTopics } from '#deliverables/item-topics.js';
import { LogFormQuery } from '#deliverables/log-form.query.js';
import { ProgressService, type TaskProgress } from '#deliverables/progress.service.js';
import type { RawPublication } from '#deliverables/publication.input.js';
import { type Actor, assertMayChange, assertMayChangeItemsOf } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { DomainError, NotFound } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import { isAfter } from '#kernel/plain-date.js';
import { formOf } from '#planning/medium.js';
import { PlanContentService } from '#planning/plan-content.service.js';
import { PlanService } from '#planning/plan.service.js';
import { TaskQuery } from '#planning/task.query.js';
import { statusOf } from '../http/error.filter.js';
import { PageRenderer } from '../http/page-renderer.js';
import { factsOf, rawOf } from './item.view.js';
import { likelyDay, likelyValues, logFormView } from './log-form.view.js';
import { tickedIn, topicChoices } from './topic-choices.js';

export interface Exchange {
  readonly actor: Actor;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

type Refusal = { readonly values: RawPublication; readonly error: DomainError };

/** The one page on which items are logged, planned and corrected: as it is first opened, and as it comes back with its errors. */
@Injectable()
export class LogFormPage {
  constructor(
    private readonly plans: PlanService,
    private readonly tasks: TaskQuery,
    private readonly form: LogFormQuery,
    private readonly progress: ProgressService,
    private readonly deliverables: DeliverableService,
    private readonly content: PlanContentService,
    private readonly topics: ItemTopics,
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
  ) {}

  /** A form for something new; without a task, the one most urgently owed is chosen. */
  async forNew(
    exchange: Exchange,
    purpose: 'log' | 'slot',
    asked: { taskId?: number | undefined; on?: string | undefined; period?: string | undefined; organisationId?: number | undefined },
    refusal?: Refusal,
  ): Promise<FastifyReply> {
    assertMayChange(exchange.actor);
    const today = this.clock.today();
    const plan = asked.taskId === undefined ? await this.plans.find() : await this.plans.findOfTask(asked.taskId);
    const { tasks, likely } = await this.form.tasksOf(exchange.actor, plan, today);
    const row = asked.taskId === undefined ? likely : tasks.find(({ task }) => task.id === asked.taskId);
    if (!row) return this.refuseForeignTask(exchange.actor, asked.taskId!);
    const isSlot = purpose === 'slot';
    const { leads } = await this.tasks.contextOf(row.task.id);
    const owners = ownersFor(exchange.actor, leads, likelyDay(plan, today, refusal ? refusal.values.occursOn : asked.on, isSlot));
    if (refusal) return this.send(exchange, { purpose, plan, row, tasks, owners, values: refusal.values }, refusal);
    const owner = owners.length === 1 ? owners[0] : owners.find(({ id }) => id === asked.organisationId);
    const usual = owner ? await this.form.usualDetails(row.task.id, owner.id) : null;
    const values = { ...likelyValues({ row, plan, today, usual }, asked, isSlot), organisation: owner && String(owner.id) };
    return this.send(exchange, { purpose, plan, row, tasks, owners, values });
  }

  /** A form for an item that is there. */
  async forItem(exchange: Exchange, purpose: 'publish' | 'amend' | 'replan', id: number | undefined, refusal?: Refusal): Promise<FastifyReply> {
    if (id === undefined) throw new NotFound('Không tìm thấy sản phẩm này.');
    const item = await this.deliverables.find(id);
    assertMayChangeItemsOf(exchange.actor, item.organisation);
    const { plan } = item.task;
    const row = await this.rowOf(item);
    const values = refusal?.values ?? (purpose === 'publish' ? await this.valuesToPublish(item, row) : rawOf(item));
    return this.send(exchange, { purpose, plan, row, tasks: [], owners: [item.organisation], values, item }, refusal);
  }

  private async send(
    { actor, request, reply }: Exchange,
    facts: Pick<Parameters<typeof logFormView>[0], 'purpose' | 'plan' | 'row' | 'tasks' | 'owners' | 'values'> & { item?: Deliverable },
    refusal?: Refusal,
  ): Promise<FastifyReply> {
    const { item, ...rest } = facts;
    const error = refusal?.error;
    const isSlot = facts.purpose === 'slot' || facts.purpose === 'replan';
    const isBroadcast = formOf(facts.row.task.medium) === 'broadcast' && !isSlot;
    const view = logFormView({
      ...rest,
      today: this.clock.today(),
      originals: isBroadcast ? await this.form.originals(actor, facts.row.task.id, this.clock.today(), item?.rerunOf?.id) : [],
      topics: isSlot ? null : topicChoices(await this.content.topicsOf(facts.plan.id), await this.tickedTopics(item, refusal)),
      errors: error ? fieldMessages(error) : {},
      ...(error instanceof DuplicateDeliverable ? { first: error.first } : {}),
      ...(item ? { item: { id: item.id, version: item.version } } : {}),
      ...(item && error instanceof StaleVersion ? { conflict: { lines: [item.title, ...factsOf(item).map(({ label, value }) => `${label}: ${value}`)] } } : {}),
    });
    return this.pages.send(request, reply, {
      template: 'pages/deliverables/form',
      title: view.heading,
      section: 'deliverables',
      status: error ? statusOf(error) : 200,
      scripts: ['link-metadata.js'],
      view: { ...view, takesFiles: facts.purpose === 'log' || facts.purpose === 'publish' },
    });
  }

  private async tickedTopics(item: Deliverable | undefined, refusal: Refusal | undefined): Promise<ReadonlySet<string>> {
    if (refusal) return tickedIn(refusal.values);
    return new Set(item ? (await this.topics.of(item.id)).map(({ id }) => String(id)) : []);
  }

  private async rowOf(item: Deliverable): Promise<TaskProgress> {
    const rows = await this.progress.ofPlan(item.task.plan, this.clock.today());
    return rows.find(({ task }) => task.id === item.task.id)!;
  }

  /** A slot's own title and genre, the usual details of the task, and its planned day, unless that is still to come. */
  private async valuesToPublish(item: Deliverable, row: TaskProgress): Promise<RawPublication> {
    const today = this.clock.today();
    const usual = await this.form.usualDetails(item.task.id, item.organisation.id);
    const on = isAfter(item.occursOn, today) ? today : item.occursOn;
    const likely = likelyValues({ row, plan: item.task.plan, today, usual }, { on: on.toString() }, false);
    const known = Object.fromEntries(Object.entries(rawOf(item)).filter(([, value]) => value !== undefined && value !== ''));
    return { ...likely, ...known, occursOn: likely.occursOn };
  }

  private async refuseForeignTask(actor: Actor, taskId: number): Promise<never> {
    const lead = await this.form.leadOf(taskId);
    const words = 'Không tìm thấy nhiệm vụ này.';
    assertMayChangeItemsOf(actor, lead, words);
    throw new NotFound(words);
  }
}
