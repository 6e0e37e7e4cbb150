// One measured process of the reminders' rows: `sweep FOLDER` or `delivery FOLDER ROUNDS`; prints its figures as JSON.
import 'reflect-metadata';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { RequestContext } from '@mikro-orm/core';
import { NestFactory } from '@nestjs/core';
import { createTransport } from 'nodemailer';
import { openDatabase } from '../../dist/libs/database/database.js';
import { DatabaseModule } from '../../dist/libs/database/database.module.js';
import { ormOptions } from '../../dist/libs/database/orm-options.js';
import { ClockAt } from '../../dist/libs/kernel/clock-at.js';
import { readEnvironment } from '../../dist/libs/kernel/environment.js';
import { KernelModule } from '../../dist/libs/kernel/kernel.module.js';
import { nodemailerMessage } from '../../dist/libs/mail/mail-message.js';
import { MailTransport } from '../../dist/libs/mail/mail-transport.js';
import { ReminderPlanner } from '../../dist/libs/reminders/reminder-planner.js';
import { ReminderSender } from '../../dist/libs/reminders/reminder-sender.js';
import { RemindersModule } from '../../dist/libs/reminders/reminders.module.js';
import { TemplatingModule } from '../../dist/libs/templating/templating.module.js';
import { Temporal } from 'temporal-polyfill';
import { timed } from './figures.mjs';
import { openSqlite } from './sqlite.mjs';

const YEAR = 2021;
/** The first quarter was missed: three things to say in each letter. */
const IN_APRIL = Temporal.Instant.from('2021-04-01T02:00:00Z');
/** All twelve months of every task were missed: the day on which most is due. */
const AFTER_THE_YEAR = Temporal.Instant.from('2022-01-10T02:00:00Z');
const LETTERS = 1000;
const LARGE = 8334;
const FROM = 'Lịch Tuyên Truyền <lich@example.vn>';
const MB = 1024 * 1024;

const [what, folder, rounds] = process.argv.slice(2);
const result = what === 'fill' ? await makeLarge() : what === 'sweep' ? await sweep() : await delivery(Number(rounds));
console.log(JSON.stringify(result));
process.exit(0);

async function makeLarge() {
  await open({});
  fill(LARGE, 200);
  return {};
}

async function sweep() {
  const { orm, app } = await open({});
  const planner = app.get(ReminderPlanner, { strict: false });
  const plan = () => RequestContext.create(orm.em, () => planner.planDue(AFTER_THE_YEAR));
  globalThis.gc?.();
  const start = process.memoryUsage.rss();
  let peak = start;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
  let written = 0;
  const first = await timed(async () => (written = await plan()));
  const again = await timed(plan);
  clearInterval(watch);
  return { first, again, obligations: LARGE * 12, written, startMb: Math.round(start / MB), peakMb: Math.round(peak / MB) };
}

async function delivery(count) {
  const server = fork(fileURLToPath(new URL('mail-sink.mjs', import.meta.url)));
  const [port] = await once(server, 'message');
  const url = `smtp://127.0.0.1:${port}`;
  const { orm, app } = await open({ SMTP_URL: url, MAIL_PER_MINUTE: '100000', MAIL_FROM: FROM });
  fill(LETTERS, LETTERS);
  const [planner, sender, transport] = [ReminderPlanner, ReminderSender, MailTransport].map((type) => app.get(type, { strict: false }));
  const letters = [];
  const send = transport.send.bind(transport);
  transport.send = (message) => {
    letters.push(message);
    return send(message);
  };
  const alone = createTransport({ pool: true, maxConnections: 1, maxMessages: Infinity, host: '127.0.0.1', port, secure: false });
  const results = [];
  for (let round = -1; round < count; round += 1) {
    letters.length = 0;
    await RequestContext.create(orm.em, () => planner.planDue(IN_APRIL));
    const ours = await timed(() => RequestContext.create(orm.em, () => sender.deliverAll(IN_APRIL)));
    const sent = letters.splice(0);
    if (sent.length !== LETTERS) throw new Error(`${sent.length} letters of ${LETTERS} were sent`);
    const theirs = await timed(() => Promise.all(sent.map((message) => alone.sendMail(nodemailerMessage(message, FROM)))));
    if (round >= 0) results.push({ ours: (1000 * LETTERS) / ours, alone: (1000 * LETTERS) / theirs });
    const database = openSqlite(`${folder}/lich.sqlite`);
    database.exec('delete from reminder; delete from reminder_mail');
    database.close();
  }
  alone.close();
  server.kill();
  return results;
}

