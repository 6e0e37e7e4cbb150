import multipart from '@fastify/multipart';
import { HttpException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** How much a form with files may bring. Files go to the disk as they come, fields into memory. */
export interface FormBounds {
  readonly files: number;
  readonly fileBytes: number;
  readonly fieldBytes: number;
  /** Of all fields together. */
  readonly fieldsBytes: number;
}

/** Reads the forms of those handlers that take files (`UploadGuard`), and no others: nothing is read before it is known who sends. */
export async function takeMultipart(server: FastifyInstance): Promise<void> {
  await server.register(multipart, { throwFileSizeLimit: false, limits: { headerPairs: 50 } });
}

/** How the library's plain errors tell of a form without its boundary, cut off or put together wrongly. */
const NO_WHOLE_FORM = /boundary|multipart data|unexpected end of form|part header|malformed/i;

/** The fault is the sender's there. */
export function asRefusal(error: unknown): unknown {
  return error instanceof Error && !('statusCode' in error) && NO_WHOLE_FORM.test(error.message) ? new HttpException('no whole form', 400) : error;
}
