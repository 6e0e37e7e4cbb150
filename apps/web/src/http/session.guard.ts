import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ApiTokenService } from '#access/api-token.service.js';
import { cameBy } from '#audit/entry-origin.js';
import { SessionService } from '#identity/session.service.js';
import { Forbidden } from '#kernel/domain-error.js';
import { PUBLIC } from './actor.js';
import { BrowserCookies } from './browser-cookies.js';
import { isSafe } from './csrf.guard.js';
import { SecondFactorNeeded, SignInNeeded } from './sign-in-needed.js';

/** Where somebody gets who must have a second factor first. */
const SECOND_FACTOR_PAGE = '/account/second-factor';

/** Who asks: by the cookie of a session or, at the API, by a token. Every handler needs somebody unless it is marked `@Public()`. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionService,
    private readonly tokens: ApiTokenService,
    private readonly cookies: BrowserCookies,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const bearer = bearerIn(request);
    if (bearer !== undefined) {
      await this.recogniseProgram(request, bearer);
      return true;
    }
    const token = this.cookies.read(request, 'session');
    const actor = token ? await this.sessions.actorOf(token) : null;
    if (actor) request.actor = actor;
    const isPublic = this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, [context.getHandler(), context.getClass()]);
    if (!actor && !isPublic) throw new SignInNeeded();
    if (actor?.lacksSecondFactor && !isPublic && !request.url.startsWith(SECOND_FACTOR_PAGE)) throw new SecondFactorNeeded();
    return true;
  }

  private async recogniseProgram(request: FastifyRequest, secret: string): Promise<void> {
    const found = await this.tokens.actorOf(secret);
    if (!found) throw new SignInNeeded('Mã truy cập không đúng, đã hết hạn hoặc đã thu hồi.');
    // Known from here on, so that the trail tells of a refusal too.
    request.actor = found.actor;
    cameBy(`api-token:${found.tokenId}`);
    if (found.scope === 'read' && !isSafe(request)) throw new Forbidden('Mã truy cập này chỉ được đọc.');
    if (found.actor.lacksSecondFactor) throw new SecondFactorNeeded();
  }
}

/** Only the API takes tokens: what a page shows is for people. */
function bearerIn({ url, headers }: FastifyRequest): string | undefined {
  const given = url.startsWith('/api/') ? /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') : null;
  return given?.[1];
}
