import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { canonicalJson } from '#audit/audit-hash.js';
import { AuditTrail } from '#audit/audit-trail.js';
import type { Actor } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { DomainError, NotFound } from '#kernel/domain-error.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import { byName, compareNames } from '#kernel/vietnamese-order.js';
import { Plan } from '#planning/plan.entity.js';
import { Task } from '#planning/task.entity.js';
import { assertMayKeepReminders } from './reminder-access.js';
import type { ReminderRules, SendingHours } from './reminder-rules.js';
import { RuleSet } from './rule-set.entity.js';
import type { PlanRulesInput, TaskRulesInput } from './rules.input.js';
import { RulesQuery } from './rules.query.js';

/** A viewer, who may be one of a plan's leaders. */
export interface Viewer {
  readonly id: number;
  readonly name: string;
  readonly organisation: string;
}

/** A task that does not go by its plan's rules. */
export interface Exception {
  readonly taskId: number;
  readonly label: string;
  readonly name: string;
  readonly isSilent: boolean;
  readonly version: number;
}

/** Of a task; those of its plan while it has none of its own. */
export interface TaskRuleFacts {
  readonly task: { readonly id: number; readonly label: string; readonly name: string; readonly planId: number; readonly planNumber: string };
  readonly rules: ReminderRules;
  readonly isSilent: boolean;
  /** 0 while it has none of its own. */
  readonly version: number;
}

class RulesChangedMeanwhile extends DomainError {
  readonly code = 'rules-changed';
  readonly kind = 'conflict';

  constructor() {
    super('Quy tắc này vừa được người khác sửa. Hãy tải lại trang, xem nội dung mới rồi sửa lại.');
  }
}

/** As much of a row as the trail keeps. An engine may give the names in another order. */
interface KeptRules {
  readonly rules: ReminderRules;
  readonly hours?: SendingHours;
  readonly leaders?: readonly number[] | null;
  readonly isSilent?: boolean;
}

