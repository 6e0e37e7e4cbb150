import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RawAcceptance } from '#contracts/acceptance.input.js';
import { readLiquidation } from '#contracts/liquidation.input.js';
import { LiquidationService } from '#contracts/liquidation.service.js';
import type { Actor } from '#identity/actor.js';
import { refusalOf } from '../deliverables/deliverables.controller.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf } from '../http/query-value.js';
import { LiquidationPage } from './liquidation.page.js';

/** The liquidation of a contract: written, looked at, issued. */
@Needs('contracts.change')
@Controller('contracts/:id/liquidation')
export class LiquidationsController {
  constructor(
    private readonly liquidations: LiquidationService,
    private readonly page: LiquidationPage,
  ) {}

  @Needs('contracts.read')
  @Get()
  async show(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page.show({ actor, request, reply }, rowIdOf(id));
  }

  @Post()
  async save(@Param('id') id: string, @Body() body: RawAcceptance, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      await this.liquidations.save(actor, rowIdOf(id), rowIdOf(body.version) ?? 0, readLiquidation(body));
      return await reply.redirect(`/contracts/${id}/liquidation`, 303);
    } catch (error) {
      return this.page.show({ actor, request, reply }, rowIdOf(id), { error: refusalOf(error, {}).error, values: body });
    }
  }

  @Post('issue')
  async issue(@Param('id') id: string, @Body() body: RawAcceptance, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      await this.liquidations.issue(actor, rowIdOf(id), rowIdOf(body.version) ?? 0);
      return await reply.redirect(`/contracts/${id}/liquidation`, 303);
    } catch (error) {
      return this.page.show({ actor, request, reply }, rowIdOf(id), { error: refusalOf(error, {}).error });
    }
  }
}
