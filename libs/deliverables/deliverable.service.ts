import { OptimisticLockError, UniqueConstraintViolationException } from '@mikro-orm/core';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import { type Actor, assertMayChangeItemsOf } from '#identity/actor.js';
import { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput, NotFound } from '#kernel/domain-error.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { insertEntity } from '#kernel/sql.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { Task } from '#planning/task.entity.js';
import { type TaskContext, TaskQuery } from '#planning/task.query.js';
import { Deliverable } from './deliverable.entity.js';
import { StaleVersion } from './deliverable.errors.js';
import { snapshotOf } from './deliverable-snapshot.js';
import { ownerOf } from './item-owner.js';
import { ItemTopics, type Tagging } from './item-topics.js';
import { PublicationRules, settingOf } from './publication-rules.js';
import type { PublicationInput, SlotInput } from './publication.input.js';

/** What is told of a new item beside its own words. */
export interface NewItem {
  /** Whose it is; may be left out where it can be one organisation's only. */
  readonly organisation?: number | null | undefined;
  /** A step that belongs to the same transaction and may refuse it. */
  readonly first?: () => Promise<void>;
}

/** Logging, planning, correcting and withdrawing deliverables. Each method is one transaction with its audit entry. */
@Injectable()
export class DeliverableService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly tasks: TaskQuery,
    private readonly rules: PublicationRules,
    private readonly topics: ItemTopics,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Puts a slot in the calendar. @throws Forbidden, InvalidInput (date outside the plan, no word of whose it is) */
  async plan(actor: Actor, taskId: number, input: SlotInput, { organisation }: Pick<NewItem, 'organisation'> = {}): Promise<Deliverable> {
    const task = await this.tasks.contextOf(taskId);
    const deliverable = this.create(actor, task, input.occursOn, organisation);
    this.rules.assertInPlan(task, input.occursOn);
    deliverable.plan(input.occursOn, { title: input.title, genre: input.genre }, this.clock.now());
    return this.save(actor, deliverable, 'deliverable.planned', null);
  }

  /**
   * Logs something that has appeared.
   * @param of the task, or its id where it is not read yet
   * @throws Forbidden, InvalidInput, DuplicateDeliverable
   */
  async log(actor: Actor, of: TaskContext | number, { topics = [], ...input }: PublicationInput, { organisation, first }: NewItem = {}): Promise<Deliverable> {
    const task = typeof of === 'number' ? await this.tasks.contextOf(of) : of;
    const deliverable = this.create(actor, task, input.occursOn, organisation);
    deliverable.publish(await this.rules.publicationOf(task, input, null), this.clock.now());
    return this.save(actor, deliverable, 'deliverable.published', null, topics.length > 0 ? { before: [], after: topics } : undefined, first);
  }

  /** Turns a slot into a published item in one step. @throws as `log`, and StaleVersion, IllegalTransition */
  async publish(actor: Actor, id: number, version: number, { topics, ...input }: PublicationInput): Promise<Deliverable> {
    const deliverable = await this.forChange(actor, id, version);
    const before = snapshotOf(deliverable);
    deliverable.publish(await this.rules.publicationOf(settingOf(deliverable.task), input, deliverable), this.clock.now());
    return this.save(actor, deliverable, 'deliverable.published', before, await this.tagging(id, topics));
  }

  /** Corrects a published item. @throws as `publish` */
  async amend(actor: Actor, id: number, version: number, { topics, ...input }: PublicationInput): Promise<Deliverable> {
    const deliverable = await this.forChange(actor, id, version);
    const before = snapshotOf(deliverable);
    deliverable.amend(await this.rules.publicationOf(settingOf(deliverable.task), input, deliverable), this.clock.now());
    return this.save(actor, deliverable, 'deliverable.amended', before, await this.tagging(id, topics));
  }

  /** Changes a slot's day, title or genre. @throws Forbidden, InvalidInput, StaleVersion, NotMovable */
  async replan(actor: Actor, id: number, version: number, input: SlotInput): Promise<Deliverable> {
    const deliverable = await this.forChange(actor, id, version);
    const before = snapshotOf(deliverable);
    this.rules.assertInPlan(settingOf(deliverable.task), input.occursOn);
    deliverable.plan(input.occursOn, { title: input.title, genre: input.genre }, this.clock.now());
    return this.save(actor, deliverable, 'deliverable.planned', before);
  }

  /** Moves a slot to another day. @throws Forbidden, InvalidInput, NotMovable; StaleVersion where a version is given */
  async move(actor: Actor, id: number, on: PlainDate, version?: number): Promise<Deliverable> {
    const deliverable = await this.forChange(actor, id, version);
    const before = snapshotOf(deliverable);
    this.rules.assertInPlan(settingOf(deliverable.task), on);
    deliverable.moveTo(on, this.clock.now());
    return this.save(actor, deliverable, 'deliverable.moved', before);
  }

  /** Takes a logging back, the reason being that it was a mistake of the moment. @throws Forbidden, IllegalTransition */
  async undoPublication(actor: Actor, id: number): Promise<Deliverable> {
    const deliverable = await this.forChange(actor, id);
    const before = snapshotOf(deliverable);
    deliverable.undoPublication(this.clock.now());
    return this.save(actor, deliverable, 'deliverable.undone', before);
  }

  /** Takes an item out of the count for good (rule 6). @throws Forbidden, IllegalTransition, StaleVersion */
  async withdraw(actor: Actor, id: number, version: number, reason: string): Promise<Deliverable> {
    const deliverable = await this.forChange(actor, id, version);
    const before = snapshotOf(deliverable);
    deliverable.withdraw(reason, this.clock.now());
    return this.save(actor, deliverable, 'deliverable.withdrawn', before);
  }

  /** @throws NotFound */
  async find(id: number): Promise<Deliverable> {
    const deliverable = await this.em.findOne(Deliverable, id, {
      populate: ['task.plan', 'task.targets', 'organisation', 'rerunOf', 'createdBy'],
    });
    if (!deliverable) throw new NotFound('Không tìm thấy sản phẩm này.');
    return deliverable;
  }

  private create(actor: Actor, { id, leads }: TaskContext, occursOn: PlainDate, organisation: NewItem['organisation']): Deliverable {
    const owner = ownerOf(actor, leads, occursOn, organisation);
    const by = this.em.getReference(User, actor.userId);
    const deliverable = new Deliverable(this.em.getReference(Task, id), this.em.getReference(Organisation, owner.id), occursOn, by, this.clock.now());
    deliverable.loggedVia = actor.via === 'mail-link' ? actor.via : null;
    return deliverable;
  }

  private async forChange(actor: Actor, id: number, version?: number): Promise<Deliverable> {
    const deliverable = await this.find(id);
    assertMayChangeItemsOf(actor, deliverable.organisation);
    if (version !== undefined && version !== deliverable.version) throw new StaleVersion(deliverable.version);
    return deliverable;
  }

  /** What becomes of an item's topics; undefined where the form did not ask for them. */
  private async tagging(id: number, topics: readonly number[] | undefined): Promise<Tagging | undefined> {
    return topics && { before: (await this.topics.of(id)).map((topic) => topic.id), after: topics };
  }

  private async save(
    actor: Actor,
    deliverable: Deliverable,
    action: string,
    before: object | null,
    tagging?: Tagging,
    first?: () => Promise<void>,
  ): Promise<Deliverable> {
    const at = this.clock.now();
    await this.em.begin();
    try {
      await first?.();
      await (before === null ? insertEntity(this.em, deliverable) : this.em.flush());
      if (tagging) await this.topics.change(deliverable, tagging);
      await this.audit.record({
        at,
        actorId: actor.userId,
        action,
        subjectId: deliverable.id,
        before: before && { ...before, ...taggedAs(tagging?.before) },
        after: { ...snapshotOf(deliverable), ...taggedAs(tagging?.after) },
      });
      await this.em.commit();
    } catch (error) {
      await this.em.rollback();
      // What is in memory was not saved; whoever reads on must read the database.
      this.em.clear();
      // The index let the first through: two people logged a piece at the same moment, or a slot came onto its day.
      if (error instanceof UniqueConstraintViolationException) {
        await this.rules.refuseDuplicate(deliverable.task.id, deliverable, deliverable.id);
        throw new InvalidInput('Sản phẩm này vừa được người khác ghi nhận; hãy mở danh sách để xem.', 'title');
      }
      // Another editor's save came between our reading and our writing.
      if (error instanceof OptimisticLockError) throw new StaleVersion(deliverable.version + 1);
      throw error;
    }
    return deliverable;
  }
}

/** For the audit trail; an item without topics is not said to have none. */
function taggedAs(topics: readonly number[] = []): object {
  return topics.length > 0 ? { topics } : {};
}
