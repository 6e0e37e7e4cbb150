import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '#identity/actor.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whoever is signed in; set by SessionGuard. */
    actor?: Actor;
  }
}

/** The person signed in, in a handler's parameters. */
export const CurrentActor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!actor) throw new Error('a handler that is public asked for the actor');
  return actor;
});

const PUBLIC = 'lich:public';

/** Opens a handler to people who are not signed in. */
export const Public = () => SetMetadata(PUBLIC, true);

export { PUBLIC };
