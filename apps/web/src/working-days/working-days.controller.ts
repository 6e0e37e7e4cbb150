import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { announcementInput, dayOffInput, type RawCalendarEdit, swapInput } from '#calendar/calendar-edit.input.js';
import { CalendarEditService } from '#calendar/calendar-edit.service.js';
import type { Actor } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { NotFound } from '#kernel/domain-error.js';
import { readInput } from '#kernel/form-input.js';
import { parsePlainDate, type PlainDate } from '#kernel/plain-date.js';
import { isCalendarYear } from '#kernel/working-calendar.js';
import { refusalOf } from '../deliverables/deliverables.controller.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf, textOf } from '../http/query-value.js';
import { WorkingDaysPage } from './working-days.page.js';

/** The days off and make-up days of a year: everybody looks, Sở Nội vụ edits. */
@Needs('calendar.change')
@Controller('working-days')
export class WorkingDaysController {
  constructor(
    private readonly edits: CalendarEditService,
    private readonly page: WorkingDaysPage,
    private readonly clock: Clock,
  ) {}

  @Needs('plans.read')
  @Get()
  async show(@Query() query: Readonly<Record<string, unknown>>, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const asked = rowIdOf(query.year);
    return this.page.show({ actor, request, reply }, isYear(asked) ? asked : this.clock.today().year, { done: textOf(query.done) });
  }

  @Post()
  async add(@Body() body: RawCalendarEdit, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      const input = readInput(dayOffInput, body);
      await this.edits.addDayOff(actor, input);
      return toYear(reply, input.date.year, 'added');
    } catch (error) {
      return this.page.show({ actor, request, reply }, this.yearIn(body, body.date), refusalOf(error, body));
    }
  }

  @Post('swaps')
  async swap(@Body() body: RawCalendarEdit, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      const input = readInput(swapInput, body);
      await this.edits.addSwap(actor, input);
      return toYear(reply, input.offDate.year, 'swapped');
    } catch (error) {
      return this.page.show({ actor, request, reply }, this.yearIn(body, body.offDate), refusalOf(error, body));
    }
  }

  @Post('days/:date/removal')
  async takeBack(@Param('date') date: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const day = dayAt(date);
    await this.edits.takeBack(actor, day);
    return toYear(reply, day.year, 'removed');
  }

  @Post('days/:date/restoration')
  async restore(@Param('date') date: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const day = dayAt(date);
    await this.edits.restore(actor, day);
    return toYear(reply, day.year, 'restored');
  }

  @Post('years/:year/announcement')
  async announce(
    @Param('year') asked: string,
    @Body() body: RawCalendarEdit,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const year = yearAt(asked);
    try {
      await this.edits.announce(actor, year, readInput(announcementInput, body).announcement);
      return toYear(reply, year, 'announced');
    } catch (error) {
      return this.page.show({ actor, request, reply }, year, refusalOf(error, body));
    }
  }

  @Post('years/:year/announcement/undo')
  async withdraw(@Param('year') asked: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const year = yearAt(asked);
    await this.edits.withdrawAnnouncement(actor, year);
    return toYear(reply, year, 'withdrawn');
  }

  /** The year that a refused form comes back on: of its day, else the one it stood on. */
  private yearIn(body: RawCalendarEdit, date: unknown): number {
    const years = [parsePlainDate(textOf(date) ?? '')?.year, rowIdOf(body.year)];
    return years.find(isYear) ?? this.clock.today().year;
  }
}

function isYear(year: number | undefined): year is number {
  return year !== undefined && isCalendarYear(year);
}

function dayAt(text: string): PlainDate {
  const date = parsePlainDate(text);
  if (!date || !isCalendarYear(date.year)) throw new NotFound('Không có ngày này trong lịch.');
  return date;
}

function yearAt(text: string): number {
  const year = rowIdOf(text);
  if (!isYear(year)) throw new NotFound('Không có lịch nghỉ của năm này.');
  return year;
}

function toYear(reply: FastifyReply, year: number, done: string): FastifyReply {
  return reply.redirect(`/working-days?year=${year}&done=${done}`, 303);
}
