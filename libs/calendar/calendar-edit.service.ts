import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import { type Actor, may } from '#identity/actor.js';
import { signatureOf } from '#identity/signatures.js';
import { Clock } from '#kernel/clock.js';
import { DomainError, Forbidden, NotFound } from '#kernel/domain-error.js';
import { InvalidForm } from '#kernel/form-input.js';
import { formatDate, type PlainDate } from '#kernel/plain-date.js';
import { changesTheWeek, isCalendarYear, type WorkingCalendar } from '#kernel/working-calendar.js';
import { CalendarDay, type CalendarDayKind, CalendarYear } from './calendar-day.entity.js';
import type { DayOffInput, SwapInput } from './calendar-edit.input.js';
import { baseOf } from './composed-year.js';
import { WorkingCalendarService } from './working-calendar.service.js';

/** Somebody else changed the same day or year in the same moment. */
class CalendarChangedMeanwhile extends DomainError {
  readonly code = 'calendar-changed';
  readonly kind = 'conflict';

  constructor() {
    super('Ngày hoặc năm này vừa được người khác sửa; hãy xem lại rồi thử lần nữa.');
  }
}

/** Edits the working calendar, by coordinators only. Each method is one transaction with its audit entries. */
@Injectable()
export class CalendarEditService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly calendars: WorkingCalendarService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws Forbidden, InvalidForm (a weekend, a day that is off already) */
  async addDayOff(actor: Actor, { date, name, source }: DayOffInput): Promise<void> {
    await this.change(actor, async (calendar) => {
      refuseWith({ date: whyNotOff(calendar, date) });
      await this.say(actor, 'calendar.day-added', date, 'off', { name, source });
    });
  }

  /** A day off for a Saturday or Sunday worked. @throws Forbidden, InvalidForm (by field, both days at once) */
  async addSwap(actor: Actor, { offDate, workDate, swapSource: source }: SwapInput): Promise<void> {
    await this.change(actor, async (calendar) => {
      const areSame = offDate.equals(workDate);
      refuseWith({
        offDate: whyNotOff(calendar, offDate),
        workDate: areSame ? 'Ngày làm bù phải khác ngày được nghỉ.' : whyNotWorked(calendar, workDate),
      });
      await this.say(actor, 'calendar.swap-added', offDate, 'off', { name: `Hoán đổi (làm bù ${formatDate(workDate)})`, source });
      await this.say(actor, 'calendar.swap-added', workDate, 'work', { name: `Làm bù cho ${formatDate(offDate)}`, source });
    });
  }

  /** Makes a day what its weekday is. @throws Forbidden, NotFound where it is that already */
  async takeBack(actor: Actor, date: PlainDate): Promise<void> {
    await this.change(actor, async (calendar) => {
      const exception = calendar.exceptionOn(date);
      if (!exception) throw new NotFound(`Ngày ${formatDate(date)} không có trong danh sách ngày nghỉ, ngày làm bù.`);
      const isKnownOtherwise = baseOf(date.year).some((known) => known.date === date.toString());
      if (isKnownOtherwise) await this.say(actor, 'calendar.day-taken-back', date, 'plain', { name: exception.name, source: '' });
      else await this.forget(actor, 'calendar.day-taken-back', date);
    });
  }

  /** Gives back a day of the shipped table or of the proposal that was taken back. @throws Forbidden, NotFound */
  async restore(actor: Actor, date: PlainDate): Promise<void> {
    await this.change(actor, async () => {
      const day = await this.em.findOne(CalendarDay, { date, kind: 'plain' });
      if (!day) throw new NotFound(`Ngày ${formatDate(date)} không phải ngày đã bỏ.`);
      await this.forget(actor, 'calendar.day-restored', date);
    });
  }

  /** Marks a year as announced by a document; what is still proposed of it then is announced by that. @throws Forbidden, NotFound, InvalidForm */
  async announce(actor: Actor, year: number, source: string): Promise<void> {
    await this.change(actor, async (calendar) => {
      assertCalendarYear(year);
      if (calendar.statusOf(year).status === 'announced') throw new InvalidForm({ announcement: `Lịch nghỉ năm ${year} đã được đánh dấu có thông báo.` });
      const row = new CalendarYear(year, source, { by: signatureOf(actor), at: this.clock.now() });
      await this.em.persist(row).flush();
      await this.record(actor, 'calendar.year-announced', row.id, null, { year, source });
    });
  }

  /** Takes the mark of `announce` off again. @throws Forbidden, NotFound */
  async withdrawAnnouncement(actor: Actor, year: number): Promise<void> {
    await this.change(actor, async () => {
      const row = await this.em.findOne(CalendarYear, { year });
      if (!row) throw new NotFound(`Năm ${year} chưa được đánh dấu có thông báo ở đây.`);
      const { id, source } = row;
      await this.em.remove(row).flush();
      await this.record(actor, 'calendar.year-withdrawn', id, { year, source }, { year });
    });
  }

  private async change(actor: Actor, step: (calendar: WorkingCalendar) => Promise<void>): Promise<void> {
    if (!may(actor, 'calendar.change')) throw new Forbidden('Lịch nghỉ do Sở Nội vụ cập nhật; tài khoản của bạn chỉ được xem.');
    try {
      await this.em.transactional(async () => step(await this.calendars.current()));
    } catch (error) {
      if (error instanceof UniqueConstraintViolationException) throw new CalendarChangedMeanwhile();
      throw error;
    }
  }

  private async say(actor: Actor, action: string, date: PlainDate, kind: CalendarDayKind, said: { name: string; source: string }): Promise<void> {
    const changed = { by: signatureOf(actor), at: this.clock.now() };
    const known = await this.em.findOne(CalendarDay, { date });
    const before = known && factsOf(known);
    const day = known ?? new CalendarDay(date, kind, said, changed);
    day.say(kind, said, changed);
    await this.em.persist(day).flush();
    await this.record(actor, action, day.id, before, factsOf(day));
  }

  private async forget(actor: Actor, action: string, date: PlainDate): Promise<void> {
    const day = await this.em.findOneOrFail(CalendarDay, { date });
    const { id } = day;
    const before = factsOf(day);
    await this.em.remove(day).flush();
    await this.record(actor, action, id, before, { date: date.toString(), name: before.name });
  }

  private async record(actor: Actor, action: string, subjectId: number, before: object | null, after: object): Promise<void> {
    await this.audit.record({ at: this.clock.now(), actorId: actor.userId, action, subject: 'calendar', subjectId, before, after });
  }
}

