import { readFile } from 'node:fs/promises';
import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '#identity/actor.js';
import { DomainError, InvalidInput } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import { SourceRefused } from '#planning/formats/source-refused.js';
import { LIMITS } from '#planning/formats/limits.js';
import { assertMayPlan, PlanDraftService } from '#planning/plan-draft.service.js';
import { CurrentActor } from '../http/actor.js';
import { statusOf } from '../http/error.filter.js';
import { Needs } from '../http/needs.js';
import { PageRenderer } from '../http/page-renderer.js';
import { chosenFiles, TakesFiles } from '../http/upload.guard.js';
import type { RawForm } from './draft.input.js';

const MB = 1024 * 1024;

/** One file; or a table as Word puts it on the clipboard, which carries all its styles. */
const BOUNDS = { files: 1, fileBytes: LIMITS.uploadBytes, fieldBytes: 4 * MB, fieldsBytes: 6 * MB };

/** "Nhập kế hoạch": a file, or a table pasted from Word, becomes a draft. */
@Needs('plans.change')
@Controller('plans/imports')
export class ImportsController {
  constructor(
    private readonly drafts: PlanDraftService,
    private readonly pages: PageRenderer,
  ) {}

  @Get('new')
  async form(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    assertMayPlan(actor);
    return this.show(request, reply, {}, undefined);
  }

  @Post()
  @TakesFiles(BOUNDS)
  async take(@Body() body: RawForm, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      assertMayPlan(actor);
      const draft = await this.read(actor, request, body);
      return await reply.redirect(`/plans/drafts/${draft.id}`, 303);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'forbidden') throw error;
      return this.show(request, reply, body, error);
    }
  }

  private async read(actor: Actor, request: FastifyRequest, body: RawForm) {
    const year = yearIn(body);
    // The readers of file formats are large; a process that imports nothing does not load them.
    const { readPasted, readSource } = await import('#planning/formats/read-source.js');
    const [file] = chosenFiles(request);
    if (file) {
      if (file.isTooLarge) throw new SourceRefused(`Tệp lớn hơn ${LIMITS.uploadBytes / MB} MB; hãy tách riêng phần phụ lục rồi nhập lại.`);
      return this.drafts.take(actor, await readSource(await readFile(file.path), file.name), { origin: 'file', name: file.name, year });
    }
    const pasted = pastedIn(body);
    if (pasted === undefined) throw new InvalidInput('Chọn một tệp, hoặc dán bảng vào ô bên dưới.', 'file');
    return this.drafts.take(actor, readPasted(pasted), { origin: 'paste', name: 'Bảng dán từ Word', year });
  }

  private show(request: FastifyRequest, reply: FastifyReply, body: RawForm, error: DomainError | undefined) {
    return this.pages.send(request, reply, {
      template: 'pages/plans/import',
      styles: ['review.css'],
      title: 'Nhập kế hoạch',
      section: 'plans',
      status: error ? statusOf(error) : 200,
      view: {
        year: body.year,
        pasted: body.pasted,
        errors: error ? fieldMessages(error) : {},
        hasFileGone: error !== undefined && chosenFiles(request).length > 0,
      },
    });
  }
}

function yearIn({ year }: RawForm): number | undefined {
  if (typeof year !== 'string' || year.trim() === '') return undefined;
  if (!/^20\d{2}$/.test(year.trim())) throw new InvalidInput('Năm viết bốn chữ số, ví dụ 2027.', 'year');
  return Number(year);
}

/** The table with its cells where the browser could give it, else its text. */
function pastedIn({ pasted, pastedHtml }: RawForm): string | undefined {
  if (typeof pasted !== 'string' || pasted.trim() === '') return undefined;
  return typeof pastedHtml === 'string' && pastedHtml.includes('<t') ? pastedHtml : pasted;
}
