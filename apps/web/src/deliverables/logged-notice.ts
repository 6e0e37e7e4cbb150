import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Deliverable } from '#deliverables/deliverable.entity.js';
import type { TaskProgress } from '#deliverables/progress.service.js';
import type { Actor } from '#identity/actor.js';
import { mayChangeItemsOf } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { doneVerb } from '#planning/medium.js';
import { threeNumbers } from '../http/three-numbers.js';

const NOTICE_MINUTES = 10;

/** "Đã ghi nhận: 5/24", with undo, on the page that one comes to after logging. */
@Injectable()
export class LoggedNotice {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly clock: Clock,
  ) {}

  /** @returns undefined where the address is old, not this task's, or not this person's to undo */
  async of(id: number | undefined, { task, progress }: TaskProgress, actor: Actor) {
    if (id === undefined) return undefined;
    const item = await this.em.findOne(Deliverable, { id, task: task.id });
    if (!item || !mayChangeItemsOf(actor, item.organisation.id)) return undefined;
    if (item.changedAt.until(this.clock.now()).total('minutes') > NOTICE_MINUTES) return undefined;
    const isLogged = item.status === 'published';
    if (!isLogged && item.status !== 'planned') return undefined;
    return {
      isLogged,
      isRerun: item.isRerun,
      count: progress.target === null ? String(progress.declared) : `${progress.declared}/${progress.target}`,
      ledgers: threeNumbers(progress, doneVerb(task.medium)),
      unit: task.quantity.unit,
      title: item.title,
      undoHref: `/deliverables/${item.id}/publication/undo`,
      againHref: `/deliverables/${isLogged ? 'new' : 'slots/new'}?task=${task.id}&organisation=${item.organisation.id}`,
    };
  }
}
