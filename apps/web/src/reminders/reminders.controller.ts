import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '#identity/actor.js';
import { DomainError } from '#kernel/domain-error.js';
import { LetterMovedOn, LettersService } from '#reminders/letters.service.js';
import { TestMailService } from '#reminders/test-mail.service.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf, textOf } from '../http/query-value.js';
import type { RawForm } from '../plans/draft.input.js';
import { type Part, partHref, PARTS, RemindersPage } from './reminders.page.js';

/** The ledger of letters and what a person does with them. For coordinators only: it holds everybody's letters. */
@Needs('reminders.manage')
@Controller('reminders')
export class RemindersController {
  constructor(
    private readonly letters: LettersService,
    private readonly testMail: TestMailService,
    private readonly page: RemindersPage,
  ) {}

  @Get()
  async index(@Query() query: Readonly<Record<string, unknown>>, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page.show({ actor, request, reply }, { ...placeIn(query), done: textOf(query.done) });
  }

  @Post('letters/:id/delivery')
  async sendAgain(@Param('id') id: string, @Body() body: RawForm, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      await this.letters.sendAgain(actor, rowIdOf(id));
      return backTo(reply, body, 'again');
    } catch (error) {
      if (!(error instanceof LetterMovedOn)) throw error;
      return this.page.show({ actor, request, reply }, { ...placeIn(body), error });
    }
  }

  @Post('letters/:id/link-revocation')
  async revokeLinks(@Param('id') id: string, @Body() body: RawForm, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const count = await this.letters.revokeLinks(actor, rowIdOf(id));
    return backTo(reply, body, count > 0 ? 'revoked' : 'not-revoked');
  }

  @Post('test-mail')
  async sendTest(@Body() body: RawForm, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const address = textOf(body.address) ?? '';
    const show = (outcome: object) => this.page.show({ actor, request, reply }, { ...placeIn(body), address, ...outcome });
    try {
      const failure = await this.testMail.send(actor, address);
      return failure ? await show({ failure }) : backTo(reply, body, 'test-mail');
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'invalid') throw error;
      return show({ error });
    }
  }
}

/** Which part of the ledger is open, and which page of it. */
function placeIn(given: Readonly<Record<string, unknown>>): { part: Part; page: number } {
  return { part: PARTS.find((part) => part === given.part) ?? 'coming', page: Math.max(1, rowIdOf(given.page) ?? 1) };
}

function backTo(reply: FastifyReply, body: RawForm, done: string): FastifyReply {
  const { part, page } = placeIn(body);
  return reply.redirect(`${partHref(part, page)}&done=${done}`, 303);
}
