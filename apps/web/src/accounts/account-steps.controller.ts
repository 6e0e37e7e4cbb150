import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccountAdminService } from '#access/account-admin.service.js';
import { AccountReach } from '#access/account-reach.js';
import { EmailChangeService } from '#access/email-change.service.js';
import { InvitationService } from '#access/invitation.service.js';
import { PersonalDataService } from '#access/personal-data.service.js';
import type { Actor } from '#identity/actor.js';
import { DomainError } from '#kernel/domain-error.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf, textOf } from '../http/query-value.js';
import { type AccountForm, AccountPage } from './account.page.js';

type Form = Readonly<Record<string, unknown>>;

/** What is done with one account. */
@Needs('accounts.manage')
@Controller('accounts/:id')
export class AccountStepsController {
  constructor(
    private readonly accounts: AccountAdminService,
    private readonly invitations: InvitationService,
    private readonly emailChanges: EmailChangeService,
    private readonly reach: AccountReach,
    private readonly personalData: PersonalDataService,
    private readonly page: AccountPage,
  ) {}

  @Needs('accounts.erase')
  @Post('name')
  async rename(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: Form, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, { done: 'name', form: 'name', values: body }, () => this.accounts.rename(actor, rowIdOf(id), body));
  }

  @Needs('accounts.erase')
  @Post('email')
  async correctEmail(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: Form, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const typed = { email: textOf(body.email) ?? '', password: textOf(body.password) ?? '' };
    const words = { done: 'email', form: 'email', values: { email: typed.email } } as const;
    return this.step({ actor, request, reply }, id, words, async () => ((await this.emailChanges.correct(actor, rowIdOf(id), typed)) ? 'email-now' : 'email'));
  }

  @Needs('accounts.erase')
  @Post('email/cancellation')
  async cancelEmail(@CurrentActor() actor: Actor, @Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, { done: 'email-cancelled' }, async () =>
      this.emailChanges.cancel(actor, (await this.reach.find(actor, rowIdOf(id))).id),
    );
  }

  @Post('invitation')
  async inviteAgain(@CurrentActor() actor: Actor, @Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, { done: 'sent' }, () => this.invitations.again(actor, rowIdOf(id)));
  }

  @Post('role')
  async changeRole(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: Form, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, { done: 'role', form: 'role', values: body }, () => this.accounts.changeRole(actor, rowIdOf(id), body));
  }

  @Post('roles')
  async addRole(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: Form, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, { done: 'role', form: 'roles', values: body }, () => this.accounts.addRole(actor, rowIdOf(id), body));
  }

  @Post('roles/:role/removal')
  async removeRole(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('role') role: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.step({ actor, request, reply }, id, { done: 'role' }, () => this.accounts.removeRole(actor, rowIdOf(id), rowIdOf(role)));
  }

  @Post('closing')
  async close(@CurrentActor() actor: Actor, @Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, { done: 'closed' }, () => this.accounts.close(actor, rowIdOf(id)));
  }

  @Post('reopening')
  async reopen(@CurrentActor() actor: Actor, @Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, { done: 'reopened' }, () => this.accounts.reopen(actor, rowIdOf(id)));
  }

  @Post('sessions/end')
  async signOutEverywhere(@CurrentActor() actor: Actor, @Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, { done: 'ended' }, () => this.accounts.signOutEverywhere(actor, rowIdOf(id)));
  }

  @Needs('security.manage')
  @Get('second-factor')
  async secondFactorForm(@CurrentActor() actor: Actor, @Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page.proof({ actor, request, reply }, rowIdOf(id), 'second-factor');
  }

  @Needs('security.manage')
  @Post('second-factor/removal')
  async removeSecondFactor(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Form,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.step({ actor, request, reply }, id, { done: 'factor', form: 'second-factor' }, () =>
      this.accounts.removeSecondFactor(actor, rowIdOf(id), textOf(body.password) ?? ''),
    );
  }

  @Needs('accounts.erase')
  @Get('erasure')
  async erasureForm(@CurrentActor() actor: Actor, @Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page.proof({ actor, request, reply }, rowIdOf(id), 'erasure');
  }

  @Needs('accounts.erase')
  @Post('erasure')
  async erase(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: Form, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, { done: 'erased', form: 'erasure' }, async () =>
      this.personalData.erase(actor, await this.reach.find(actor, rowIdOf(id)), textOf(body.password) ?? ''),
    );
  }

  /** Back to the account with what was done (`take` may know it better), or to the form with why it was not. */
  private async step(
    exchange: Exchange,
    id: string,
    { done, form, values = {} }: { done: string; form?: AccountForm; values?: Form },
    take: () => Promise<unknown>,
  ): Promise<FastifyReply> {
    let outcome: unknown;
    try {
      outcome = await take();
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'forbidden' || error.kind === 'missing') throw error;
      const refusal = { form, error, values };
      if (form === 'erasure' || form === 'second-factor') return this.page.proof(exchange, rowIdOf(id), form, refusal);
      return this.page.show(exchange, rowIdOf(id), undefined, refusal);
    }
    // Whoever took their own role may not open this page any more.
    if (form === 'role' && rowIdOf(id) === exchange.actor.userId) return exchange.reply.redirect('/account?done=role', 303);
    return exchange.reply.redirect(`/accounts/${rowIdOf(id)}?done=${typeof outcome === 'string' ? outcome : done}`, 303);
  }
}