/** Sets when who is written to: of a plan, and otherwise of single tasks of it. */
@Injectable()
export class RulesService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly rules: RulesQuery,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Everybody who may be a leader, by organisation and name. */
  async viewers(): Promise<Viewer[]> {
    const rows = await rowsOf<Viewer>(
      this.em,
      `select u.id as "id", u.name as "name", o.name as "organisation" from user_account u join organisation o on o.id = u.organisation_id
       where u.is_active and u.role = 'leader'`,
    );
    return rows.toSorted((a, b) => compareNames(a.organisation, b.organisation) || byName(a, b));
  }

  /** In the plan's order. */
  async exceptions(planId: number): Promise<Exception[]> {
    const rows = await rowsOf<Omit<Exception, 'isSilent'> & { isSilent: number | boolean }>(
      this.em,
      `select t.id as "taskId", t.label as "label", t.name as "name", s.is_silent as "isSilent", s.version as "version"
       from rule_set s join task t on t.id = s.task_id where s.plan_id = ? order by t.ordinal`,
      [planId],
    );
    return rows.map((row) => ({ ...row, isSilent: Boolean(row.isSilent) }));
  }

  /** @throws NotFound */
  async ofTask(taskId: number | undefined): Promise<TaskRuleFacts> {
    const task = taskId === undefined ? null : await this.em.findOne(Task, taskId, { populate: ['plan'] });
    if (!task) throw new NotFound('Không tìm thấy nhiệm vụ này.');
    const { id, label, name, plan } = task;
    const own = await this.em.findOne(RuleSet, { task: id });
    const { rules } = (await this.rules.ofPlans([plan.id])).get(plan.id)!;
    return {
      task: { id, label, name, planId: plan.id, planNumber: plan.number },
      rules: { ...rules, ...own?.rules },
      isSilent: own?.isSilent ?? false,
      version: own?.version ?? 0,
    };
  }

  /** @param version that the form was opened with, 0 while there was none. @throws Forbidden, NotFound, RulesChangedMeanwhile */
  async changePlan(actor: Actor, planId: number, { rules, hours, leaders }: PlanRulesInput, version: number): Promise<void> {
    assertMayKeepReminders(actor);
    const viewers = (await this.viewers()).map(({ id }) => id);
    // All of them means whoever will be one, too.
    const chosen = viewers.every((id) => leaders.includes(id)) ? null : viewers.filter((id) => leaders.includes(id));
    await this.alone(planId, async (em) => {
      const { row, before } = await this.current(em, { plan: planId, task: null }, version);
      const after = { rules, hours, leaders: chosen };
      if (isSame(before, after)) return;
      const set = row ?? new RuleSet(em.getReference(Plan, planId), null, rules);
      set.rules = rules;
      set.sendFrom = hours.from;
      set.sendUntil = hours.until;
      set.leaders = chosen;
      await em.persist(set).flush();
      await this.record(actor, planId, 'reminder.rules-changed', before, after);
    });
  }

  /** Rules of a task's own. @throws as `changePlan` */
  async changeTask(actor: Actor, taskId: number | undefined, { rules, isSilent }: TaskRulesInput, version: number): Promise<void> {
    assertMayKeepReminders(actor);
    const { task, rules: present } = await this.ofTask(taskId);
    await this.alone(task.planId, async (em) => {
      const { row, before } = await this.current(em, { task: task.id }, version);
      const after = { rules: { ...present, ...rules }, isSilent };
      if (isSame(before, after)) return;
      const set = row ?? new RuleSet(em.getReference(Plan, task.planId), em.getReference(Task, task.id), after.rules);
      set.rules = after.rules;
      set.isSilent = isSilent;
      await em.persist(set).flush();
      const about = { task: task.label };
      await this.record(actor, task.planId, 'reminder.exception-changed', before && { ...about, ...before }, { ...about, ...after });
    });
  }

  /** The task goes by its plan's rules again; where it does so already, nothing happens. @throws as `changePlan` */
  async removeTask(actor: Actor, taskId: number | undefined, version: number): Promise<{ planId: number }> {
    assertMayKeepReminders(actor);
    const { task } = await this.ofTask(taskId);
    await this.alone(task.planId, async (em) => {
      const { row, before } = await this.current(em, { task: task.id }, version);
      if (!row) return;
      await em.remove(row).flush();
      await this.record(actor, task.planId, 'reminder.exception-removed', { task: task.label, ...before }, { task: task.label });
    });
    return { planId: task.planId };
  }

  /** Of two who save at once the second waits here, also where there is no row yet that could be waited for. */
  private async alone(planId: number, step: (em: SqlEntityManager) => Promise<void>): Promise<void> {
    await this.em.transactional(async (em) => {
      if ((await changeRows(em, 'update plan set state = state where id = ?', [planId])) === 0) throw new NotFound('Không tìm thấy kế hoạch này.');
      await step(em);
    });
  }

  private async current(em: SqlEntityManager, which: { plan?: number; task: number | null }, version: number) {
    const row = await em.findOne(RuleSet, which, { refresh: true });
    if ((row?.version ?? 0) !== version) throw new RulesChangedMeanwhile();
    return { row, before: row && keptOf(row) };
  }

  private async record(actor: Actor, planId: number, action: string, before: object | null, after: object): Promise<void> {
    await this.audit.record({ at: this.clock.now(), actorId: actor.userId || null, action, subject: 'plan', subjectId: planId, before, after });
  }
}

function keptOf({ task, rules, isSilent, leaders, sendFrom, sendUntil }: RuleSet): KeptRules {
  return task ? { rules, isSilent } : { rules, hours: { from: sendFrom, until: sendUntil }, leaders };
}

function isSame(before: KeptRules | null, after: KeptRules): boolean {
  return before !== null && canonicalJson(before) === canonicalJson(after);
}
