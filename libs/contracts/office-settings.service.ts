import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import { type Actor, may } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { DomainError, Forbidden } from '#kernel/domain-error.js';
import { DEFAULT_OFFICE, type OfficeParticulars, OfficeSettings } from './office-settings.entity.js';

/** The one row there is. */
const ROW = 1;

class SettingsChangedMeanwhile extends DomainError {
  readonly code = 'settings-changed';
  readonly kind = 'conflict';

  constructor() {
    super('Thiết lập vừa được người khác sửa. Hãy tải lại trang, xem nội dung mới rồi sửa lại.');
  }
}

/** @throws Forbidden */
export function assertMayKeepSettings(actor: Actor): void {
  if (!may(actor, 'papers.manage')) throw new Forbidden('Thiết lập văn bản do Sở Nội vụ quản lý; tài khoản của bạn không mở được trang này.');
}

/** The particulars of the office that its papers print. */
@Injectable()
export class OfficeSettingsService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async current(): Promise<OfficeParticulars> {
    return (await this.versioned()).particulars;
  }

  /** With the version that a form carries; 0 while nothing was ever set. */
  async versioned(): Promise<{ particulars: OfficeParticulars; version: number }> {
    const row = await this.em.findOne(OfficeSettings, ROW);
    return { particulars: { ...DEFAULT_OFFICE, ...row?.particulars }, version: row?.version ?? 0 };
  }

  /** @param version that the form was opened with. @throws Forbidden, SettingsChangedMeanwhile */
  async change(actor: Actor, particulars: OfficeParticulars, version: number): Promise<void> {
    assertMayKeepSettings(actor);
    await this.em.transactional(async (em) => {
      const row = await em.findOne(OfficeSettings, ROW);
      if ((row?.version ?? 0) !== version) throw new SettingsChangedMeanwhile();
      const before = row ? { ...row.particulars } : null;
      if (row) row.particulars = particulars;
      else em.persist(new OfficeSettings(particulars));
      await em.flush();
      await this.audit.record({
        at: this.clock.now(),
        actorId: actor.userId || null,
        action: 'settings.changed',
        subject: 'settings',
        subjectId: ROW,
        before,
        after: particulars,
      });
    });
  }
}
