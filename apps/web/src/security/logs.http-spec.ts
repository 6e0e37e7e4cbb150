import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { LoggerService } from '@nestjs/common';
import { PERSONAS } from '#testing/personas.js';
import { AccountSite } from '../../e2e/support/account-site.js';
import { PASSWORD, type TestApplication } from '../../e2e/support/test-application.js';

/* What the process prints is kept by whoever runs the machine, and sent on by their tools: no secret and nobody's data may stand in it. */

const NEWCOMER = { name: 'Huỳnh Thị Bích Liên', email: 'lien@baodongkhoi.example.vn' };
const WRONG = 'mật khẩu gõ nhầm vào đây';

let accounts: AccountSite;
let site: TestApplication;
let printed: string[];

beforeAll(async () => {
  accounts = await AccountSite.open();
  ({ site } = accounts);
  await accounts.reset();
  printed = [];
  const keep = (...words: unknown[]) =>
    printed.push(words.map((word) => (word instanceof Error ? `${word.stack} ${JSON.stringify(word)}` : JSON.stringify(word))).join(' '));
  site.app.useLogger({ log: keep, error: keep, warn: keep, debug: keep, verbose: keep, fatal: keep } satisfies LoggerService);
});
afterAll(() => accounts.close());

async function renamed(table: string, step: () => Promise<unknown>): Promise<void> {
  await site.context.run((em) => em.execute(`alter table ${table} rename to ${table}_elsewhere`));
  try {
    await step();
  } finally {
    await site.context.run((em) => em.execute(`alter table ${table}_elsewhere rename to ${table}`));
  }
}

test('holds no secret and nobody’s data, whatever goes well, is refused or breaks', async () => {
  const secrets: string[] = [PASSWORD, WRONG, NEWCOMER.email, NEWCOMER.name, PERSONAS.tam.email, PERSONAS.tam.name];
  const hanh = await site.as('hanh');
  const paper = await accounts.organisationId('bao-dong-khoi');

  // 1. What goes well, and what is refused.
  await accounts.signIn(PERSONAS.tam.email, WRONG);
  await hanh.postWithToken('/accounts', { ...NEWCOMER, role: 'producer', organisation: paper });
  const { link } = (await accounts.mailbox()).at(-1)!;
  secrets.push(link.split('/').at(-1)!);
  await site.visitor().get(link);
  const tam = await site.as('tam');
  const answer = await tam.postWithToken('/account/tokens', { name: 'Mã', scope: 'read', days: '30', password: PASSWORD });
  const token = /<code>(lich_[^<]+)<\/code>/.exec(answer.body)![1]!;
  secrets.push(token, tam.cookie('session')!, hanh.cookie('session')!);
  await site.visitor().get('/api/v1/progress', { authorization: `Bearer ${token}` });
  await tam.get('/mailbox/1');

  // 2. What breaks: a table that is gone stands for a full disk, a lost connection, a slip of ours.
  const statuses: number[] = [];
  await renamed('account_letter', async () => {
    statuses.push((await hanh.postWithToken('/accounts', { ...NEWCOMER, email: 'khac@baodongkhoi.example.vn', role: 'producer', organisation: paper })).status);
    secrets.push('khac@baodongkhoi.example.vn');
  });
  await renamed('session', async () => {
    const visitor = site.visitor();
    const { values } = (await visitor.get('/sign-in')).form();
    statuses.push((await visitor.post('/session', { ...values, email: PERSONAS.tam.email, password: PASSWORD })).status);
  });
  await renamed('set_up_link', async () => statuses.push((await site.visitor().get(link)).status));
  await renamed('deliverable', async () => statuses.push((await tam.get(`/deliverables?q=${encodeURIComponent(NEWCOMER.name)}`)).status));
  await renamed('api_token', async () => statuses.push((await site.visitor().get('/api/v1/progress', { authorization: `Bearer ${token}` })).status));

  expect(statuses).toEqual([500, 500, 500, 500, 500]);
  expect(printed.length).toBeGreaterThanOrEqual(5);
  const everything = printed.join('\n');
  expect(secrets.filter((secret) => everything.includes(secret))).toEqual([]);
  expect(everything).not.toMatch(/\$argon2id|token_hash" = '|[0-9a-f]{64}/);
  // It says all the same where it broke and why.
  expect(everything).toContain('POST /accounts');
  expect(everything).toMatch(/account_letter/);
  expect(everything).toMatch(/GET \/set-up\/:token/);
});
