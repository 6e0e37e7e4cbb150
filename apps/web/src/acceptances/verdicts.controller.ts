import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AcceptanceJudgementService, type Judged } from '#contracts/acceptance-judgement.service.js';
import { AcceptanceListQuery } from '#contracts/acceptance-list.query.js';
import { type RawAcceptance, reversalInput, verdictInput } from '#contracts/acceptance.input.js';
import { AcceptanceService } from '#contracts/acceptance.service.js';
import type { Actor } from '#identity/actor.js';
import { InvalidInput } from '#kernel/domain-error.js';
import { readInput } from '#kernel/form-input.js';
import { refusalOf } from '../deliverables/deliverables.controller.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf } from '../http/query-value.js';
import { AcceptancePage, type Refused } from './acceptance.page.js';
import { placeOf, queryOf } from './list-address.js';
import { RoundSummary } from './round-summary.js';
import { typedIn } from './typed-in.js';

/** As many as a page of the list has, and room to spare. */
const MOST_AT_ONCE = 1000;

export const verdictBody = z.object({
  items: z.array(z.number().int().positive()).min(1).max(MOST_AT_ONCE),
  verdict: z.enum(['passed', 'failed', 'open']),
  reason: z.string().max(500).optional(),
});

/** Judging the items of a round, by forms and by the script of the working page, and taking accepted ones back. */
@Needs('acceptances.judge')
@Controller()
export class VerdictsController {
  constructor(
    private readonly judgement: AcceptanceJudgementService,
    private readonly acceptances: AcceptanceService,
    private readonly list: AcceptanceListQuery,
    private readonly summary: RoundSummary,
    private readonly page: AcceptancePage,
  ) {}

  @Post('acceptances/:id/verdicts')
  async judge(@Param('id') id: string, @Body() body: RawAcceptance, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const place = placeOf(body.back);
    try {
      const which = chosenIn(body);
      await this.judgement.judge(actor, rowIdOf(id), which, readInput(verdictInput, body.all === undefined ? body : { verdict: 'passed' }));
      return await reply.redirect(
        `/acceptances/${id}${queryOf(place, { item: await this.nextItem(id, which, place) })}${'ids' in which ? '#chosen' : ''}`,
        303,
      );
    } catch (error) {
      return this.refused({ actor, request, reply }, id, body, error, 'verdict');
    }
  }

  /** The same for a script: which items have which verdict now, and where the round stands. */
  @Post('api/v1/acceptances/:id/verdicts')
  async judgeByScript(@Param('id') id: string, @Body() body: unknown, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const { items, ...verdict } = readInput(verdictBody, body);
    await this.judgement.judge(actor, rowIdOf(id), { ids: items }, readInput(verdictInput, verdict));
    const { words, open, lines, provenOpen } = await this.summary.of(await this.acceptances.find(actor, rowIdOf(id)));
    return reply.status(200).send({ words, open, provenOpen, lines: lines.map((line) => ({ id: line.id, words: line.words, value: line.value })) });
  }

  @Post('acceptances/:id/reversals')
  async reverse(
    @Param('id') id: string,
    @Body() body: RawAcceptance,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    try {
      await this.judgement.addReversal(actor, rowIdOf(id), rowIdOf(body.deliverable), readInput(reversalInput, body).reason);
      return await reply.redirect(`/acceptances/${id}#reversals`, 303);
    } catch (error) {
      return this.refused({ actor, request, reply }, id, body, error, 'reversal');
    }
  }

  @Post('acceptances/:id/reversals/:item/removal')
  async keep(@Param('id') id: string, @Param('item') item: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    await this.judgement.removeReversal(actor, rowIdOf(id), rowIdOf(item));
    return reply.redirect(`/acceptances/${id}#reversals`, 303);
  }

  /** The next that nobody has judged, after the one that was; after several, wherever the list begins. */
  private async nextItem(id: string, which: Judged, { filter }: ReturnType<typeof placeOf>): Promise<number | undefined> {
    const only = 'ids' in which && which.ids.length === 1 ? which.ids[0] : undefined;
    const acceptanceId = rowIdOf(id);
    if (only === undefined || acceptanceId === undefined) return undefined;
    const row = await this.list.row(acceptanceId, only);
    return (row && (await this.list.next(acceptanceId, { ...filter, state: 'open' }, row))) ?? only;
  }

  private refused(
    exchange: { actor: Actor; request: FastifyRequest; reply: FastifyReply },
    id: string,
    body: RawAcceptance,
    error: unknown,
    form: Refused['form'],
  ): Promise<FastifyReply> {
    return this.page.show(exchange, rowIdOf(id), placeOf(body.back), { ...refusalOf(error, {}), values: typedIn(body), form });
  }
}

/** The items that are ticked, or every open one with evidence. @throws InvalidInput where none is */
function chosenIn(body: RawAcceptance): Judged {
  if (body.all === 'proven') return { matching: { ...placeOf(body.back).filter, state: 'open', evidence: 'present' } };
  const ids = [body.items].flat().flatMap((item) => rowIdOf(item) ?? []);
  if (ids.length === 0) throw new InvalidInput('Hãy đánh dấu ít nhất một sản phẩm.');
  return { ids };
}
