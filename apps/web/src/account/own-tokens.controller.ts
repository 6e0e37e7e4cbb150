import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiTokenService } from '#access/api-token.service.js';
import type { Actor } from '#identity/actor.js';
import { DomainError } from '#kernel/domain-error.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf } from '../http/query-value.js';
import { OwnAccountPage } from './own-account.page.js';

/** Tokens by which one's own programs ask the API. */
@Needs('own.account')
@Controller('account/tokens')
export class OwnTokensController {
  constructor(
    private readonly tokens: ApiTokenService,
    private readonly page: OwnAccountPage,
  ) {}

  @Post()
  async make(@CurrentActor() actor: Actor, @Body() body: Readonly<Record<string, unknown>>, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      const secret = await this.tokens.make(actor, body);
      const words = 'Chép mã này ngay: hệ thống chỉ giữ dấu vết của nó và không hiện lại được. Gửi kèm mỗi yêu cầu: Authorization: Bearer <mã>.';
      return this.page.secrets(request, reply, { heading: 'Mã truy cập mới', words, secrets: [secret] });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return this.page.show({ actor, request, reply }, undefined, { form: 'tokens', error, values: body });
    }
  }

  @Post(':id/revocation')
  async revoke(@CurrentActor() actor: Actor, @Param('id') id: string, @Res() reply: FastifyReply) {
    await this.tokens.revoke(actor, rowIdOf(id));
    return reply.redirect('/account?done=token', 303);
  }
}
