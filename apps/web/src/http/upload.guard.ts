import { rm } from 'node:fs/promises';
import type { Multipart } from '@fastify/multipart';
import { type CanActivate, type ExecutionContext, HttpException, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvalidInput } from '#kernel/domain-error.js';
import type { Environment } from '#kernel/environment.js';
import { ENVIRONMENT } from '#kernel/kernel.module.js';
import { LARGEST_FILE_BYTES } from '#storage/file-kind.js';
import { incomingFolder, type IncomingFile, receiveFile } from '#storage/incoming-file.js';
import { asRefusal, type FormBounds } from './multipart-body.js';
import { PermissionGuard } from './permission.guard.js';
import { cleanText } from './request-body.js';
import { SessionGuard } from './session.guard.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Files that the form brought, in order, on disk until the answer is sent; set by UploadGuard. */
    incoming?: readonly IncomingFile[];
  }
}

const TAKES_FILES = 'lich:takes-files';

const KB = 1024;

const EVIDENCE: FormBounds = { files: 20, fileBytes: LARGEST_FILE_BYTES, fieldBytes: 64 * KB, fieldsBytes: 256 * KB };

const MOST_FIELDS = 60;

/** Lets a handler's form bring files. Anywhere else a multipart body is refused as an unknown media type. */
export const TakesFiles = (bounds = EVIDENCE) => SetMetadata(TAKES_FILES, bounds);

type Fields = Record<string, string | string[]>;

/**
 * Makes of a form with files what other forms are, its files beside it. It runs after the guards that ask who sends and
 * whether they may, so nobody else writes to the disk; and before the guard that looks for the form's token in the body.
 */
@Injectable()
export class UploadGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly session: SessionGuard,
    private readonly permission: PermissionGuard,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const bounds = this.reflector.get<FormBounds | undefined>(TAKES_FILES, context.getHandler());
    if (request.method !== 'POST' || !request.isMultipart() || !bounds) return true;
    const files: IncomingFile[] = [];
    // Whatever becomes of the request, nothing stays behind: what is kept was copied into the store by then.
    reply.raw.once('close', () => void Promise.all(files.map(({ path }) => rm(path, { force: true }))));
    request.body = await this.read(request, bounds, files);
    request.incoming = files;
    // A recording is minutes on its way: whoever was let in when it began may have been shut out since.
    return (await this.session.canActivate(context)) && this.permission.canActivate(context);
  }

  /** @throws HttpException (400) for what is no whole form, (413) for fields that are too long; InvalidInput for too many files */
  private async read(request: FastifyRequest, bounds: FormBounds, files: IncomingFile[]): Promise<Fields> {
    const body: Fields = Object.create(null);
    const limits = { fileSize: Infinity, files: bounds.files, fields: MOST_FIELDS, parts: bounds.files + MOST_FIELDS, fieldSize: bounds.fieldBytes };
    let fieldsBytes = 0;
    try {
      for await (const part of request.parts({ limits })) {
        if (part.type === 'file') files.push(await this.receive(part, bounds));
        else {
          fieldsBytes += Buffer.byteLength(String(part.value));
          if (part.valueTruncated || fieldsBytes > bounds.fieldsBytes) throw new HttpException('fields too large', 413);
          put(body, part.fieldname, cleanText(String(part.value)));
        }
      }
    } catch (error) {
      if ((error as { code?: string }).code === 'FST_FILES_LIMIT')
        throw new InvalidInput(`Mỗi lần gửi tối đa ${bounds.files} tệp; hãy gửi làm nhiều lần.`, 'files');
      throw asRefusal(error);
    }
    return body;
  }

  private async receive(part: Extract<Multipart, { type: 'file' }>, { fileBytes }: FormBounds): Promise<IncomingFile> {
    const file = await receiveFile(part.file, part.filename ?? '', incomingFolder(this.environment.dataDir), fileBytes);
    // A field without a file is sent too: as a file without name and bytes.
    return part.filename ? file : { ...file, name: '' };
  }
}

/** A name that comes twice is a list. */
function put(body: Fields, name: string, value: string): void {
  const known = body[name];
  body[name] = known === undefined ? value : [known, value].flat();
}

/** The files that were really chosen. */
export function chosenFiles(request: FastifyRequest): IncomingFile[] {
  return (request.incoming ?? []).filter(({ name, size }) => name !== '' || size > 0);
}
