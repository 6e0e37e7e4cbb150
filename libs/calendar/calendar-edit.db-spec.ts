import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { InvalidForm } from '#kernel/form-input.js';
import { Forbidden, NotFound } from '#kernel/domain-error.js';
import { plainDate } from '#kernel/plain-date.js';
import type { WorkingCalendar } from '#kernel/working-calendar.js';
import { ReminderService } from '#reminders/reminder.service.js';
import { instantOf } from '#testing/fixed-clock.js';
import type { PersonaName } from '#testing/personas.js';
import { dueOn } from '#testing/due-on.js';
import { TestContext } from '#testing/test-context.js';
import { CalendarEditService } from './calendar-edit.service.js';
import { CalendarHistoryQuery } from './calendar-history.query.js';
import { WorkingCalendarService } from './working-calendar.service.js';

describe('The working calendar as it is edited', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await TestContext.open();
  });
  afterAll(() => context.close());
  beforeEach(() => context.reset('2021-03-15'));

  const edit = (step: (edits: CalendarEditService) => Promise<void>) => context.ask(CalendarEditService, step);
  const current = () => context.ask(WorkingCalendarService, (calendars) => calendars.current());
  const isWorked = async (date: string) => (await current()).isWorkingDay(plainDate(date));
  const off = (date: string, name = 'Nghỉ phòng chống bão', source = 'Công điện 12/CĐ-UBND') => ({ date: plainDate(date), name, source });
  const swap = (offDate: string, workDate: string) => ({ offDate: plainDate(offDate), workDate: plainDate(workDate), swapSource: 'Thông báo 7/TB-UBND' });
  const hanh = () => context.people.hanh;

  async function refusal(step: (edits: CalendarEditService) => Promise<void>): Promise<Readonly<Record<string, string>>> {
    const error: unknown = await edit(step).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InvalidForm);
    return (error as InvalidForm).fields;
  }

  it('takes a day off more, with its document', async () => {
    expect(await isWorked('2021-06-15')).toBe(true);
    await edit((edits) => edits.addDayOff(hanh(), off('2021-06-15')));
    expect((await current()).exceptionOn(plainDate('2021-06-15'))).toEqual({
      date: '2021-06-15',
      kind: 'off',
      status: 'announced',
      name: 'Nghỉ phòng chống bão',
      source: 'Công điện 12/CĐ-UBND',
    });
  });

  it('takes a swap as two days that name each other', async () => {
    await edit((edits) => edits.addSwap(hanh(), swap('2021-04-29', '2021-05-08')));
    const calendar = await current();
    expect(calendar.exceptionOn(plainDate('2021-04-29'))).toMatchObject({ kind: 'off', name: 'Hoán đổi (làm bù 08/5/2021)' });
    expect(calendar.exceptionOn(plainDate('2021-05-08'))).toMatchObject({ kind: 'work', name: 'Làm bù cho 29/4/2021' });
  });

  it('is read from the database each time, and made anew only after a change, even within one moment', async () => {
    const before = await current();
    expect(await current()).toBe(before);
    await edit((edits) => edits.addDayOff(hanh(), off('2021-06-15')));
    await edit((edits) => edits.takeBack(hanh(), plainDate('2021-06-15')));
    await edit((edits) => edits.addDayOff(hanh(), off('2021-06-16')));
    expect([await isWorked('2021-06-15'), await isWorked('2021-06-16')]).toEqual([true, false]);
  });

  it('is the same to two services over one database', async () => {
    const one = await context.run((em) => Promise.resolve(new WorkingCalendarService(em)));
    const ask = (date: string): Promise<boolean> => context.run(async () => (await one.current()).isWorkingDay(plainDate(date)));
    expect(await ask('2021-06-15')).toBe(true);
    await edit((edits) => edits.addDayOff(hanh(), off('2021-06-15')));
    expect(await ask('2021-06-15')).toBe(false);
    await edit((edits) => edits.takeBack(hanh(), plainDate('2021-06-15')));
    expect(await ask('2021-06-15')).toBe(true);
  });

  it('makes a shipped day plain, gives it back, and lets it be said anew', async () => {
    await edit((edits) => edits.takeBack(hanh(), plainDate('2021-04-21')));
    expect(await isWorked('2021-04-21')).toBe(true);
    const takenBack = await context.ask(CalendarHistoryQuery, (history) => history.takenBackIn(2021));
    expect(takenBack.map(({ date, name }) => `${date.toString()} ${name}`)).toEqual(['2021-04-21 Giỗ Tổ Hùng Vương']);
    await edit((edits) => edits.restore(hanh(), plainDate('2021-04-21')));
    expect(await isWorked('2021-04-21')).toBe(false);
    await edit((edits) => edits.takeBack(hanh(), plainDate('2021-04-21')));
    await edit((edits) => edits.addDayOff(hanh(), off('2021-04-21')));
    expect((await current()).exceptionOn(plainDate('2021-04-21'))!.name).toBe('Nghỉ phòng chống bão');
    await edit((edits) => edits.takeBack(hanh(), plainDate('2021-04-21')));
    expect(await isWorked('2021-04-21')).toBe(true);
  });

  it('refuses what changes nothing, in words by the field', async () => {
    expect(await refusal((edits) => edits.addDayOff(hanh(), off('2021-06-12')))).toEqual({
      date: 'Ngày 12/6/2021 là thứ Bảy, vốn đã nghỉ; hãy chọn một ngày từ thứ Hai đến thứ Sáu.',
    });
    expect(await refusal((edits) => edits.addDayOff(hanh(), off('2021-04-21')))).toEqual({ date: 'Ngày 21/4/2021 đã là ngày nghỉ: Giỗ Tổ Hùng Vương.' });
    expect(await refusal((edits) => edits.addDayOff(hanh(), off('2024-05-04')))).toEqual({ date: expect.stringContaining('đang là ngày làm bù') });
    expect(await refusal((edits) => edits.addSwap(hanh(), swap('2021-06-12', '2021-06-15')))).toEqual({
      offDate: expect.stringContaining('vốn đã nghỉ'),
      workDate: 'Ngày làm bù phải là thứ Bảy hoặc Chủ nhật.',
    });
    expect(await refusal((edits) => edits.addSwap(hanh(), swap('2021-06-15', '2021-06-15')))).toEqual({ workDate: 'Ngày làm bù phải khác ngày được nghỉ.' });
    expect(await refusal((edits) => edits.addSwap(hanh(), swap('2024-05-06', '2024-05-04')))).toEqual({
      workDate: expect.stringContaining('đã là ngày làm bù'),
    });
    expect(await context.rows('select * from calendar_day')).toEqual([]);
    expect(await context.rows('select * from audit_entry')).toEqual([]);
  });

  it('takes nothing back that is not there', async () => {
    await expect(edit((edits) => edits.takeBack(hanh(), plainDate('2021-06-15')))).rejects.toBeInstanceOf(NotFound);
    await expect(edit((edits) => edits.restore(hanh(), plainDate('2021-04-21')))).rejects.toBeInstanceOf(NotFound);
    await expect(edit((edits) => edits.withdrawAnnouncement(hanh(), 2027))).rejects.toBeInstanceOf(NotFound);
  });

  it('announces a proposed year by its document, once, and takes that back', async () => {
    await edit((edits) => edits.announce(hanh(), 2027, 'Thông báo 9/TB-BNV'));
    const calendar: WorkingCalendar = await current();
    expect(calendar.statusOf(2027)).toEqual({ status: 'announced', source: 'Thông báo 9/TB-BNV' });
    expect(calendar.exceptionOn(plainDate('2027-02-04'))).toMatchObject({ status: 'announced', source: 'Thông báo 9/TB-BNV' });
    expect(Object.keys(await refusal((edits) => edits.announce(hanh(), 2027, 'x')))).toEqual(['announcement']);
    expect(Object.keys(await refusal((edits) => edits.announce(hanh(), 2024, 'x')))).toEqual(['announcement']);
    await edit((edits) => edits.withdrawAnnouncement(hanh(), 2027));
    expect((await current()).statusOf(2027).status).toBe('proposed');
  });

  it('lets nobody but Sở Nội vụ edit', async () => {
    for (const name of ['tam', 'phuc'] satisfies PersonaName[]) {
      const actor = context.people[name];
      for (const step of [
        (edits: CalendarEditService) => edits.addDayOff(actor, off('2021-06-15')),
        (edits: CalendarEditService) => edits.addSwap(actor, swap('2021-04-29', '2021-05-08')),
        (edits: CalendarEditService) => edits.takeBack(actor, plainDate('2021-04-21')),
        (edits: CalendarEditService) => edits.restore(actor, plainDate('2021-04-21')),
        (edits: CalendarEditService) => edits.announce(actor, 2027, 'x'),
        (edits: CalendarEditService) => edits.withdrawAnnouncement(actor, 2027),
      ]) {
        await expect(edit(step)).rejects.toBeInstanceOf(Forbidden);
      }
    }
  });

  it('writes down who changed what, newest first, by year', async () => {
    await edit((edits) => edits.addDayOff(hanh(), off('2021-06-15')));
    await edit((edits) => edits.addSwap(hanh(), swap('2021-04-29', '2021-05-08')));
    await edit((edits) => edits.takeBack(hanh(), plainDate('2021-06-15')));
    await edit((edits) => edits.announce(hanh(), 2027, 'Thông báo 9/TB-BNV'));
    const of = (year: number) => context.ask(CalendarHistoryQuery, (history) => history.ofYear(year, 10));
    expect((await of(2021)).map(({ action, after, actor }) => [action, after.date, actor])).toEqual([
      ['calendar.day-taken-back', '2021-06-15', 'Nguyễn Thị Hạnh'],
      ['calendar.swap-added', '2021-05-08', 'Nguyễn Thị Hạnh'],
      ['calendar.swap-added', '2021-04-29', 'Nguyễn Thị Hạnh'],
      ['calendar.day-added', '2021-06-15', 'Nguyễn Thị Hạnh'],
    ]);
    expect((await of(2027)).map(({ action }) => action)).toEqual(['calendar.year-announced']);
    const subjects = await context.rows<{ subject: string }>('select distinct subject from audit_entry');
    expect(subjects).toEqual([{ subject: 'calendar' }]);
  });

  describe('moves the letters', () => {
    const remindInHours = async (reminders: ReminderService, day: string) => {
      await reminders.planInHours(instantOf(day));
      await reminders.deliverInHours(instantOf(day));
    };
    const lettersOn = async (day: string) => {
      const due = await dueOn(context, day);
      return due.filter(({ obligation }) => obligation === `duty:${context.taskId(12)}:2021-03-01:2021-03-31`).map(({ stage }) => stage.key);
    };

    it('of a day that becomes off to the working day before it, the due date staying', async () => {
      // March ends on a Wednesday: the last letter goes out on Tuesday 30, the first seven working days before, on 22.
      expect([await lettersOn('2021-03-19'), await lettersOn('2021-03-29'), await lettersOn('2021-03-30')]).toEqual([[], ['ahead-7'], ['ahead-1']]);
      await edit((edits) => edits.addDayOff(hanh(), off('2021-03-30')));
      expect([await lettersOn('2021-03-18'), await lettersOn('2021-03-19'), await lettersOn('2021-03-29')]).toEqual([[], ['ahead-7'], ['ahead-1']]);
    });

    it('and sends none on the day that became off', async () => {
      const remind = (day: string) => context.ask(ReminderService, (reminders) => remindInHours(reminders, day));
      await edit((edits) => edits.addDayOff(hanh(), off('2021-03-30')));
      await remind('2021-03-30');
      expect(context.mail.letters).toHaveLength(0);
      await remind('2021-03-29');
      expect(context.mail.letters.length).toBeGreaterThan(0);
    });

    it('to a Saturday that is made up', async () => {
      await edit((edits) => edits.addSwap(hanh(), swap('2021-03-30', '2021-03-27')));
      expect([await lettersOn('2021-03-19'), await lettersOn('2021-03-22'), await lettersOn('2021-03-29')]).toEqual([[], ['ahead-7'], ['ahead-1']]);
    });
  });
});
