import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignInService } from '#access/sign-in.service.js';
import { OpenidService } from '#identity/openid.service.js';
import { Clock } from '#kernel/clock.js';
import { DomainError } from '#kernel/domain-error.js';
import { Public } from '../http/actor.js';
import { BrowserCookies } from '../http/browser-cookies.js';
import { statusOf } from '../http/error.filter.js';
import { localPath } from '../http/local-path.js';
import { originOf } from '../http/origin-of.js';
import { textOf } from '../http/query-value.js';
import { attemptText, readAttempt } from './openid-attempt.js';
import { SignInPage } from './sign-in.page.js';

/** Signing in by an account of elsewhere: the browser is sent to the provider and comes back with a code. */
@Public()
@Controller('sign-in/openid')
export class OpenidController {
  constructor(
    private readonly openid: OpenidService,
    private readonly signIns: SignInService,
    private readonly cookies: BrowserCookies,
    private readonly clock: Clock,
    private readonly page: SignInPage,
  ) {}

  @Get()
  async begin(@Query('next') asked: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const next = localPath(textOf(asked));
    if (request.actor) return reply.redirect(next, 303);
    return this.orRefuse(request, reply, next, async () => {
      const { address, secrets } = await this.openid.begin();
      const text = attemptText({ secrets, next }, this.clock.now());
      return this.cookies.keep(reply, 'openid', text).header('cache-control', 'no-store').redirect(address, 303);
    });
  }

  @Get('return')
  async complete(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const attempt = readAttempt(this.cookies.read(request, 'openid'), this.clock.now());
    // Whatever comes of it, an attempt is used once.
    this.cookies.drop(reply, 'openid').header('cache-control', 'no-store');
    const next = attempt?.next ?? '/';
    return this.orRefuse(request, reply, next, async () => {
      const query = request.url.split('?')[1] ?? '';
      const { token, awaitsCode } = await this.signIns.signInByOpenid(query, attempt?.secrets, originOf(request), this.cookies.read(request, 'session'));
      const onwards = awaitsCode ? `/sign-in/code?next=${encodeURIComponent(next)}` : next;
      return this.cookies.keep(reply, 'session', token).redirect(onwards, 303);
    });
  }

  /** A refusal is the sign-in page again, with the reason, so that the password remains a way in. */
  private async orRefuse(request: FastifyRequest, reply: FastifyReply, next: string, step: () => Promise<FastifyReply>): Promise<FastifyReply> {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'missing') throw error;
      return this.page.show(request, reply, { next, refusal: error.message }, statusOf(error));
    }
  }
}
