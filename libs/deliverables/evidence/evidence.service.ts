import type { FilterQuery } from '@mikro-orm/core';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail, type AuditRecord } from '#audit/audit-trail.js';
import { type Actor, assertMayChange, mayChangeItemsOf } from '#identity/actor.js';
import { User } from '#identity/user.entity.js';
import { instantText } from '#kernel/column-types.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput, NotFound, OutOfReach } from '#kernel/domain-error.js';
import { isPostgres } from '#kernel/engine.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import { FileRefused } from '#storage/file-refused.js';
import { type KnownFile, knownFile } from '#storage/file-kind.js';
import { FileStore } from '#storage/file-store.js';
import type { IncomingFile } from '#storage/incoming-file.js';
import { StoredFile } from '#storage/stored-file.entity.js';
import type { Deliverable } from '../deliverable.entity.js';
import { Evidence, type EvidenceDetails, type EvidenceKind } from './evidence.entity.js';
import { holdOpen, mayOpenEvidenceOf, openItem } from './open-item.js';

/** A file that was looked at and is what it may be. */
export interface CheckedFile extends KnownFile {
  readonly incoming: IncomingFile;
}

/** Adding and taking back what proves items. */
@Injectable()
export class EvidenceService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly store: FileStore,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Looks at each file by its content. @returns the good ones, and why each other is refused */
  async check(files: readonly IncomingFile[]): Promise<{ good: CheckedFile[]; refused: FileRefused[] }> {
    const good: CheckedFile[] = [];
    const refused: FileRefused[] = [];
    for (const incoming of files) {
      try {
        good.push({ incoming, ...(await knownFile(incoming)) });
      } catch (error) {
        if (!(error instanceof FileRefused)) throw error;
        refused.push(error);
      }
    }
    return { good, refused };
  }

  /** @throws NotFound, Forbidden, ItemIsFrozen */
  async addFiles(actor: Actor, itemId: number, files: readonly CheckedFile[]): Promise<void> {
    const item = await openItem(this.em, actor, itemId);
    // 1. The bytes first, outside of the transaction: kept twice they are kept once, and without a row they do no harm.
    for (const { incoming, thumbnail } of files) {
      await this.store.keep(incoming.sha256, incoming.path);
      if (thumbnail) await this.store.keepThumbnail(incoming.sha256, thumbnail);
    }
    // 2. Then who brought them, for what.
    await this.em.transactional(async (em) => {
      await holdOpen(em, item);
      const added: Evidence[] = [];
      for (const file of files) {
        const kept = await this.storedFile(file);
        const known = await em.findOne(Evidence, { deliverable: item.id, file: kept.id, removedAt: null });
        if (!known) added.push(this.make(actor, item, 'file', { file: kept, fileName: file.incoming.name }));
      }
      await em.flush();
      await this.tell(actor, 'evidence.added', added);
    });
  }

  /** @throws NotFound, Forbidden, ItemIsFrozen; InvalidInput for what is there already */
  async add(actor: Actor, itemId: number, kind: Exclude<EvidenceKind, 'file'>, details: Partial<EvidenceDetails>): Promise<void> {
    const item = await openItem(this.em, actor, itemId);
    await this.em.transactional(async (em) => {
      await holdOpen(em, item);
      if (kind === 'link') await this.refuseKnownLink(item, details.url!);
      const added = this.make(actor, item, kind, details);
      await em.flush();
      await this.tell(actor, 'evidence.added', [added]);
    });
  }

  /** Takes a proof back; its row and its bytes stay. @returns the item's id. @throws NotFound, Forbidden, ItemIsFrozen */
  async remove(actor: Actor, id: number): Promise<number> {
    const { evidence, item } = await this.changeable(actor, { id, removedAt: null }, 'Minh chứng này không còn nữa.');
    await this.em.transactional(async (em) => {
      await holdOpen(em, item);
      evidence.remove(this.by(actor), this.clock.now());
      await em.flush();
      await this.tell(actor, 'evidence.removed', [evidence]);
    });
    return item.id;
  }

  /** Brings back what was taken away a moment ago. @throws as `remove` */
  async restore(actor: Actor, id: number): Promise<number> {
    const { evidence, item } = await this.changeable(actor, { id, removedAt: { $ne: null } }, 'Minh chứng này không có trong những thứ đã bỏ.');
    await this.em.transactional(async (em) => {
      await holdOpen(em, item);
      evidence.removedAt = null;
      evidence.removedBy = null;
      await em.flush();
      await this.tell(actor, 'evidence.restored', [evidence]);
    });
    return item.id;
  }

  /** What a proof's file is, for whoever may see it: taken back ones are shown too, as the history names them. @throws NotFound */
  async fileOf(actor: Actor, id: number | undefined): Promise<{ file: StoredFile; name: string; itemId: number }> {
    const evidence = id === undefined ? null : await this.em.findOne(Evidence, { id, kind: 'file' }, { populate: ['file', 'deliverable'] });
    const words = 'Không tìm thấy tệp này.';
    if (!evidence?.file) throw new NotFound(words);
    if (!mayOpenEvidenceOf(actor, evidence.deliverable.organisation.id)) throw new OutOfReach(words);
    return { file: evidence.file, name: evidence.fileName ?? 'tệp', itemId: evidence.deliverable.id };
  }

  /** A proof with its item, for whoever may change them. @throws NotFound; OutOfReach, in the same words, where it is another's */
  private async changeable(actor: Actor, which: FilterQuery<Evidence>, words: string): Promise<{ evidence: Evidence; item: Deliverable }> {
    const evidence = await this.em.findOne(Evidence, which, { populate: ['deliverable', 'file'] });
    if (!evidence) throw new NotFound(words);
    assertMayChange(actor);
    if (!mayChangeItemsOf(actor, evidence.deliverable.organisation.id)) throw new OutOfReach(words);
    return { evidence, item: await openItem(this.em, actor, evidence.deliverable.id) };
  }

  private make(actor: Actor, item: Deliverable, kind: EvidenceKind, details: Partial<EvidenceDetails>): Evidence {
    const evidence = new Evidence(item, kind, details, this.by(actor), this.clock.now());
    this.em.persist(evidence);
    return evidence;
  }

  /** One row for the same bytes, whoever comes first. */
  private async storedFile({ incoming: { sha256, size }, mediaType, thumbnail }: CheckedFile): Promise<StoredFile> {
    await changeRows(
      this.em,
      `insert into stored_file (sha256, size, media_type, has_thumbnail, stored_at) values (?, ?, ?, ${booleanSql(this.em, thumbnail !== null)}, ?)
       on conflict (sha256) do nothing`,
      [sha256, size, mediaType, instantText(this.clock.now())],
    );
    return this.em.findOneOrFail(StoredFile, { sha256 });
  }

  private async refuseKnownLink(item: Deliverable, url: string): Promise<void> {
    const [known] = await rowsOf(this.em, "select id from evidence where deliverable_id = ? and kind = 'link' and url = ? and removed_at is null", [
      item.id,
      url,
    ]);
    if (known || item.url === url) throw new InvalidInput('Đường dẫn này đã có trong minh chứng của sản phẩm.', 'url');
  }

  private by({ userId }: Actor): User | null {
    return userId ? this.em.getReference(User, userId) : null;
  }

  private async tell(actor: Actor, action: string, all: readonly Evidence[]): Promise<void> {
    const at = this.clock.now();
    const isRemoved = action === 'evidence.removed';
    await this.audit.recordAll(
      all.map((evidence): AuditRecord => {
        const told = factsOf(evidence);
        return {
          at,
          actorId: actor.userId || null,
          action,
          subjectId: evidence.deliverable.id,
          before: isRemoved ? told : null,
          after: isRemoved ? null : told,
        };
      }),
    );
  }
}

function factsOf({ id, kind, fileName, file, url, issueNumber, page, channel, airedOn, airedAt, note }: Evidence): object {
  const facts = { fileName, sha256: file?.sha256 ?? null, url, issueNumber, page, channel, airedOn: airedOn?.toString() ?? null, airedAt, note };
  return { evidence: id, kind, ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)) };
}

/** SQLite has no booleans of its own. */
function booleanSql(em: SqlEntityManager, value: boolean): string {
  return isPostgres(em) ? String(value) : String(Number(value));
}
