import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { RawCalendarEdit } from '#calendar/calendar-edit.input.js';
import { CalendarHistoryQuery } from '#calendar/calendar-history.query.js';
import { WorkingCalendarService } from '#calendar/working-calendar.service.js';
import { may } from '#identity/actor.js';
import { Signatures } from '#identity/signatures.js';
import { Clock } from '#kernel/clock.js';
import type { DomainError } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { statusOf } from '../http/error.filter.js';
import { PageRenderer } from '../http/page-renderer.js';
import { wordFor } from '../http/query-value.js';
import { changeView, DONE_WORDS, monthsView, takenBackView, yearChoices, yearStatusView } from './working-days.view.js';

const CHANGES_SHOWN = 50;

/** The page of one year's days off: as it is opened, after a change, and with a form that was refused. */
@Injectable()
export class WorkingDaysPage {
  constructor(
    private readonly calendars: WorkingCalendarService,
    private readonly history: CalendarHistoryQuery,
    private readonly signatures: Signatures,
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
  ) {}

  async show(
    { actor, request, reply }: Exchange,
    year: number,
    { values = {}, error, done }: { values?: RawCalendarEdit; error?: DomainError; done?: string | undefined },
  ): Promise<FastifyReply> {
    const calendar = await this.calendars.current();
    const errors = error ? fieldMessages(error) : {};
    const takenBack = await this.history.takenBackIn(year);
    const signed = await this.signatures.reader(takenBack.map(({ changedBy }) => changedBy));
    const isAsked = (...fields: string[]) => fields.some((field) => values[field] !== undefined);
    return this.pages.send(request, reply, {
      template: 'pages/working-days/page',
      title: `Ngày nghỉ năm ${year}`,
      section: 'working-days',
      status: error ? statusOf(error) : 200,
      view: {
        year,
        ...yearChoices(year, this.clock.today().year),
        status: yearStatusView(calendar, year),
        isAnnouncedHere: await this.history.isAnnouncedHere(year),
        months: monthsView(calendar, year),
        takenBack: takenBack.map((day) => takenBackView(day, signed)),
        changes: (await this.history.ofYear(year, CHANGES_SHOWN)).map(changeView),
        mayEdit: may(actor, 'calendar.change'),
        done: wordFor(DONE_WORDS, done),
        values: { ...values, date: values.date ?? '', offDate: values.offDate ?? '', workDate: values.workDate ?? '' },
        errors,
        general: error ? (errors[''] ?? 'Chưa lưu được. Hãy xem ghi chú ở từng ô.') : null,
        isAddingDay: isAsked('date', 'name'),
        isSwapping: isAsked('offDate', 'workDate'),
        firstDay: `${year}-01-01`,
        lastDay: `${year}-12-31`,
      },
    });
  }
}
