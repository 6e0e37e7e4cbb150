import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { User } from '#identity/user.entity.js';
import { errorForLog } from '#kernel/logged-error.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import { MailGateService } from '#mail/mail-gate.service.js';
import { SmtpTransport } from '#mail/smtp-transport.js';
import { instantOf } from '#testing/fixed-clock.js';
import { PERSONAS } from '#testing/personas.js';
import { PostOffice, refusal } from '#testing/post-office.js';
import { TestContext } from '#testing/test-context.js';
import { ReminderPlanner } from './reminder-planner.js';
import { ReminderSender } from './reminder-sender.js';

/* The two that name people in their errors: the database and the mail server. */

const { email, name } = PERSONAS.tam;

let context: TestContext;
let printed: string;

beforeAll(async () => {
  context = await TestContext.open();
  await context.reset('2021-01-04');
  for (const level of ['error', 'warn'] as const)
    jest.spyOn(Logger.prototype, level).mockImplementation((words: unknown) => void (printed += `${String(words)}\n`));
});
afterAll(() => context.close());

test.each<[string, () => Promise<unknown>]>([
  [
    'of the ORM',
    () =>
      context.run(async (em) => {
        const tam = await em.findOneOrFail(User, { email }, { populate: ['organisation'] });
        await em.persist(new User(email, name, 'producer', tam.organisation, tam.createdAt)).flush();
      }),
  ],
  ['with its values in the text', () => context.run((em) => em.execute(`insert into user_account (email, name) values ('${email}', '${name}')`))],
  ['with its values bound', () => context.run((em) => changeRows(em, 'insert into user_account (email, name, role) values (?, ?, ?)', [email, name, null]))],
  ['that is no statement', () => context.run((em) => rowsOf(em, `insert into "${email}" ('${name}'`))],
])('a refused insert %s is logged by its class and place, without the person', async (_what, insert) => {
  const error: unknown = await insert().then(
    () => undefined,
    (refused: unknown) => refused,
  );
  const logged = errorForLog(error);
  expect(logged).toMatch(/^\w+Exception/);
  expect(logged).toMatch(/\n\s+at /);
  expect(logged).not.toContain(email);
  expect(logged).not.toContain(name);
});

test('a letter that the server refuses, for good, for now or as a whole, is logged with its answer, without the address', async () => {
  const office = new PostOffice();
  const transport = new SmtpTransport(await office.open(), 'lich@example.vn', 2);
  context.mail.whileSending((message) => transport.send(message));
  try {
    for (const [code, mood] of [
      [550, 'recipient'],
      [451, 'recipient'],
      [553, 'sender'],
    ] as const) {
      printed = '';
      office.mood = { [mood]: () => refusal(code, `5.1.1 <${email}> không nhận`) };
      await context.database.empty(['reminder', 'reminder_mail']);
      await context.ask(ReminderPlanner, (planner) => planner.planDue(instantOf('2021-01-21')));
      await context.ask(ReminderSender, (sender) => sender.deliverAll(instantOf('2021-01-21')));
      await context.ask(MailGateService, (gate) => gate.open());
      expect(printed).toContain(String(code));
      expect(printed).not.toMatch(/@|Lê Minh Tâm/);
    }
  } finally {
    await transport.close();
    await office.shut();
  }
});
