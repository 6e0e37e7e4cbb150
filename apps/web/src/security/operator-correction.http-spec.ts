import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Correction, OperatorAccounts } from '#access/operator-accounts.service.js';
import { PERSONAS } from '#testing/personas.js';
import { AccountSite } from '../../e2e/support/account-site.js';
import { PASSWORD, type TestApplication } from '../../e2e/support/test-application.js';

/* `lich user correct`: the machine's operator mends an account that nobody can get into. */

const { email: TAM, name: NAME } = PERSONAS.tam;
const RIGHT = 'tam.moi@baodongkhoi.example.vn';

let accounts: AccountSite;
let site: TestApplication;

beforeAll(async () => {
  accounts = await AccountSite.open();
  ({ site } = accounts);
});
beforeEach(async () => {
  await site.context.rows('update user_account set name = ? where email in (?, ?) returning id', [NAME, TAM, RIGHT]);
  await accounts.reset();
});
afterAll(() => accounts.close());

const correct = (email: string, correction: Correction) => site.ask(OperatorAccounts, (operator) => operator.correct(email, correction));

test('an address that was mistyped lets its person in from then on; sessions and links of before are over', async () => {
  const before = await site.as('tam');
  const visitor = site.visitor();
  await visitor.fillIn(await visitor.get('/password-reset'), { email: TAM });
  const { link } = (await accounts.mailbox()).at(-1)!;
  expect((await before.get('/tasks')).status).toBe(200);

  expect(await correct(` ${TAM.toUpperCase()}`, { newEmail: ' Tam.Moi@baodongkhoi.example.vn ' })).toMatchObject({ hasNewAddress: true });

  expect([(await before.get('/tasks')).status, (await site.visitor().get(link)).status]).toEqual([303, 404]);
  expect([(await accounts.signIn(TAM, PASSWORD)).status, (await accounts.signIn(RIGHT, PASSWORD)).status]).toEqual([422, 303]);
  const id = await accounts.accountId(RIGHT);
  expect(await accounts.trail('account.email-changed')).toEqual([{ actor_id: null, subject_id: id }]);
  expect(await accounts.trail('account.renamed')).toEqual([]);
  const trail = await site.context.rows('select * from audit_entry');
  expect(JSON.stringify(trail)).not.toMatch(/baodongkhoi\.example/);
});

test('a name is mended while its person goes on working', async () => {
  const tam = await site.as('tam');
  expect(await correct(TAM, { name: ' Lê Minh Tâm Anh ' })).toMatchObject({ user: { name: 'Lê Minh Tâm Anh' }, hasNewAddress: false });
  expect((await tam.get('/tasks')).body).toContain('Lê Minh Tâm Anh');
  expect(await accounts.trail('account.renamed')).toEqual([{ actor_id: null, subject_id: await accounts.accountId(TAM) }]);
});

test.each<[string, string, Correction, string]>([
  ['of somebody who is not there', 'khong-ai@example.vn', { name: 'Ai' }, 'Không có tài khoản khong-ai@example.vn.'],
  ['to an address that is somebody else’s', TAM, { newEmail: PERSONAS.lan.email.toUpperCase() }, `Đã có tài khoản ${PERSONAS.lan.email}.`],
  ['to an address that is none', TAM, { newEmail: 'tam' }, 'Địa chỉ thư điện tử chưa đúng.'],
  ['of nothing', TAM, {}, 'Không có gì khác so với bây giờ'],
  ['to what it is', TAM, { name: NAME, newEmail: TAM }, 'Không có gì khác so với bây giờ'],
])('a correction %s is refused and changes nothing', async (_what, email, correction, message) => {
  await expect(correct(email, correction)).rejects.toThrow(message);
  expect(await accounts.accountId(TAM)).toBeGreaterThan(0);
  expect(await accounts.trail('account.email-changed')).toEqual([]);
});

test('a name that is none is refused', async () => {
  await expect(correct(TAM, { name: 'Xem vi-du.vn' })).rejects.toMatchObject({ fields: { name: expect.stringContaining('Họ tên chỉ gồm chữ') } });
});

test('of two that take one address at the same instant one is told that it is taken', async () => {
  const outcomes = await Promise.allSettled([correct(TAM, { newEmail: RIGHT }), correct(PERSONAS.lan.email, { newEmail: RIGHT })]);
  const refused = outcomes.find((outcome) => outcome.status === 'rejected')!;
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect((refused.reason as Error).message).toBe(`Đã có tài khoản ${RIGHT}.`);
});
