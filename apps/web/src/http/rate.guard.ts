import { type CanActivate, type ExecutionContext, HttpException, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** One account from many addresses, or from one that many share, is held to its own number of requests (`RATE_PER_ACCOUNT`). */
@Injectable()
export class RateGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!request.actor) return true;
    const count = await request.server.countForAccount(request);
    if (count.isAllowed || !count.isExceeded) return true;
    context.switchToHttp().getResponse<FastifyReply>().header('retry-after', String(count.ttlInSeconds));
    throw new HttpException('too many requests', 429);
  }
}
