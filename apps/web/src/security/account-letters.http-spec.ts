import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { AccountLetters } from '#access/account-letters.service.js';
import { User } from '#identity/user.entity.js';
import type { AccountLetterKind } from '#identity/account-letter.entity.js';
import { type FailureKind, MailFailure } from '#mail/mail-failure.js';
import { MailGateService } from '#mail/mail-gate.service.js';
import { MailTransport } from '#mail/mail-transport.js';
import { PERSONAS } from '#testing/personas.js';
import { AccountSite } from '../../e2e/support/account-site.js';
import { PASSWORD, type TestApplication } from '../../e2e/support/test-application.js';

/* Letters about accounts where the mail server is away, or wants nothing of them. */

const { email: TAM } = PERSONAS.tam;

let accounts: AccountSite;
let site: TestApplication;
let printed: string[];

beforeAll(async () => {
  accounts = await AccountSite.open();
  ({ site } = accounts);
});
beforeEach(async () => {
  await accounts.reset();
  await site.context.rows('delete from account_letter returning id');
  printed = [];
  for (const level of ['error', 'warn'] as const) jest.spyOn(Logger.prototype, level).mockImplementation((words: unknown) => void printed.push(String(words)));
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => accounts.close());

const refuse = (kind: FailureKind) =>
  jest
    .spyOn(site.app.get<MailTransport>(MailTransport, { strict: false }), 'send')
    .mockRejectedValue(new MailFailure(kind, `451 <${TAM}> chưa nhận`, false, false));

async function wish(kind: AccountLetterKind): Promise<void> {
  await site.context.run(async (em) => {
    site.app.get(AccountLetters, { strict: false }).queue(kind, await em.findOneOrFail(User, { email: TAM }));
    await em.flush();
  });
}

/** The worker at every quarter of an hour, for as long as anything waits. @returns hours until nothing did */
async function hoursUntilSettled(): Promise<number> {
  for (let quarters = 0; quarters < 4 * 100; quarters += 1) {
    await accounts.deliver();
    const [row] = await site.context.rows<{ count: number | string }>('select count(*) as count from account_letter where settled_at is null');
    if (Number(row!.count) === 0) return quarters / 4;
    site.context.clock.advance({ minutes: 15 });
  }
  throw new Error('still waiting after 100 hours');
}

const figure = async (name: string) => Number(new RegExp(`^lich_account_letters_${name} (\\d+)$`, 'm').exec((await site.visitor().get('/metrics')).body)![1]);

test.each<[AccountLetterKind, number, number]>([
  ['invitation', 68, 72],
  ['password-changed', 68, 72],
  ['reset', 1.5, 4],
])('a letter of the kind “%s” is tried for more than %d and no more than %d hours, and given up in one line without the address', async (kind, least, most) => {
  refuse('later');
  await wish(kind);
  const hours = await hoursUntilSettled();
  expect(hours).toBeGreaterThan(least);
  expect(hours).toBeLessThanOrEqual(most);
  expect(printed).toEqual([
    expect.stringMatching(new RegExp(`^Account letter \\d+ \\(${kind}\\) given up after \\d+ attempts: MailFailure: 451 <\\[…\\]> chưa nhận$`)),
  ]);
});

test('an invitation goes out once the mail server is back after a night, and nothing is logged', async () => {
  const server = refuse('later');
  await wish('invitation');
  for (let hour = 0; hour < 14; hour += 1) {
    await accounts.deliver();
    site.context.clock.advance({ hours: 1 });
  }
  server.mockRestore();
  site.context.clock.advance({ hours: 2 });
  const { to, link } = (await accounts.mailbox()).at(-1)!;
  expect([to, (await site.visitor().get(link)).status, printed]).toEqual([TAM, 200, []]);
});

test('both letters of an exchange of the address are given up, and told of, when it is over', async () => {
  const tam = await site.as('tam');
  await tam.postWithToken('/account/email', { email: 'moi.tam@example.vn', password: PASSWORD });
  await site.context.rows("delete from account_letter where kind not in ('email-old', 'email-new') returning id");
  refuse('later');
  const hours = await hoursUntilSettled();
  expect([hours > 20, hours <= 24, printed.length]).toEqual([true, true, 2]);
});

test('what is refused for good is not tried again', async () => {
  const server = refuse('never');
  await wish('invitation');
  expect(await hoursUntilSettled()).toBe(0);
  expect([server.mock.calls.length, printed.length]).toEqual([1, 1]);
});

test('monitoring sees what waits and what fails', async () => {
  expect([await figure('pending'), await figure('failing')]).toEqual([0, 0]);
  await wish('invitation');
  expect([await figure('pending'), await figure('failing')]).toEqual([1, 0]);
  const server = refuse('later');
  await accounts.deliver();
  expect([await figure('pending'), await figure('failing')]).toEqual([1, 1]);
  server.mockRestore();
  site.context.clock.advance({ minutes: 1 });
  await accounts.deliver();
  expect([await figure('pending'), await figure('failing')]).toEqual([0, 0]);
});

test('settings that the server refuses shut the gate before all letters; one an hour tries them, and none is lost by it', async () => {
  const server = refuse('configuration');
  for (const kind of ['invitation', 'password-changed', 'token-made'] as const) await wish(kind);
  await accounts.deliver();
  expect([server.mock.calls.length, (await site.ask(MailGateService, (gate) => gate.state())).stoppedAt !== null]).toEqual([1, true]);
  for (let minute = 0; minute < 59; minute += 1) {
    site.context.clock.advance({ minutes: 1 });
    await accounts.deliver();
  }
  expect(server.mock.calls.length).toBe(1);
  site.context.clock.advance({ minutes: 2 });
  await accounts.deliver();
  expect(server.mock.calls.length).toBe(2);
  server.mockRestore();
  site.context.clock.advance({ hours: 1 });
  // The first to go through opens the gate, and the others follow.
  await accounts.deliver();
  await accounts.deliver();
  expect([(await accounts.mailbox()).length, (await site.ask(MailGateService, (gate) => gate.state())).stoppedAt]).toEqual([3, null]);
});

test('a letter that has nothing to say any more is not told as sent', async () => {
  await wish('reset');
  await site.context.run((em) => em.execute('update user_account set is_active = ? where email = ?', [false, TAM]));
  expect(await accounts.deliver()).toBe(0);
  expect(await accounts.letters()).toEqual([]);
});
