import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptanceInput, type RawAcceptance } from '#contracts/acceptance.input.js';
import { AcceptanceService } from '#contracts/acceptance.service.js';
import type { Actor } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { readInput } from '#kernel/form-input.js';
import { refusalOf } from '../deliverables/deliverables.controller.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf } from '../http/query-value.js';
import { AcceptancePage } from './acceptance.page.js';
import { placeIn, placeOf } from './list-address.js';
import { typedIn } from './typed-in.js';

/** Rounds of acceptance: beginning one, its working page, its day and words. */
@Needs('contracts.read')
@Controller()
export class AcceptancesController {
  constructor(
    private readonly acceptances: AcceptanceService,
    private readonly page: AcceptancePage,
    private readonly clock: Clock,
  ) {}

  /** Begins a round of today, unless the form names another day. */
  @Needs('acceptances.judge')
  @Post('contracts/:id/acceptances')
  async draft(@Param('id') id: string, @Body() body: RawAcceptance, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const input = readInput(acceptanceInput, { heldOn: this.clock.today().toString(), ...body });
    const { id: acceptanceId } = await this.acceptances.draft(actor, rowIdOf(id), input);
    return reply.redirect(`/acceptances/${acceptanceId}`, 303);
  }

  @Get('acceptances/:id')
  async show(
    @Param('id') id: string,
    @Query() query: Readonly<Record<string, unknown>>,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.page.show({ actor, request, reply }, rowIdOf(id), placeIn(query));
  }

  @Get('acceptances/:id/items/:item')
  async item(@Param('id') id: string, @Param('item') item: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page.item({ actor, request, reply }, rowIdOf(id), rowIdOf(item));
  }

  @Needs('acceptances.judge')
  @Post('acceptances/:id')
  async change(@Param('id') id: string, @Body() body: RawAcceptance, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      await this.acceptances.change(actor, rowIdOf(id), rowIdOf(body.version) ?? 0, readInput(acceptanceInput, body));
      return await reply.redirect(`/acceptances/${id}`, 303);
    } catch (error) {
      return this.page.show({ actor, request, reply }, rowIdOf(id), placeOf(body.back), { ...refusalOf(error, {}), values: typedIn(body), form: 'words' });
    }
  }
}
