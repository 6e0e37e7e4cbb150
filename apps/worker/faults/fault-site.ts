import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { type MikroORM, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Test, type TestingModule } from '@nestjs/testing';
import type { Type } from '@nestjs/common';
import { ContractsModule } from '#contracts/contracts.module.js';
import { openDatabase } from '#database/database.js';
import { DatabaseModule } from '#database/database.module.js';
import { sqliteOptions } from '#database/orm-options.js';
import { DeliverablesModule } from '#deliverables/deliverables.module.js';
import { IdentityModule } from '#identity/identity.module.js';
import { KernelModule } from '#kernel/kernel.module.js';
import { PROJECT_ROOT } from '#kernel/project-root.js';
import { PlanService } from '#planning/plan.service.js';
import { PlanningModule } from '#planning/planning.module.js';
import { issuedSamplePlan } from '#planning/sample-plan.js';
import { type Delivery } from '#reminders/reminder-sender.js';
import { ReminderService } from '#reminders/reminder.service.js';
import { RemindersModule } from '#reminders/reminders.module.js';
import { TemplatingModule } from '#templating/templating.module.js';
import { Templating } from '#templating/templating.js';
import { environment } from '#testing/builders.js';
import { FixedClock, instantOf } from '#testing/fixed-clock.js';
import { createPeople, type People } from '#testing/personas.js';
import { type Engine, TestDatabase } from '#testing/test-database.js';
import { PostOffice } from './post-office.js';

interface Wanted {
  /** Of another PostgreSQL than the one that the run shares. */
  readonly url?: string;
  readonly templates?: Templating;
  readonly perMinute?: number;
}

/** A line that a worker prints. */
interface Round {
  readonly ready?: boolean;
  readonly planned?: number;
  readonly outcomes?: readonly string[];
  readonly error?: string;
}

/** Seven working days before January ends: four leads and a summary, so four letters. */
export const AHEAD = '2021-01-21T09:00';

/** A database of its own on disk with the plan of 2021, a real mail server, the services in this process and workers beside it. */
export class FaultSite {
  readonly #workers = new Set<ChildProcess>();
  #isClosed = false;

  private constructor(
    readonly orm: MikroORM,
    readonly office: PostOffice,
    readonly clock: FixedClock,
    readonly people: People,
    readonly planId: number,
    private readonly module: TestingModule,
    private readonly folder: string,
    private readonly address: NodeJS.ProcessEnv,
  ) {}

  static async open(engine: Engine, { url, templates, perMinute = 100_000 }: Wanted = {}): Promise<FaultSite> {
    const folder = mkdtempSync(join(tmpdir(), 'lich-fault-'));
    const office = new PostOffice();
    const smtp = await office.open();
    const orm = engine === 'sqlite' ? await openDatabase({ ...sqliteOptions(join(folder, 'lich.sqlite')), logger: () => undefined }) : await openPostgres(url);
    const address = engine === 'sqlite' ? { DATA_DIR: folder } : { DATA_DIR: folder, DATABASE_URL: url ?? String(orm.config.get('clientUrl')) };
    const clock = new FixedClock('2021-01-04');
    const settings = environment({ ...address, SMTP_URL: smtp, SMTP_TIMEOUT_SECONDS: '1', MAIL_PER_MINUTE: String(perMinute) });
    const builder = Test.createTestingModule({
      imports: [
        KernelModule.with(settings, clock),
        DatabaseModule.over(orm),
        TemplatingModule,
        ContractsModule,
        DeliverablesModule,
        IdentityModule,
        PlanningModule,
        RemindersModule,
      ],
    }).setLogger(false as never);
    if (templates) builder.overrideProvider(Templating).useValue(templates);
    const module = await builder.compile();
    const { plan, people } = await RequestContext.create(orm.em, async () => ({
      plan: await module.get(PlanService, { strict: false }).adopt(issuedSamplePlan(), { asSample: true }),
      people: await createPeople(orm.em as SqlEntityManager, clock.now()),
    }));
    return new FaultSite(orm, office, clock, people, plan.id, module, folder, { ...address, SMTP_URL: smtp });
  }

  get databaseFile(): string {
    return join(this.folder, 'lich.sqlite');
  }

  async ask<S, T>(service: Type<S>, question: (service: S) => Promise<T>): Promise<T> {
    return RequestContext.create(this.orm.em, () => question(this.module.get(service, { strict: false })));
  }

  async rows<T>(sql: string, values: readonly (string | number)[] = []): Promise<T[]> {
    return RequestContext.create(this.orm.em, () => (this.orm.em as SqlEntityManager).execute<T[]>(sql, [...values]));
  }

