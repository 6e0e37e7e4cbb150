import { rm } from 'node:fs/promises';
import type { Multipart } from '@fastify/multipart';
import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cleanText } from './request-body.js';
import { asRefusal } from './multipart-body.js';
import { InvalidInput } from '#kernel/domain-error.js';
import type { Environment } from '#kernel/environment.js';
import { ENVIRONMENT } from '#kernel/kernel.module.js';
import { LARGEST_FILE_BYTES } from '#storage/file-kind.js';
import { incomingFolder, type IncomingFile, receiveFile } from '#storage/incoming-file.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Files that the form brought, in order, on disk until the answer is sent; set by UploadGuard. */
    incoming?: readonly IncomingFile[];
  }
}

const TAKES_FILES = 'lich:takes-files';

/** Lets a handler's form bring files. Anywhere else a multipart body is refused as an unknown media type. */
export const TakesFiles = () => SetMetadata(TAKES_FILES, true);

const MOST_FILES = 20;
const MOST_FIELDS = 60;
const LONGEST_FIELD_BYTES = 64 * 1024;

/**
 * Makes of a form with files what other forms are, its files beside it. It runs after the session guard, so nobody who is
 * not signed in writes to the disk, and before the guard that looks for the form's token in the body.
 */
@Injectable()
export class UploadGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    if (request.method !== 'POST' || !request.isMultipart() || !this.reflector.get<boolean | undefined>(TAKES_FILES, context.getHandler())) return true;
    const files: IncomingFile[] = [];
    // Whatever becomes of the request, nothing stays behind: what is kept was copied into the store by then.
    reply.raw.once('close', () => void Promise.all(files.map(({ path }) => rm(path, { force: true }))));
    const body: Record<string, string | string[]> = Object.create(null);
    const limits = { fileSize: Infinity, files: MOST_FILES, fields: MOST_FIELDS, parts: MOST_FILES + MOST_FIELDS, fieldSize: LONGEST_FIELD_BYTES };
    try {
      for await (const part of request.parts({ limits })) await this.take(part, body, files);
    } catch (error) {
      if ((error as { code?: string }).code === 'FST_FILES_LIMIT')
        throw new InvalidInput(`Mỗi lần gửi tối đa ${MOST_FILES} tệp; hãy gửi làm nhiều lần.`, 'files');
      throw asRefusal(error);
    }
    request.body = body;
    request.incoming = files;
    return true;
  }

  private async take(part: Multipart, body: Record<string, string | string[]>, files: IncomingFile[]): Promise<void> {
    if (part.type === 'file') {
      const file = await receiveFile(part.file, part.filename ?? '', incomingFolder(this.environment.dataDir), LARGEST_FILE_BYTES);
      // A field without a file is sent too: as a file without name and bytes.
      files.push(part.filename ? file : { ...file, name: '' });
      return;
    }
    const value = cleanText(String(part.value));
    const known = body[part.fieldname];
    body[part.fieldname] = known === undefined ? value : [known, value].flat();
  }
}

/** The files that were really chosen. */
export function chosenFiles(request: FastifyRequest): IncomingFile[] {
  return (request.incoming ?? []).filter(({ name, size }) => name !== '' || size > 0);
}
