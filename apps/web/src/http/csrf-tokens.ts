import { randomBytes } from 'node:crypto';
import csrf from '@fastify/csrf';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_COOKIE } from './session-cookie.js';

const COOKIE = 'lich_csrf';

/**
 * Tokens that tie a form to the browser and the session it was opened in: a secret in a cookie that scripts cannot read,
 * and a keyed token in the page.
 */
export class CsrfTokens {
  readonly #tokens = new csrf.Tokens({ userInfo: false });

  constructor(private readonly isSecure: boolean) {}

  /** A token for the page being answered; gives the browser its secret if it has none. */
  tokenFor(request: FastifyRequest, reply: FastifyReply): string {
    let secret = request.cookies[COOKIE];
    if (!secret) {
      secret = randomBytes(24).toString('base64url');
      // A second form on the same page asks again before the browser has the cookie.
      request.cookies[COOKIE] = secret;
      reply.setCookie(COOKIE, secret, { path: '/', httpOnly: true, sameSite: 'lax', secure: this.isSecure });
    }
    return this.#tokens.create(bound(secret, request));
  }

  isGood(request: FastifyRequest): boolean {
    const secret = request.cookies[COOKIE];
    const field = (request.body as Record<string, unknown> | undefined)?._csrf;
    const token = typeof field === 'string' ? field : request.headers['csrf-token'];
    return typeof secret === 'string' && typeof token === 'string' && this.#tokens.verify(bound(secret, request), token);
  }
}

/** A token made before somebody signed in, or by somebody else, is worth nothing afterwards. */
function bound(secret: string, request: FastifyRequest): string {
  return `${secret}.${request.cookies[SESSION_COOKIE] ?? ''}`;
}
