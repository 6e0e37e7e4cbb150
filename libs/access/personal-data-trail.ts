import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import type { Actor } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';

/** Whose data was taken out by whom is written down. */
@Injectable()
export class PersonalDataTrail {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async tell({ userId }: Actor, ofUserId: number): Promise<void> {
    await this.em.transactional(() =>
      this.audit.record({
        at: this.clock.now(),
        actorId: userId || null,
        action: 'account.data-exported',
        subject: 'account',
        subjectId: ofUserId,
        before: null,
        after: null,
      }),
    );
  }
}
