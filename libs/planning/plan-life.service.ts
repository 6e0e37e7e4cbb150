import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import type { Actor } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { DomainError } from '#kernel/domain-error.js';
import { assertMayPlan } from './plan-draft.service.js';
import type { Plan, PlanState } from './plan.entity.js';
import { PlanService } from './plan.service.js';

/** What may follow what: a closed plan can be opened again, an archived one only be taken out of the archive. */
const NEXT: Readonly<Record<PlanState, readonly PlanState[]>> = {
  'in-force': ['closed'],
  closed: ['in-force', 'archived'],
  archived: ['closed'],
};

const NAMES: Readonly<Record<PlanState, string>> = { 'in-force': 'đang thực hiện', closed: 'đã đóng', archived: 'đã lưu trữ' };

export function planStateName(state: PlanState): string {
  return NAMES[state];
}

class IllegalPlanState extends DomainError {
  readonly code = 'illegal-plan-state';
  readonly kind = 'conflict';

  constructor(from: PlanState, to: PlanState) {
    super(`Kế hoạch ${NAMES[from]} nên không chuyển được sang “${NAMES[to]}”.`);
  }
}

/** Closing, opening again and archiving a plan. */
@Injectable()
export class PlanLifeService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly plans: PlanService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  nextStates({ state }: Plan): readonly PlanState[] {
    return NEXT[state];
  }

  /** @throws Forbidden, NotFound, IllegalPlanState */
  async become(actor: Actor, planId: number, state: PlanState): Promise<Plan> {
    assertMayPlan(actor);
    const plan = await this.plans.find(planId);
    const before = plan.state;
    if (!NEXT[before].includes(state)) throw new IllegalPlanState(before, state);
    await this.em.transactional(async (em) => {
      plan.state = state;
      await em.flush();
      await this.audit.record({
        at: this.clock.now(),
        actorId: actor.userId,
        action: `plan.${state}`,
        subject: 'plan',
        subjectId: plan.id,
        before: { state: before },
        after: { state },
      });
    });
    return plan;
  }
}
