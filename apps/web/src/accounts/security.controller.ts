import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccountListQuery } from '#access/account-list.query.js';
import { SecondFactorService } from '#access/second-factor.service.js';
import type { Actor } from '#identity/actor.js';
import { roleName, ROLES } from '#identity/role.js';
import { fieldMessages } from '#kernel/form-input.js';
import { DomainError } from '#kernel/domain-error.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { CurrentActor } from '../http/actor.js';
import { statusOf } from '../http/error.filter.js';
import { Needs } from '../http/needs.js';
import { PageRenderer } from '../http/page-renderer.js';
import { textOf } from '../http/query-value.js';
import { OwnAccountService } from '#access/own-account.service.js';

/** Which roles do not work without a second factor. */
@Needs('security.manage')
@Controller('accounts/second-factor-roles')
export class SecurityController {
  constructor(
    private readonly secondFactor: SecondFactorService,
    private readonly accounts: AccountListQuery,
    private readonly own: OwnAccountService,
    private readonly pages: PageRenderer,
  ) {}

  @Get()
  async form(@CurrentActor() actor: Actor, @Query('done') done: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.show({ actor, request, reply }, await this.secondFactor.requiredRoles(), { isSaved: done === 'saved' });
  }

  @Post()
  async require(@CurrentActor() actor: Actor, @Body() body: Readonly<Record<string, unknown>>, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const chosen = [body.roles ?? []].flat().map(String);
    try {
      await this.secondFactor.require(actor, chosen, textOf(body.password) ?? '');
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return this.show({ actor, request, reply }, chosen, { error });
    }
    return reply.redirect('/accounts/second-factor-roles?done=saved', 303);
  }

  private async show({ actor, request, reply }: Exchange, chosen: readonly string[], { isSaved = false, error }: { isSaved?: boolean; error?: DomainError }) {
    const open = (await this.accounts.keptBy(actor)).filter(({ isActive }) => isActive);
    const roles = ROLES.map((role) => {
      const people = open.filter((line) => line.roles.some((one) => one.role === role));
      return {
        key: role,
        name: roleName(role),
        isChosen: chosen.includes(role),
        count: people.length,
        lacking: people.filter(({ hasSecondFactor }) => !hasSecondFactor).length,
      };
    });
    return this.pages.send(request, reply, {
      template: 'pages/accounts/security',
      title: 'Vai trò phải xác thực hai lớp',
      section: 'accounts',
      status: error ? statusOf(error) : 200,
      view: {
        roles,
        isSaved,
        errors: error ? fieldMessages(error) : {},
        hasPassword: (await this.own.find(actor)).passwordHash !== null,
      },
    });
  }
}
