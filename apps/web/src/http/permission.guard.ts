import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { may } from '#identity/actor.js';
import type { Permission } from '#identity/permissions.js';
import { Forbidden } from '#kernel/domain-error.js';
import { PUBLIC } from './actor.js';
import { isSafe } from './csrf.guard.js';
import { NEEDS } from './needs.js';

/** Whoever is signed in needs one of the permissions that the handler names; to whose things it extends is for the services to ask. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const places = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, places)) return true;
    const needed = this.reflector.getAllAndOverride<readonly Permission[] | undefined>(NEEDS, places);
    if (!needed) throw new Error(`${context.getClass().name}.${context.getHandler().name} declares no permission`);
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { actor } = request;
    // A token changes items at most, whatever else its owner may.
    if (actor?.via === 'api-token' && !isSafe(request) && !needed.includes('items.change')) throw new Forbidden('Mã truy cập không được làm việc này.');
    if (actor && needed.some((permission) => may(actor, permission))) return true;
    throw new Forbidden('Vai trò của bạn không mở được trang này. Nếu cần, hãy hỏi người quản trị hệ thống.');
  }
}
