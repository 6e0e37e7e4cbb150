import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkingCalendarService } from '#calendar/working-calendar.service.js';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { dateInZone, type PlainDate, plainDate } from '#kernel/plain-date.js';
import type { WorkingCalendar } from '#kernel/working-calendar.js';
import { article, segment, session } from '#testing/builders.js';
import { instantOf } from '#testing/fixed-clock.js';
import { PERSONAS, type PersonaName } from '#testing/personas.js';
import { TestContext } from '#testing/test-context.js';
import { ReminderService } from './reminder.service.js';

interface Letter {
  readonly on: string;
  readonly subject: string;
  readonly text: string;
}

/** What was done when, in a year with its ups and downs: the newspaper falls behind in spring, March has no forum, June no television. */
const DONE: readonly { readonly who: PersonaName; readonly task: number; readonly on: readonly string[] }[] = [
  {
    who: 'tam',
    task: 4,
    on: [
      '01-12',
      '01-26',
      '02-05',
      '03-17',
      '05-12',
      '05-26',
      '06-09',
      '06-16',
      '06-23',
      '07-07',
      '07-14',
      '07-21',
      '07-28',
      '08-11',
      '08-25',
      '09-08',
      '09-22',
      '10-06',
      '10-20',
      '11-10',
      '11-24',
      '12-08',
      '12-15',
      '12-22',
    ],
  },
  { who: 'tam', task: 5, on: ['01-20'] },
  { who: 'lan', task: 7, on: ['01-15', '02-19', '03-19', '04-16', '05-14', '06-18', '07-16', '08-20', '09-17', '10-15', '11-19', '12-17'] },
  { who: 'lan', task: 8, on: ['01-22', '02-26', '03-26', '04-23', '05-21', '07-05', '07-23', '08-27', '09-24', '10-22', '11-26', '12-24'] },
  { who: 'khoa', task: 12, on: ['01-28', '02-25', '04-09', '04-29', '05-27', '06-24', '07-29', '08-26', '09-30', '10-28', '11-25', '12-30'] },
  { who: 'hanh', task: 11, on: ['07-15', '08-12', '09-09'] },
];

/** Made up for: the item of the left day belongs to the month that ends on the right one. */
const MADE_UP: Readonly<Record<string, string>> = { '8 2021-07-05': '2021-06-30', '12 2021-04-09': '2021-03-31' };

describe('A year, day by day', () => {
  let context: TestContext;
  let calendar: WorkingCalendar;
  const letters = new Map<string, Letter[]>();

  beforeAll(async () => {
    context = await TestContext.open();
    await context.reset('2021-01-04');
    calendar = await context.ask(WorkingCalendarService, (calendars) => calendars.current());
    for (let day = plainDate('2021-01-04'); day.year < 2022 || day.month === 1; day = day.add({ days: 1 })) {
      for (const hour of ['08:00', '16:30']) await work(`${day.toString()}T${hour}`);
      await doWhatIsDoneOn(day);
    }
    if (process.env.SHOW_YEAR) for (const { on, subject } of lettersTo(process.env.SHOW_YEAR as PersonaName)) console.log(`${on}  ${subject}`);
  }, 120_000);
  afterAll(() => context.close());

  async function work(moment: string): Promise<void> {
    context.clock.set(moment);
    const now = context.clock.now();
    await context.ask(ReminderService, async (reminders) => {
      await reminders.planInHours(now);
      await reminders.deliverInHours(now);
    });
    for (const { to, subject, text, date } of context.mail.letters.splice(0)) {
      const on = dateInZone(instantOf(date.toISOString())).toString();
      letters.set(to.address, [...(letters.get(to.address) ?? []), { on, subject, text }]);
    }
  }

  async function doWhatIsDoneOn(day: PlainDate): Promise<void> {
    for (const { who, task, on } of DONE) {
      if (!on.includes(day.toString().slice(5)) || day.year !== 2021) continue;
      context.clock.set(`${day.toString()}T20:00`);
      const creditedOn = MADE_UP[`${task} ${day.toString()}`] ?? null;
      const make = task < 6 ? article : task < 9 ? segment : session;
      const input = make({
        occursOn: day.toString(),
        creditedOn,
        url: task < 9 ? null : `https://example.vn/${task}/${day.toString()}`,
        ...(task < 6 ? { issueNumber: '100', page: '2' } : {}),
      });
      await context.ask(DeliverableService, (service) => service.log(context.people[who], context.taskId(task), input));
    }
  }

  const lettersTo = (name: PersonaName) => letters.get(PERSONAS[name].email) ?? [];

  it('brings nobody two letters on a day, none on a day off', () => {
    for (const [, own] of letters) {
      expect(new Set(own.map(({ on }) => on)).size).toBe(own.length);
      expect(own.filter(({ on }) => !calendar.isWorkingDay(plainDate(on)))).toEqual([]);
    }
  });

  it('brings the broadcaster one word a month, two where the last working day finds it owing, and what it takes in the month that was missed', () => {
    const told = lettersTo('lan').map(({ on, subject }) => `${on} ${subject.split(':')[0]!}`);
    expect(told.filter((one) => one.endsWith('Quá hạn'))).toEqual(['2021-07-01 Quá hạn']);
    const byMonth = Map.groupBy(told, (one) => one.slice(0, 7));
    expect([...byMonth].filter(([, own]) => own.length > 1).map(([month]) => month)).toEqual(['2021-02', '2021-06', '2021-07']);
  });

  it('brings the newspaper that fell behind one word before each month ends and one at its turn, with what it takes from May on', () => {
    const own = lettersTo('tam');
    const turns = own.filter(({ subject }) => subject.startsWith('Chậm tiến độ'));
    expect(turns.map(({ on }) => on)).toEqual([
      '2021-03-01',
      '2021-04-01',
      '2021-05-04',
      '2021-06-01',
      '2021-07-01',
      '2021-08-02',
      '2021-09-01',
      '2021-10-01',
      '2021-11-01',
      '2021-12-01',
    ]);
    expect(turns[2]!.text).toContain('4/24 bài, còn 34 tuần: cần 1 bài mỗi tuần mới đủ.');
    expect(own).toHaveLength(22);
  });

  it('says something in every letter, and never of what is done', () => {
    for (const [, own] of letters)
      for (const { subject, text } of own) expect([subject, /undefined|NaN|\[object/.test(subject + text)]).toEqual([subject, false]);
    const spring = lettersTo('khoa').filter(({ on }) => on > '2021-04-09' && on < '2021-04-20');
    expect(spring.filter(({ text }) => text.includes('tháng 3/2021'))).toEqual([]);
  });

  it('brings Sở Nội vụ a letter each Monday and the leaders one a month, and little else', () => {
    const mondays = lettersTo('hanh').filter(({ text }) => text.includes('Tình hình tuần'));
    expect(mondays.length).toBeGreaterThan(40);
    const months = lettersTo('phuc').filter(({ text }) => text.includes('Tình hình tháng'));
    expect(months.map(({ on }) => on.slice(0, 7))).toEqual(
      ['02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'].map((month) => `2021-${month}`).concat('2022-01'),
    );
    expect(lettersTo('phuc').length).toBeLessThan(20);
  });
});
