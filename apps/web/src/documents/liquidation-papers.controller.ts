import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LiquidationMinutesService } from '#contracts/liquidation-minutes.service.js';
import { type Paper, PaperService } from '#documents/paper.service.js';
import type { Actor } from '#identity/actor.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf } from '../http/query-value.js';
import { PaperAnswer } from './paper-answer.js';

type Kind = 'liquidation' | 'combined';

/** The minutes that close a contract, alone or together with its acceptance. */
@Needs('contracts.read')
@Controller('contracts/:id/liquidation')
export class LiquidationPapersController {
  constructor(
    private readonly liquidations: LiquidationMinutesService,
    private readonly papers: PaperService,
    private readonly answer: PaperAnswer,
  ) {}

  @Get('minutes')
  async minutes(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.answer.page(
      { actor, request, reply },
      {
        paper: await this.paperOf(actor, id, 'liquidation'),
        wordHref: `/contracts/${id}/liquidation/minutes.docx`,
        back: { href: `/contracts/${id}`, name: 'Hợp đồng' },
        others: [{ href: `/contracts/${id}/liquidation/combined`, name: 'Biên bản nghiệm thu và thanh lý' }],
      },
    );
  }

  @Get('minutes.docx')
  async minutesFile(@Param('id') id: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    return this.answer.word({ actor, reply }, await this.paperOf(actor, id, 'liquidation'), { subject: 'contract', id: Number(id) });
  }

  @Get('combined')
  async combined(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.answer.page(
      { actor, request, reply },
      {
        paper: await this.paperOf(actor, id, 'combined'),
        wordHref: `/contracts/${id}/liquidation/combined.docx`,
        back: { href: `/contracts/${id}`, name: 'Hợp đồng' },
        others: [{ href: `/contracts/${id}/liquidation/minutes`, name: 'Biên bản thanh lý' }],
      },
    );
  }

  @Get('combined.docx')
  async combinedFile(@Param('id') id: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    return this.answer.word({ actor, reply }, await this.paperOf(actor, id, 'combined'), { subject: 'contract', id: Number(id) });
  }

  private async paperOf(actor: Actor, id: string, kind: Kind): Promise<Paper> {
    const { minutes, isIssued } = await this.liquidations.minutesOf(actor, rowIdOf(id));
    return this.papers[kind](minutes, isIssued);
  }
}
