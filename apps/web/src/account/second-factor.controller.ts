import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SecondFactorService } from '#access/second-factor.service.js';
import type { Actor } from '#identity/actor.js';
import { DomainError } from '#kernel/domain-error.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { textOf } from '../http/query-value.js';
import { OwnAccountPage } from './own-account.page.js';

type Form = Readonly<Record<string, unknown>>;

/** Turning one's own second factor on and off. */
@Needs('own.account')
@Controller('account/second-factor')
export class SecondFactorController {
  constructor(
    private readonly secondFactor: SecondFactorService,
    private readonly page: OwnAccountPage,
  ) {}

  @Get()
  async form(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page.secondFactorForm({ actor, request, reply });
  }

  @Post()
  async confirm(@CurrentActor() actor: Actor, @Body() body: Form, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const secret = textOf(body.secret) ?? '';
    try {
      const secrets = await this.secondFactor.confirm(actor, { secret, code: textOf(body.code) ?? '', password: textOf(body.password) ?? '' });
      const words = 'Xác thực hai lớp đã bật. In hoặc chép các mã dự phòng này, cất ở nơi an toàn: mỗi mã dùng được một lần khi không có điện thoại.';
      return this.page.secrets(request, reply, { heading: 'Mã dự phòng', words, secrets });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const isSecret = /^[A-Z2-7]{32}$/.test(secret);
      return this.page.secondFactorForm({ actor, request, reply }, { error, ...(isSecret ? { secret } : {}) });
    }
  }

  @Post('removal')
  async remove(@CurrentActor() actor: Actor, @Body() body: Form, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      await this.secondFactor.remove(actor, textOf(body.password) ?? '');
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return this.page.show({ actor, request, reply }, undefined, { form: 'removal', error });
    }
    return reply.redirect('/account?done=code', 303);
  }
}
