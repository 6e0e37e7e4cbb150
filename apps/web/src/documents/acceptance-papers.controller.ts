import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AcceptanceMinutesService } from '#contracts/acceptance-minutes.service.js';
import { type Paper, PaperService } from '#documents/paper.service.js';
import type { Actor } from '#identity/actor.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf } from '../http/query-value.js';
import { PaperAnswer } from './paper-answer.js';

/** The minutes of a round of acceptance and their annex; of a round that is not issued, as they would be. */
@Needs('contracts.read')
@Controller('acceptances/:id')
export class AcceptancePapersController {
  constructor(
    private readonly rounds: AcceptanceMinutesService,
    private readonly papers: PaperService,
    private readonly answer: PaperAnswer,
  ) {}

  @Get('minutes')
  async minutes(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.answer.page(
      { actor, request, reply },
      {
        paper: await this.paperOf(actor, id, 'acceptance'),
        wordHref: `/acceptances/${id}/minutes.docx`,
        back: { href: `/acceptances/${id}`, name: 'Đợt nghiệm thu' },
        others: [{ href: `/acceptances/${id}/products`, name: 'Danh mục sản phẩm' }],
      },
    );
  }

  @Get('minutes.docx')
  async minutesFile(@Param('id') id: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    return this.answer.word({ actor, reply }, await this.paperOf(actor, id, 'acceptance'), { subject: 'acceptance', id: Number(id) });
  }

  @Get('products')
  async products(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.answer.page(
      { actor, request, reply },
      {
        paper: await this.paperOf(actor, id, 'products'),
        wordHref: `/acceptances/${id}/products.docx`,
        back: { href: `/acceptances/${id}`, name: 'Đợt nghiệm thu' },
        others: [{ href: `/acceptances/${id}/minutes`, name: 'Biên bản nghiệm thu' }],
      },
    );
  }

  @Get('products.docx')
  async productsFile(@Param('id') id: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    return this.answer.word({ actor, reply }, await this.paperOf(actor, id, 'products'), { subject: 'acceptance', id: Number(id) });
  }

  private async paperOf(actor: Actor, id: string, kind: 'acceptance' | 'products'): Promise<Paper> {
    const { minutes, isIssued } = await this.rounds.minutesOf(actor, rowIdOf(id));
    return this.papers[kind](minutes, isIssued);
  }
}
