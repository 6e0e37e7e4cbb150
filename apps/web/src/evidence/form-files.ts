import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type CheckedFile, EvidenceService } from '#deliverables/evidence/evidence.service.js';
import type { Actor } from '#identity/actor.js';
import { InvalidForm } from '#kernel/form-input.js';
import { chosenFiles } from '../http/upload.guard.js';

/** Files that come with the logging of an item: looked at before it is logged, attached right after. */
@Injectable()
export class FormFiles {
  constructor(private readonly evidence: EvidenceService) {}

  /** @throws InvalidForm naming each file that is refused; nothing is logged then, and the form comes back */
  async checked(request: FastifyRequest): Promise<readonly CheckedFile[]> {
    const files = chosenFiles(request);
    if (files.length === 0) return [];
    const { good, refused } = await this.evidence.check(files);
    if (refused.length > 0) throw new InvalidForm({ files: `${refused.map(({ message }) => message).join(' ')} Chưa ghi nhận; hãy chọn lại tệp rồi gửi.` });
    return good;
  }

  async attach(actor: Actor, itemId: number, files: readonly CheckedFile[]): Promise<void> {
    if (files.length > 0) await this.evidence.addFiles(actor, itemId, files);
  }
}
