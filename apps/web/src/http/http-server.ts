import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import { RequestContext, type MikroORM } from '@mikro-orm/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { takeMultipart } from './multipart-body.js';
import { PUBLIC_FOLDER } from './assets.js';

const BODY_LIMIT_BYTES = 256 * 1024;
const REQUEST_SECONDS = 30;

/** A recording over a slow line takes its time. */
const UPLOAD_SECONDS = 15 * 60;

/** The one style element that Turbo puts into a page, by its hash; a browser test watches for refusals after an upgrade. */
const TURBO_PROGRESS_BAR = `'sha256-WAyOw4V+FqDc35lQPyRADLBWbuNK8ahvYEaQIYF1+Ps='`;

export function httpAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: UPLOAD_SECONDS * 1000,
    routerOptions: { maxParamLength: 200 },
    trustProxy: '127.0.0.1',
  });
}

/** Headers, cookies, compression, static files, and a fresh unit of work for each request. */
export async function equip(app: NestFastifyApplication, orm: MikroORM, publicUrl: string): Promise<void> {
  const isSecure = publicUrl.startsWith('https:');
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  server.addHook('onRequest', (_request, _reply, done) => RequestContext.create(orm.em, done));
  server.addHook('onRequest', hastenRequest);
  await server.register(cookie);
  await takeMultipart(server);
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

/** Only a form with files may take long to arrive; whoever sends anything else drop by drop is cut off. */
function hastenRequest({ raw, headers }: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  if (raw.method !== 'GET' && !headers['content-type']?.startsWith('multipart/form-data')) {
    const timer = setTimeout(() => raw.destroy(), REQUEST_SECONDS * 1000);
    raw.once('close', () => clearTimeout(timer)).once('end', () => clearTimeout(timer));
  }
  done();
}
