import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EmailChangeService } from '#access/email-change.service.js';
import { OwnAccountService } from '#access/own-account.service.js';
import { PersonalDataService } from '#access/personal-data.service.js';
import { AccessTrail } from '#access/access-trail.js';
import { deviceOf } from '#access/visitor-network.js';
import type { Actor } from '#identity/actor.js';
import { DomainError, InvalidInput } from '#kernel/domain-error.js';
import { CurrentActor } from '../http/actor.js';
import { BrowserCookies } from '../http/browser-cookies.js';
import { Needs } from '../http/needs.js';
import { textOf } from '../http/query-value.js';
import { OwnAccountPage } from './own-account.page.js';

type Form = Readonly<Record<string, unknown>>;

/** What people see and change of their own account. */
@Needs('own.account')
@Controller('account')
export class OwnAccountController {
  constructor(
    private readonly account: OwnAccountService,
    private readonly emailChanges: EmailChangeService,
    private readonly personalData: PersonalDataService,
    private readonly trail: AccessTrail,
    private readonly cookies: BrowserCookies,
    private readonly page: OwnAccountPage,
  ) {}

  @Get()
  async show(@CurrentActor() actor: Actor, @Query('done') done: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page.show({ actor, request, reply }, textOf(done));
  }

  @Post('password')
  async changePassword(@CurrentActor() actor: Actor, @Body() body: Form, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      const chosen = textOf(body.password) ?? '';
      if (chosen !== textOf(body.repeated)) throw new InvalidInput('Hai lần nhập mật khẩu chưa giống nhau.', 'repeated');
      const change = { current: textOf(body.current) ?? '', chosen, endsPrograms: body.programs === '1' };
      const token = await this.account.changePassword(actor, change, deviceOf(request.headers['user-agent'] ?? ''));
      return this.cookies.keep(reply, 'session', token).redirect(`/account?done=${change.endsPrograms ? 'all' : 'password'}`, 303);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return this.page.show({ actor, request, reply }, undefined, { form: 'password', error, values: body });
    }
  }

  @Post('email')
  async changeEmail(@CurrentActor() actor: Actor, @Body() body: Form, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const email = textOf(body.email) ?? '';
    try {
      await this.emailChanges.request(actor, textOf(body.password) ?? '', email);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return this.page.show({ actor, request, reply }, undefined, { form: 'email', error, values: { email } });
    }
    return reply.redirect('/account?done=email', 303);
  }

  @Post('email/cancellation')
  async cancelEmail(@CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    await this.emailChanges.cancel(actor, actor.userId);
    return reply.redirect('/account?done=email-cancelled', 303);
  }

  @Post('sessions/:handle/end')
  async endSession(@CurrentActor() actor: Actor, @Param('handle') handle: string, @Res() reply: FastifyReply) {
    await this.account.endSession(actor, handle);
    return reply.redirect('/account?done=session', 303);
  }

  @Post('sessions/end')
  async endOthers(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.account.endOtherSessions(actor, this.cookies.read(request, 'session'));
    return reply.redirect('/account?done=sessions', 303);
  }

  /** All that is kept of the person, as a file. */
  @Get('data.json')
  async data(@CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const data = await this.personalData.of(actor.userId);
    await this.trail.tell(actor, 'account.data-exported', 'account', actor.userId);
    return reply
      .type('application/json; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="du-lieu-ca-nhan.json"')
      .send(JSON.stringify(data, null, 2));
  }
}
