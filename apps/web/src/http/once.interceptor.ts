import { hash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, Logger, type NestInterceptor } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { AnsweredRequests, type AskedOnce, type KeptAnswer } from '#identity/answered-requests.js';
import { hashOfToken } from '#identity/secret-token.js';
import { InvalidInput } from '#kernel/domain-error.js';
import { errorForLog } from '#kernel/logged-error.js';
import { BrowserCookies } from './browser-cookies.js';
import { chosenFiles } from './upload.guard.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The row by which this request, and no other like it, does the work. */
    claim?: number;
    /** The answer shows a secret, once: its like is led here instead, and the secret is written down nowhere. */
    onceMore?: string;
  }
}

/** The way out for a request whose like was answered before: no handler runs, `ErrorFilter` sends this. */
export class AnsweredBefore extends Error {
  constructor(readonly answer: KeptAnswer) {
    super('answered before');
  }

  send(reply: FastifyReply): FastifyReply {
    const { status, location, contentType, body } = this.answer;
    reply.header('cache-control', 'no-store');
    if (location !== null) reply.header('location', location);
    if (contentType !== null) reply.type(contentType);
    return reply.status(status).send(body ?? '');
  }
}

const API = '/api/v1/';

/** Whose answers set cookies: signing in, signing out, choosing a password. */
const SETS_COOKIES = /^\/(session|set-up)(\/|$)/;

const VISIBLE = /^[\x21-\x7e]{1,128}$/;

/** More than any page or answer of ours has; a larger one is given, but not kept. */
const LONGEST_KEPT = 256 * 1024;

/**
 * The same request twice is done once. Of programs: a POST with the header `Idempotency-Key`. Of people: a form with the
 * same content from the same rendering, which its `_csrf` names, because every rendering has another; so a double click or a
 * form sent once more over a bad line makes one row and gets one answer.
 */
@Injectable()
export class OnceInterceptor implements NestInterceptor {
  constructor(
    private readonly requests: AnsweredRequests,
    private readonly cookies: BrowserCookies,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const asked = askedOnce(request, this.cookies.read(request, 'session'));
    if (!asked) return next.handle();
    const claimed = await this.requests.claim(asked);
    if ('answer' in claimed) throw new AnsweredBefore(claimed.answer);
    request.claim = claimed.id;
    return next.handle();
  }
}

/**
 * Keeps each answer before it leaves: who has seen success can be told it again. To be added before anything that changes
 * what is sent, such as compression.
 */
export function keepAnswers(server: FastifyInstance, requests: AnsweredRequests): void {
  const logger = new Logger(OnceInterceptor.name);
  server.addHook('onSend', async (request, reply, payload) => {
    const { claim } = request;
    if (claim === undefined) return payload;
    delete request.claim;
    const answer =
      request.onceMore === undefined ? answerToKeep(request, reply, payload) : { status: 303, location: request.onceMore, contentType: null, body: null };
    // Where this fails the claim stands, and whoever asks again is told to look first: never is the work done twice.
    await (answer ? requests.keep(claim, answer) : requests.free(claim)).catch((error: unknown) => logger.error(errorForLog(error)));
    return payload;
  });
}

function askedOnce(request: FastifyRequest, session: string | undefined): AskedOnce | undefined {
  const { actor, method } = request;
  const route = request.routeOptions.url ?? '';
  if (!actor || method !== 'POST' || SETS_COOKIES.test(route)) return undefined;
  if (route.startsWith(API)) {
    const key = request.headers['idempotency-key'];
    if (key === undefined) return undefined;
    if (typeof key !== 'string' || !VISIBLE.test(key))
      throw new InvalidInput('Idempotency-Key gồm 1 đến 128 ký tự ASCII, không có khoảng trắng.', 'Idempotency-Key');
    return { owner: `account ${actor.userId}`, key, fingerprint: fingerprintOf(request) };
  }
  const rendering = (request.body as Record<string, unknown> | undefined)?._csrf;
  if (session === undefined || typeof rendering !== 'string') return undefined;
  const fingerprint = fingerprintOf(request);
  return { owner: `session ${hashOfToken(session)}`, key: fingerprint, fingerprint };
}

function fingerprintOf(request: FastifyRequest): string {
  const files = chosenFiles(request).map(({ name, size, sha256 }) => [name, size, sha256]);
  return hash('sha256', JSON.stringify([request.method, request.url, ordered(request.body), files]));
}

/** A body with its names in order, and the bytes of a file by their hash. */
function ordered(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return hash('sha256', value);
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, part]) => [name, ordered(part)]);
}

/** Only what says that something was done. A refusal, an error or a stream is not kept, nor what belongs to one browser. */
function answerToKeep({ routeOptions }: FastifyRequest, reply: FastifyReply, payload: unknown): KeptAnswer | undefined {
  const { statusCode: status } = reply;
  if (reply.hasHeader('set-cookie')) return undefined;
  const location = textOrNull(reply.getHeader('location'));
  const contentType = textOrNull(reply.getHeader('content-type'));
  // A page in answer to a form tells of nothing done: a preview, or what was asked again.
  const isOfProgram = (routeOptions.url ?? '').startsWith(API);
  const isDone = (status === 303 && location !== null) || (isOfProgram && status >= 200 && status < 300);
  if (!isDone || !(payload === null || payload === undefined || typeof payload === 'string')) return undefined;
  const body = payload || null;
  return body !== null && body.length > LONGEST_KEPT ? undefined : { status, location, contentType, body };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
