import { hash } from 'node:crypto';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import ical, { ICalCalendarMethod } from 'ical-generator';
import { CalendarFeedService } from '#access/calendar-feed.service.js';
import { CalendarQuery } from '#deliverables/calendar.query.js';
import { type Actor, reachOf } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { plainDate } from '#kernel/plain-date.js';
import { Settings } from '#kernel/settings.js';
import { Public } from '../http/actor.js';

interface Feed {
  readonly items: readonly { id: number; on: string; title: string; status: string; task: string }[];
  readonly due: readonly { task: number; on: string; name: string; quantity: number; done: number }[];
}

/** How far a feed looks back and ahead, together within what the calendar gives at once. */
const MONTHS_BACK = 3;
const MONTHS_AHEAD = 9;

/** What is planned and due, for calendar programs. The address is the secret: no cookie is asked for. */
@Public()
@Controller('ical')
export class FeedController {
  constructor(
    private readonly feeds: CalendarFeedService,
    private readonly calendar: CalendarQuery,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  @Get(':file')
  async read(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const actor = await this.feeds.actorOf(file.replace(/\.ics$/, ''));
    const text = await this.textFor(actor);
    const etag = `"${hash('sha256', text).slice(0, 32)}"`;
    reply.header('etag', etag).header('cache-control', 'private, max-age=900').header('x-robots-tag', 'noindex');
    if (request.headers['if-none-match'] === etag) return reply.status(304).send();
    return reply.type('text/calendar; charset=utf-8').send(text);
  }

  private async textFor(actor: Actor): Promise<string> {
    const today = this.clock.today();
    const range = { from: today.subtract({ months: MONTHS_BACK }), until: today.add({ months: MONTHS_AHEAD }) };
    const reach = reachOf(actor, 'items.change');
    // Whoever owes something sees their own organisations; whoever only looks, and Sở Nội vụ, all.
    const organisations = reach === 'all' || reach.length === 0 ? [undefined] : reach;
    const calendar = ical({ name: 'Lịch Tuyên Truyền', method: ICalCalendarMethod.PUBLISH, prodId: { company: 'lich', product: 'lich', language: 'VI' } });
    const { publicUrl, mailDomain } = this.settings;
    const seen = new Set<string>();
    const add = (uid: string, on: string, summary: string, path: string) => {
      if (seen.has(uid)) return;
      seen.add(uid);
      const start = midnight(on);
      calendar.createEvent({
        id: `${uid}@${mailDomain}`,
        start,
        end: midnight(plainDate(on).add({ days: 1 }).toString()),
        allDay: true,
        stamp: start,
        summary,
        url: publicUrl + path,
      });
    };
    for (const organisationId of organisations) {
      const { items, due } = JSON.parse(await this.calendar.json(range, { organisationId })) as Feed;
      for (const { id, on, title, status, task } of items) {
        if (status === 'planned') add(`du-kien-${id}`, on, `Dự kiến: ${title || `nhiệm vụ ${task}`}`, `/deliverables/${id}`);
      }
      for (const { task, on, name, quantity, done } of due) {
        if (done < quantity) add(`han-${task}-${on}`, on, `Hạn: ${name} (${done}/${quantity})`, `/tasks/${task}`);
      }
    }
    return calendar.toString();
  }
}

/** The library tells whole days by the parts of a date in the machine's own zone. */
function midnight(day: string): Date {
  const { year, month, day: date } = plainDate(day);
  return new Date(year, month - 1, date);
}
