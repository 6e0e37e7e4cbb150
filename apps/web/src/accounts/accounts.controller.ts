import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessTrail } from '#access/access-trail.js';
import { AccountReach } from '#access/account-reach.js';
import { InvitationService } from '#access/invitation.service.js';
import { PersonalDataService } from '#access/personal-data.service.js';
import type { Actor } from '#identity/actor.js';
import { DomainError } from '#kernel/domain-error.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf, textOf } from '../http/query-value.js';
import { AccountPage } from './account.page.js';
import { AccountsPage } from './accounts.page.js';

/** Other people's accounts: who there is, inviting somebody, one account. */
@Needs('accounts.manage')
@Controller('accounts')
export class AccountsController {
  constructor(
    private readonly invitations: InvitationService,
    private readonly reach: AccountReach,
    private readonly personalData: PersonalDataService,
    private readonly trail: AccessTrail,
    private readonly list: AccountsPage,
    private readonly page: AccountPage,
  ) {}

  @Get()
  async index(@CurrentActor() actor: Actor, @Query('done') done: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.list.index({ actor, request, reply }, textOf(done));
  }

  @Get('new')
  async form(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.list.form({ actor, request, reply });
  }

  @Post()
  async invite(@CurrentActor() actor: Actor, @Body() body: Readonly<Record<string, unknown>>, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      await this.invitations.invite(actor, body);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'forbidden' || error.kind === 'missing') throw error;
      return this.list.form({ actor, request, reply }, { error, values: body });
    }
    return reply.redirect('/accounts?done=invited', 303);
  }

  @Get(':id')
  async show(@CurrentActor() actor: Actor, @Param('id') id: string, @Query('done') done: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page.show({ actor, request, reply }, rowIdOf(id), textOf(done));
  }

  /** All that is kept of a person, for an answer to their request. */
  @Needs('accounts.erase')
  @Get(':id/data.json')
  async data(@CurrentActor() actor: Actor, @Param('id') id: string, @Res() reply: FastifyReply) {
    const user = await this.reach.find(actor, rowIdOf(id));
    const data = await this.personalData.of(user.id);
    await this.trail.tell(actor, 'account.data-exported', 'account', user.id);
    return reply
      .type('application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="du-lieu-ca-nhan-${user.id}.json"`)
      .send(JSON.stringify(data, null, 2));
  }
}
