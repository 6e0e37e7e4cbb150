import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { WorkingCalendarService } from '#calendar/working-calendar.service.js';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { DeliverablesModule } from '#deliverables/deliverables.module.js';
import { ProgressService } from '#deliverables/progress.service.js';
import { AccountService } from '#identity/account.service.js';
import { IdentityModule } from '#identity/identity.module.js';
import { KernelModule } from '#kernel/kernel.module.js';
import { dateInZone } from '#kernel/plain-date.js';
import { MailTransport } from '#mail/mail-transport.js';
import { PlanContentService } from '#planning/plan-content.service.js';
import { PlanService } from '#planning/plan.service.js';
import { PlanningModule } from '#planning/planning.module.js';
import { ReminderService } from '#reminders/reminder.service.js';
import { RemindersModule } from '#reminders/reminders.module.js';
import { TemplatingModule } from '#templating/templating.module.js';
import { environment } from '#testing/builders.js';
import { instantOf } from '#testing/fixed-clock.js';
import { RecordingTransport } from '#testing/recording-transport.js';
import { TestDatabase } from '#testing/test-database.js';
import { DatabaseModule } from './database.module.js';
import { DemoClock, DemoData } from './demo-data.js';
import { verify } from './verify.js';

const MAKING_MS = 60_000;

/** The demonstration as it is made on the morning of a day. */
class Demonstration {
  private constructor(
    readonly database: TestDatabase,
    readonly mail: RecordingTransport,
    private readonly module: TestingModule,
  ) {}

  static async madeOn(date: string): Promise<Demonstration> {
    const now = instantOf(date);
    const database = await TestDatabase.open();
    const clock = new DemoClock(now);
    const mail = new RecordingTransport();
    const module = await Test.createTestingModule({
      imports: [
        KernelModule.with(environment(), clock),
        DatabaseModule.over(database.orm),
        TemplatingModule,
        DeliverablesModule,
        IdentityModule,
        PlanningModule,
        RemindersModule,
      ],
    })
      .overrideProvider(MailTransport)
      .useValue(mail)
      .compile();
    await new DemoData(database.orm, clock, {
      accounts: module.get(AccountService, { strict: false }),
      calendars: module.get(WorkingCalendarService, { strict: false }),
      content: module.get(PlanContentService, { strict: false }),
      deliverables: module.get(DeliverableService, { strict: false }),
      plans: module.get(PlanService, { strict: false }),
      reminders: module.get(ReminderService, { strict: false }),
    }).make(now);
    return new Demonstration(database, mail, module);
  }

  /** Each task's status at the end of a day, by its number in the plan. */
  async statuses(date: string): Promise<Record<number, string>> {
    return this.database.run(async () => {
      const plan = await this.module.get(PlanService, { strict: false }).find();
      const rows = await this.module.get(ProgressService, { strict: false }).ofPlan(plan, dateInZone(instantOf(date)));
      return Object.fromEntries(rows.map(({ task, progress }) => [task.ordinal, progress.status]));
    });
  }

  async count(condition: string): Promise<number> {
    const [row] = await this.database.run((em) =>
      em.execute<{ count: number }[]>(`select cast(count(*) as integer) as count from deliverable where ${condition}`),
    );
    return row!.count;
  }

  async close(): Promise<void> {
    await this.module.close();
    await this.database.close();
  }
}

describe('The demonstration made late in November', () => {
  let demo: Demonstration;
  beforeAll(async () => {
    demo = await Demonstration.madeOn('2026-11-23');
  }, MAKING_MS);
  afterAll(() => demo.close());

  it('has quotas met, on pace, behind and overdue', async () => {
    expect(await demo.statuses('2026-11-23')).toMatchObject({ 4: 'behind', 5: 'done', 7: 'on-pace', 8: 'overdue', 10: 'done', 11: 'done', 12: 'overdue' });
  });

  it('shows every state of an item, a rerun and a make-up', async () => {
    for (const status of ['planned', 'published', 'accepted', 'rejected', 'withdrawn']) expect(await demo.count(`status = '${status}'`)).toBeGreaterThan(0);
    expect(await demo.count('rerun_of_id is not null')).toBe(3);
    expect(await demo.count('credited_on is not null')).toBe(3);
  });

  it('has slots to come, some without a title, and nothing published in the future', async () => {
    expect(await demo.count(`status = 'planned' and occurs_on > '2026-11-23'`)).toBeGreaterThanOrEqual(4);
    expect(await demo.count(`status = 'planned' and title = ''`)).toBeGreaterThan(0);
    expect(await demo.count(`status <> 'planned' and occurs_on > '2026-11-23'`)).toBe(0);
  });

  it('has items tagged with topics and items without, topics that nobody wrote about, and duties in every state', async () => {
    expect(await demo.count('id in (select deliverable_id from deliverable_topic)')).toBeGreaterThan(40);
    expect(await demo.count(`status = 'published' and id not in (select deliverable_id from deliverable_topic)`)).toBeGreaterThan(20);
    const untouched = await demo.database.run((em) =>
      em.execute<{ position: number }[]>('select position from topic where id not in (select topic_id from deliverable_topic) order by position'),
    );
    expect(untouched.map(({ position }) => position)).toEqual([2, 3, 7]);
    const states = await demo.database.run((em) => em.execute<{ state: string }[]>('select distinct state from plan_duty order by state'));
    expect(states.map(({ state }) => state)).toEqual(['done', 'open', 'under-way']);
  });

  it('has written to whoever is late', () => {
    expect(demo.mail.letters.length).toBeGreaterThan(10);
  });

  it('leaves nothing for the verification to find', async () => {
    expect(await verify(demo.database.orm)).toEqual([]);
  });
});

describe('The demonstration made early in January', () => {
  let demo: Demonstration;
  beforeAll(async () => {
    demo = await Demonstration.madeOn('2026-01-10');
  }, MAKING_MS);
  afterAll(() => demo.close());

  it('has few items, the plan and the spring piece done and the rest ahead', async () => {
    expect(await demo.statuses('2026-01-10')).toMatchObject({ 1: 'done', 5: 'done', 11: 'not-begun' });
    expect(await demo.count(`status = 'published'`)).toBeLessThan(10);
    expect(await demo.count(`status = 'planned'`)).toBeGreaterThan(2);
  });

  it('leaves nothing for the verification to find', async () => {
    expect(await verify(demo.database.orm)).toEqual([]);
  });
});
