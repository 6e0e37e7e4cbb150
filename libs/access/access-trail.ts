import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { AuditSubject } from '#audit/audit-entry.entity.js';
import { AuditTrail } from '#audit/audit-trail.js';
import type { LeavingAction } from '#audit/leaving-actions.js';
import type { Actor } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';

/** Writes down who took what out. */
@Injectable()
export class AccessTrail {
  #hour = 0;
  readonly #takenThisHour = new Set<string>();

  constructor(
    private readonly em: SqlEntityManager,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** A file of evidence. Of one that is taken piece by piece, as a player does, the first piece of each hour, whichever it is. */
  async tellDownload(actor: Actor, itemId: number, evidence: number, isPiece: boolean): Promise<void> {
    const hour = Math.floor(this.clock.now().epochMilliseconds / 3_600_000);
    if (hour !== this.#hour) this.#takenThisHour.clear();
    this.#hour = hour;
    const taken = `${actor.userId} ${evidence}`;
    if (isPiece && this.#takenThisHour.has(taken)) return;
    await this.tell(actor, 'evidence.downloaded', 'deliverable', itemId, { evidence });
    this.#takenThisHour.add(taken);
  }

  async tell({ userId }: Actor, action: LeavingAction, subject: AuditSubject, subjectId: number, what: object | null = null): Promise<void> {
    await this.em.transactional(() =>
      this.audit.record({ at: this.clock.now(), actorId: userId || null, action, subject, subjectId, before: null, after: what }),
    );
  }
}
