import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TooManyAttempts } from '#access/attempt-limits.js';
import { OwnAccountService } from '#access/own-account.service.js';
import { Public } from '../http/actor.js';
import { statusOf } from '../http/error.filter.js';
import { PageRenderer } from '../http/page-renderer.js';
import { textOf } from '../http/query-value.js';

/** Asking for a link to choose a password anew: the answer is the same whoever's the address is, or nobody's. */
@Public()
@Controller('password-reset')
export class PasswordResetController {
  constructor(
    private readonly account: OwnAccountService,
    private readonly pages: PageRenderer,
  ) {}

  @Get()
  form(@Query('sent') sent: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.show(request, reply, { isSent: sent !== undefined });
  }

  @Post()
  async request(@Body() body: Record<string, unknown>, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const email = textOf(body.email) ?? '';
    try {
      await this.account.requestReset(email, request.ip);
    } catch (error) {
      if (!(error instanceof TooManyAttempts)) throw error;
      reply.header('retry-after', String(error.retryAfterSeconds));
      return this.show(request, reply, { email, errors: { email: error.message } }, statusOf(error));
    }
    return reply.redirect('/password-reset?sent', 303);
  }

  private show(request: FastifyRequest, reply: FastifyReply, view: object, status = 200) {
    return this.pages.send(request, reply, { template: 'pages/sign-in/reset', title: 'Đặt lại mật khẩu', status, view });
  }
}
