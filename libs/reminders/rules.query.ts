import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { PlainDate } from '#kernel/plain-date.js';
import { DEFAULT_HOURS, DEFAULT_RULES, type ReminderRules, type SendingHours } from './reminder-rules.js';
import { RuleSet } from './rule-set.entity.js';
import { WatchedPlanQuery } from './watched-plan.query.js';

/** The rules of one plan with its exceptions. */
export interface PlanRules {
  readonly rules: ReminderRules;
  readonly hours: SendingHours;
  /** Null: every viewer is one. */
  readonly leaders: readonly number[] | null;
  /** By task; null for one that nothing is written about. */
  readonly exceptions: ReadonlyMap<number, ReminderRules | null>;
  /** Of the plan's own row, 0 while there is none. */
  readonly version: number;
}

@Injectable()
export class RulesQuery {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly plans: WatchedPlanQuery,
  ) {}

  /** Of the plans that are watched on a day. */
  async ofWatched(today: PlainDate): Promise<PlanRules[]> {
    const plans = await this.plans.watchedOn(today);
    return [...(await this.ofPlans(plans.map(({ id }) => id))).values()];
  }

  /** By plan; each of the plans asked for has some, the defaults where nothing else was decided. One query. */
  async ofPlans(planIds: readonly number[]): Promise<Map<number, PlanRules>> {
    const rows = planIds.length === 0 ? [] : await this.em.find(RuleSet, { plan: { $in: [...planIds] } });
    return new Map(
      planIds.map((planId) => {
        const own = rows.filter(({ plan }) => plan.id === planId);
        const ofPlan = own.find(({ task }) => task === null);
        return [
          planId,
          {
            // A rule that came with a later release stands at its default.
            rules: { ...DEFAULT_RULES, ...ofPlan?.rules },
            hours: ofPlan ? { from: ofPlan.sendFrom, until: ofPlan.sendUntil } : DEFAULT_HOURS,
            leaders: ofPlan?.leaders ?? null,
            exceptions: new Map(
              own.flatMap(({ task, isSilent, rules }): [number, ReminderRules | null][] =>
                task ? [[task.id, isSilent ? null : { ...DEFAULT_RULES, ...rules }]] : [],
              ),
            ),
            version: ofPlan?.version ?? 0,
          },
        ];
      }),
    );
  }
}
