import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Plan } from '#planning/plan.entity.js';
import { Task } from '#planning/task.entity.js';
import { DEFAULT_HOURS, type ReminderRules } from './reminder-rules.js';

/** The rules of a plan, or those that one of its tasks has instead. A plan without a row has the defaults. */
@Entity()
@Unique({ name: 'rule_set_of_plan', expression: `create unique index "rule_set_of_plan" on "rule_set" ("plan_id") where task_id is null` })
export class RuleSet {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'integer', version: true })
  version!: number;

  @ManyToOne(() => Plan, { index: true })
  plan: Rel<Plan>;

  /** Null for the rules of the whole plan. */
  @ManyToOne(() => Task, { nullable: true, unique: true })
  task: Rel<Task> | null;

  /** Of a task: nothing at all is written about it. */
  @Property({ type: 'boolean' })
  isSilent: boolean = false;

  @Property({ type: 'json' })
  rules: ReminderRules;

  /** Of a plan: which of the viewers are its leaders, by their accounts; null for all of them. */
  @Property({ type: 'json', nullable: true })
  leaders: number[] | null = null;

  /** Of a plan: the sending hours, `HH:MM`. */
  @Property({ type: 'string', length: 5 })
  sendFrom: string = DEFAULT_HOURS.from;

  @Property({ type: 'string', length: 5 })
  sendUntil: string = DEFAULT_HOURS.until;

  constructor(plan: Rel<Plan>, task: Rel<Task> | null, rules: ReminderRules) {
    this.plan = plan;
    this.task = task;
    this.rules = rules;
  }
}
