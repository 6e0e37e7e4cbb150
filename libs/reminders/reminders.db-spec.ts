import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import type { Actor } from '#identity/actor.js';
import { User } from '#identity/user.entity.js';
import { MailGateService } from '#mail/mail-gate.service.js';
import { Plan } from '#planning/plan.entity.js';
import { article, segment } from '#testing/builders.js';
import { instantOf } from '#testing/fixed-clock.js';
import { PERSONAS } from '#testing/personas.js';
import { TestContext } from '#testing/test-context.js';
import { MailDesk } from './mail-desk.js';
import { ReminderPlanner } from './reminder-planner.js';
import { type Delivery, ReminderSender } from './reminder-sender.js';
import { ReminderService } from './reminder.service.js';

interface MailRow {
  id: number;
  message_key: string;
  day: string;
  state: string;
  attempts: number;
  is_in_doubt: number | boolean;
  last_error: string | null;
  next_attempt_at: string;
  lease_until: string | null;
  sent_at: string | null;
}

interface ReminderRow {
  stage: string;
  state: string;
  cancellation: string | null;
  mail_id: number | null;
}

describe('Letters', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await TestContext.open();
  });
  afterAll(() => context.close());
  beforeEach(async () => {
    await context.reset('2021-01-04');
    await context.run(async (em) => {
      await em.nativeUpdate(User, {}, { isActive: true });
      await em.nativeUpdate(Plan, { id: context.planId }, { state: 'in-force' });
    });
  });

  const remind = (now: string) => context.ask(ReminderService, (reminders) => reminders.remind(instantOf(now)));
  const deliverAll = (now: string) => context.ask(ReminderSender, (sender) => sender.deliverAll(instantOf(now)));
  const plan = (now: string) => context.ask(ReminderPlanner, (planner) => planner.planDue(instantOf(now)));
  const mails = () => context.rows<MailRow>('select * from reminder_mail order by id');
  const reminders = () => context.rows<ReminderRow>('select stage, state, cancellation, mail_id from reminder order by id');
  const to = ({ email }: { email: string }) => context.mail.letters.filter((letter) => letter.to.address === email);

  /** Everything that row 12 owes for January, to Khoa alone: one letter, and a quiet queue besides. */
  async function planOneLetter(): Promise<void> {
    await plan('2021-01-21');
    await context.rows(`delete from reminder where task_id is null or task_id <> ${context.taskId(12)}`);
    expect(await reminders()).toHaveLength(1);
  }

  const log = (actor: Actor, ordinal: number, input: ReturnType<typeof article>) => {
    context.clock.set('2021-12-31');
    return context.ask(DeliverableService, (service) => service.log(actor, context.taskId(ordinal), input));
  };

  describe('of a day', () => {
    it('are one to each person, with everything in it', async () => {
      await remind('2021-01-21');
      expect(context.mail.letters.map((letter) => letter.to.address).toSorted()).toEqual(
        [PERSONAS.hanh, PERSONAS.khoa, PERSONAS.lan, PERSONAS.tam].map(({ email }) => email).toSorted(),
      );
      const [letter] = to(PERSONAS.lan);
      expect(letter!.subject).toBe('Nhắc việc: Thực hiện Chuyên mục CCHC trên sóng phát thanh – còn 01 chuyên mục, tháng 1/2021, và 1 việc khác');
      expect(letter!.text).toContain('Thực hiện Chuyên mục CCHC trên sóng truyền hình (nhiệm vụ số 8)');
    });

    it('are no more than one, whatever else comes up before the next', async () => {
      await remind('2021-01-21T08:00');
      await context.rows(`delete from reminder where task_id = ${context.taskId(7)}`);
      await remind('2021-01-21T14:00');
      expect(to(PERSONAS.lan)).toHaveLength(1);
      await remind('2021-01-22T08:00');
      expect(to(PERSONAS.lan)).toHaveLength(2);
      expect(to(PERSONAS.lan)[1]!.subject).toContain('sóng phát thanh');
    });

    it('are none on a day off or at night, and are written in the morning', async () => {
      const work = async (now: string) => {
        const count = context.mail.letters.length;
        await context.ask(ReminderService, async (service) => {
          await service.planInHours(instantOf(now));
          await service.deliverInHours(instantOf(now));
        });
        return context.mail.letters.length - count;
      };
      expect(await work('2021-01-21T07:29')).toBe(0);
      expect(await work('2021-01-21T07:30')).toBe(4);
      expect(await work('2021-01-23T09:00')).toBe(0);
      expect(await work('2021-01-29T17:01')).toBe(0);
      expect(await work('2021-01-29T17:00')).toBe(4);
      for (const day of ['2021-02-10', '2021-02-12', '2021-02-13', '2021-02-16']) expect(await work(day)).toBe(0);
    });

    it('after a long stop are one, with what is still true and none of what is past', async () => {
      await remind('2021-01-21');
      context.mail.reset();
      await remind('2021-02-03');
      expect(to(PERSONAS.khoa)).toHaveLength(1);
      expect(to(PERSONAS.khoa)[0]!.subject).toBe('Quá hạn: Thực hiện Diễn đàn “Cà phê Doanh nghiệp” – thiếu 01 buổi, tháng 1/2021');
      expect(to(PERSONAS.khoa)[0]!.text).not.toContain('Sắp đến hạn');
    });

    it('that could not leave for days become one, with the latest stage of each', async () => {
      context.mail.refuse('ECONNREFUSED', 'later', { isConnection: true });
      for (const day of ['2021-01-21', '2021-01-22', '2021-01-25', '2021-01-29', '2021-02-01']) await remind(day);
      expect(context.mail.letters).toEqual([]);
      context.mail.reset();
      await remind('2021-02-01T15:00');
      expect(to(PERSONAS.khoa)).toHaveLength(1);
      expect(to(PERSONAS.khoa)[0]!.subject).toMatch(/^Quá hạn: /);
      const ofKhoa = await context.rows<ReminderRow>(
        `select stage, state, cancellation from reminder where task_id = ${context.taskId(12)} and kind <> 'pace' order by id`,
      );
      expect(ofKhoa.map(({ stage, state, cancellation }) => [stage, state, cancellation])).toEqual([
        ['ahead-7', 'cancelled', 'superseded'],
        ['ahead-1', 'cancelled', 'superseded'],
        ['missed', 'sent', null],
        ['missed', 'sent', null],
      ]);
    });
  });

  describe('in words', () => {
    it('say what is owed, by when and how many are done, and lead to the form', async () => {
      await log(context.people.lan, 7, segment({ occursOn: '2021-01-10' }));
      await remind('2021-01-21');
      const [letter] = to(PERSONAS.lan);
      expect(letter!.to).toEqual({ name: 'Trần Ngọc Lan', address: PERSONAS.lan.email });
      expect(letter!.subject).toBe('Nhắc việc: Thực hiện Chuyên mục CCHC trên sóng truyền hình – còn 01 chuyên mục, tháng 1/2021');
      expect(letter!.text).toContain('Cần thêm 01 chuyên mục cho tháng 1/2021; hạn là 31/01/2021 (còn 10 ngày).');
      expect(letter!.text).toContain('cả năm đã thực hiện 0/12 chuyên mục; 0 có minh chứng, 0 đã nghiệm thu');
      expect(letter!.text).toMatch(/Ghi nhận đã thực hiện: https:\/\/lich\.example\.vn\/act\/[0-9a-z]+-[0-9a-z]+-[\w-]{22}\n/);
      expect(letter!.date.toISOString()).toBe('2021-01-21T02:00:00.000Z');
      expect(letter!.unsubscribeUrl).toBeUndefined();
    });

    it('tell Sở Nội vụ whose it is, and lead it to the task', async () => {
      await remind('2021-02-01');
      const [letter] = to(PERSONAS.hanh);
      expect(letter!.subject).toMatch(/^Quá hạn 4 việc \(và 1 việc khác\): /);
      expect(letter!.text).toContain('Còn thiếu 01 chuyên mục của tháng 1/2021 (Đài Phát thanh và Truyền hình tỉnh); hạn là 31/01/2021, nay đã qua.');
      expect(letter!.text).toContain(`Xem nhiệm vụ: https://lich.example.vn/tasks/${context.taskId(8)}`);
      expect(letter!.text).not.toContain('/act/');
    });

    it('of a Monday hold the summary of the week, which can be turned off', async () => {
      await log(context.people.lan, 7, segment({ occursOn: '2021-01-29', title: 'Một cửa cuối tháng' }));
      await remind('2021-02-01');
      const [letter] = to(PERSONAS.hanh);
      expect(letter!.text).toContain('Tình hình tuần 25/01/2021 – 31/01/2021 – kế hoạch 105/KH-UBND');
      expect(letter!.text).toContain('- Một cửa cuối tháng (29/01/2021, nhiệm vụ số 7)');
      expect(letter!.unsubscribeUrl).toMatch(/^https:\/\/lich\.example\.vn\/summaries\//);
    });

    it('to the leaders are the month’s summary, and what has been late for long', async () => {
      await remind('2021-03-01');
      const [letter] = to(PERSONAS.phuc);
      expect(letter!.text).toContain('Tình hình tháng 2/2021');
      expect(letter!.text).toMatch(/Kế hoạch có 4 việc đã quá hạn/);
      expect(letter!.text).not.toContain('Đơn vị xin hẹn');
    });

    it('are plain of leftovers: no empty word, no undefined, no template sign', async () => {
      for (const day of ['2021-01-21', '2021-02-01', '2021-02-22', '2021-05-04']) await remind(day);
      const texts = context.mail.letters.flatMap(({ subject, text, html }) => [subject, text, html]);
      expect(texts.length).toBeGreaterThan(40);
      expect(texts.filter((text) => /undefined|null|NaN|\{\{|\[object|\(\)|\s,/.test(text.replace(/<[^>]*>/g, '')))).toEqual([]);
    });

    it('of a summary that has nothing to say are not sent', async () => {
      await remind('2021-01-11');
      expect(context.mail.letters).toEqual([]);
      expect(await reminders()).toMatchObject([{ stage: 'weekly-2021-01-11', state: 'cancelled', cancellation: 'empty' }]);
    });

    it('stand under one matter in a mail program, with a Message-ID of their own', async () => {
      for (const day of ['2021-01-21', '2021-01-29', '2021-02-01']) await remind(day);
      const letters = to(PERSONAS.khoa);
      expect(letters).toHaveLength(3);
      expect(new Set(letters.map(({ thread }) => thread)).size).toBe(1);
      expect(letters[0]!.thread).toMatch(/^viec-[0-9a-f]{24}@example\.vn$/);
      expect(new Set(letters.map(({ messageId }) => messageId)).size).toBe(3);
    });
  });

  describe('on their way', () => {
    it('tell what was sent, and mark the rows', async () => {
      await planOneLetter();
      const [delivery] = await deliverAll('2021-01-21');
      expect(delivery).toMatchObject({ outcome: 'sent', recipient: PERSONAS.khoa.email, reminders: 1 });
      const [mail] = await mails();
      expect(mail).toMatchObject({ state: 'sent', attempts: 1, sent_at: '2021-01-21T02:00:00.000Z', lease_until: null, last_error: null });
      expect(context.mail.letters.map(({ messageId }) => messageId)).toEqual([`${mail!.message_key}@example.vn`]);
      expect(await reminders()).toMatchObject([{ state: 'sent', mail_id: mail!.id }]);
      expect(await deliverAll('2021-01-22')).toEqual([]);
    });

    it('are sent once by three workers at once', async () => {
      await plan('2021-01-21');
      const outcomes = (await Promise.all([deliverAll('2021-01-21'), deliverAll('2021-01-21'), deliverAll('2021-01-21')])).flat();
      expect(outcomes.filter(({ outcome }) => outcome === 'sent')).toHaveLength(4);
      expect(new Set(context.mail.letters.map(({ messageId }) => messageId)).size).toBe(4);
      expect(context.mail.letters).toHaveLength(4);
    });

    it('leave out what was met after it was planned', async () => {
      await planOneLetter();
      await log(context.people.khoa, 12, article({ occursOn: '2021-01-20' }));
      expect((await deliverAll('2021-01-21')).map(({ outcome }) => outcome)).toEqual(['cancelled']);
      expect(await reminders()).toMatchObject([{ state: 'cancelled', cancellation: 'met' }]);
      expect((await mails()).map(({ state }) => state)).toEqual(['cancelled']);
      expect(context.mail.letters).toEqual([]);
    });

    it('still come that day for something else, where the first came to nothing', async () => {
      await planOneLetter();
      await log(context.people.khoa, 12, article({ occursOn: '2021-01-08' }));
      await deliverAll('2021-01-21');
      await remind('2021-01-21T10:00');
      expect(to(PERSONAS.khoa).map(({ subject }) => subject)).toEqual([expect.stringContaining('chưa có minh chứng')]);
      expect(await mails()).toHaveLength(4);
    });

    it('leave out a person whose account was closed, and a plan that was', async () => {
      await planOneLetter();
      await context.run((em) => em.nativeUpdate(User, { email: PERSONAS.khoa.email }, { isActive: false }));
      expect((await deliverAll('2021-01-21')).map(({ outcome }) => outcome)).toEqual(['cancelled']);
      await remind('2021-01-29');
      expect(await reminders()).toContainEqual(expect.objectContaining({ state: 'cancelled', cancellation: 'gone' }));
      expect(to(PERSONAS.khoa)).toEqual([]);
    });

    it('refused for the moment keep the server’s words, and go later', async () => {
      await planOneLetter();
      context.mail.refuse('421 4.3.0 Hộp thư tạm đóng');
      expect(await deliverAll('2021-01-21')).toMatchObject([{ outcome: 'failed', error: '421 4.3.0 Hộp thư tạm đóng' }]);
      const [mail] = await mails();
      expect(mail).toMatchObject({ state: 'pending', attempts: 1, last_error: '421 4.3.0 Hộp thư tạm đóng' });
      context.mail.reset();
      expect(await deliverAll(instantOf(mail!.next_attempt_at).subtract({ milliseconds: 1 }).toString())).toEqual([]);
      expect(await deliverAll(mail!.next_attempt_at)).toMatchObject([{ outcome: 'sent' }]);
      expect(await mails()).toMatchObject([{ state: 'sent', attempts: 2, last_error: null }]);
    });

    it('wait longer after each failure, up to six hours and a fifth more or less, and never give up', async () => {
      await planOneLetter();
      context.mail.refuse('451 thử lại sau');
      const expected = [1, 5, 15, 60, 180, 360, 360, 360];
      let now = instantOf('2021-01-21');
      for (const minutes of expected) {
        const failed: Delivery[] = await deliverAll(now.toString());
        expect(failed.map(({ outcome }) => outcome)).toEqual(['failed']);
        const next = instantOf((await mails())[0]!.next_attempt_at);
        const waited = next.since(now).total('minutes');
        expect(waited).toBeGreaterThanOrEqual(minutes * 0.8 - 0.02);
        expect(waited).toBeLessThanOrEqual(minutes * 1.2 + 0.02);
        now = next;
      }
    });

    it('do not wait long for a server that is away, and ask it once a run', async () => {
      await plan('2021-01-21');
      context.mail.refuse('ECONNREFUSED', 'later', { isConnection: true });
      let now = instantOf('2021-01-21');
      for (let run = 0; run < 8; run += 1) {
        expect((await deliverAll(now.toString())).length).toBeLessThanOrEqual(4);
        now = now.add({ minutes: 20 });
      }
      context.mail.reset();
      await deliverAll(now.toString());
      expect(context.mail.letters).toHaveLength(4);
    });

    it('refused for good fail with the server’s words, the others going on; they can be sent again', async () => {
      await plan('2021-01-21');
      context.mail.refuse('550 5.1.1 không có hộp thư này', 'never', { only: PERSONAS.khoa.email });
      expect((await deliverAll('2021-01-21')).map(({ outcome }) => outcome).toSorted()).toEqual(['refused', 'sent', 'sent', 'sent']);
      const failed = (await mails()).find(({ state }) => state === 'failed')!;
      expect(failed.last_error).toBe('550 5.1.1 không có hộp thư này');
      expect(await deliverAll('2021-01-22')).toEqual([]);
      context.mail.accept();
      expect(await context.ask(MailDesk, (desk) => desk.again(failed.id, instantOf('2021-01-22')))).toBe(true);
      expect(await deliverAll('2021-01-22')).toMatchObject([{ outcome: 'sent', recipient: PERSONAS.khoa.email }]);
    });

    it('all stop where the settings are wrong, with one notice, and go on with one letter an hour later', async () => {
      await plan('2021-01-21');
      let tries = 0;
      context.mail.whileSending(async () => {
        tries += 1;
      });
      context.mail.refuse('535 5.7.8 sai mật khẩu', 'configuration');
      await deliverAll('2021-01-21T08:00');
      const tried = tries;
      expect(tried).toBeLessThanOrEqual(4);
      const gate = () => context.ask(MailGateService, (service) => service.state());
      expect(await gate()).toMatchObject({ words: '535 5.7.8 sai mật khẩu' });
      expect(await deliverAll('2021-01-21T08:30')).toEqual([]);
      expect(tries).toBe(tried);
      await deliverAll('2021-01-21T09:00');
      expect(tries).toBe(tried + 1);
      expect((await mails()).every(({ state, attempts }) => state === 'pending' && attempts === 0)).toBe(true);
      context.mail.accept();
      expect((await deliverAll('2021-01-21T10:01')).map(({ outcome }) => outcome)).toEqual(['sent', 'sent', 'sent', 'sent']);
      expect(await gate()).toEqual({ stoppedAt: null, words: null, probeAt: null });
    });

    it('go at once when the settings are others', async () => {
      await plan('2021-01-21');
      context.mail.refuse('535 5.7.8 sai mật khẩu', 'configuration');
      await deliverAll('2021-01-21T08:00');
      context.mail.accept();
      context.mail.settings = 'another server';
      expect(await deliverAll('2021-01-21T08:01')).toHaveLength(4);
      context.mail.settings = 'recording';
    });

    it('are no more in a minute than is allowed', async () => {
      const desk = await context.ask(MailDesk, async (one) => one);
      await plan('2021-01-21');
      Object.assign(desk, { environment: { mailPerMinute: 3 } });
      try {
        expect(await deliverAll('2021-01-21T08:00')).toHaveLength(3);
        expect(await deliverAll('2021-01-21T08:00:59')).toHaveLength(0);
        expect(await deliverAll('2021-01-21T08:01')).toHaveLength(1);
      } finally {
        Object.assign(desk, { environment: { mailPerMinute: 120 } });
      }
    });
  });

  describe('of a worker that ended half way', () => {
    const crash = async (leaseUntil: string) => {
      await context.ask(MailDesk, (desk) => desk.take(instantOf('2021-01-21T09:00'), 20));
      await context.rows(`update reminder_mail set lease_until = '${leaseUntil}'`);
    };

    it('are kept for the length of the lease; then another takes them over, under the same Message-ID', async () => {
      await planOneLetter();
      await crash('2021-01-21T02:05:00.000Z');
      expect(await deliverAll('2021-01-21T09:04:59')).toEqual([]);
      expect(await deliverAll('2021-01-21T09:05')).toMatchObject([{ outcome: 'sent' }]);
      const [mail] = await mails();
      expect(mail).toMatchObject({ state: 'sent', attempts: 2 });
      expect(Boolean(mail!.is_in_doubt)).toBe(true);
      expect(context.mail.letters[0]!.messageId).toBe(`${mail!.message_key}@example.vn`);
    });

    it('may have arrived, so nothing is added to them: what is new comes in the letter of the next day', async () => {
      await planOneLetter();
      context.mail.refuse('no answer', 'later', { isConnection: true, mayHaveArrived: true });
      await deliverAll('2021-01-21T09:00');
      context.mail.reset();
      await log(context.people.khoa, 12, article({ occursOn: '2021-01-08' }));
      await remind('2021-01-22T09:00');
      expect(to(PERSONAS.khoa).map(({ subject }) => subject)).toEqual([expect.stringContaining('chưa có minh chứng')]);
      expect((await mails()).filter(({ is_in_doubt }) => Boolean(is_in_doubt)).map(({ state }) => state)).toEqual(['cancelled']);
    });

    it('stay in doubt when somebody has them sent at once', async () => {
      await planOneLetter();
      context.mail.refuse('no answer', 'later', { isConnection: true, mayHaveArrived: true });
      await deliverAll('2021-01-21T09:00');
      const [mail] = await mails();
      expect(await context.ask(MailDesk, (desk) => desk.again(mail!.id, instantOf('2021-01-21T09:01')))).toBe(true);
      expect((await mails()).map(({ state, is_in_doubt }) => [state, Boolean(is_in_doubt)])).toEqual([['pending', true]]);
    });

    it('are sent although the lease looks to end hours ahead, because the clock was set back', async () => {
      await planOneLetter();
      await crash('2021-01-21T02:05:00.000Z');
      expect(await deliverAll('2021-01-21T07:00')).toMatchObject([{ outcome: 'sent' }]);
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
      expect(await mails()).toMatchObject([{ state: 'sent', attempts: 2 }]);
      context.mail.reset();
      expect(await deliverAll('2021-01-22')).toEqual([]);
    });
  });
});