function factsOf({ date, kind, name, source }: CalendarDay) {
  return { date: date.toString(), kind, name, source };
}

function whyNotOff(calendar: WorkingCalendar, date: PlainDate): string | undefined {
  const exception = calendar.exceptionOn(date);
  if (exception?.kind === 'off') return `Ngày ${formatDate(date)} đã là ngày nghỉ: ${exception.name}.`;
  if (exception) return `Ngày ${formatDate(date)} đang là ngày làm bù; nếu không làm bù nữa, hãy bỏ ngày ấy trong danh sách.`;
  if (!changesTheWeek(date, 'off')) return `Ngày ${formatDate(date)} là ${weekendName(date)}, vốn đã nghỉ; hãy chọn một ngày từ thứ Hai đến thứ Sáu.`;
  return undefined;
}

function whyNotWorked(calendar: WorkingCalendar, date: PlainDate): string | undefined {
  if (!changesTheWeek(date, 'work')) return 'Ngày làm bù phải là thứ Bảy hoặc Chủ nhật.';
  const exception = calendar.exceptionOn(date);
  return exception && `Ngày ${formatDate(date)} đã là ngày làm bù: ${exception.name}.`;
}

function weekendName({ dayOfWeek }: PlainDate): string {
  return dayOfWeek === 6 ? 'thứ Bảy' : 'Chủ nhật';
}

/** @throws InvalidForm where one of the fields has a reason to be refused */
function refuseWith(reasons: Readonly<Record<string, string | undefined>>): void {
  const fields = Object.fromEntries(Object.entries(reasons).filter((entry): entry is [string, string] => entry[1] !== undefined));
  if (Object.keys(fields).length > 0) throw new InvalidForm(fields);
}

function assertCalendarYear(year: number): void {
  if (!isCalendarYear(year)) throw new NotFound('Không có lịch nghỉ của năm này.');
}
