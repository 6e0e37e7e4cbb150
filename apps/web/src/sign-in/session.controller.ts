import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SessionService, WrongCredentials } from '#identity/session.service.js';
import { fieldMessages } from '#kernel/form-input.js';
import { Settings } from '#kernel/settings.js';
import { Public } from '../http/actor.js';
import { statusOf } from '../http/error.filter.js';
import { localPath } from '../http/local-path.js';
import { textOf } from '../http/query-value.js';
import { SESSION_COOKIE, sessionCookieOptions } from '../http/session-cookie.js';
import { SignInPage } from './sign-in.page.js';

/** Signing in and out: a session is made and ended. */
@Public()
@Controller()
export class SessionController {
  constructor(
    private readonly sessions: SessionService,
    private readonly settings: Settings,
    private readonly page: SignInPage,
  ) {}

  @Get('sign-in')
  form(@Query('next') next: unknown, @Query('signed-out') signedOut: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    if (request.actor) return reply.redirect(localPath(textOf(next)), 303);
    return this.page.show(request, reply, { next: localPath(textOf(next)), isSignedOut: signedOut !== undefined });
  }

  @Post('session')
  async signIn(@Body() body: Record<string, unknown>, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const email = textOf(body.email) ?? '';
    const next = localPath(textOf(body.next));
    try {
      const token = await this.sessions.signIn(email, textOf(body.password) ?? '');
      return reply.setCookie(SESSION_COOKIE, token, sessionCookieOptions(this.settings.publicUrl)).redirect(next, 303);
    } catch (error) {
      if (!(error instanceof WrongCredentials)) throw error;
      return this.page.show(request, reply, { email, next, errors: fieldMessages(error) }, statusOf(error));
    }
  }

  @Post('session/end')
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const token = request.cookies[SESSION_COOKIE];
    if (token) await this.sessions.signOut(token);
    return reply.clearCookie(SESSION_COOKIE, { path: '/' }).redirect('/sign-in?signed-out', 303);
  }
}
