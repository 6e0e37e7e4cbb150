import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Paper, PaperService } from '#documents/paper.service.js';
import { ReminderLetterService } from '#documents/reminder-letter.service.js';
import { type Actor, may } from '#identity/actor.js';
import { Forbidden, NotFound } from '#kernel/domain-error.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf, textOf } from '../http/query-value.js';
import { PaperAnswer } from './paper-answer.js';

type QueryValues = Readonly<Record<string, unknown>>;

/** The letter (công văn đôn đốc) to a party that is late, dated today. */
@Needs('reminders.manage')
@Controller('organisations/:id')
export class ReminderLettersController {
  constructor(
    private readonly letters: ReminderLetterService,
    private readonly papers: PaperService,
    private readonly answer: PaperAnswer,
  ) {}

  @Get('reminder-letter')
  async show(@Param('id') id: string, @Query() query: QueryValues, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const paper = await this.letterTo(actor, id, query);
    const asked = askedIn(query);
    const parameters = new URLSearchParams(Object.entries({ plan: asked.plan, number: asked.number }).filter(([, value]) => value !== '')).toString();
    return this.answer.page(
      { actor, request, reply },
      {
        paper,
        wordHref: `/organisations/${id}/reminder-letter.docx${parameters ? `?${parameters}` : ''}`,
        back: { href: `/organisations/${id}`, name: 'Cơ quan' },
        asksNumber: { value: asked.number, planId: asked.plan },
      },
    );
  }

  @Get('reminder-letter.docx')
  async file(@Param('id') id: string, @Query() query: QueryValues, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    return this.answer.word({ actor, reply }, await this.letterTo(actor, id, query), { subject: 'organisation', id: Number(id) });
  }

  /** @throws Forbidden, NotFound */
  private async letterTo(actor: Actor, id: string, query: QueryValues): Promise<Paper> {
    if (!may(actor, 'reminders.manage')) throw new Forbidden('Công văn đôn đốc do Sở Nội vụ lập; tài khoản của bạn không mở được trang này.');
    const party = rowIdOf(id);
    if (party === undefined) throw new NotFound('Không tìm thấy cơ quan này.');
    const { plan, number } = askedIn(query);
    return this.papers.reminderLetter(await this.letters.letterTo(party, plan === '' ? undefined : Number(plan), number === '' ? null : Number(number)));
  }
}

/** Figures as asked for, empty for what is no number. */
function askedIn(query: QueryValues): { plan: string; number: string } {
  const number = textOf(query.number)?.trim() ?? '';
  return { plan: String(rowIdOf(query.plan) ?? ''), number: /^[1-9]\d{0,4}$/.test(number.replace(/^0+/, '')) ? number.replace(/^0+/, '') : '' };
}
