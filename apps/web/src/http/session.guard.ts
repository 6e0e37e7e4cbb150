import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { SessionService } from '#identity/session.service.js';
import { PUBLIC } from './actor.js';
import { SESSION_COOKIE } from './session-cookie.js';
import { SignInNeeded } from './sign-in-needed.js';

/** Every handler needs a signed-in person unless it is marked `@Public()`. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const token = request.cookies[SESSION_COOKIE];
    const actor = token ? await this.sessions.actorOf(token) : null;
    if (actor) request.actor = actor;
    const isPublic = this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, [context.getHandler(), context.getClass()]);
    if (!actor && !isPublic) throw new SignInNeeded();
    return true;
  }
}
