import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { type MikroORM, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Test, type TestingModule } from '@nestjs/testing';
import type { Type } from '@nestjs/common';
import { ContractsModule } from '#contracts/contracts.module.js';
import { openDatabase } from '#database/database.js';
import { DatabaseModule } from '#database/database.module.js';
import { postgresqlOptions, sqliteOptions } from '#database/orm-options.js';
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
import { PostOffice } from '#testing/post-office.js';

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

interface Standing {
  /** Message-IDs. */
  readonly sent: string[];
  /** Letters and reminders that are in no final state. */
  readonly open: number;
  readonly taken: string[];
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
    const added = `'them-%'`;
    await RequestContext.create(this.orm.em, async () => {
      await (this.orm.em as SqlEntityManager).transactional(async (em) => {
        const codes = Array.from({ length: count }, (_, index) => `('them-${index}', 'Báo số ${index}', 'Báo ${index}', 'press')`);
        await em.execute(`insert into organisation (code, name, short_name, kind) values ${codes.join(', ')}`);
        await em.execute(
          `insert into user_account (email, name, role, organisation_id, is_active, created_at)
           select code || '@example.vn', 'Biên tập viên ' || name, 'producer', id, true, '2021-01-04T02:00:00.000Z' from organisation where code like ${added}`,
        );
        await em.execute(
          `insert into task (plan_id, ordinal, label, name, product, products, genres, medium, quantity, time, doubts, note)
           select t.plan_id, 1000 + o.id, o.code, 'Chuyên mục của ' || o.name, '', '[]', '[]', 'newspaper', t.quantity, t.time, '[]', ''
           from organisation o, task t where o.code like ${added} and t.ordinal = 8`,
        );
        await em.execute(
          `insert into task_party (task_id, organisation_id, role, position) select t.id, o.id, 'lead', 0 from task t join organisation o on o.code = t.label where o.code like ${added}`,
        );
        await em.execute(
          `insert into period_target (task_id, starts_on, ends_on, quantity, pace) select id, '2021-01-01', '2021-01-31', 1, 'none' from task where label like ${added}`,
        );
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
        SMTP_TIMEOUT_SECONDS: '60',
        MAIL_PER_MINUTE: '100000',
        FAULT_NOW: instantOf(now).toString(),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#workers.add(child);
    return new FaultWorker(child);
  }

  /** What the database says of the letters and their reminders, and which of them the mail server took. */
  async standing(): Promise<Standing> {
    const mails = await this.rows<{ message_key: string; state: string }>('select message_key, state from reminder_mail');
    const reminders = await this.rows<{ state: string; count: number | string }>('select state, count(*) as count from reminder group by state');
    const isOpen = ({ state }: { state: string }) => state === 'pending' || state === 'sending';
    return {
      sent: mails
        .filter(({ state }) => state === 'sent')
        .map(({ message_key }) => `${message_key}@example.vn`)
        .toSorted(),
      open: mails.filter(isOpen).length + reminders.filter(isOpen).reduce((sum, { count }) => sum + Number(count), 0),
      taken: [...this.office.taken.keys()].toSorted(),
    };
  }

  /**
   * The end of every fault: so many letters were sent, the mail server has each of them and no other, and no letter and no
   * reminder is left half way.
   * @param mostRepeats how many of them it may have twice, under the same Message-ID
   */
  async expectDelivered(letters: number, { mostRepeats = 0 } = {}): Promise<void> {
    const { sent, open, taken } = await this.standing();
    expect({ sent: sent.length, open }).toEqual({ sent: letters, open: 0 });
    expect(taken).toEqual(sent);
    const times = [...this.office.taken.values()];
    expect(times.filter((count) => count > 1).length).toBeLessThanOrEqual(mostRepeats);
    expect(Math.max(1, ...times)).toBeLessThanOrEqual(mostRepeats > 0 ? 2 : 1);
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

/** A worker that can be watched and killed. */
export class FaultWorker {
  readonly rounds: Round[] = [];
  readonly #ended: Promise<void>;

  constructor(private readonly child: ChildProcess) {
    createInterface({ input: child.stdout! }).on('line', (line) => this.rounds.push(JSON.parse(line) as Round));
    this.#ended = new Promise((resolve) => child.once('close', () => resolve()));
  }

  get isReady(): boolean {
    return this.rounds[0]?.ready === true;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Waits until it finds nothing to do. */
  async idle(): Promise<void> {
    const from = this.rounds.length;
    await until('a worker has nothing to do', () => this.rounds.slice(from).some(({ planned, outcomes }) => planned === 0 && outcomes?.length === 0));
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.#ended;
  }
}

/** Waits until something is so, asking every few milliseconds. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean, seconds = 90): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}`);
    await wait(15);
  }
}

async function openPostgres(url: string | undefined): Promise<MikroORM> {
  if (!url) return (await TestDatabase.open('postgresql')).orm;
  return openDatabase({ ...postgresqlOptions(url), logger: () => undefined });
}
