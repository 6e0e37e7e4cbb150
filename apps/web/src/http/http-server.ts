import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import { RequestContext, type MikroORM } from '@mikro-orm/core';
import { HttpException } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { comingBy } from '#audit/entry-origin.js';
import { AnsweredRequests } from '#identity/answered-requests.js';
import type { Environment } from '#kernel/environment.js';
import { knownAssets, PUBLIC_FOLDER } from './assets.js';
import { takeMultipart } from './multipart-body.js';
import { keepAnswers } from './once.interceptor.js';
import { takeBodies } from './request-body.js';
import { answerBrokenLine, answerUnreadable } from './unreadable-request.js';

const BODY_LIMIT_BYTES = 256 * 1024;

/** How long a request may be on its way in before its sender is cut off; tests wait less. */
export interface Patience {
  /** For all of the headers, from the first moment of the connection. */
  readonly headersMs: number;
  /** For a body without files, and between two looks at one with files. */
  readonly bodyMs: number;
  /** What a form with files brings at least between two looks; 16 KB in half a minute is a tenth of the slowest mobile line. */
  readonly leastBytes: number;
  /** For everything. A recording over a slow line takes its time. */
  readonly uploadMs: number;
}

export const PATIENCE: Patience = { headersMs: 15_000, bodyMs: 30_000, leastBytes: 16 * 1024, uploadMs: 15 * 60_000 };

/** As many addresses, or accounts, are counted at once; of more, those that were longest silent are forgotten. */
const MOST_COUNTED = 20_000;

/** The one style element that Turbo puts into a page, by its hash; a browser test watches for refusals after an upgrade. */
const TURBO_PROGRESS_BAR = `'sha256-WAyOw4V+FqDc35lQPyRADLBWbuNK8ahvYEaQIYF1+Ps='`;

export function httpAdapter({ headersMs, uploadMs }: Patience, { trustedProxies }: Pick<Environment, 'trustedProxies'>): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: uploadMs,
    http: { headersTimeout: headersMs, connectionsCheckingInterval: Math.min(headersMs, 5000) },
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answerUnreadable,
    clientErrorHandler: answerBrokenLine,
    trustProxy: [...trustedProxies],
  });
}

/** Headers, cookies, compression, static files, and a fresh unit of work for each request. */
export async function equip(app: NestFastifyApplication, orm: MikroORM, environment: Environment, patience: Patience): Promise<void> {
  const isSecure = environment.publicUrl.startsWith('https:');
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  server.addHook('onRequest', (_request, _reply, done) => comingBy(null, () => RequestContext.create(orm.em, done)));
  server.addHook('onRequest', hastener(patience));
  server.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  keepAnswers(server, app.get(AnsweredRequests, { strict: false }));
  await server.register(cookie);
  await takeMultipart(server);
  takeBodies(server);
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': [`'none'`],
        'script-src': [`'self'`],
        // Styles only from our own files; attributes are for the charts and the calendar, which place things by style="".
        'style-src': [`'self'`, TURBO_PROGRESS_BAR],
        'style-src-attr': [`'unsafe-inline'`],
        'img-src': [`'self'`, 'data:'],
        'media-src': [`'self'`],
        'font-src': [`'self'`],
        'connect-src': [`'self'`],
        'frame-src': [`'self'`],
        'form-action': [`'self'`],
        'base-uri': [`'none'`],
        'frame-ancestors': [`'self'`],
        ...(isSecure ? { 'upgrade-insecure-requests': [] } : {}),
      },
    },
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000 } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'sameorigin' },
  });
  await limitRates(server, environment);
  await server.register(compress, { global: true, threshold: 2048, encodings: ['br', 'gzip'] });
  await server.register(fastifyStatic, {
    root: PUBLIC_FOLDER,
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    decorateReply: false,
    index: false,
  });
}

/**
 * Whoever sends drop by drop is cut off: a body without files has to be whole in time, one with files has to go on coming.
 * A request without a body is whole already; what is sent to it may take long.
 */
function hastener({ bodyMs, leastBytes }: Patience): (request: FastifyRequest, reply: FastifyReply, done: () => void) => void {
  return ({ raw, headers }, _reply, done) => {
    if (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0') {
      const bringsFiles = headers['content-type']?.startsWith('multipart/form-data') === true;
      let had = raw.socket.bytesRead;
      const timer = setInterval(() => {
        const has = raw.socket.bytesRead;
        if (!bringsFiles || has - had < leastBytes) raw.destroy();
        had = has;
      }, bodyMs).unref();
      raw.once('close', () => clearInterval(timer)).once('end', () => clearInterval(timer));
    }
    done();
  };
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Counts a request of somebody signed in; see RateGuard. */
    countForAccount: ReturnType<FastifyInstance['createRateLimit']>;
  }
}

/** Has to be known just when there is much of everything. */
const SIGN_OF_LIFE = '/healthz';

/** So many requests a minute from one address, whatever they ask for, and so many of one account (`RateGuard`). Counted by each process. */
async function limitRates(server: FastifyInstance, { ratePerAddress, ratePerAccount }: Environment): Promise<void> {
  // What is there costs no work.
  const uncounted = knownAssets();
  const silent = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false };
  await server.register(rateLimit, {
    global: false,
    max: ratePerAddress,
    timeWindow: '1 minute',
    cache: MOST_COUNTED,
    allowList: ({ url }) => url === SIGN_OF_LIFE || uncounted.has(url),
    addHeaders: silent,
    addHeadersOnExceeding: silent,
    errorResponseBuilder: () => new HttpException('too many requests', 429),
  });
  // For the whole server and not route by route: what is not there is asked for too.
  server.addHook('onRequest', server.rateLimit());
  const keyGenerator = ({ actor }: FastifyRequest) => `account ${actor?.userId}`;
  server.decorate('countForAccount', server.createRateLimit({ max: ratePerAccount, timeWindow: '1 minute', allowList: [], keyGenerator }));
}
