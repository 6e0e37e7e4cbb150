import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SummarySwitchService } from '#reminders/summary-switch.service.js';
import { Public } from '../http/actor.js';
import { NeedsNoForm } from '../http/csrf.guard.js';
import { PageRenderer } from '../http/page-renderer.js';

/** The foot of a summary: turning it off, by the page or by the mail program's own button (RFC 8058). */
@Public()
@Controller('summaries/:token')
export class SummariesController {
  constructor(
    private readonly summaries: SummarySwitchService,
    private readonly pages: PageRenderer,
  ) {}

  @Get()
  async show(@Param('token') token: string, @Query('changed') changed: string | undefined, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page(token, request, reply, changed !== undefined);
  }

  /** Mail programs send `List-Unsubscribe=One-Click`; the page's button sends what it wants. */
  @Post()
  @NeedsNoForm()
  async turn(@Param('token') token: string, @Body() body: Record<string, unknown> | undefined, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.summaries.turn(token, body?.turn === 'on');
    // A mail program is not to be sent elsewhere; a browser is, as after every form.
    return body?.turn === undefined ? this.page(token, request, reply, true) : reply.redirect(`/summaries/${token}?changed`, 303);
  }

  private async page(token: string, request: FastifyRequest, reply: FastifyReply, isChanged: boolean) {
    const { email, takesSummaries } = await this.summaries.of(token);
    return this.pages.send(request, reply, {
      template: 'pages/links/summaries',
      title: 'Bản tổng hợp hằng tuần, hằng tháng',
      view: { email, takesSummaries, isChanged, action: `/summaries/${token}` },
    });
  }
}
