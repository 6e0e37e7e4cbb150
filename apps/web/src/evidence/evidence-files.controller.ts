import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EvidenceService } from '#deliverables/evidence/evidence.service.js';
import { LinkSnapshotService } from '#deliverables/evidence/link-snapshot.service.js';
import { formatDate, plainDate } from '#kernel/plain-date.js';
import { AccessTrail } from '#access/access-trail.js';
import type { Actor } from '#identity/actor.js';
import { NotFound } from '#kernel/domain-error.js';
import { type ByteRange, FileStore } from '#storage/file-store.js';
import { honestFileName, type MediaType } from '#storage/stored-file.entity.js';
import { momentWords } from '../http/activity-view.js';
import { contentDisposition } from '../http/content-disposition.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { PageRenderer } from '../http/page-renderer.js';
import { rowIdOf } from '../http/query-value.js';
import { evidenceId } from './evidence.controller.js';

/** What a browser shows by itself; anything else is handed over to be saved. */
const SHOWN: ReadonlySet<MediaType> = new Set(['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'audio/mpeg', 'video/mp4']);

/** The bytes never change under their hash, but who may see them can: kept by the browser, and asked for each time all the same: whoever signs out, or loses a role, opens nothing any more. */
const CACHING = 'private, no-cache';

/** Whatever a file turns out to be, it runs nothing and loads nothing here. A viewer of PDFs needs its own styles and pictures. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; object-src 'self'; frame-ancestors 'self'; sandbox";
/** A browser's own viewer of PDFs does not open in a sandbox; scripts inside a PDF are the viewer's affair, not this site's. */
const PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; plugin-types application/pdf; frame-ancestors 'self'";

/** The files of evidence, for the organisation that did the item and for whoever checks it. */
@Needs('evidence.read')
@Controller()
export class EvidenceFilesController {
  constructor(
    private readonly evidence: EvidenceService,
    private readonly snapshots: LinkSnapshotService,
    private readonly store: FileStore,
    private readonly trail: AccessTrail,
    private readonly pages: PageRenderer,
  ) {}

  @Get('evidence/:id/file')
  async file(@CurrentActor() actor: Actor, @Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { file, name: given, itemId } = await this.evidence.fileOf(actor, evidenceId(id));
    const name = honestFileName(given, file.mediaType);
    const { size } = file;
    const etag = `"${file.sha256}"`;
    reply
      .header('content-type', file.mediaType)
      .header('content-disposition', contentDisposition(SHOWN.has(file.mediaType) ? 'inline' : 'attachment', { own: name, plain: plainName(name) }))
      .header('content-security-policy', file.mediaType === 'application/pdf' ? PDF_POLICY : POLICY)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', CACHING)
      .header('accept-ranges', 'bytes')
      .header('etag', etag);
    if (request.headers['if-none-match'] === etag) return reply.status(304).send();
    const range = rangeIn(request.headers.range, size);
    if (range === 'beyond') return reply.status(416).header('content-range', `bytes */${size}`).send();
    await this.trail.tellDownload(actor, itemId, evidenceId(id), range !== undefined);
    if (!range) return reply.header('content-length', size).send(await this.store.read(file.sha256));
    return reply
      .status(206)
      .header('content-range', `bytes ${range.from}-${range.to}/${size}`)
      .header('content-length', range.to - range.from + 1)
      .send(await this.store.read(file.sha256, range));
  }

  @Get('evidence/:id/thumbnail')
  async thumbnail(@CurrentActor() actor: Actor, @Param('id') id: string, @Res() reply: FastifyReply) {
    const { file } = await this.evidence.fileOf(actor, evidenceId(id));
    if (!file.hasThumbnail) throw new NotFound('Tệp này không có ảnh thu nhỏ.');
    return reply
      .header('content-type', 'image/webp')
      .header('content-security-policy', POLICY)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', CACHING)
      .send(await this.store.readThumbnail(file.sha256));
  }

  /** A page as it was kept, as text: nothing of its markup is shown. */
  @Get('snapshots/:id')
  async snapshot(@CurrentActor() actor: Actor, @Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const snapshot = await this.snapshots.find(actor, rowIdOf(id));
    const { deliverable, url, finalUrl, title, author, publishedOn, text, sha256, takenAt, takenBy } = snapshot;
    await this.trail.tell(actor, 'evidence.snapshot-opened', 'deliverable', deliverable.id, { snapshot: snapshot.id });
    return this.pages.send(request, reply, {
      template: 'pages/evidence/snapshot',
      title: 'Bản lưu trang',
      section: 'deliverables',
      styles: ['evidence.css'],
      view: {
        item: { href: `/deliverables/${deliverable.id}#evidence`, title: deliverable.title },
        title: title ?? 'Trang không có tiêu đề',
        facts: [
          { label: 'Đường dẫn', value: url },
          ...(finalUrl === url ? [] : [{ label: 'Trang đã đọc', value: finalUrl }]),
          ...(author ? [{ label: 'Tác giả', value: author }] : []),
          ...(publishedOn ? [{ label: 'Ngày đăng', value: formatDate(plainDate(publishedOn)) }] : []),
          { label: 'Lưu lúc', value: `${momentWords(takenAt.toString())}${takenBy ? `, ${takenBy.name}` : ''}` },
          { label: 'SHA-256 của trang', value: sha256 },
        ],
        paragraphs: text.split('\n').filter(Boolean),
      },
    });
  }
}

/** @returns nothing where the whole file is asked for, or several parts at once, which no player does */
function rangeIn(header: string | undefined, size: number): ByteRange | 'beyond' | undefined {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (!asked || (asked[1] === '' && asked[2] === '')) return undefined;
  const from = asked[1] === '' ? Math.max(0, size - Number(asked[2])) : Number(asked[1]);
  const to = asked[1] === '' || asked[2] === '' ? size - 1 : Math.min(size - 1, Number(asked[2]));
  return from > to || from >= size ? 'beyond' : { from, to };
}

/** A file's name for what reads plain letters alone. */
function plainName(name: string): string {
  return name
    .replace(/[đĐ]/g, (letter) => (letter === 'đ' ? 'd' : 'D'))
    .normalize('NFD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/["\\%;]/g, '_');
}
