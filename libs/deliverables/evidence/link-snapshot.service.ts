import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import type { Actor } from '#identity/actor.js';
import { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput, NotFound, OutOfReach } from '#kernel/domain-error.js';
import { Evidence } from './evidence.entity.js';
import { LinkFetcher } from './link-fetcher.js';
import { LinkSnapshot } from './link-snapshot.entity.js';
import { holdOpen, mayOpenEvidenceOf, openItem } from './open-item.js';

/** Keeping linked pages as they are. */
@Injectable()
export class LinkSnapshotService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly fetcher: LinkFetcher,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @param url one of the item's own links. @throws NotFound, Forbidden, ItemIsFrozen, InvalidInput, LinkNotRead */
  async take(actor: Actor, itemId: number, url: string): Promise<LinkSnapshot> {
    const item = await openItem(this.em, actor, itemId);
    const isKnown = item.url === url || (await this.em.count(Evidence, { deliverable: itemId, kind: 'link', url, removedAt: null })) > 0;
    if (!isKnown) throw new InvalidInput('Chỉ lưu được trang của đường dẫn đã có trong minh chứng.', 'url');
    // Whatever the page takes to answer, no transaction waits for it.
    const page = await this.fetcher.read(url);
    return this.em.transactional(async (em) => {
      await holdOpen(em, item);
      const by = actor.userId ? em.getReference(User, actor.userId) : null;
      const snapshot = new LinkSnapshot(item, url, page, by, this.clock.now());
      await em.persist(snapshot).flush();
      const after = { url, title: page.title, sha256: page.sha256 };
      await this.audit.record({
        at: this.clock.now(),
        actorId: actor.userId || null,
        action: 'evidence.snapshot-taken',
        subjectId: itemId,
        before: null,
        after,
      });
      return snapshot;
    });
  }

  /** @throws NotFound */
  async find(actor: Actor, id: number | undefined): Promise<LinkSnapshot> {
    const snapshot = id === undefined ? null : await this.em.findOne(LinkSnapshot, id, { populate: ['deliverable', 'takenBy'] });
    const words = 'Không tìm thấy bản lưu này.';
    if (!snapshot) throw new NotFound(words);
    if (!mayOpenEvidenceOf(actor, snapshot.deliverable.organisation.id)) throw new OutOfReach(words);
    return snapshot;
  }
}
