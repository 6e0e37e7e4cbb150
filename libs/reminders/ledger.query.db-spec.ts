import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { article, segment } from '#testing/builders.js';
import { instantOf } from '#testing/fixed-clock.js';
import { PERSONAS } from '#testing/personas.js';
import { signedContract } from '#testing/signed-contract.js';
import { TestContext } from '#testing/test-context.js';
import { LETTERS_A_PAGE, type LedgerPart, LedgerQuery, REMINDERS_TOLD } from './ledger.query.js';
import { LettersService } from './letters.service.js';
import { LinkActionService } from './link-action.service.js';
import { ReminderPlanner } from './reminder-planner.js';
import { ReminderSender } from './reminder-sender.js';
import { ReminderService } from './reminder.service.js';

describe('The ledger', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await TestContext.open();
  });
  afterAll(() => context.close());
  beforeEach(() => context.reset('2021-01-21'));

  const remind = async (moment: string) => {
    context.clock.set(moment);
    return context.ask(ReminderService, (reminders) => reminders.remind(instantOf(moment)));
  };
  const deliver = (moment: string) => context.ask(ReminderSender, (sender) => sender.deliverAll(instantOf(moment)));
  const counts = () => context.ask(LedgerQuery, (ledger) => ledger.counts());
  const page = (part: LedgerPart, number = 1) => context.ask(LedgerQuery, (ledger) => ledger.page(part, number, context.clock.now()));
  const log = (ordinal: number, item: ReturnType<typeof article>) =>
    context.ask(DeliverableService, (service) => service.log(context.people.hanh, context.taskId(ordinal), item));

  it('is empty in the beginning', async () => {
    expect(await counts()).toEqual({ waiting: 0, sent: 0, failed: 0, cancelled: 0, unplaced: 0 });
    expect(await page('waiting')).toEqual([]);
  });

  it('tells of a letter sent to whom, of what, when, and that its links work', async () => {
    await remind('2021-01-21');
    expect(await counts()).toEqual({ waiting: 0, sent: 4, failed: 0, cancelled: 0, unplaced: 0 });
    const toLan = (await page('sent')).find(({ email }) => email === PERSONAS.lan.email)!;
    expect(toLan).toMatchObject({ state: 'sent', attempts: 1, lastError: null, hasLinks: true, isRevoked: false, reminderCount: 2 });
    expect(toLan.subject).toMatch(/^Nhắc việc: /);
    expect(toLan.reminders.map(({ label, stage, deadline, href }) => [label, stage, deadline?.toString(), href])).toEqual([
      ['7', 'ahead-7', '2021-01-31', `/tasks/${context.taskId(7)}`],
      ['8', 'ahead-7', '2021-01-31', `/tasks/${context.taskId(8)}`],
    ]);
  });

  it('knows who got no link: Sở Nội vụ of what others owe, and the leaders', async () => {
    await remind('2021-02-22');
    const hasLinks = Object.fromEntries((await page('sent')).map((letter) => [letter.email.split('@')[0], letter.hasLinks]));
    expect(hasLinks).toEqual({ tam: true, lan: true, khoa: true, hanh: false, phuc: false });
  });

  it('names items, contracts and plans that letters are about', async () => {
    const item = await log(4, article({ occursOn: '2021-01-08', title: 'Một cửa về xã' }));
    const { id } = await signedContract(context, { endsOn: '2021-02-05' });
    await remind('2021-01-21');
    const all = (await page('sent')).flatMap(({ reminders }) => reminders);
    expect(all.find(({ kind }) => kind === 'evidence')).toMatchObject({ label: '4', title: 'Một cửa về xã', href: `/deliverables/${item.id}`, deadline: null });
    expect(all.find(({ kind }) => kind === 'contract-end')).toMatchObject({ label: '', title: 'Hợp đồng 05/HĐ-TT', href: `/contracts/${id}` });
    expect(all.find(({ kind }) => kind === 'weekly')).toMatchObject({
      label: '',
      title: expect.stringMatching(/^Kế hoạch số /),
      href: `/plans/${context.planId}`,
    });
  });

  it('keeps what waits, the next to leave first, with the server’s words and the next try', async () => {
    context.mail.refuse('451 4.7.1 thử lại sau', 'later', { only: PERSONAS.tam.email });
    await remind('2021-01-21');
    const [waiting] = await page('waiting');
    expect(waiting).toMatchObject({ email: PERSONAS.tam.email, state: 'pending', attempts: 1, lastError: '451 4.7.1 thử lại sau', hasLinks: false });
    expect(waiting!.nextAttemptAt > context.clock.now().toString()).toBe(true);
  });

  it('counts what waits for tomorrow’s letter', async () => {
    await remind('2021-01-21');
    await log(4, article({ occursOn: '2021-01-08' }));
    await remind('2021-01-21T15:00');
    expect((await counts()).unplaced).toBe(1);
  });

  it('keeps what was refused, and why a letter came to nothing', async () => {
    context.mail.refuse('550 5.1.1 không có hộp thư này', 'never', { only: PERSONAS.khoa.email });
    await context.ask(ReminderPlanner, (planner) => planner.planDue(instantOf('2021-01-21')));
    for (const task of [7, 8]) await log(task, segment({ occursOn: '2021-01-20' }));
    await deliver('2021-01-21');
    expect(await page('failed')).toMatchObject([{ email: PERSONAS.khoa.email, lastError: '550 5.1.1 không có hộp thư này', hasLinks: false }]);
    const [cancelled] = await page('cancelled');
    expect(cancelled).toMatchObject({ email: PERSONAS.lan.email, subject: null });
    expect(cancelled!.reminders.map(({ state, cancellation }) => [state, cancellation])).toEqual([
      ['cancelled', 'met'],
      ['cancelled', 'met'],
    ]);
  });

  it('comes in pages, and tells of a long letter its first reminders and how many there are', async () => {
    await remind('2021-01-21');
    const [{ id: recipient } = { id: 0 }] = await context.rows<{ id: number }>('select id from user_account where email = ?', [PERSONAS.tam.email]);
    for (let day = 1; day <= 28; day += 1) {
      await context.rows(
        `insert into reminder_mail (message_key, recipient_id, day, state, is_in_doubt, attempts, next_attempt_at, last_attempt_at, created_at, sent_at)
         values (?, ?, ?, 'sent', false, 1, ?, ?, ?, ?) returning id`,
        [`k-${day}`, recipient, `2020-02-${String(day).padStart(2, '0')}`, ...Array<string>(4).fill('2020-03-01T01:00:00.000Z')],
      );
    }
    expect([(await page('sent')).length, (await page('sent', 2)).length, (await page('sent', 3)).length]).toEqual([LETTERS_A_PAGE, 7, 0]);
    const [mail] = await page('sent');
    for (let index = 0; index < REMINDERS_TOLD; index += 1) {
      await context.rows(
        `insert into reminder (obligation, stage, kind, recipient_id, plan_id, due_on, state, mail_id, created_at)
         values (?, 'evidence', 'evidence', ?, ?, '2021-01-21', 'sent', ?, '2021-01-21T02:00:00.000Z') returning id`,
        [`evidence:${100_000 + index}`, recipient, context.planId, mail!.id],
      );
    }
    const [long] = await page('sent');
    expect([long!.reminders.length, long!.reminderCount]).toEqual([REMINDERS_TOLD, REMINDERS_TOLD + mail!.reminderCount]);
  });

  describe('A person', () => {
    const { hanh, tam } = { hanh: () => context.people.hanh, tam: () => context.people.tam };
    const again = (actor = hanh(), id?: number) => context.ask(LettersService, (letters) => letters.sendAgain(actor, id));
    const revoke = (actor = hanh(), id?: number) => context.ask(LettersService, (letters) => letters.revokeLinks(actor, id));
    const trail = () =>
      context.rows<{ action: string; subject: string; subject_id: number }>("select action, subject, subject_id from audit_entry where subject = 'letter'");

    it('sends a refused letter again, which the trail tells', async () => {
      context.mail.refuse('550 không nhận', 'never', { only: PERSONAS.khoa.email });
      await remind('2021-01-21');
      const [failed] = await page('failed');
      context.mail.accept();
      await again(hanh(), failed!.id);
      expect(await page('waiting')).toMatchObject([{ id: failed!.id, state: 'pending', lastError: null }]);
      expect(await deliver('2021-01-21T10:00')).toMatchObject([{ outcome: 'sent', recipient: PERSONAS.khoa.email }]);
      expect(await trail()).toEqual([{ action: 'reminder.letter-again', subject: 'letter', subject_id: failed!.id }]);
      await expect(again(hanh(), failed!.id)).rejects.toMatchObject({ code: 'letter-moved-on', kind: 'conflict' });
      await expect(again(hanh(), 999_999)).rejects.toMatchObject({ kind: 'missing' });
      await expect(again(tam(), failed!.id)).rejects.toMatchObject({ kind: 'forbidden' });
      expect(await trail()).toHaveLength(1);
    });

    it('takes back the links of a letter, once', async () => {
      await remind('2021-01-21');
      const mail = (await page('sent')).find(({ email }) => email === PERSONAS.khoa.email)!;
      await expect(revoke(tam(), mail.id)).rejects.toMatchObject({ kind: 'forbidden' });
      expect(await revoke(hanh(), mail.id)).toBe(1);
      expect(await revoke(hanh(), mail.id)).toBe(0);
      expect((await page('sent')).find(({ id }) => id === mail.id)).toMatchObject({ hasLinks: false, isRevoked: true });
      expect(await trail()).toEqual([{ action: 'reminder.links-revoked', subject: 'letter', subject_id: mail.id }]);
      const token = /\/act\/([\w-]+)/.exec(context.mail.letters.find(({ to }) => to.address === PERSONAS.khoa.email)!.text)![1]!;
      await expect(context.ask(LinkActionService, (links) => links.open(token))).rejects.toMatchObject({ message: expect.stringContaining('thu hồi') });
    });

    it('cannot take back the links of a letter that never left', async () => {
      context.mail.refuse('451 thử lại sau');
      await remind('2021-01-21');
      const [waiting] = await page('waiting');
      expect(await revoke(hanh(), waiting!.id)).toBe(0);
      expect(await trail()).toEqual([]);
    });
  });
});