  /** Plans and sends in this process, as of a moment. */
  async remind(now: string): Promise<Delivery[]> {
    this.clock.set(now);
    return (await this.ask(ReminderService, (reminders) => reminders.remind(instantOf(now)))).deliveries;
  }

  async taskId(ordinal: number): Promise<number> {
    return (await this.rows<{ id: number }>('select id from task where ordinal = ?', [ordinal]))[0]!.id;
  }

  /** So many more newspapers, each leading a task of its own that owes a piece in January, with one person each. */
  async addLeads(count: number): Promise<void> {
    await RequestContext.create(this.orm.em, async () => {
      const em = this.orm.em as SqlEntityManager;
      await em.transactional(async (inside) => {
        const [row] = await inside.execute<{ quantity: unknown; time: unknown }[]>('select quantity, time from task where ordinal = 8');
        const json = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
        for (let index = 0; index < count; index += 1) {
          const id = async (sql: string, values: unknown[]) => (await inside.execute<{ id: number }[]>(`${sql} returning id`, values))[0]!.id;
          const organisation = await id('insert into organisation (code, name, short_name, kind) values (?, ?, ?, ?)', [
            `bao-${index}`,
            `Báo số ${index}`,
            `Báo ${index}`,
            'press',
          ]);
          await inside.execute('insert into user_account (email, name, role, organisation_id, is_active, created_at) values (?, ?, ?, ?, true, ?)', [
            `p${index}@example.vn`,
            `Biên tập viên ${index}`,
            'producer',
            organisation,
            '2021-01-04T02:00:00.000Z',
          ]);
          const task = await id(
            `insert into task (plan_id, ordinal, label, name, product, products, genres, medium, quantity, time, doubts, note) values (?, ?, ?, ?, '', '[]', '[]', 'newspaper', ?, ?, '[]', '')`,
            [this.planId, 1000 + index, String(1000 + index), `Chuyên mục số ${index}`, json(row!.quantity), json(row!.time)],
          );
          await inside.execute("insert into task_party (task_id, organisation_id, role, position) values (?, ?, 'lead', 0)", [task, organisation]);
          await inside.execute("insert into period_target (task_id, starts_on, ends_on, quantity, pace) values (?, '2021-01-01', '2021-01-31', 1, 'none')", [
            task,
          ]);
        }
      });
    });
  }

  /** A worker process over the same database and mail server. */
  worker(now: string): FaultWorker {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, [join(PROJECT_ROOT, 'apps/worker/faults/worker.mjs')], {
      env: {
        PATH,
        HOME,
        ...this.address,
        MAIL_FROM: 'Lịch Tuyên Truyền <lich@example.vn>',
        PUBLIC_URL: 'https://lich.example.vn',
        SMTP_TIMEOUT_SECONDS: '2',
        MAIL_PER_MINUTE: '100000',
        FAULT_NOW: instantOf(now).toString(),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#workers.add(child);
    return new FaultWorker(child);
  }

  /** The letters that are to be, and those that the mail server took: the same, each once; and nothing is left open. */
  async standing(): Promise<{ sent: string[]; taken: string[]; open: number; reminders: Record<string, number> }> {
    const mails = await this.rows<{ message_key: string; state: string }>('select message_key, state from reminder_mail');
    const reminders = await this.rows<{ state: string; count: number | string }>('select state, count(*) as count from reminder group by state');
    return {
      sent: mails
        .filter(({ state }) => state === 'sent')
        .map(({ message_key }) => `${message_key}@example.vn`)
        .toSorted(),
      taken: [...this.office.taken.keys()].toSorted(),
      open: mails.filter(({ state }) => state === 'pending' || state === 'sending').length,
      reminders: Object.fromEntries(reminders.map(({ state, count }) => [state, Number(count)])),
    };
  }

  /** Safe to call twice. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const child of this.#workers) child.kill('SIGKILL');
    await this.module.close();
    await this.orm.close(true);
    await this.office.shut();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A worker that can be waited for and killed. */
export class FaultWorker {
  readonly rounds: Round[] = [];
  readonly ended: Promise<void>;

  constructor(private readonly child: ChildProcess) {
    createInterface({ input: child.stdout! }).on('line', (line) => this.rounds.push(JSON.parse(line) as Round));
    this.ended = new Promise((resolve) => child.once('close', () => resolve()));
  }

  get pid(): number {
    return this.child.pid!;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

/** Waits until something is so, asking every few milliseconds. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}`);
    await wait(15);
  }
}

async function openPostgres(url: string | undefined): Promise<MikroORM> {
  if (!url) return (await TestDatabase.open('postgresql')).orm;
  const { postgresqlOptions } = await import('#database/orm-options.js');
  return openDatabase({ ...postgresqlOptions(url), logger: () => undefined });
}
