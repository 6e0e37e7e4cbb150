import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { verifyChain } from '#audit/chain-verification.js';
import { ReminderService } from '#reminders/reminder.service.js';
import { article } from '#testing/builders.js';
import { PERSONAS } from '#testing/personas.js';
import { signedContract } from '#testing/signed-contract.js';
import { AccountSite } from '../../e2e/support/account-site.js';
import { PASSWORD, type TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

/*
 * Chị Hạnh has worked for a year and left her name wherever a step is told with whoever took it. Somebody else administers
 * when she leaves, and takes her out.
 */

const { email: HANH, name: NAME } = PERSONAS.hanh;
const SECOND_ADDRESS = 'hanh.moi@snv.example.vn';

let accounts: AccountSite;
let site: TestApplication;
let hanh: Visitor;
let administrator: Visitor;
let hanhId: number;

beforeAll(async () => {
  accounts = await AccountSite.open();
  ({ site } = accounts);
  await accounts.reset();
  hanhId = await accounts.accountId(HANH);
  const tamId = await accounts.accountId(PERSONAS.tam.email);
  const office = await accounts.organisationId('so-noi-vu');
  hanh = (await accounts.signIn(HANH)).visitor;
  await hanh.postWithToken(`/accounts/${tamId}/roles`, { role: 'administrator', organisation: office, password: PASSWORD });
  administrator = (await accounts.signIn(PERSONAS.tam.email)).visitor;
  await work(office);
}, 60_000);
afterAll(() => accounts.close());

async function steps(all: readonly (readonly [string, Readonly<Record<string, string | number>>])[]): Promise<void> {
  for (const [url, fields] of all) {
    const { status, text } = await hanh.postWithToken(url, fields);
    if (status !== 303 && status !== 200) throw new Error(`${url}: ${status} ${text.slice(0, 400)}`);
  }
}

/** One step of every kind that is told with whoever took it. */
async function work(office: number): Promise<void> {
  const { id: item } = await site.has(4, article({ occursOn: '2021-03-10' }));
  const { id: contract } = await signedContract(site.context);
  const [duty] = await site.context.rows<{ id: number }>('select id from plan_duty order by id limit 1');
  const pasted = ['STT\tNội dung\tSản phẩm\tThời gian\tCơ quan chủ trì', '1\tCuộc thi\tCuộc thi\tQuý II/2024\tSở Nội vụ'].join('\n');
  await steps([
    [`/content/duties/${duty!.id}`, { state: 'done', note: 'Xong', seen: '' }],
    ['/working-days', { date: '2021-08-10', name: 'Nghỉ bù', source: 'Công văn 1' }],
    ['/plans/imports', { pasted, year: 2024 }],
    [`/contracts/${contract}/payments`, { version: 1, kind: 'payment', amount: '1000', paidOn: '2021-03-01', note: '' }],
    [`/contracts/${contract}/acceptances`, {}],
    ['/account/tokens', { name: `Máy của ${NAME}`, scope: 'read', days: 30, password: PASSWORD }],
    ['/account/feeds', { name: `Điện thoại của ${NAME}` }],
    ['/account/email', { email: SECOND_ADDRESS, password: PASSWORD }],
  ]);
  const [draft] = await site.context.rows<{ id: number }>('select id from plan_draft');
  const review = await hanh.get(`/plans/drafts/${draft!.id}`);
  const [, key] = /name="key" value="([^"]+)"/.exec(review.body) ?? [];
  if (key) await steps([[`/plans/drafts/${draft!.id}/confirmations`, { key }]]);
  await hanh.uploadAll(`/deliverables/${item}/evidence`, [], { kind: 'note', note: 'Ghi chú' });
  await steps([[`/organisations/${office}/contacts`, { address: 'Số 1', phone: '', email: '', contactPerson: '' }]]);
  await accounts.withSecondFactor(hanh);
  await accounts.deliver();
  await site.ask(ReminderService, (reminders) => reminders.remind(site.context.clock.now()));
  await site.context.run(async (em) => {
    // What a mail server says of an address, and an answer that waits for a request to come again.
    await em.execute('update reminder_mail set last_error = ? where recipient_id = ?', [`550 ${HANH} không có`, hanhId]);
    await em.execute('insert into answered_request (owner, key, fingerprint, status, body, created_at) values (?, ?, ?, 201, ?, ?)', [
      `account ${hanhId}`,
      'k-1',
      'f'.repeat(64),
      JSON.stringify({ by: NAME }),
      '2021-03-15T02:00:00Z',
    ]);
  });
}

