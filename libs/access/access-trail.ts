import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { AuditSubject } from '#audit/audit-entry.entity.js';
import { AuditTrail } from '#audit/audit-trail.js';
import type { Actor } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';

/** What leaves the system: files that are downloaded, lists that are exported, a person's data, letters that hold links. */
type Leaving =
  | 'account.data-exported'
  | 'backup.made'
  | 'contract.exported'
  | 'evidence.downloaded'
  | 'evidence.snapshot-opened'
  | 'letter.opened'
  | 'paper.downloaded'
  | 'trail.exported';

/** Writes down who took what out. */
@Injectable()
export class AccessTrail {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async tell({ userId }: Actor, action: Leaving, subject: AuditSubject, subjectId: number, what: object | null = null): Promise<void> {
    await this.em.transactional(() =>
      this.audit.record({ at: this.clock.now(), actorId: userId || null, action, subject, subjectId, before: null, after: what }),
    );
  }
}
