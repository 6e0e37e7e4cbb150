import { OptimisticLockError } from '@mikro-orm/core';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { type AuditRecord, AuditTrail } from '#audit/audit-trail.js';
import { type Actor, assertMay, may } from '#identity/actor.js';
import { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { NotFound, OutOfReach } from '#kernel/domain-error.js';
import { changeRows } from '#kernel/sql.js';
import { Acceptance } from './acceptance.entity.js';
import { AcceptanceChanged } from './acceptance.errors.js';

/** What a step tells the trail; nothing where nothing changed. */
export interface Told {
  readonly action: string;
  readonly before: object | null;
  readonly after: object | null;
  /** Entries about other things that changed with it, items above all. */
  readonly others?: readonly Omit<AuditRecord, 'at' | 'actorId'>[];
}

export interface ChangeMoment {
  readonly at: Temporal.Instant;
  readonly by: User | null;
}

/** One change of a round as one transaction: whoever changes the same contract's rounds at the same time waits. */
@Injectable()
export class AcceptanceChange {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound, also for whoever may not see it; AcceptanceChanged where a given version is not the present one */
  async make(
    actor: Actor,
    id: number | undefined,
    step: (acceptance: Acceptance, moment: ChangeMoment) => Promise<Told | null>,
    version?: number,
  ): Promise<Acceptance> {
    if (id === undefined) throw unknownAcceptance();
    return this.inTransaction(async (em) => {
      // The first statement writes, so that the second of two waits here and then reads what the first left.
      await changeRows(em, 'update contract set version = version where id = (select contract_id from acceptance where id = ?)', [id]);
      const acceptance = await findAcceptance(em, actor, id);
      if (version !== undefined && acceptance.version !== version) throw new AcceptanceChanged();
      const moment = this.moment(actor);
      const told = await step(acceptance, moment);
      await em.flush();
      if (told) await this.tell(actor, acceptance.id, moment, told);
      return acceptance;
    });
  }

  /** A new round of a contract, which waits in the same way. */
  async begin(actor: Actor, contractId: number, step: (moment: ChangeMoment) => Promise<{ acceptance: Acceptance; told: Told }>): Promise<Acceptance> {
    return this.inTransaction(async (em) => {
      await changeRows(em, 'update contract set version = version where id = ?', [contractId]);
      const moment = this.moment(actor);
      const { acceptance, told } = await step(moment);
      await em.flush();
      await this.tell(actor, acceptance.id, moment, told);
      return acceptance;
    });
  }

  private async inTransaction<T>(step: (em: SqlEntityManager) => Promise<T>): Promise<T> {
    try {
      // What the request has read before is not relied on.
      return await this.em.transactional(step, { clear: true });
    } catch (error) {
      if (error instanceof OptimisticLockError) throw new AcceptanceChanged();
      throw error;
    }
  }

  private moment(actor: Actor): ChangeMoment {
    return { at: this.clock.now(), by: actor.userId === 0 ? null : this.em.getReference(User, actor.userId) };
  }

  private async tell(actor: Actor, id: number, { at }: ChangeMoment, { action, before, after, others = [] }: Told): Promise<void> {
    const actorId = actor.userId || null;
    await this.audit.recordAll([
      ...others.map((other) => ({ ...other, at, actorId })),
      { at, actorId, action, subject: 'acceptance', subjectId: id, before, after },
    ]);
  }
}

/** With its contract, as far as the services and pages need it. @throws NotFound, also for whoever may not see it */
export async function findAcceptance(em: SqlEntityManager, actor: Actor, id: number | undefined): Promise<Acceptance> {
  const populate = ['contract.plan', 'contract.partyA', 'contract.partyB', 'contract.lines.task', 'contract.annexes', 'reviewedBy', 'issuedBy'] as const;
  const acceptance = id === undefined ? null : await em.findOne(Acceptance, id, { populate });
  if (!acceptance) throw unknownAcceptance();
  assertMay(actor, 'contracts.read');
  // In the words for one that is not there: whose it is, is told to nobody.
  if (!may(actor, 'contracts.read', acceptance.contract.partyB.id)) throw new OutOfReach(UNKNOWN);
  return acceptance;
}

const UNKNOWN = 'Không tìm thấy đợt nghiệm thu này.';

function unknownAcceptance(): NotFound {
  return new NotFound(UNKNOWN);
}