/** Every row of every table, as text. */
async function everything(): Promise<Map<string, string>> {
  const tables = [...new Set([...site.context.database.orm.getMetadata().getAll().values()].map(({ tableName }) => tableName))];
  return new Map(await Promise.all(tables.map(async (table) => [table, JSON.stringify(await site.context.rows(`select * from ${table}`))] as const)));
}

const holding = async (words: readonly string[]) =>
  [...(await everything())].filter(([, rows]) => words.some((word) => rows.includes(word))).map(([table]) => table);

test('what is kept of a person goes into one file, without a secret, and the trail tells who took it', async () => {
  for (const [visitor, url] of [
    [hanh, '/account/data.json'],
    [administrator, `/accounts/${hanhId}/data.json`],
  ] as const) {
    const answer = await visitor.get(url);
    expect([url, answer.status, answer.header('content-disposition')]).toEqual([url, 200, expect.stringMatching(/^attachment; filename="du-lieu-ca-nhan/)]);
    const data = answer.json() as Record<string, unknown[]>;
    expect(data).toMatchObject({ account: { name: NAME, email: HANH, hasSecondFactor: true }, emailChange: [{ new_email: SECOND_ADDRESS }] });
    for (const part of ['furtherRoles', 'sessions', 'apiTokens', 'calendarFeeds', 'itemsLogged', 'accountLetters', 'remindersSent', 'trail', 'trailAbout'])
      expect([part, data[part]!.length > 0]).toEqual([part, true]);
    expect(answer.body).not.toMatch(/argon2|totp_?secret|_hash|token_hash/i);
  }
  expect(await accounts.trail('account.data-exported')).toHaveLength(2);
  expect((await (await site.as('lan')).get(`/accounts/${hanhId}/data.json`)).status).toBe(403);
});

test('a person who is taken out leaves no name and no address in any table and no letter on the disk; the work stays, and the trail verifies', async () => {
  expect(await holding([NAME])).toEqual(expect.arrayContaining(['user_account', 'mailbox_letter', 'api_token', 'calendar_feed', 'answered_request']));
  expect(await holding([`550 ${HANH}`])).toEqual(['reminder_mail']);
  const letters = readdirSync(join(site.dataDir, 'mailbox')).length;
  const counted = (await hanh.get('/api/v1/progress')).json();
  const before = await site.context.rows('select id, hash from audit_entry order by id');

  expect((await administrator.postWithToken(`/accounts/${hanhId}/erasure`, { password: PASSWORD })).status).toBe(422);
  expect((await administrator.postWithToken(`/accounts/${hanhId}/closing`)).status).toBe(303);
  expect((await administrator.postWithToken(`/accounts/${hanhId}/erasure`, { password: PASSWORD })).status).toBe(303);

  expect(await holding([NAME, HANH, SECOND_ADDRESS])).toEqual([]);
  const left = readdirSync(join(site.dataDir, 'mailbox'));
  expect([left.length < letters, existsSync(join(site.dataDir, 'mailbox'))]).toEqual([true, true]);
  const after = await site.context.rows('select id, hash from audit_entry order by id');
  expect(after.slice(0, before.length)).toEqual(before);
  expect((await site.context.run((em) => verifyChain(em))).findings).toEqual([]);
  expect((await administrator.get('/api/v1/progress')).json()).toEqual(counted);
  expect((await administrator.postWithToken(`/accounts/${hanhId}/reopening`)).status).toBe(422);
});

test('what they did is told on the pages by the number of the account', async () => {
  const lead = await site.as('lan');
  expect((await lead.get('/content')).text).toContain(`Người dùng ${hanhId} (đã ẩn danh)`);
  expect((await accounts.signIn(HANH)).status).toBe(422);
  expect((await accounts.signIn(`an-danh-${hanhId}@invalid`, '')).status).toBe(422);
});
