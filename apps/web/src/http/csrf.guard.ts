import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Forbidden } from '#kernel/domain-error.js';
import { CsrfTokens } from './csrf-tokens.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Every unsafe request carries the token of its own page: the field `_csrf`, or the header `csrf-token` from a script. */
@Injectable()
export class CsrfGuard implements CanActivate {
  constructor(private readonly tokens: CsrfTokens) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (SAFE_METHODS.has(request.method) || this.tokens.isGood(request)) return true;
    throw new Forbidden('Biểu mẫu đã quá hạn hoặc không đến từ trang này. Hãy tải lại trang rồi gửi lại.');
  }
}
