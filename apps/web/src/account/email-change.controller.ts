import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EmailChangeService } from '#access/email-change.service.js';
import { cameBy } from '#audit/entry-origin.js';
import { Public } from '../http/actor.js';
import { PageRenderer } from '../http/page-renderer.js';

/** The two links by which an exchange of somebody's address is confirmed. Opening one changes nothing: mail programs open links too. */
@Public()
@Controller('email-change/:token')
export class EmailChangeController {
  constructor(
    private readonly changes: EmailChangeService,
    private readonly pages: PageRenderer,
  ) {}

  @Get()
  async form(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { change, end } = await this.changes.find(token);
    const view = {
      oldEmail: change.user.email,
      newEmail: change.newEmail,
      isOld: end === 'old',
      takesBoth: end === 'old' || !change.isOldConfirmed,
      action: `/email-change/${token}`,
    };
    return this.pages.send(request, reply, { template: 'pages/account/email-change', title: 'Đổi địa chỉ thư', view });
  }

  @Post()
  async confirm(@Param('token') token: string, @Res() reply: FastifyReply) {
    cameBy('mail-link');
    const { isDone } = await this.changes.confirm(token);
    return reply.redirect(isDone ? '/sign-in?email-changed' : '/sign-in?email-half', 303);
  }
}
