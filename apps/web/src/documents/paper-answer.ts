import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AccessTrail } from '#access/access-trail.js';
import type { AuditSubject } from '#audit/audit-entry.entity.js';
import { fileName, plainFileName } from '#documents/paper-name.js';
import { type Paper, PaperService } from '#documents/paper.service.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { contentDisposition } from '../http/content-disposition.js';
import { PageRenderer } from '../http/page-renderer.js';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

interface PaperPage {
  readonly paper: Paper;
  /** Of the Word file with the same content. */
  readonly wordHref: string;
  readonly back: { readonly href: string; readonly name: string };
  /** Other papers of the same matter. */
  readonly others?: readonly { readonly href: string; readonly name: string }[];
  /** A letter whose number may be given before it is printed. */
  readonly asksNumber?: { readonly value: string; readonly planId: string };
}

/** Answers with a paper: as a page that prints clean, or as a file. */
@Injectable()
export class PaperAnswer {
  constructor(
    private readonly papers: PaperService,
    private readonly trail: AccessTrail,
    private readonly pages: PageRenderer,
  ) {}

  page({ request, reply }: Exchange, { paper, ...around }: PaperPage): FastifyReply {
    return this.pages.send(request, reply, {
      template: 'pages/documents/paper',
      title: paper.title,
      styles: ['document.css'],
      view: { title: paper.title, html: belowTheTitle(paper.html), ...around },
    });
  }

  /** The trail tells who took which paper, and of what. */
  async word({ actor, reply }: Omit<Exchange, 'request'>, paper: Paper, of: { subject: AuditSubject; id: number }): Promise<FastifyReply> {
    await this.trail.tell(actor, 'paper.downloaded', of.subject, of.id, { paper: paper.title });
    return attachment(reply, await this.papers.wordFile(paper), { title: paper.title, extension: 'docx', type: WORD });
  }

  sheet(reply: FastifyReply, content: Buffer, title: string): FastifyReply {
    return attachment(reply, content, { title, extension: 'xlsx', type: EXCEL });
  }
}

/** The page has a first heading of its own; the paper's title stands below it, looking as on paper. */
function belowTheTitle(html: string): string {
  return html.replaceAll('<h1>', '<p class="ten-loai" role="heading" aria-level="2">').replaceAll('</h1>', '</p>');
}

function attachment(reply: FastifyReply, content: Buffer, { title, extension, type }: { title: string; extension: string; type: string }): FastifyReply {
  return reply
    .header('content-disposition', contentDisposition('attachment', { own: fileName(title, extension), plain: plainFileName(title, extension) }))
    .header('cache-control', 'no-store')
    .type(type)
    .send(content);
}
