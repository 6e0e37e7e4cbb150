import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import type { RefusedAction } from '#audit/leaving-actions.js';
import type { Actor } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';

const MOST_AN_HOUR = 60;

/** Writes down that somebody asked for what is not theirs; of a person who goes on and on, the first of each hour. */
@Injectable()
export class RefusalTrail {
  readonly #lately = new Map<number, { hour: number; count: number }>();

  constructor(
    private readonly em: SqlEntityManager,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @param asked the route as declared and the numbers of what was asked for; nothing that somebody typed */
  async tell({ userId }: Actor, action: RefusedAction, asked: object): Promise<void> {
    const at = this.clock.now();
    const hour = Math.floor(at.epochMilliseconds / 3_600_000);
    const known = this.#lately.get(userId);
    const count = known?.hour === hour ? known.count + 1 : 1;
    this.#lately.set(userId, { hour, count });
    if (count > MOST_AN_HOUR) return;
    await this.em.transactional(() =>
      this.audit.record({
        at,
        actorId: userId || null,
        action,
        subject: 'account',
        subjectId: userId,
        before: null,
        after: asked,
      }),
    );
  }
}
