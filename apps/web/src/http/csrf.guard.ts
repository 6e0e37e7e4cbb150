import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Reflector } from '@nestjs/core';
import { Forbidden } from '#kernel/domain-error.js';
import { CsrfTokens } from './csrf-tokens.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Changes nothing. */
export function isSafe({ method }: { method: string }): boolean {
  return SAFE_METHODS.has(method);
}

/** A form without the token of its page: of a session that ended, or of another site. */
export class OutdatedForm extends Forbidden {
  constructor() {
    super('Biểu mẫu đã quá hạn hoặc không đến từ trang này. Hãy tải lại trang rồi gửi lại.');
  }
}

const NEEDS_NO_FORM = 'lich:needs-no-form';

/**
 * For an address that is itself a secret and that programs post to, as mail programs do to end a list (RFC 8058): nobody
 * who does not know it can have it asked for.
 */
export const NeedsNoForm = () => SetMetadata(NEEDS_NO_FORM, true);

/** Every unsafe request carries the token of its own page: the field `_csrf`, or the header `csrf-token` from a script. */
@Injectable()
export class CsrfGuard implements CanActivate {
  constructor(
    private readonly tokens: CsrfTokens,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    // What comes with a token of the API comes from no browser: no other site can have it sent.
    if (isSafe(request) || request.actor?.via === 'api-token' || this.reflector.get<boolean | undefined>(NEEDS_NO_FORM, context.getHandler())) return true;
    if (this.tokens.isGood(request)) return true;
    throw new OutdatedForm();
  }
}
