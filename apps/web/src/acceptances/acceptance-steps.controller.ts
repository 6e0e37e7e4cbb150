import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AcceptanceIssueService } from '#contracts/acceptance-issue.service.js';
import { noteInput, optionalNoteInput, type RawAcceptance } from '#contracts/acceptance.input.js';
import { AcceptanceService } from '#contracts/acceptance.service.js';
import type { Actor } from '#identity/actor.js';
import { readInput } from '#kernel/form-input.js';
import { refusalOf } from '../deliverables/deliverables.controller.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf } from '../http/query-value.js';
import { AcceptancePage, type Refused } from './acceptance.page.js';
import { placeOf } from './list-address.js';
import { typedIn } from './typed-in.js';

/** The steps of a round: its list brought up to date, over to the producer and back, issued, or given up. */
@Needs('acceptances.judge')
@Controller('acceptances/:id')
export class AcceptanceStepsController {
  constructor(
    private readonly acceptances: AcceptanceService,
    private readonly issues: AcceptanceIssueService,
    private readonly page: AcceptancePage,
  ) {}

  @Post('refreshment')
  async refresh(
    @Param('id') id: string,
    @Body() body: RawAcceptance,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.step({ actor, request, reply }, id, body, 'step', () => this.acceptances.refresh(actor, rowIdOf(id)));
  }

  @Post('submission')
  async submit(@Param('id') id: string, @Body() body: RawAcceptance, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, body, 'step', () => this.acceptances.submit(actor, rowIdOf(id)));
  }

  @Needs('acceptances.judge', 'acceptances.answer')
  @Post('agreement')
  async agree(@Param('id') id: string, @Body() body: RawAcceptance, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, body, 'review', () => this.acceptances.agree(actor, rowIdOf(id), readInput(optionalNoteInput, body).note));
  }

  @Needs('acceptances.answer')
  @Post('objection')
  async sendBack(
    @Param('id') id: string,
    @Body() body: RawAcceptance,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.step({ actor, request, reply }, id, body, 'review', () => this.acceptances.sendBack(actor, rowIdOf(id), readInput(noteInput, body).note));
  }

  @Post('reopening')
  async reopen(@Param('id') id: string, @Body() body: RawAcceptance, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, body, 'step', () => this.acceptances.reopen(actor, rowIdOf(id)));
  }

  @Post('cancellation')
  async cancel(@Param('id') id: string, @Body() body: RawAcceptance, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, body, 'step', () => this.acceptances.cancel(actor, rowIdOf(id)));
  }

  @Post('issue')
  async issue(@Param('id') id: string, @Body() body: RawAcceptance, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.step({ actor, request, reply }, id, body, 'step', () => this.issues.issue(actor, rowIdOf(id), rowIdOf(body.version) ?? 0));
  }

  private async step(
    exchange: { actor: Actor; request: FastifyRequest; reply: FastifyReply },
    id: string,
    body: RawAcceptance,
    form: Refused['form'],
    take: () => Promise<unknown>,
  ): Promise<FastifyReply> {
    try {
      await take();
      return await exchange.reply.redirect(`/acceptances/${id}`, 303);
    } catch (error) {
      return this.page.show(exchange, rowIdOf(id), placeOf(body?.back), { ...refusalOf(error, {}), values: typedIn(body), form });
    }
  }
}
