import type { CookieSerializeOptions } from '@fastify/cookie';
import { SESSION_DAYS } from '#identity/session.service.js';

export const SESSION_COOKIE = 'lich_session';

/** Out of reach of scripts, not sent by other sites' forms, and only over TLS where the address says so. */
export function sessionCookieOptions(publicUrl: string): CookieSerializeOptions {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:'), maxAge: SESSION_DAYS * 24 * 3600 };
}
