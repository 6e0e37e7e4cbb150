import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TooManyAttempts } from '#access/attempt-limits.js';
import { WrongCode } from '#access/second-factor.service.js';
import { SignInService } from '#access/sign-in.service.js';
import { SessionService, WrongCredentials } from '#identity/session.service.js';
import { Public } from '../http/actor.js';
import { BrowserCookies } from '../http/browser-cookies.js';
import { statusOf } from '../http/error.filter.js';
import { localPath } from '../http/local-path.js';
import { originOf } from '../http/origin-of.js';
import { PageRenderer } from '../http/page-renderer.js';
import { textOf } from '../http/query-value.js';
import { SignInPage } from './sign-in.page.js';

/** Signing in and out: a session is made and ended. */
@Public()
@Controller()
export class SessionController {
  constructor(
    private readonly signIns: SignInService,
    private readonly sessions: SessionService,
    private readonly cookies: BrowserCookies,
    private readonly page: SignInPage,
    private readonly pages: PageRenderer,
  ) {}

  @Get('sign-in')
  form(@Query('next') next: unknown, @Query() query: Readonly<Record<string, unknown>>, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    if (request.actor) return reply.redirect(localPath(textOf(next)), 303);
    return this.page.show(request, reply, {
      next: localPath(textOf(next)),
      isEnded: 'ended' in query || 'form' in query,
      isFormLost: 'form' in query,
      isSignedOut: 'signed-out' in query,
      isEmailChanged: 'email-changed' in query,
      isEmailHalf: 'email-half' in query,
    });
  }

  @Post('session')
  async signIn(@Body() body: Record<string, unknown>, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const email = textOf(body.email) ?? '';
    const next = localPath(textOf(body.next));
    try {
      const { token, awaitsCode } = await this.signIns.signIn(email, textOf(body.password) ?? '', originOf(request), this.cookies.read(request, 'session'));
      return this.cookies.keep(reply, 'session', token).redirect(awaitsCode ? `/sign-in/code?next=${encodeURIComponent(next)}` : next, 303);
    } catch (error) {
      if (!(error instanceof WrongCredentials) && !(error instanceof TooManyAttempts)) throw error;
      if (error instanceof TooManyAttempts) reply.header('retry-after', String(error.retryAfterSeconds));
      return this.page.show(request, reply, { email, next, errors: { email: error.message } }, statusOf(error));
    }
  }

  /** The second step, for whoever has an authenticator. */
  @Get('sign-in/code')
  async codeForm(@Query('next') next: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const token = this.cookies.read(request, 'session');
    if (!token || !(await this.sessions.awaiting(token))) return reply.redirect('/sign-in', 303);
    return this.showCode(request, reply, { next: localPath(textOf(next)) });
  }

  @Post('session/code')
  async confirm(@Body() body: Record<string, unknown>, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const next = localPath(textOf(body.next));
    try {
      const token = await this.signIns.confirm(this.cookies.read(request, 'session') ?? '', textOf(body.code) ?? '', originOf(request));
      return this.cookies.keep(reply, 'session', token).redirect(next, 303);
    } catch (error) {
      if (!(error instanceof WrongCode) && !(error instanceof TooManyAttempts)) throw error;
      if (error instanceof TooManyAttempts) reply.header('retry-after', String(error.retryAfterSeconds));
      return this.showCode(request, reply, { next, errors: { code: error.message } }, statusOf(error));
    }
  }

  @Post('session/end')
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const token = this.cookies.read(request, 'session');
    if (token) await this.signIns.signOut(token, originOf(request));
    return this.cookies.drop(reply, 'session').redirect('/sign-in?signed-out', 303);
  }

  private showCode(request: FastifyRequest, reply: FastifyReply, view: object, status = 200) {
    return this.pages.send(request, reply, { template: 'pages/sign-in/code', title: 'Xác thực hai lớp', status, view });
  }
}
