import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccountAdminService } from '#access/account-admin.service.js';
import { AccountReach } from '#access/account-reach.js';
import { InvitationService } from '#access/invitation.service.js';
import { PersonalDataService } from '#access/personal-data.service.js';
import { AccessTrail } from '#access/access-trail.js';
import { SecondFactorService } from '#access/second-factor.service.js';
import type { Actor } from '#identity/actor.js';
import { DomainError } from '#kernel/domain-error.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf, textOf } from '../http/query-value.js';
import { AccountsPage } from './accounts.page.js';

type Form = Readonly<Record<string, unknown>>;

/** Other people's accounts. */
@Needs('accounts.manage')
@Controller('accounts')
export class AccountsController {
  constructor(
    private readonly accounts: AccountAdminService,
    private readonly invitations: InvitationService,
    private readonly reach: AccountReach,
    private readonly personalData: PersonalDataService,
    private readonly trail: AccessTrail,
    private readonly secondFactor: SecondFactorService,
    private readonly page: AccountsPage,
  ) {}

  @Get()
  async index(@CurrentActor() actor: Actor, @Query('done') done: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page.index({ actor, request, reply }, textOf(done));
  }

  @Get('new')
  async form(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page.form({ actor, request, reply });
  }

  @Post()
  async invite(@CurrentActor() actor: Actor, @Body() body: Form, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      await this.invitations.invite(actor, body);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'forbidden' || error.kind === 'missing') throw error;
      return this.page.form({ actor, request, reply }, { error, values: body });
    }
    return reply.redirect('/accounts?done=invited', 303);
  }

  /** Which roles do not work without a second factor. */
  @Needs('security.manage')
  @Post('second-factor-roles')
  async requireSecondFactor(@CurrentActor() actor: Actor, @Body() body: Form, @Res() reply: FastifyReply) {
    await this.secondFactor.require(actor, [body.roles ?? []].flat().map(String));
    return reply.redirect('/accounts?done=security', 303);
  }

  @Get(':id')
  async show(@CurrentActor() actor: Actor, @Param('id') id: string, @Query('done') done: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page.show({ actor, request, reply }, rowIdOf(id), textOf(done));
  }

  @Post(':id/invitation')
  async inviteAgain(@CurrentActor() actor: Actor, @Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, 'sent', () => this.invitations.again(actor, rowIdOf(id)));
  }

  @Post(':id/role')
  async changeRole(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: Form, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, 'role', () => this.accounts.changeRole(actor, rowIdOf(id), body), body);
  }

  @Post(':id/roles')
  async addRole(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: Form, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, 'role', () => this.accounts.addRole(actor, rowIdOf(id), body), body);
  }

  @Post(':id/roles/:role/removal')
  async removeRole(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('role') role: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.step({ actor, request, reply }, id, 'role', () => this.accounts.removeRole(actor, rowIdOf(id), rowIdOf(role)));
  }

  @Post(':id/closing')
  async close(@CurrentActor() actor: Actor, @Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, 'closed', () => this.accounts.close(actor, rowIdOf(id)));
  }

  @Post(':id/reopening')
  async reopen(@CurrentActor() actor: Actor, @Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, 'reopened', () => this.accounts.reopen(actor, rowIdOf(id)));
  }

  @Post(':id/sessions/end')
  async signOutEverywhere(@CurrentActor() actor: Actor, @Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, 'ended', () => this.accounts.signOutEverywhere(actor, rowIdOf(id)));
  }

  @Post(':id/second-factor/removal')
  async removeSecondFactor(@CurrentActor() actor: Actor, @Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, 'factor', () => this.accounts.removeSecondFactor(actor, rowIdOf(id)));
  }

  @Needs('accounts.erase')
  @Post(':id/erasure')
  async erase(@CurrentActor() actor: Actor, @Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, 'erased', async () => this.personalData.erase(actor, await this.reach.find(actor, rowIdOf(id))));
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
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="du-lieu-ca-nhan-${user.id}.json"`)
      .send(JSON.stringify(data, null, 2));
  }

  /** Back to the account with what was done, or with why it was not. */
  private async step(
    exchange: { actor: Actor; request: FastifyRequest; reply: FastifyReply },
    id: string,
    done: string,
    take: () => Promise<unknown>,
    values: Form = {},
  ): Promise<FastifyReply> {
    try {
      await take();
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'forbidden' || error.kind === 'missing') throw error;
      return this.page.show(exchange, rowIdOf(id), undefined, { error, values });
    }
    return exchange.reply.redirect(`/accounts/${rowIdOf(id)}?done=${done}`, 303);
  }
}
