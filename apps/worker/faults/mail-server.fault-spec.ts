import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { MailGateService } from '#mail/mail-gate.service.js';
import { plainDate } from '#kernel/plain-date.js';
import { PlanAmendmentService } from '#planning/plan-amendment.service.js';
import { PlanLifeService } from '#planning/plan-life.service.js';
import { ReminderPlanner } from '#reminders/reminder-planner.js';
import { ReminderSender } from '#reminders/reminder-sender.js';
import { TEMPLATE_FOLDER, Templating } from '#templating/templating.js';
import { article } from '#testing/builders.js';
import { instantOf } from '#testing/fixed-clock.js';
import { PERSONAS } from '#testing/personas.js';
import type { Engine } from '#testing/test-database.js';
import { AHEAD, FaultSite } from './fault-site.js';
import { type Mood, refusal } from '#testing/post-office.js';

// Processes start and end here; on a busy machine that takes its time.
jest.setTimeout(120_000);

describe.each<Engine>(['sqlite', 'postgresql'])('A mail server that fails, over %s,', (engine) => {
  let site: FaultSite;
  afterEach(() => site.close());

  it('down for 72 hours, brings each person one letter with what is still true when it is back', async () => {
    site = await FaultSite.open(engine);
    await site.office.shut();
    for (const day of ['2021-01-29', '2021-01-30', '2021-01-31', '2021-02-01'])
      for (const hour of ['08:00', '12:00', '16:00']) await site.remind(`${day}T${hour}`);
    expect(site.office.taken.size).toBe(0);
    await site.office.reopen();
    await site.remind('2021-02-01T16:20');
    await site.remind('2021-02-01T16:40');
    await site.expectDelivered(5);
    const told = await site.rows<{ stage: string }>("select distinct stage from reminder where state = 'sent' and kind in ('ahead', 'missed')");
    expect(told).toEqual([{ stage: 'missed' }]);
  });

  it('that takes the connection and says nothing, loses no letter and repeats none', async () => {
    site = await FaultSite.open(engine);
    site.office.mood = { greet: () => new Promise(() => undefined) };
    expect((await site.remind(AHEAD)).map(({ outcome }) => outcome)).toContain('failed');
    await site.office.shut();
    await site.office.reopen();
    await site.remind('2021-01-21T09:30');
    await site.expectDelivered(4);
  });

  it('that hangs after the letter came in, gets it again under the same Message-ID and takes it once', async () => {
    site = await FaultSite.open(engine);
    let isHanging = true;
    site.office.mood = { end: () => (isHanging ? new Promise(() => undefined) : undefined) };
    await site.remind(AHEAD);
    isHanging = false;
    const [{ doubts }] = (await site.rows<{ doubts: number | string }>('select count(*) as doubts from reminder_mail where is_in_doubt')) as [
      { doubts: number | string },
    ];
    expect(Number(doubts)).toBe(1);
    await site.remind('2021-01-21T09:30');
    await site.expectDelivered(4);
  });

  it('that closes in the middle of DATA, takes each letter once in the end', async () => {
    site = await FaultSite.open(engine);
    let left = 2;
    site.office.mood = {
      data: (session) => {
        if (left-- > 0) site.office.cut(session);
      },
    };
    for (const minute of ['00', '10', '20', '30', '40']) await site.remind(`2021-01-21T09:${minute}`);
    await site.expectDelivered(4);
  });

  it.each<[number, string, keyof Mood]>([
    [421, 'its greeting', 'greet'],
    [451, 'the sender', 'sender'],
    [421, 'the recipient', 'recipient'],
    [451, 'the whole letter', 'end'],
  ])('that answers %i to %s for a while, takes each letter once in the end', async (code, _to, moment) => {
    site = await FaultSite.open(engine);
    site.office.mood = { [moment]: () => refusal(code, '4.3.2 He thong tam ngung') };
    await site.remind(AHEAD);
    expect(site.office.taken.size).toBe(0);
    expect(await site.rows('select distinct state from reminder_mail')).toEqual([{ state: 'pending' }]);
    site.office.mood = {};
    await site.remind('2021-01-21T09:30');
    await site.expectDelivered(4);
  });

  it('that answers 550 to one address, takes the others’ and keeps the words for the one', async () => {
    site = await FaultSite.open(engine);
    site.office.mood = { recipient: (address) => (address === PERSONAS.lan.email ? refusal(550, '5.1.1 Khong co hop thu nay') : undefined) };
    await site.remind(AHEAD);
    await site.remind('2021-01-22T09:00');
    await site.expectDelivered(3);
    expect(await site.rows("select last_error from reminder_mail where state = 'failed'")).toEqual([
      { last_error: expect.stringContaining('5.1.1 Khong co hop thu nay') },
    ]);
  });

  it('that answers 550 to every letter, is sent none a second time', async () => {
    site = await FaultSite.open(engine);
    site.office.mood = { end: () => refusal(550, '5.7.1 Noi dung bi tu choi') };
    await site.remind(AHEAD);
    site.office.mood = {};
    await site.remind('2021-01-21T12:00');
    expect(await site.rows('select distinct state from reminder_mail')).toEqual([{ state: 'failed' }]);
    await site.expectDelivered(0);
  });

  it('that refuses the sender stops all mail with one notice, and goes on by itself', async () => {
    site = await FaultSite.open(engine);
    site.office.mood = { sender: () => refusal(553, '5.7.1 Nguoi gui khong duoc phep') };
    await site.remind(AHEAD);
    await site.remind('2021-01-21T09:30');
    expect(site.office.connections).toBe(1);
    expect(await site.ask(MailGateService, (gate) => gate.state())).toMatchObject({ words: expect.stringContaining('5.7.1') });
    site.office.mood = {};
    await site.remind('2021-01-21T10:01');
    await site.expectDelivered(4);
  });

  it('takes a thousand letters that are due at once, each once', async () => {
    site = await FaultSite.open(engine);
    await site.addLeads(1000);
    await site.remind(AHEAD);
    await site.expectDelivered(1004);
  });

  it('is sent nothing twice by three sweeps at the same instant', async () => {
    site = await FaultSite.open(engine);
    await Promise.all([site.remind(AHEAD), site.remind(AHEAD), site.remind(AHEAD)]);
    await site.expectDelivered(4);
    // Where the letters are there already, only who takes them is open.
    await site.office.shut();
    await site.remind('2021-01-29T09:00');
    await site.office.reopen();
    const deliver = () => site.ask(ReminderSender, (sender) => sender.deliverAll(instantOf('2021-01-29T09:30')));
    await Promise.all([deliver(), deliver(), deliver()]);
    await site.expectDelivered(8);
  });

  it('is sent nothing twice after the clock was set back two hours, and once what is true after ten days forward', async () => {
    site = await FaultSite.open(engine);
    await site.office.shut();
    await site.remind(AHEAD);
    await site.office.reopen();
    await site.remind('2021-01-21T07:00');
    await site.remind('2021-01-21T09:10');
    await site.expectDelivered(4);
    await site.remind('2021-01-21T07:10');
    await site.expectDelivered(4);
    await site.remind('2021-01-31T09:00');
    const { sent } = await site.standing();
    await site.remind('2021-01-21T09:00');
    await site.remind('2021-01-31T10:00');
    expect((await site.standing()).sent).toEqual(sent);
    await site.expectDelivered(sent.length);
  });

  it('is not sent what was published, moved or closed between planning and sending', async () => {
    site = await FaultSite.open(engine);
    const now = instantOf(AHEAD);
    await site.ask(ReminderPlanner, (planner) => planner.planDue(now));
    site.clock.set('2021-01-21');
    const [forum, television] = [await site.taskId(12), await site.taskId(8)];
    const { hanh, khoa } = site.people;
    await site.ask(DeliverableService, (service) => service.log(khoa, forum, article({ occursOn: '2021-01-20', url: 'https://example.vn/1' })));
    const moved = { basis: 'Quyết định số 12/QĐ-UBND', effectiveOn: plainDate('2021-01-20'), quantity: '11 chuyên mục', time: 'Tháng 02/2021 - Tháng 12/2021' };
    await site.ask(PlanAmendmentService, (service) => service.amend(hanh, television, moved));
    await site.ask(ReminderSender, (sender) => sender.deliverAll(now));
    const dropped = await site.rows<{ task_id: number; cancellation: string }>(
      "select task_id, cancellation from reminder where state = 'cancelled' order by task_id",
    );
    expect(dropped).toEqual([
      { task_id: television, cancellation: 'gone' },
      { task_id: forum, cancellation: 'met' },
    ]);
    await site.expectDelivered(3);
    await site.ask(ReminderPlanner, (planner) => planner.planDue(instantOf('2021-01-29T09:00')));
    await site.ask(PlanLifeService, (service) => service.become(hanh, site.planId, 'closed'));
    await site.ask(ReminderSender, (sender) => sender.deliverAll(instantOf('2021-01-29T09:00')));
    await site.expectDelivered(3);
  });

  it('gets the other ninety-nine letters where the template throws for one, and that one once it is mended', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lich-templates-'));
    try {
      cpSync(TEMPLATE_FOLDER, folder, { recursive: true });
      const file = join(folder, 'mail/digest/text.hbs');
      const good = readFileSync(file, 'utf8');
      // Of the hundred only Sở Nội vụ has a summary in its letter.
      writeFileSync(file, `{{#if summaries}}{{noSuchHelper 1 2}}{{/if}}${good}`);
      let current = new Templating(folder);
      const templates = {
        renderText: (name: string, view: object) => current.renderText(name, view),
        renderHtml: (name: string, view: object) => current.renderHtml(name, view),
      };
      site = await FaultSite.open(engine, { templates: templates as Templating });
      await site.addLeads(96);
      await site.remind(AHEAD);
      expect(site.office.taken.size).toBe(99);
      expect(await site.rows("select u.name from reminder_mail m join user_account u on u.id = m.recipient_id where m.state = 'pending'")).toEqual([
        { name: PERSONAS.hanh.name },
      ]);
      writeFileSync(file, good);
      current = new Templating(folder);
      await site.remind('2021-01-21T09:30');
      await site.expectDelivered(100);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
