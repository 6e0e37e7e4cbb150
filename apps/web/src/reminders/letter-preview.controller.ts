import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { NotFound } from '#kernel/domain-error.js';
import { LetterPreview, PREVIEW_KINDS, type PreviewKind } from '#reminders/letter-preview.js';
import { assertMayKeepReminders } from '#reminders/reminder-access.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { PageRenderer } from '../http/page-renderer.js';
import { rowIdOf } from '../http/query-value.js';
import { LETTER_POLICY } from '../mailbox/letter-policy.js';
import { kindName, previewChoices } from './preview-choices.js';

type QueryValues = Readonly<Record<string, unknown>>;

/** A person's letter as it would be today, without sending it. */
@Needs('reminders.manage')
@Controller('reminders/preview')
export class LetterPreviewController {
  constructor(
    private readonly preview: LetterPreview,
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
  ) {}

  @Get()
  async show(@Query() query: QueryValues, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    assertMayKeepReminders(actor);
    const { personId, kind } = askedIn(query);
    const { person, letter, isQuiet } = await this.preview.of(personId, kind, this.clock.today());
    return this.pages.send(request, reply, {
      template: 'pages/reminders/preview',
      title: `Xem trước thư gửi ${person.name}`,
      section: 'reminders',
      styles: ['reminders.css'],
      view: {
        name: person.name,
        email: person.email,
        kind: kindName(kind),
        isSummary: kind !== 'digest',
        isQuiet,
        letter: letter && { subject: letter.subject, text: letter.text, htmlHref: `/reminders/preview/html?person=${person.id}&kind=${kind}` },
        ...previewChoices(await this.preview.people(), person.id, kind),
      },
    });
  }

  /** As its reader would see it, shown in a frame that may run nothing. */
  @Get('html')
  async html(@Query() query: QueryValues, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    assertMayKeepReminders(actor);
    const { personId, kind } = askedIn(query);
    const { letter } = await this.preview.of(personId, kind, this.clock.today());
    if (!letter) throw new NotFound('Hôm nay không có gì để viết trong thư này.');
    return reply.header('content-security-policy', LETTER_POLICY).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(letter.html);
  }
}

function askedIn(query: QueryValues): { personId: number | undefined; kind: PreviewKind } {
  return { personId: rowIdOf(query.person), kind: PREVIEW_KINDS.find((kind) => kind === query.kind) ?? 'digest' };
}
