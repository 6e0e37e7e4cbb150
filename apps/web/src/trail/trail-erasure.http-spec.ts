import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { verifyChain } from '#audit/chain-verification.js';
import { LettersService } from '#reminders/letters.service.js';
import { ReminderService } from '#reminders/reminder.service.js';
import { article } from '#testing/builders.js';
import { PERSONAS } from '#testing/personas.js';
import { AccountSite } from '../../e2e/support/account-site.js';
import { PASSWORD } from '../../e2e/support/test-application.js';

/* Anh Tâm leaves. Until then, his name and his address were typed wherever somebody could. */

const { email: ADDRESS, name: NAME } = PERSONAS.tam;
const SECOND_ADDRESS = 'minh.tam.rieng@thu.example.vn';

let accounts: AccountSite;

beforeAll(async () => {
  accounts = await AccountSite.open();
});
beforeEach(() => accounts.reset());
afterAll(() => accounts.close());

test('no entry holds a byte of the name or an address of somebody who was taken out, whatever was done with them', async () => {
  const { site } = accounts;
  const tamId = await accounts.accountId(ADDRESS);
  const office = await accounts.organisationId('bao-dong-khoi');
  const { visitor: hanh } = await accounts.signIn(PERSONAS.hanh.email);
  await accounts.signIn(ADDRESS, 'sai');
  const { visitor: tam } = await accounts.signIn(ADDRESS);
  const { id: item } = await site.has(4, article({ occursOn: '2021-03-10', note: `Hỏi ${ADDRESS}` }));
  for (const [visitor, url, fields, status] of [
    [hanh, `/organisations/${office}/contacts`, { address: '', phone: '', email: ADDRESS, contactPerson: NAME }, 303],
    [hanh, `/organisations/${office}/contacts`, { address: '', phone: '', email: SECOND_ADDRESS, contactPerson: '' }, 303],
    [hanh, '/reminders/test-mail', { address: ADDRESS }, 303],
    [hanh, '/accounts', { name: NAME, email: ADDRESS, role: 'producer', organisation: office }, 409],
    [hanh, `/accounts/${tamId}/roles`, { role: 'leader', organisation: office }, 303],
    [tam, '/account/email', { email: SECOND_ADDRESS, password: PASSWORD }, 303],
    [tam, '/account/tokens', { name: `Máy của ${NAME}`, scope: 'read', days: 30, password: PASSWORD }, 200],
    [tam, '/account/feeds', { name: `Điện thoại của ${ADDRESS}` }, 200],
  ] as const) {
    expect([url, (await visitor.postWithToken(url, fields)).status]).toEqual([url, status]);
  }
  await hanh.uploadAll(`/deliverables/${item}/evidence`, [], { kind: 'link', url: `https://bao.example.vn/?gui=${encodeURIComponent(ADDRESS)}` });
  expect((await hanh.get(`/trail/export.xlsx?q=${encodeURIComponent(NAME)}`)).status).toBe(200);
  const stranger = site.visitor();
  await stranger.fillIn(await stranger.get('/password-reset'), { email: ADDRESS });
  await site.ask(ReminderService, (reminders) => reminders.remind(site.context.clock.now()));
  await site.context.rows("update reminder_mail set state = 'failed', last_error = ? where recipient_id = ?", [`550 <${ADDRESS}> ${NAME}`, tamId]);
  const letters = await site.context.rows<{ id: number }>('select id from reminder_mail where recipient_id = ?', [tamId]);
  for (const { id } of letters) await site.ask(LettersService, (service) => service.sendAgain(site.context.people.hanh, id));
  expect(letters.length).toBeGreaterThan(0);
  for (const step of ['closing', 'erasure']) expect((await hanh.postWithToken(`/accounts/${tamId}/${step}`, { password: PASSWORD })).status).toBe(303);

  const entries = await site.context.rows<{ action: string }>('select * from audit_entry');
  expect(entries.map(({ action }) => action)).toEqual(
    expect.arrayContaining([
      'organisation.contacts-corrected',
      'reminder.test-mail',
      'reminder.letter-again',
      'trail.exported',
      'evidence.added',
      'account.reset-asked',
      'account.erased',
    ]),
  );
  const left = JSON.stringify(entries).toLowerCase();
  for (const trace of [NAME, ADDRESS, SECOND_ADDRESS, ADDRESS.replace('@', '%40'), SECOND_ADDRESS.split('@')[0]!]) {
    expect([trace, left.includes(trace.toLowerCase())]).toEqual([trace, false]);
  }
  expect(left).toContain('…@');
  expect((await site.context.run((em) => verifyChain(em))).findings).toEqual([]);
});