async function open(variables) {
  const environment = readEnvironment({ DATA_DIR: folder, ...variables });
  const orm = await openDatabase(ormOptions(environment));
  const module = {
    module: class Bench {},
    imports: [KernelModule.with(environment, new ClockAt(AFTER_THE_YEAR)), DatabaseModule.over(orm), TemplatingModule, RemindersModule],
  };
  return { orm, app: await NestFactory.createApplicationContext(module, { logger: ['error'], abortOnError: false }) };
}

/** A plan of so many tasks that each owe one piece a month, shared by so many newspapers with one person each. */
function fill(tasks, organisations) {
  const database = openSqlite(`${folder}/lich.sqlite`);
  const statements = {};
  const insert = (table, row) => {
    const columns = Object.keys(row);
    statements[table] ??= database.prepare(
      `insert into ${table} (${columns.map((column) => `"${column}"`).join()}) values (${columns.map((column) => `@${column}`).join()})`,
    );
    return Number(statements[table].run(row).lastInsertRowid);
  };
  const at = `${YEAR}-01-01T00:00:00.000Z`;
  const organisation = (code, name) => insert('organisation', { code, name, short_name: name, kind: 'press' });
  database.transaction(() => {
    const office = organisation('so-noi-vu', 'Sở Nội vụ');
    const presses = Array.from({ length: organisations }, (_, index) => organisation(`bao-${index}`, `Báo số ${index}`));
    for (const [index, id] of presses.entries()) {
      insert('user_account', {
        email: `p${index}@example.vn`,
        name: `Biên tập viên ${index}`,
        role: 'producer',
        organisation_id: id,
        is_active: 1,
        created_at: at,
      });
    }
    const plan = insert('plan', {
      number: '1/KH-UBND', title: 'Kế hoạch', year: YEAR, issuer: 'UBND tỉnh', place: 'Bến Tre', issued_on: `${YEAR}-01-01`, coordinator_id: office,
      starts_on: `${YEAR}-01-01`, ends_on: `${YEAR}-12-31`, is_sample: 0, loaded_on: `${YEAR}-01-01`, state: 'in-force',
    }); // prettier-ignore
    const quantity = JSON.stringify({ kind: 'exact', min: 12, max: 12, unit: 'bài', per: 'plan', perYear: [12, 12], source: '12 bài', parts: [] });
    for (let index = 0; index < tasks; index += 1) {
      const task = insert('task', {
        plan_id: plan, ordinal: index + 1, label: String(index + 1), name: `Chuyên mục cải cách hành chính số ${index + 1}`, product: '12 bài', products: '[]',
        genres: '["Bài viết"]', medium: 'newspaper', quantity, time: '{}', doubts: '[]', note: '',
      }); // prettier-ignore
      insert('task_party', { task_id: task, organisation_id: presses[index % presses.length], role: 'lead', position: 0 });
      for (let month = 1; month <= 12; month += 1) {
        const from = Temporal.PlainDate.from({ year: YEAR, month, day: 1 });
        insert('period_target', {
          task_id: task,
          starts_on: from.toString(),
          ends_on: from.with({ day: from.daysInMonth }).toString(),
          quantity: 1,
          pace: 'none',
        });
      }
    }
  })();
  database.close();
}
