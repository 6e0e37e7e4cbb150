import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ownerInput, publicationInput, type RawPublication } from '#deliverables/publication.input.js';
import { DomainError } from '#kernel/domain-error.js';
import { oneLine } from '#kernel/form-fields.js';
import { readInput } from '#kernel/form-input.js';
import { formatDate } from '#kernel/plain-date.js';
import { formOf } from '#planning/medium.js';
import { LinkActionService } from '#reminders/link-action.service.js';
import { LinkEnded } from '#reminders/link.errors.js';
import { snoozeInput } from '#reminders/snooze.input.js';
import { Public } from '../http/actor.js';
import { PageRenderer } from '../http/page-renderer.js';
import { ActPage } from './act.page.js';

/** Acting from a letter, without signing in: looking changes nothing (mail scanners follow links), only a form does. */
@Public()
@Controller('act/:token')
export class ActController {
  constructor(
    private readonly links: LinkActionService,
    private readonly page: ActPage,
    private readonly pages: PageRenderer,
  ) {}

  @Get()
  async show(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page.show(request, reply, token);
  }

  @Post('deliverable')
  async log(@Param('token') token: string, @Body() body: RawPublication, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      const link = await this.links.open(token);
      await this.links.log(link, readInput(publicationInput[formOf(link.task.medium)], body), readInput(ownerInput, body));
      return await reply.redirect(`/act/${token}/outcome`, 303);
    } catch (error) {
      return this.refused(error, 'log', token, body, request, reply);
    }
  }

  @Post('snooze')
  async snooze(@Param('token') token: string, @Body() body: RawPublication, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      await this.links.snooze(await this.links.open(token), readInput(snoozeInput, body));
      return await reply.redirect(`/act/${token}/outcome`, 303);
    } catch (error) {
      return this.refused(error, 'snooze', token, body, request, reply);
    }
  }

  @Get('outcome')
  async outcome(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const outcome = await this.links.outcome(token);
    const view =
      outcome.kind === 'logged'
        ? {
            heading: `Đã ghi nhận: ${outcome.count}`,
            words: `“${outcome.item.title}”, ngày ${formatDate(outcome.item.occursOn)}.`,
            itemHref: `/deliverables/${outcome.item.id}`,
          }
        : { heading: `Sẽ nhắc lại ngày ${formatDate(outcome.until)}`, words: `Sở Nội vụ thấy lý do: “${outcome.reason}”.`, itemHref: null };
    return this.pages.send(request, reply, { template: 'pages/links/done', title: view.heading, view });
  }

  private async refused(error: unknown, form: 'log' | 'snooze', token: string, values: RawPublication, request: FastifyRequest, reply: FastifyReply) {
    if (error instanceof LinkEnded) {
      // The same form once more, over a bad line: it is told what came of the first.
      if (await this.didJustThat(form, token, values)) return reply.redirect(`/act/${token}/outcome`, 303);
      return this.page.ended(request, reply, error);
    }
    if (!(error instanceof DomainError) || error.kind === 'forbidden' || error.kind === 'missing') throw error;
    return this.page.show(request, reply, token, { form, values, error });
  }

  private async didJustThat(form: 'log' | 'snooze', token: string, values: RawPublication): Promise<boolean> {
    const outcome = await this.links.outcomeIfUsed(token);
    if (outcome?.kind === 'logged')
      return form === 'log' && outcome.item.title === oneLine.parse(values.title) && outcome.item.occursOn.toString() === values.occursOn;
    return outcome !== undefined && form === 'snooze' && outcome.until.toString() === values.until && outcome.reason === oneLine.parse(values.reason);
  }
}
