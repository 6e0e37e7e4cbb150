import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CalendarFeedService } from '#access/calendar-feed.service.js';
import type { Actor } from '#identity/actor.js';
import { DomainError } from '#kernel/domain-error.js';
import { Settings } from '#kernel/settings.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf } from '../http/query-value.js';
import { OwnAccountPage } from './own-account.page.js';

/** Addresses by which one's own calendar programs read what is due. */
@Needs('own.account')
@Controller('account/feeds')
export class OwnFeedsController {
  constructor(
    private readonly feeds: CalendarFeedService,
    private readonly settings: Settings,
    private readonly page: OwnAccountPage,
  ) {}

  @Post()
  async make(@CurrentActor() actor: Actor, @Body() body: Readonly<Record<string, unknown>>, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      const secret = await this.feeds.make(actor, body);
      const words =
        'Dán địa chỉ này vào chương trình lịch (Google, Outlook, điện thoại). Ai có địa chỉ đều đọc được lịch của bạn; hệ thống không hiện lại được, nhưng thu hồi được.';
      return this.page.secrets(request, reply, { heading: 'Lịch đăng ký mới', words, secrets: [`${this.settings.publicUrl}/ical/${secret}.ics`] });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return this.page.show({ actor, request, reply }, undefined, { form: 'feeds', error, values: body });
    }
  }

  @Post(':id/revocation')
  async revoke(@CurrentActor() actor: Actor, @Param('id') id: string, @Res() reply: FastifyReply) {
    await this.feeds.revoke(actor, rowIdOf(id));
    return reply.redirect('/account?done=feed', 303);
  }
}
