import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '#identity/actor.js';
import { User } from '#identity/user.entity.js';
import { MailboxQuery } from '#mail/mailbox.query.js';
import { Plan } from '#planning/plan.entity.js';
import { plainDate } from '#kernel/plain-date.js';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { article, segment } from '#testing/builders.js';
import { instantOf } from '#testing/fixed-clock.js';
import { PERSONAS } from '#testing/personas.js';
import { TestContext } from '#testing/test-context.js';
import { ReminderPlanner } from './reminder-planner.js';
import { type Delivery, ReminderSender } from './reminder-sender.js';
import { ReminderService } from './reminder.service.js';

interface Row {
  id: number;
  state: string;
  attempts: number;
  last_error: string | null;
  next_attempt_at: string;
  lease_until: string | null;
  sent_at: string | null;
}

describe('Reminders', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await TestContext.open();
  });
  afterAll(() => context.close());
  beforeEach(async () => {
    await context.reset('2021-01-04');
    await context.run(async (em) => {
      await em.nativeUpdate(User, {}, { isActive: true });
      await em.nativeUpdate(Plan, { id: context.planId }, { loadedOn: plainDate('2021-01-04') });
    });
  });

  const remind = (now: string) => context.ask(ReminderService, (reminders) => reminders.remind(instantOf(now)));
  const deliverAll = (now: string) => context.ask(ReminderSender, (sender) => sender.deliverAll(instantOf(now)));
  const rows = () => context.rows<Row>('select * from reminder order by id');

  /** What would be written on a day, as “task kind last-day who”. */
  async function dueOn(day: string): Promise<string[]> {
    const due = await context.ask(ReminderPlanner, (planner) => planner.findDue(instantOf(day)));
    return due.map(({ ordinal, kind, to, recipient }) => `${ordinal} ${kind} ${to.toString()} ${recipient.split('@')[0]}`);
  }

  /** Everything that row 12 owes for January, to Khoa alone: one letter to send, and a quiet queue besides. */
  async function planOneLetter(): Promise<void> {
    await context.ask(ReminderPlanner, (planner) => planner.planDue(instantOf('2021-01-21')));
    await context.rows(`delete from reminder where task_id <> ${context.taskId(12)}`);
    expect(await rows()).toHaveLength(1);
  }

  const log = (actor: Actor, ordinal: number, input: ReturnType<typeof article>) => {
    context.clock.set('2021-12-31');
    return context.ask(DeliverableService, (service) => service.log(actor, context.taskId(ordinal), input));
  };

  describe('that are due', () => {
    it('are none eight working days before January ends', async () => {
      expect(await dueOn('2021-01-20')).toEqual([]);
    });

    it('go to each lead seven working days before January ends', async () => {
      expect(await dueOn('2021-01-21')).toEqual([
        '4 ahead 2021-01-31 tam',
        '5 ahead 2021-01-31 tam',
        '7 ahead 2021-01-31 lan',
        '8 ahead 2021-01-31 lan',
        '12 ahead 2021-01-31 khoa',
      ]);
    });

    it('go again on the last working day, for what is still owed', async () => {
      await log(context.people.lan, 7, segment({ occursOn: '2021-01-15' }));
      await log(context.people.tam, 5, article({ occursOn: '2021-01-15' }));
      expect(await dueOn('2021-01-29')).toEqual(['4 eve 2021-01-31 tam', '8 eve 2021-01-31 lan', '12 eve 2021-01-31 khoa']);
    });

    it('go to the lead and to Sở Nội vụ the working day after it was missed', async () => {
      expect(await dueOn('2021-02-01')).toEqual([
        '4 missed 2021-01-31 hanh',
        '4 missed 2021-01-31 tam',
        '5 missed 2021-01-31 hanh',
        '5 missed 2021-01-31 tam',
        '7 missed 2021-01-31 hanh',
        '7 missed 2021-01-31 lan',
        '8 missed 2021-01-31 hanh',
        '8 missed 2021-01-31 lan',
        '12 missed 2021-01-31 hanh',
        '12 missed 2021-01-31 khoa',
      ]);
    });

    it('are none where everything was done in time', async () => {
      const { tam, lan, khoa } = context.people;
      await log(tam, 4, article({ occursOn: '2021-01-10' }));
      await log(tam, 4, article({ occursOn: '2021-01-11' }));
      await log(tam, 5, article({ occursOn: '2021-01-12' }));
      await log(lan, 7, segment({ occursOn: '2021-01-10' }));
      await log(lan, 8, segment({ occursOn: '2021-01-10' }));
      await log(khoa, 12, article({ occursOn: '2021-01-10' }));
      expect(await dueOn('2021-01-29')).toEqual([]);
      expect(await dueOn('2021-02-01')).toEqual([]);
    });

    it('are never of the unlimited rows, the rows to come, or a viewer', async () => {
      const all = (await Promise.all(['2021-01-29', '2021-03-31', '2021-06-30'].map(dueOn))).flat();
      expect(all.filter((letter) => /^(2|6|9|10|11|13) /.test(letter))).toEqual([]);
      expect(all.filter((letter) => letter.endsWith('phuc'))).toEqual([]);
    });

    it('of the classes in quarter III go to Sở Nội vụ, which leads them, once each', async () => {
      const ofClasses = async (day: string) => (await dueOn(day)).filter((letter) => letter.startsWith('11 '));
      expect(await ofClasses('2021-09-20')).toEqual([]);
      expect(await ofClasses('2021-09-21')).toEqual(['11 ahead 2021-09-30 hanh']);
      expect(await ofClasses('2021-10-01')).toEqual(['11 missed 2021-09-30 hanh']);
    });

    it('go to Sở Nội vụ where the lead has no account', async () => {
      await context.run((em) => em.nativeUpdate(User, { email: PERSONAS.khoa.email }, { isActive: false }));
      expect((await dueOn('2021-01-21')).filter((letter) => letter.startsWith('12 '))).toEqual(['12 ahead 2021-01-31 hanh']);
    });

    it('leave out what ended before the plan was loaded', async () => {
      await context.run((em) => em.nativeUpdate(Plan, { id: context.planId }, { loadedOn: plainDate('2021-02-15') }));
      const late = await dueOn('2021-03-01');
      expect(late.every((letter) => letter.includes('2021-02-28'))).toBe(true);
      expect(late.map((letter) => letter.split(' ')[0])).toEqual(['4', '4', '7', '7', '8', '8', '12', '12']);
    });

    it('still speak of December in January, and fall silent a month after the plan', async () => {
      expect((await dueOn('2022-01-04')).filter((letter) => letter.includes('missed 2021-12-31')).length).toBeGreaterThan(0);
      expect(await dueOn('2022-02-01')).toEqual([]);
    });
  });

  describe('planned', () => {
    it('twice are written once', async () => {
      const plan = () => context.ask(ReminderPlanner, (planner) => planner.planDue(instantOf('2021-01-21')));
      expect(await plan()).toHaveLength(5);
      expect(await plan()).toEqual([]);
      expect(await rows()).toHaveLength(5);
    });

    it('by two workers at once are written once', async () => {
      const plan = () => context.ask(ReminderPlanner, (planner) => planner.planDue(instantOf('2021-01-21')));
      const [first, second] = await Promise.all([plan(), plan()]);
      expect(first.length + second.length).toBe(5);
      expect(await rows()).toHaveLength(5);
    });
  });

  describe('run day by day through January', () => {
    it('write three letters to each lead and one to Sở Nội vụ for each missed row, however often they run', async () => {
      for (const day of ['2021-01-20', '2021-01-21', '2021-01-22', '2021-01-29', '2021-02-01', '2021-02-02']) {
        await remind(day);
        await remind(`${day}T15:00`);
      }
      const count = (address: string) => context.mail.letters.filter(({ to }) => to.address === address).length;
      expect([PERSONAS.tam, PERSONAS.lan, PERSONAS.khoa, PERSONAS.hanh, PERSONAS.phuc].map(({ email }) => count(email))).toEqual([6, 6, 3, 5, 0]);
    });

    it('catch up after a sleep with the latest stage only', async () => {
      await remind('2021-01-20');
      await remind('2021-01-29');
      const kinds = await context.rows<{ kind: string }>('select distinct kind from reminder');
      expect(kinds).toEqual([{ kind: 'eve' }]);
    });

    it('say nothing over Tết, and go on after it', async () => {
      const onWorkingDay = (day: string) => context.ask(ReminderService, (reminders) => reminders.remindOnWorkingDay(instantOf(day)));
      for (const day of ['2021-02-10', '2021-02-12', '2021-02-13', '2021-02-16']) await onWorkingDay(day);
      expect(context.mail.letters).toEqual([]);
      await onWorkingDay('2021-02-17');
      expect(context.mail.letters).toHaveLength(10);
    });
  });

  describe('a letter', () => {
    it('says what is owed, by when and how many are done, and leads to the form', async () => {
      await log(context.people.tam, 4, article({ occursOn: '2021-01-10' }));
      await remind('2021-01-21');
      const letter = context.mail.letters.find(({ subject }) => subject.includes('Chuyên mục CCHC trên Báo Đồng Khởi'))!;
      expect(letter.to).toEqual({ name: 'Lê Minh Tâm', address: PERSONAS.tam.email });
      expect(letter.subject).toBe('Nhắc việc: Thực hiện Chuyên mục CCHC trên Báo Đồng Khởi – còn 01 bài, tháng 1/2021');
      expect(letter.text).toContain('cần thêm 01 bài cho tháng 1/2021; hạn là 31/01/2021 (còn 10 ngày)');
      expect(letter.text).toContain('đã thực hiện 1/24 bài');
      const form = `https://lich.example.vn/deliverables/new?task=${context.taskId(4)}`;
      expect(letter.text).toContain(form);
      expect(letter.html).toContain(`href="${form}&amp;period&#x3D;2021-01-31"`.replace('?task=', '?task&#x3D;'));
      expect(letter.date.toISOString()).toBe('2021-01-21T02:00:00.000Z');
    });

    it('when late tells Sở Nội vụ whose it is, and leads to the task', async () => {
      await remind('2021-02-01');
      const letter = context.mail.letters.find(({ to, subject }) => to.address === PERSONAS.hanh.email && subject.includes('truyền hình'))!;
      expect(letter.subject).toBe('Quá hạn: Thực hiện Chuyên mục CCHC trên sóng truyền hình – thiếu 01 chuyên mục, tháng 1/2021');
      expect(letter.text).toContain('của Đài Phát thanh và Truyền hình tỉnh còn thiếu 01 chuyên mục của tháng 1/2021; hạn là 31/01/2021, nay đã qua');
      expect(letter.text).toContain(`https://lich.example.vn/tasks/${context.taskId(8)}`);
      expect(letter.text).not.toContain('/deliverables/new');
    });

    it('of the even pace counts the shortfall of all months so far', async () => {
      await remind('2021-04-01');
      const letter = context.mail.letters.find(
        ({ to, subject }) => to.address === PERSONAS.tam.email && subject.includes('Chuyên mục CCHC trên Báo Đồng Khởi –'),
      )!;
      expect(letter.subject).toContain('thiếu 06 bài');
    });

    it('is plain of leftovers: no empty word, no undefined, no template sign', async () => {
      await remind('2021-01-21');
      await remind('2021-02-01');
      const texts = context.mail.letters.flatMap(({ subject, text, html }) => [subject, text, html]);
      expect(texts).toHaveLength(45);
      expect(texts.filter((text) => /undefined|null|NaN|\{\{|\[object/.test(text))).toEqual([]);
    });

    it('has a Message-ID of its own, the same whenever it is tried', async () => {
      await planOneLetter();
      const [{ id }] = (await rows()) as [Row];
      await deliverAll('2021-01-21');
      expect(context.mail.letters.map(({ messageId }) => messageId)).toEqual([`reminder-${id}@example.vn`]);
    });
  });

  describe('sending', () => {
    it('tells what was sent, and marks the row', async () => {
      await planOneLetter();
      const [delivery] = await deliverAll('2021-01-21');
      expect(delivery).toMatchObject({ outcome: 'sent', ordinal: 12, kind: 'ahead', recipient: PERSONAS.khoa.email });
      expect(await rows()).toMatchObject([{ state: 'sent', attempts: 1, sent_at: '2021-01-21T02:00:00.000Z', lease_until: null, last_error: null }]);
      expect(await deliverAll('2021-01-22')).toEqual([]);
    });

    it('by two workers at once sends each letter once', async () => {
      await context.ask(ReminderPlanner, (planner) => planner.planDue(instantOf('2021-01-21')));
      const outcomes = (await Promise.all([deliverAll('2021-01-21'), deliverAll('2021-01-21'), deliverAll('2021-01-21')])).flat();
      expect(outcomes.filter(({ outcome }) => outcome === 'sent')).toHaveLength(5);
      expect(new Set(context.mail.letters.map(({ messageId }) => messageId)).size).toBe(5);
      expect(context.mail.letters).toHaveLength(5);
    });

    it('leaves out what was met after it was planned', async () => {
      await planOneLetter();
      await log(context.people.khoa, 12, article({ occursOn: '2021-01-20' }));
      expect((await deliverAll('2021-01-21')).map(({ outcome }) => outcome)).toEqual(['cancelled']);
      expect(await rows()).toMatchObject([{ state: 'cancelled' }]);
      expect(context.mail.letters).toEqual([]);
    });

    it('leaves out a person whose account was closed meanwhile', async () => {
      await planOneLetter();
      await context.run((em) => em.nativeUpdate(User, { email: PERSONAS.khoa.email }, { isActive: false }));
      expect((await deliverAll('2021-01-21')).map(({ outcome }) => outcome)).toEqual(['cancelled']);
      expect(context.mail.letters).toEqual([]);
    });

    it('keeps a refused letter with the server’s words, and sends it later', async () => {
      await planOneLetter();
      context.mail.refuse('421 4.3.0 Hộp thư tạm đóng');
      expect(await deliverAll('2021-01-21')).toMatchObject([{ outcome: 'failed', error: '421 4.3.0 Hộp thư tạm đóng' }]);
      expect(await rows()).toMatchObject([
        { state: 'pending', attempts: 1, last_error: '421 4.3.0 Hộp thư tạm đóng', next_attempt_at: '2021-01-21T02:01:00.000Z' },
      ]);
      expect(await context.ask(MailboxQuery, (mailbox) => mailbox.waiting())).toEqual([
        { recipient: PERSONAS.khoa.email, attempts: 1, lastError: '421 4.3.0 Hộp thư tạm đóng', nextAttemptAt: '2021-01-21T02:01:00.000Z' },
      ]);
      context.mail.reset();
      expect(await deliverAll('2021-01-21T09:00:59')).toEqual([]);
      expect(await deliverAll('2021-01-21T09:01')).toMatchObject([{ outcome: 'sent' }]);
      expect(await rows()).toMatchObject([{ state: 'sent', attempts: 2, last_error: null }]);
    });

    it('waits longer after each failure, up to six hours, and never gives up', async () => {
      await planOneLetter();
      context.mail.refuse('451 thử lại sau');
      const waits: number[] = [];
      let now = instantOf('2021-01-21');
      for (let attempt = 0; attempt < 8; attempt += 1) {
        const failed: Delivery[] = await deliverAll(now.toString());
        expect(failed.map(({ outcome }) => outcome)).toEqual(['failed']);
        const next = instantOf((await rows())[0]!.next_attempt_at);
        waits.push(next.since(now).total('minutes'));
        now = next;
      }
      expect(waits).toEqual([1, 5, 15, 60, 180, 360, 360, 360]);
    });

    it('goes on to the next letter after one that failed', async () => {
      await context.ask(ReminderPlanner, (planner) => planner.planDue(instantOf('2021-01-21')));
      context.mail.refuse('550 không có hộp thư này');
      expect((await deliverAll('2021-01-21')).map(({ outcome }) => outcome)).toEqual(Array.from({ length: 5 }, () => 'failed'));
    });
  });

  describe('a worker that ended half way', () => {
    const crash = (leaseUntil: string) => context.rows(`update reminder set state = 'sending', attempts = 1, lease_until = '${leaseUntil}'`);

    it('keeps its letter for the length of the lease; then another takes it over', async () => {
      await planOneLetter();
      await crash('2021-01-21T02:05:00.000Z');
      expect(await deliverAll('2021-01-21T09:04:59')).toEqual([]);
      expect(await deliverAll('2021-01-21T09:05')).toMatchObject([{ outcome: 'sent' }]);
      expect(await rows()).toMatchObject([{ state: 'sent', attempts: 2 }]);
    });

    it('that wakes up after another has sent its letter does not put it back in the queue', async () => {
      await planOneLetter();
      let isFirst = true;
      context.mail.whileSending(async () => {
        if (!isFirst) return;
        isFirst = false;
        expect(await deliverAll('2021-01-21T09:06')).toMatchObject([{ outcome: 'sent' }]);
        context.mail.refuse('421 hết thời gian chờ');
      });
      expect(await deliverAll('2021-01-21')).toMatchObject([{ outcome: 'failed' }]);
      expect(await rows()).toMatchObject([{ state: 'sent', attempts: 2 }]);
      context.mail.reset();
      expect(await deliverAll('2021-01-22')).toEqual([]);
    });
  });
});
