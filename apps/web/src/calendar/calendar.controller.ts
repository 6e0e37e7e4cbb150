import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WorkingCalendarService } from '#calendar/working-calendar.service.js';
import { CalendarQuery } from '#deliverables/calendar.query.js';
import { DELIVERABLE_STATUSES, statusName } from '#deliverables/deliverable-status.js';
import { DeliverableListQuery } from '#deliverables/deliverable-list.query.js';
import { type Actor, may, reachOf } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { firstDayOf, formatMonth, monthOf } from '#kernel/month.js';
import { MEDIA } from '#planning/medium.js';
import { PlanService } from '#planning/plan.service.js';
import { TaskQuery } from '#planning/task.query.js';
import { InvalidInput } from '#kernel/domain-error.js';
import { parsePlainDate, type PlainDate } from '#kernel/plain-date.js';
import type { CalendarException } from '#kernel/working-calendar.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { PageRenderer } from '../http/page-renderer.js';
import { askedRowId, rowIdOf, textOf } from '../http/query-value.js';
import { itemLine } from '../deliverables/item-line.js';
import { statusIn } from '../deliverables/list.controller.js';
import { mediumView } from '../http/words.js';

type QueryValues = Readonly<Record<string, unknown>>;

/** Without a script the page lists this many items of a month. */
const LISTED_WITHOUT_SCRIPT = 200;

@Needs('items.read')
@Controller()
export class CalendarController {
  constructor(
    private readonly plans: PlanService,
    private readonly tasks: TaskQuery,
    private readonly calendar: CalendarQuery,
    private readonly list: DeliverableListQuery,
    private readonly workingCalendars: WorkingCalendarService,
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
  ) {}

  @Get('calendar')
  async show(@Query() query: QueryValues, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const plan = await this.plans.find();
    const choices = await this.tasks.choices(plan.id);
    const filter = filterIn(query);
    const today = this.clock.today();
    const workingCalendar = await this.workingCalendars.current();
    const month = monthAsked(query.month, plan.spans(today) ? today : plan.endsOn);
    const items = await this.list.page({ planId: plan.id, month: monthOf(month), ...filter }, { isDescending: false, size: LISTED_WITHOUT_SCRIPT });
    const monthAddress = (date: PlainDate) => `/calendar?${new URLSearchParams({ ...asTexts(filter), month: monthOf(date) }).toString()}`;
    const reach = reachOf(actor, 'items.change');
    return this.pages.send(request, reply, {
      template: 'pages/calendar/page',
      title: 'Lịch',
      section: 'calendar',
      scripts: ['calendar.js'],
      styles: ['calendar.css'],
      view: {
        tasks: choices.tasks.map(({ id, ordinal, name }) => ({ id, label: `${ordinal}. ${name}`, isChosen: id === filter.taskId })),
        organisations: choices.leads.map(({ id, name }) => ({ id, name, isChosen: id === filter.organisationId })),
        statuses: DELIVERABLE_STATUSES.map((key) => ({ key, name: statusName(key), isChosen: key === filter.status })),
        media: MEDIA.map(mediumView),
        filterQuery: new URLSearchParams(asTexts(filter)).toString(),
        initialDate: month.toString(),
        planStart: plan.startsOn.toString(),
        planEnd: plan.endsOn.toString(),
        today: today.toString(),
        days: JSON.stringify(workingCalendar.exceptionsBetween(plan.startsOn, plan.endsOn).map(shortDay)),
        mayLog: may(actor, 'items.change'),
        mayMoveAll: reach === 'all',
        movableOf: reach === 'all' ? '' : reach.join(' '),
        monthName: formatMonth(monthOf(month)),
        previousHref: monthAddress(month.subtract({ months: 1 })),
        nextHref: monthAddress(month.add({ months: 1 })),
        items: items.rows.map(itemLine),
        hasMore: items.total > items.rows.length,
      },
    });
  }

  /** Items and due dates between two days, for the calendar's own script. */
  @Get('api/v1/calendar')
  async feed(@Query() query: QueryValues, @Res() reply: FastifyReply) {
    const from = dayIn(query.start);
    const until = dayIn(query.end);
    if (!from || !until) throw new InvalidInput('Lịch cần ngày đầu (start) và ngày cuối (end) dạng YYYY-MM-DD.', from ? 'end' : 'start');
    const json = await this.calendar.json({ from, until }, askedFilter(query));
    return reply.type('application/json; charset=utf-8').header('cache-control', 'no-store').send(json);
  }
}

/** As apps/web/browser/calendar.ts reads it; there are some twenty a year, so they stand in the page. */
function shortDay({ date, kind, name, status }: CalendarException) {
  return { on: date, kind, name, isProposed: status === 'proposed' };
}

function filterIn(query: QueryValues) {
  return { taskId: rowIdOf(query.task), organisationId: rowIdOf(query.organisation), status: statusIn(query.status) };
}

/** As `filterIn`, of a program. @throws InvalidInput */
function askedFilter(query: QueryValues) {
  const status = statusIn(query.status);
  if (query.status !== undefined && query.status !== '' && status === undefined) {
    throw new InvalidInput(`Tham số status là một trong: ${DELIVERABLE_STATUSES.join(', ')}.`, 'status');
  }
  return { taskId: askedRowId(query.task, 'task'), organisationId: askedRowId(query.organisation, 'organisation'), status };
}

function asTexts({ taskId, organisationId, status }: ReturnType<typeof filterIn>): Record<string, string> {
  const entries = { task: taskId, organisation: organisationId, status };
  return Object.fromEntries(Object.entries(entries).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}

/** A day, of a date or of an instant's text as calendars send it. */
function dayIn(value: unknown): PlainDate | undefined {
  return parsePlainDate((textOf(value) ?? '').slice(0, 10));
}

function monthAsked(value: unknown, otherwise: PlainDate): PlainDate {
  const asked = parsePlainDate(`${textOf(value) ?? ''}-01`);
  return firstDayOf(monthOf(asked ?? otherwise));
}
