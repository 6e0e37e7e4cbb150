import { randomBytes } from 'node:crypto';
import csrf from '@fastify/csrf';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BrowserCookies } from './browser-cookies.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The secret that this answer gives to a browser without one: a second form on the same page is tied to the same. */
    formSecret?: string;
  }
}

/**
 * Tokens that tie a form to the browser and the session it was opened in: a secret in a cookie that scripts cannot read,
 * and a keyed token in the page.
 */
@Injectable()
export class CsrfTokens {
  readonly #tokens = new csrf.Tokens({ userInfo: false });

  constructor(private readonly cookies: BrowserCookies) {}

  /** A token for the page being answered; gives the browser its secret if it has none. */
  tokenFor(request: FastifyRequest, reply: FastifyReply): string {
    let secret = this.cookies.read(request, 'form') ?? request.formSecret;
    if (!secret) {
      secret = randomBytes(24).toString('base64url');
      request.formSecret = secret;
      this.cookies.keep(reply, 'form', secret);
    }
    return this.#tokens.create(this.bound(secret, request));
  }

  isGood(request: FastifyRequest): boolean {
    const secret = this.cookies.read(request, 'form');
    const field = (request.body as Record<string, unknown> | undefined)?._csrf;
    const token = typeof field === 'string' ? field : request.headers['csrf-token'];
    return typeof secret === 'string' && typeof token === 'string' && this.#tokens.verify(this.bound(secret, request), token);
  }

  /** A token made before somebody signed in, or by somebody else, is worth nothing afterwards. */
  private bound(secret: string, request: FastifyRequest): string {
    return `${secret}.${this.cookies.read(request, 'session') ?? ''}`;
  }
}
