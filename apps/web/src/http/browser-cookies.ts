import type { CookieSerializeOptions } from '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_DAYS } from '#identity/session.service.js';
import { Settings } from '#kernel/settings.js';

/** The secret of a session; that of the forms; and what a sign-in at a provider has to remember, for ten minutes. */
export type CookieKind = 'session' | 'form' | 'openid';

export const OPENID_MINUTES = 10;

const SECONDS: Record<CookieKind, number | undefined> = { session: SESSION_DAYS * 24 * 3600, form: undefined, openid: OPENID_MINUTES * 60 };

/**
 * What the browser keeps for us: out of reach of scripts and not sent by other sites' forms. Where the address is https, only
 * over TLS, and under a name that no other host of the domain can set (`__Host-`).
 * SameSite=Lax, not Strict: people come from a letter's link, and back from a provider.
 */
@Injectable()
export class BrowserCookies {
  readonly #isSecure: boolean;

  constructor({ publicUrl }: Settings) {
    this.#isSecure = publicUrl.startsWith('https:');
  }

  nameOf(kind: CookieKind): string {
    return `${this.#isSecure ? '__Host-' : ''}lich_${kind}`;
  }

  /** Undefined too where the request could not be read as far as its cookies. */
  read({ cookies }: FastifyRequest, kind: CookieKind): string | undefined {
    return (cookies as FastifyRequest['cookies'] | undefined)?.[this.nameOf(kind)];
  }

  keep(reply: FastifyReply, kind: CookieKind, value: string): FastifyReply {
    const maxAge = SECONDS[kind];
    return reply.setCookie(this.nameOf(kind), value, { ...this.#options, ...(maxAge === undefined ? {} : { maxAge }) });
  }

  drop(reply: FastifyReply, kind: CookieKind): FastifyReply {
    return reply.clearCookie(this.nameOf(kind), this.#options);
  }

  get #options(): CookieSerializeOptions {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.#isSecure };
  }
}
