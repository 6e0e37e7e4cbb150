import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { OpenidSecrets } from '#identity/openid.service.js';
import { OPENID_MINUTES } from '../http/browser-cookies.js';
import { localPath } from '../http/local-path.js';

/** A sign-in that is under way at the provider, and where it shall lead. */
interface OpenidAttempt {
  readonly secrets: OpenidSecrets;
  readonly next: string;
}

const schema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), next: z.string(), until: z.number() });

export function attemptText({ secrets, next }: OpenidAttempt, now: Temporal.Instant): string {
  const until = now.add({ minutes: OPENID_MINUTES }).epochMilliseconds;
  return Buffer.from(JSON.stringify({ ...secrets, next, until })).toString('base64url');
}

/** Undefined for a cookie that is missing, spoilt or older than its ten minutes. */
export function readAttempt(text: string | undefined, now: Temporal.Instant): OpenidAttempt | undefined {
  let given: unknown;
  try {
    given = JSON.parse(Buffer.from(text ?? '', 'base64url').toString());
  } catch {
    return undefined;
  }
  const { success, data } = schema.safeParse(given);
  if (!success || now.epochMilliseconds >= data.until) return undefined;
  const { state, nonce, verifier, next } = data;
  return { secrets: { state, nonce, verifier }, next: localPath(next) };
}
