import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '#identity/actor.js';
import { DomainError, InvalidInput, NotFound } from '#kernel/domain-error.js';
import { readInput } from '#kernel/form-input.js';
import { likelyKind } from '#planning/draft-adoption.js';
import { assertMayPlan, PlanDraftService } from '#planning/plan-draft.service.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf, textOf } from '../http/query-value.js';
import { choiceInput, contentInput, headInput, mediumInput, type RawForm, rowInput } from './draft.input.js';
import { DraftPage } from './draft.page.js';
import { dutiesOf, linesOf } from './review.view.js';

const NEW = 'new';

/** The review of a plan on its way in. Every step is a small form of its own and is kept at once. */
@Needs('plans.change')
@Controller('plans/drafts/:id')
export class DraftsController {
  constructor(
    private readonly drafts: PlanDraftService,
    private readonly page: DraftPage,
  ) {}

  @Get()
  async review(
    @Param('id') id: string,
    @Query('page') page: unknown,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    assertMayPlan(actor);
    return this.page.review({ actor, request, reply }, rowIdOf(id), rowIdOf(page) ?? 1);
  }

  @Post('head')
  async head(@Param('id') id: string, @Body() body: RawForm, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      const { coordinator, ...head } = readInput(headInput, body);
      await this.drafts.correctHead(actor, rowIdOf(id), rowIdOf(body.version) ?? 0, head, coordinator);
      return await this.back(reply, id, 'head');
    } catch (error) {
      return this.page.review({ actor, request, reply }, rowIdOf(id), 1, { head: body, error: refusal(error) });
    }
  }

  @Get('rows/:key')
  async row(@Param('id') id: string, @Param('key') key: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    assertMayPlan(actor);
    return this.page.row({ actor, request, reply }, rowIdOf(id), rowKey(key));
  }

  @Post('rows')
  async addRow(@Param('id') id: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const key = await this.drafts.addRow(actor, rowIdOf(id));
    return reply.redirect(`/plans/drafts/${id}/rows/${key}`, 303);
  }

  @Post('rows/:key')
  async correctRow(
    @Param('id') id: string,
    @Param('key') key: string,
    @Body() body: RawForm,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    try {
      const { medium } = readInput(mediumInput, body);
      await this.drafts.correctRow(actor, rowIdOf(id), rowIdOf(body.version) ?? 0, rowKey(key), readInput(rowInput, body), medium);
      // Whoever corrects a line wants to see at once what was made of it.
      return await reply.redirect(textOf(body.then) === 'review' ? `/plans/drafts/${id}#row-${key}` : `/plans/drafts/${id}/rows/${key}?saved=1`, 303);
    } catch (error) {
      return this.page.row({ actor, request, reply }, rowIdOf(id), rowKey(key), { values: body, error: refusal(error) });
    }
  }

  @Post('rows/:key/removal')
  async removeRow(@Param('id') id: string, @Param('key') key: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    await this.drafts.removeRow(actor, rowIdOf(id), rowKey(key));
    return this.back(reply, id, 'rows');
  }

  @Post('confirmations')
  async confirm(@Param('id') id: string, @Body() body: RawForm, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const key = textOf(body.key);
    const row = rowIdOf(body.row);
    const draft = await this.drafts.find(rowIdOf(id));
    const { review } = await this.drafts.review(draft);
    const all = [...review.doubts, ...review.tasks.flatMap(({ doubts }) => doubts)];
    const ofRow = review.tasks.find((task) => task.key === row)?.doubts ?? [];
    const chosen = key !== undefined ? all.filter((doubt) => doubt.key === key) : row !== undefined ? ofRow : body.all === '1' ? all : [];
    await this.drafts.confirm(
      actor,
      draft.id,
      chosen.map((doubt) => doubt.key),
    );
    return this.back(reply, id, row !== undefined ? `row-${row}` : key?.startsWith('plan:') ? 'head' : key !== undefined ? `row-${key.split(':')[0]}` : 'rows');
  }

  @Post('organisations')
  async organisation(@Param('id') id: string, @Body() body: RawForm, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      if (body.all === '1') await this.drafts.createUnknownOrganisations(actor, rowIdOf(id));
      else {
        const { phrase, kind, ...said } = readInput(choiceInput, body);
        const choice = said.other || said.choice;
        if (choice === '') throw new InvalidInput('Chọn một cơ quan, hoặc “Tạo mới”.', 'choice');
        const made = { name: phrase, shortName: phrase.slice(0, 64), kind: kind ?? likelyKind(phrase) };
        await this.drafts.chooseOrganisation(actor, rowIdOf(id), phrase, choice === NEW ? made : { code: await this.page.knownCode(choice) });
      }
      return await this.back(reply, id, 'parties');
    } catch (error) {
      return this.page.review({ actor, request, reply }, rowIdOf(id), 1, { error: refusal(error) });
    }
  }

  @Post('content')
  async content(@Param('id') id: string, @Body() body: RawForm, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const { topics, forms, duties } = readInput(contentInput, body);
    await this.drafts.correctContent(actor, rowIdOf(id), { topics: linesOf(topics), forms: linesOf(forms), duties: dutiesOf(duties) });
    return this.back(reply, id, 'content');
  }

  @Post('adoption')
  async putInForce(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      const plan = await this.drafts.putInForce(actor, rowIdOf(id));
      return await reply.redirect(`/?plan=${plan.id}`, 303);
    } catch (error) {
      return this.page.review({ actor, request, reply }, rowIdOf(id), 1, { error: refusal(error) });
    }
  }

  @Post('removal')
  async discard(@Param('id') id: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    await this.drafts.discard(actor, rowIdOf(id));
    return reply.redirect('/plans', 303);
  }

  private back(reply: FastifyReply, id: string, place: string): FastifyReply {
    return reply.redirect(`/plans/drafts/${id}#${place}`, 303);
  }
}

function rowKey(key: string): number {
  const row = rowIdOf(key);
  if (row === undefined) throw new NotFound('Không tìm thấy dòng này trong bản nháp.');
  return row;
}

/** What the page can show beside the form; everything else goes on to the error page. */
function refusal(error: unknown): DomainError {
  if (error instanceof DomainError && error.kind !== 'forbidden' && error.kind !== 'missing') return error;
  throw error instanceof Error ? error : new InvalidInput(String(error));
}
