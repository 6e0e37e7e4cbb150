import multipart from '@fastify/multipart';
import { HttpException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { LIMITS } from '#planning/formats/limits.js';

/** A file that a form brought; `isTooLarge` means that its end was thrown away. */
export interface UploadedFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly isTooLarge: boolean;
}

/** A table as Word puts it on the clipboard carries all its styles. */
const LONGEST_FIELD_BYTES = 4 * 1024 * 1024;

/** Where a file is read in memory, because it is a plan's; evidence goes to the disk (`upload.guard.ts`). */
const TAKES_FILES = /^\/plans\/imports(?:\?|$)/;

/** Makes of a form with a file what other forms are: a body of named fields, the file among them. Bounded in memory. */
export async function takeMultipart(server: FastifyInstance): Promise<void> {
  await server.register(multipart, {
    throwFileSizeLimit: false,
    limits: { fileSize: LIMITS.uploadBytes, files: 1, fields: 20, parts: 21, fieldSize: LONGEST_FIELD_BYTES, headerPairs: 50 },
  });
  server.addHook('preValidation', async (request) => {
    if (request.method !== 'POST' || !TAKES_FILES.test(request.url) || !request.isMultipart()) return;
    const body: Record<string, unknown> = Object.create(null);
    try {
      for await (const part of request.parts()) {
        if (part.type === 'field') body[part.fieldname] = part.value;
        else {
          const bytes = await part.toBuffer();
          if (part.filename !== '') body[part.fieldname] = { name: part.filename, bytes, isTooLarge: part.file.truncated } satisfies UploadedFile;
        }
      }
    } catch (error) {
      throw asRefusal(error);
    }
    request.body = body;
  });
}

/** How the library's plain errors tell of a form without its boundary, cut off or put together wrongly. */
const NO_WHOLE_FORM = /boundary|multipart data|unexpected end of form|part header|malformed/i;

/** The fault is the sender's there. */
export function asRefusal(error: unknown): unknown {
  return error instanceof Error && !('statusCode' in error) && NO_WHOLE_FORM.test(error.message) ? new HttpException('no whole form', 400) : error;
}

export function uploadedFile(value: unknown): UploadedFile | undefined {
  return typeof value === 'object' && value !== null && 'bytes' in value ? (value as UploadedFile) : undefined;
}
