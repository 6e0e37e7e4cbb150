import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SetUpService } from '#access/set-up.service.js';
import { AccountService } from '#identity/account.service.js';
import { SHORTEST_PASSWORD } from '#identity/password.js';
import { DomainError, InvalidInput } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import { Public } from '../http/actor.js';
import { BrowserCookies } from '../http/browser-cookies.js';
import { statusOf } from '../http/error.filter.js';
import { originOf } from '../http/origin-of.js';
import { PageRenderer } from '../http/page-renderer.js';
import { textOf } from '../http/query-value.js';

/** The one-time link by which a person chooses a password, and the first of all makes the coordinator's account. */
@Public()
@Controller('set-up/:token')
export class SetUpController {
  constructor(
    private readonly accounts: AccountService,
    private readonly setUps: SetUpService,
    private readonly cookies: BrowserCookies,
    private readonly pages: PageRenderer,
  ) {}

  @Get()
  async form(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.show(request, reply, token, {});
  }

  @Post()
  async complete(@Param('token') token: string, @Body() body: Record<string, unknown>, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const password = textOf(body.password) ?? '';
    try {
      if (password !== textOf(body.repeated)) throw new InvalidInput('Hai lần nhập mật khẩu chưa giống nhau.', 'repeated');
      const chosen = { password, name: textOf(body.name), email: textOf(body.email) };
      const { token: session, awaitsCode } = await this.setUps.complete(token, chosen, originOf(request), this.cookies.read(request, 'session'));
      return this.cookies.keep(reply, 'session', session).redirect(awaitsCode ? '/sign-in/code' : '/', 303);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'missing') throw error;
      return this.show(request, reply, token, { name: textOf(body.name), email: textOf(body.email), errors: fieldMessages(error) }, statusOf(error));
    }
  }

  private async show(request: FastifyRequest, reply: FastifyReply, token: string, view: object, status = 200) {
    const { user } = await this.accounts.findSetUp(token);
    return this.pages.send(request, reply, {
      template: 'pages/sign-in/set-up',
      title: 'Đặt mật khẩu',
      status,
      view: { ...view, isFirst: user === null, forEmail: user?.email, action: `/set-up/${token}`, shortest: SHORTEST_PASSWORD },
    });
  }
}
