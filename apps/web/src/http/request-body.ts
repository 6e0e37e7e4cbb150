import { HttpException } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isSafe } from './csrf.guard.js';

/**
 * What no field of ours can hold: NUL, which PostgreSQL takes nowhere; halves of a character; and the signs that turn the
 * direction of a line around, by which a name reads as another one.
 */
const UNWANTED = /[\0\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text as it may be kept. */
export function cleanText(text: string): string {
  return text.replace(UNWANTED, '');
}

/** No body of ours is so deep; one of a hundred thousand levels would end the stack of whatever walks through it. */
const MOST_LEVELS = 32;

/** All text in what a program or a form sent; bytes of files stay as they are. @throws HttpException 400 for one too deep */
function cleanBody(body: unknown, level = 0): unknown {
  if (typeof body === 'string') return cleanText(body);
  if (typeof body !== 'object' || body === null || Buffer.isBuffer(body)) return body;
  if (level > MOST_LEVELS) throw new HttpException('too deep', 400);
  if (Array.isArray(body)) return body.map((part) => cleanBody(part, level + 1));
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, cleanBody(value, level + 1)]));
}

/** A handler gets an object, whatever was sent, and of forms nothing but forms. */
export function takeBodies(server: FastifyInstance): void {
  server.addHook('onRequest', refuseForeignForms);
  server.addHook('preHandler', async (request) => {
    if (isSafe(request)) return;
    const { body } = request;
    const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
    request.body = isObject ? cleanBody(body) : {};
  });
}

/** JSON is for the API: a page's form never sends it. */
async function refuseForeignForms(request: FastifyRequest, _reply: FastifyReply): Promise<void> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (isSafe(request) || type === undefined || request.url.startsWith('/api/')) return;
  if (type !== 'application/x-www-form-urlencoded' && type !== 'multipart/form-data') throw new HttpException('no form', 415);
}
