import { Test, type TestingModule } from '@nestjs/testing';
import type { Type } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { AuditModule } from '#audit/audit.module.js';
import { ContractsModule } from '#contracts/contracts.module.js';
import { DatabaseModule } from '#database/database.module.js';
import { Adjustment } from '#deliverables/adjustment.entity.js';
import { Deliverable } from '#deliverables/deliverable.entity.js';
import { DeliverablesModule } from '#deliverables/deliverables.module.js';
import { IdentityModule } from '#identity/identity.module.js';
import { KernelModule } from '#kernel/kernel.module.js';
import { plainDate } from '#kernel/plain-date.js';
import { MailTransport } from '#mail/mail-transport.js';
import { Plan } from '#planning/plan.entity.js';
import { PlanService } from '#planning/plan.service.js';
import { PlanningModule } from '#planning/planning.module.js';
import { issuedSamplePlan } from '#planning/sample-plan.js';
import { RemindersModule } from '#reminders/reminders.module.js';
import { TemplatingModule } from '#templating/templating.module.js';
import { environment } from './builders.js';
import { FixedClock } from './fixed-clock.js';
import { createPeople, type People } from './personas.js';
import { RecordingTransport } from './recording-transport.js';
import { TestDatabase } from './test-database.js';

/** What a test may leave behind, those that refer to others first. */
const WORK = [
  'audit_entry',
  'reminder',
  'reminder_mail',
  'rule_set',
  'snooze',
  'mailbox_letter',
  'answered_request',
  'session',
  'account_letter',
  'api_token',
  'calendar_feed',
  'attempt_count',
  'email_change',
  'recovery_code',
  'security_settings',
  'set_up_link',
  'external_identity',
  'acceptance_item',
  'acceptance',
  'liquidation',
  'contract_payment',
  'contract_annex',
  'contract_line',
  'contract',
  'office_settings',
  'adjustment',
  'link_snapshot',
  'evidence',
  'stored_file',
  'deliverable',
  'calendar_day',
  'calendar_year',
];

/**
 * The real services over a database of their own with the plan of 2021 as it was issued, loaded on 2021-01-04,
 * and an account for every persona. Only the clock and the mail transport are replaced.
 */
export class TestContext {
  private constructor(
    readonly database: TestDatabase,
    readonly clock: FixedClock,
    readonly mail: RecordingTransport,
    readonly people: People,
    readonly planId: number,
    private readonly taskIds: ReadonlyMap<number, number>,
    private readonly module: TestingModule,
  ) {}

  static async open({ loadedOn = '2021-01-04' } = {}): Promise<TestContext> {
    const database = await TestDatabase.open();
    const clock = new FixedClock(loadedOn);
    const mail = new RecordingTransport();
    const module = await Test.createTestingModule({
      imports: [
        KernelModule.with(environment(), clock),
        DatabaseModule.over(database.orm),
        TemplatingModule,
        AuditModule,
        ContractsModule,
        DeliverablesModule,
        IdentityModule,
        PlanningModule,
        RemindersModule,
      ],
    })
      .overrideProvider(MailTransport)
      .useValue(mail)
      .compile();
    const { plan, people } = await database.run(async (em) => ({
      plan: await module.get(PlanService, { strict: false }).adopt(issuedSamplePlan(), { asSample: true }),
      people: await createPeople(em, clock.now()),
    }));
    const taskIds = await database.run(async (em) => {
      const rows = await em.execute<{ id: number; ordinal: number }[]>('select id, ordinal from task');
      return new Map(rows.map(({ id, ordinal }) => [ordinal, id]));
    });
    return new TestContext(database, clock, mail, people, plan.id, taskIds, module);
  }

  /** Asks one service something, in a unit of work of its own, as a request does. */
  async ask<S, T>(service: Type<S>, question: (service: S) => Promise<T>): Promise<T> {
    return this.database.run(() => question(this.module.get(service, { strict: false })));
  }

  /** As `ask`, of a service that also needs the plan. */
  async askOfPlan<S, T>(service: Type<S>, question: (service: S, plan: Plan) => Promise<T>): Promise<T> {
    return this.database.run(async (em) => question(this.module.get(service, { strict: false }), await em.findOneOrFail(Plan, this.planId)));
  }

  async rows<T>(sql: string, values: readonly (string | number)[] = []): Promise<T[]> {
    return this.database.run((em) => em.execute<T[]>(sql, [...values]));
  }

  async run<T>(step: (em: SqlEntityManager) => Promise<T>): Promise<T> {
    return this.database.run(step);
  }

  /** Takes an item out of the counts from a day on, as a later acceptance does. */
  async takeBack(deliverableId: number, effectiveOn: string): Promise<void> {
    await this.database.run(async (em) => {
      const item = em.getReference(Deliverable, deliverableId);
      await em.persist(new Adjustment(item, plainDate(effectiveOn), 'Ghi trùng với bài của năm trước', null, this.clock.now())).flush();
    });
  }

  taskId(ordinal: number): number {
    return this.taskIds.get(ordinal)!;
  }

  /** Back to the plan and its people, on the morning of a day. */
  async reset(now: string): Promise<void> {
    this.clock.set(now);
    this.mail.reset();
    await this.database.empty(WORK);
    await this.rows('update mail_gate set stopped_at = null, words = null, settings = null, probe_at = null where id = 1 returning id');
    await this.rows('update user_account set takes_summaries = true where not takes_summaries returning id');
    await this.rows("update audit_chain set length = 0, hash = '' where id = 1 returning id");
  }

  async close(): Promise<void> {
    await this.module.close();
    await this.database.close();
  }
}
