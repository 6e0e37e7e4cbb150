import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessTrail } from '#access/access-trail.js';
import { type Actor, may } from '#identity/actor.js';
import { Forbidden, NotFound } from '#kernel/domain-error.js';
import type { Environment } from '#kernel/environment.js';
import { ENVIRONMENT } from '#kernel/kernel.module.js';
import type { MailboxLetter } from '#mail/mailbox-letter.entity.js';
import { MailboxQuery } from '#mail/mailbox.query.js';
import { emlName, mailboxFolder } from '#mail/mailbox-transport.js';
import { momentWords } from '../http/activity-view.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { PageRenderer } from '../http/page-renderer.js';
import { rowIdOf } from '../http/query-value.js';
import { LETTER_POLICY } from './letter-policy.js';

const LETTERS_A_PAGE = 50;

/** The built-in mailbox: where mail lands while no SMTP server is set. For administrators only: it holds everybody's letters. */
@Needs('mailbox.read')
@Controller('mailbox')
export class MailboxController {
  constructor(
    private readonly mailbox: MailboxQuery,
    private readonly trail: AccessTrail,
    private readonly pages: PageRenderer,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  @Get()
  async index(@Query('page') asked: string | undefined, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    assertMayRead(actor);
    const page = Math.max(1, rowIdOf(asked) ?? 1);
    const { letters, total } = await this.mailbox.page(page, LETTERS_A_PAGE);
    return this.pages.send(request, reply, {
      template: 'pages/mailbox/index',
      title: 'Hộp thư',
      section: 'accounts',
      view: {
        isSmtp: this.environment.smtpUrl !== undefined,
        mayKeepReminders: may(actor, 'reminders.manage'),
        letters: letters.map(({ id, toAddress, toName, subject, sentAt }) => ({
          href: `/mailbox/${id}`,
          toAddress,
          toName,
          subject,
          sentAt: momentWords(sentAt.toString()),
        })),
        total,
        previousHref: page > 1 ? `/mailbox?page=${page - 1}` : null,
        nextHref: page * LETTERS_A_PAGE < total ? `/mailbox?page=${page + 1}` : null,
      },
    });
  }

  @Get(':id')
  async show(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    assertMayRead(actor);
    const letter = await this.opened(actor, id, 'page');
    return this.pages.send(request, reply, {
      template: 'pages/mailbox/show',
      title: letter.subject,
      section: 'accounts',
      view: {
        subject: letter.subject,
        toName: letter.toName,
        toAddress: letter.toAddress,
        sentAt: momentWords(letter.sentAt.toString()),
        text: letter.text,
        htmlHref: `/mailbox/${letter.id}/html`,
        emlHref: `/mailbox/${letter.id}/eml`,
      },
    });
  }

  /** The letter as its reader sees it, shown in a frame that may run nothing. */
  @Get(':id/html')
  async html(@Param('id') id: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    assertMayRead(actor);
    const { html } = await this.opened(actor, id, 'html');
    return reply.header('content-security-policy', LETTER_POLICY).type('text/html; charset=utf-8').send(html);
  }

  @Get(':id/eml')
  async eml(@Param('id') id: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    assertMayRead(actor);
    const letter = await this.opened(actor, id, 'eml');
    const file = join(mailboxFolder(this.environment.dataDir), emlName(letter.messageId));
    if (!existsSync(file)) throw new NotFound('Tệp thư không có trên máy này.');
    return reply.type('message/rfc822').header('content-disposition', `attachment; filename="thu-${letter.id}.eml"`).send(createReadStream(file));
  }

  /** A letter may hold somebody's one-time link: whoever reads it is written down. */
  private async opened(actor: Actor, id: string, as: 'page' | 'html' | 'eml'): Promise<MailboxLetter> {
    const letter = await this.mailbox.letter(rowIdOf(id));
    await this.trail.tell(actor, 'letter.opened', 'letter', letter.id, { as });
    return letter;
  }
}

function assertMayRead(actor: Actor): void {
  if (!may(actor, 'mailbox.read')) throw new Forbidden('Hộp thư chỉ dành cho quản trị hệ thống.');
}
