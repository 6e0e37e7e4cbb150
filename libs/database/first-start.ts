import { MikroORM, UniqueConstraintViolationException } from '@mikro-orm/core';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import { AccountService } from '#identity/account.service.js';
import { Clock } from '#kernel/clock.js';
import type { Environment } from '#kernel/environment.js';
import { ENVIRONMENT } from '#kernel/kernel.module.js';
import { loadKnownSuccessions } from '#organisations/known-successions.js';
import { Plan } from '#planning/plan.entity.js';
import { PlanService } from '#planning/plan.service.js';
import { samplePlanFor } from '#planning/sample-plan.js';
import { alone } from './database.js';

/** What an empty database is given: the sample plan, and a way in for the first person. */
@Injectable()
export class FirstStart {
  constructor(
    private readonly orm: MikroORM,
    private readonly em: SqlEntityManager,
    private readonly plans: PlanService,
    private readonly accounts: AccountService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Gives an empty database its sample plan. Safe to run at every start. */
  async prepareData(): Promise<void> {
    await alone(this.orm, () => this.loadSamplePlan());
  }

  /** @returns the secret of a one-time set-up link while nobody has an account, else undefined */
  async prepareAccess(): Promise<string | undefined> {
    return alone(this.orm, async () => {
      if (await this.accounts.hasAny()) return undefined;
      const { adminEmail, adminPassword } = this.environment;
      if (!adminEmail) return this.accounts.openSetUp(null);
      await this.em.transactional(async () => {
        const { id } = await this.accounts.addFirst({ email: adminEmail, name: 'Quản trị', password: adminPassword });
        const first = { at: this.clock.now(), actorId: null, action: 'account.added', subject: 'account', subjectId: id, before: null, after: null } as const;
        await this.audit.record(first);
      });
      return undefined;
    });
  }

  private async loadSamplePlan(): Promise<void> {
    const { samplePlan } = this.environment;
    if (samplePlan === 'none' || (await this.em.count(Plan)) > 0) return;
    const year = samplePlan === 'current' ? this.clock.today().year : samplePlan;
    try {
      await this.plans.adopt(samplePlanFor(year), { asSample: true });
      await loadKnownSuccessions(this.em);
    } catch (error) {
      // Another process over the same database was quicker.
      if (!(error instanceof UniqueConstraintViolationException)) throw error;
    }
  }
}
