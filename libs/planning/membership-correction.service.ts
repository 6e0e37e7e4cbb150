import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import type { Actor } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { DomainError } from '#kernel/domain-error.js';
import { formatDate, isAfter } from '#kernel/plain-date.js';
import type { GroupMember } from '#organisations/organisation.entity.js';
import { MemberTargetsService } from './member-targets.service.js';
import { assertNotOwnReach, MembershipService } from './membership.service.js';
import { assertMayKeepOrganisations } from './organisation.service.js';

/** What has begun is history and is ended; only what is still to come can be as if it had never been written. */
class MembershipBegun extends DomainError {
  readonly code = 'membership-begun';
  readonly kind = 'conflict';

  constructor({ member, validFrom }: GroupMember) {
    const since = validFrom ? `từ ngày ${formatDate(validFrom)}` : 'từ đầu';
    super(`${member.name} đã thuộc đây ${since}; hãy ghi ngày thôi thay vì bỏ.`);
  }
}

/** Takes back what was written of memberships and has not come yet: a beginning, or an end. */
@Injectable()
export class MembershipCorrectionService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly memberships: MembershipService,
    private readonly memberTargets: MemberTargetsService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Takes back a membership that begins later than today. @throws Forbidden, NotFound, MembershipBegun */
  async withdraw(actor: Actor, id: number | undefined): Promise<GroupMember> {
    assertMayKeepOrganisations(actor);
    const membership = await this.memberships.find(id);
    const { group, validFrom, validUntil } = membership;
    if (!validFrom || !isAfter(validFrom, this.clock.today())) throw new MembershipBegun(membership);
    await this.em.transactional(async (em) => {
      await em.remove(membership).flush();
      if (group.kind === 'group') await this.memberTargets.forget(membership, validFrom);
      await this.record(actor, 'withdrawn', membership, { validFrom: validFrom.toString(), validUntil: validUntil?.toString() ?? null });
    });
    return membership;
  }

  /** Takes back an end that lies later than today: it goes on without one. @throws Forbidden, NotFound, InvalidInput */
  async keep(actor: Actor, id: number | undefined): Promise<GroupMember> {
    assertMayKeepOrganisations(actor);
    const membership = await this.memberships.find(id);
    const { group, validUntil } = membership;
    if (!validUntil) return membership;
    assertNotOwnReach(actor, group);
    await this.em.transactional(async (em) => {
      await this.record(actor, 'end-withdrawn', membership, { validUntil: validUntil.toString() });
      // Only now: what another began meanwhile is found.
      await this.memberships.assertFree(membership, null);
      membership.validUntil = null;
      await em.flush();
      if (group.kind === 'group') await this.memberTargets.reopen(membership, validUntil);
    });
    return membership;
  }

  private async record(actor: Actor, what: string, { group, member }: GroupMember, facts: object): Promise<void> {
    const action = `organisation.${group.kind === 'group' ? 'member' : 'unit'}-${what}`;
    const after = { member: member.name, ...facts };
    await this.audit.record({ at: this.clock.now(), actorId: actor.userId, action, subject: 'organisation', subjectId: group.id, before: null, after });
  }
}
