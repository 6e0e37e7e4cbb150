import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import { type Actor, may } from '#identity/actor.js';
import { isProducing } from '#identity/role.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput, NotFound } from '#kernel/domain-error.js';
import { formatDate, isAfter, isBefore, type PlainDate } from '#kernel/plain-date.js';
import { holdsOn, type Validity } from '#kernel/validity.js';
import { endedBy } from '#organisations/ending.js';
import { type Gathering, GroupMember, mayHaveMembers, Organisation } from '#organisations/organisation.entity.js';
import { assertSensibleDay } from '#organisations/sensible-day.js';
import { MemberTargetsService } from './member-targets.service.js';
import { assertMayKeepOrganisations, OrganisationService } from './organisation.service.js';

/** An organisation's memberships on a day, with both their ends. */
export interface Memberships {
  /** Of a group its members, of a district its subordinate units. */
  readonly members: readonly GroupMember[];
  readonly groups: readonly GroupMember[];
  /** The district that it is a unit of: one, or none. */
  readonly superiors: readonly GroupMember[];
  /** Those of any of these kinds that begin later. */
  readonly toCome: readonly GroupMember[];
}

/**
 * Who belongs to whom: the members of a group, and the subordinate units of a district (`GroupMember` tells what either means).
 * A unit belongs to one district at a time and has no units of its own, so that nobody's reach grows longer than one step.
 */
@Injectable()
export class MembershipService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly organisations: OrganisationService,
    private readonly memberTargets: MemberTargetsService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Takes an organisation into a group or under a district from a day on. @throws Forbidden, NotFound, InvalidInput */
  async add(actor: Actor, wholeId: number, { member: memberId, validFrom }: { member: number; validFrom: PlainDate | null }): Promise<void> {
    assertMayKeepOrganisations(actor);
    const whole = await this.organisations.find(wholeId);
    if (!mayHaveMembers(whole)) throw new InvalidInput('Chỉ nhóm cơ quan mới có thành viên, chỉ huyện, thành phố mới có đơn vị trực thuộc.', 'member');
    assertNotOwnReach(actor, whole);
    const member = await this.em.findOne(Organisation, memberId);
    if (!member) throw new InvalidInput('Không tìm thấy cơ quan này.', 'member');
    await this.em.transactional(async (em) => {
      const after = { member: member.name, validFrom: validFrom?.toString() ?? null };
      await this.record(actor, whole.kind === 'group' ? 'organisation.member-added' : 'organisation.unit-added', wholeId, after);
      // Only now: of two who add at the same instant, the second waits for the trail and finds what the first did.
      await this.assertStand([whole, member], validFrom);
      await (whole.kind === 'group' ? this.assertMember(whole, member, validFrom) : this.assertUnit(whole, member, validFrom));
      await em.persist(new GroupMember(whole, member, validFrom)).flush();
      if (whole.kind === 'group') await this.memberTargets.renew(wholeId, validFrom ?? this.clock.today());
    });
  }

  /**
   * Lets a membership end on a day, the first that it holds no more; an end that has not come yet is put on another day.
   * @throws Forbidden, NotFound, InvalidInput
   */
  async end(actor: Actor, membershipId: number, validUntil: PlainDate): Promise<void> {
    assertMayKeepOrganisations(actor);
    const membership = await this.find(membershipId);
    const { group: whole, member, validFrom, validUntil: former } = membership;
    assertSensibleDay(validUntil, this.clock.today(), 'validUntil');
    if (former && isAfter(validUntil, former)) assertNotOwnReach(actor, whole);
    const isGroup = whole.kind === 'group';
    if (validFrom && !isAfter(validUntil, validFrom)) {
      const what = isGroup ? 'là thành viên' : `trực thuộc ${whole.name}`;
      throw new InvalidInput(`${member.name} ${what} từ ngày ${formatDate(validFrom)}; ngày thôi phải sau ngày đó.`, 'validUntil');
    }
    await this.em.transactional(async () => {
      const after = { member: member.name, validUntil: validUntil.toString() };
      const before = former && { validUntil: former.toString() };
      await this.record(actor, isGroup ? 'organisation.member-ended' : 'organisation.unit-ended', whole.id, after, before);
      await this.assertFree(membership, validUntil);
      if (isGroup && former) await this.memberTargets.reopen(membership, former);
      membership.validUntil = validUntil;
      await this.em.flush();
      if (isGroup) await this.memberTargets.renew(whole.id, validUntil);
    });
  }

  async of({ id }: Organisation, on: PlainDate): Promise<Memberships> {
    const all = await this.em.find(GroupMember, { $or: [{ group: id }, { member: id }] }, { populate: ['group', 'member'] });
    const held = all.filter((membership) => holdsOn(membership, on));
    const belongsTo = held.filter(({ member }) => member.id === id);
    return {
      members: held.filter(({ group }) => group.id === id),
      groups: belongsTo.filter(({ group }) => group.kind === 'group'),
      superiors: belongsTo.filter(({ group }) => group.kind !== 'group'),
      toCome: all.filter(({ validFrom }) => validFrom !== null && isAfter(validFrom, on)),
    };
  }

  /** A membership that holds or is to come, with both its ends. @throws NotFound */
  async find(id: number | undefined): Promise<GroupMember> {
    const notOver = { $or: [{ validUntil: null }, { validUntil: { $gt: this.clock.today() } }] };
    const membership = id === undefined ? null : await this.em.findOne(GroupMember, { id, ...notOver }, { populate: ['group', 'member'] });
    if (!membership) throw new NotFound('Đơn vị này không còn là thành viên hay trực thuộc.');
    return membership;
  }

  /** May a membership last until a day, or for good? What was begun after its present end may stand against it. @throws InvalidInput */
  async assertFree(membership: GroupMember, validUntil: PlainDate | null): Promise<void> {
    const { id, group: whole, member, validFrom } = membership;
    const inDistrict = { group: { kind: 'authority' as const } };
    const others = await this.em.find(
      GroupMember,
      whole.kind === 'group'
        ? { group: whole.id, member: member.id }
        : { $or: [{ member: { $in: [member.id, whole.id] }, ...inDistrict }, { group: { id: member.id, kind: 'authority' } }] },
      { populate: ['group', 'member'] },
    );
    const other = others.find((one) => one.id !== id && overlap(one, { validFrom, validUntil }));
    if (!other) return;
    const what = other.group.kind === 'group' ? 'là thành viên của' : 'trực thuộc';
    const since = other.validFrom ? ` từ ngày ${formatDate(other.validFrom)}` : '';
    throw new InvalidInput(`${other.member.name} ${what} ${other.group.name}${since}; hãy bỏ hoặc sửa việc ấy trước.`, 'validUntil');
  }

  private async assertStand(both: readonly Organisation[], validFrom: PlainDate | null): Promise<void> {
    const today = this.clock.today();
    assertSensibleDay(validFrom, today, 'validFrom');
    const day = validFrom && isAfter(validFrom, today) ? validFrom : today;
    for (const { id, name } of both) {
      const endedOn = await endedBy(this.em, id, day);
      if (endedOn) throw new InvalidInput(`${name} kết thúc hoạt động từ ngày ${formatDate(endedOn)}; hãy chọn cơ quan đang hoạt động.`, 'member');
    }
  }

  private async assertMember(group: Gathering, member: Organisation, validFrom: PlainDate | null): Promise<void> {
    if (member.kind === 'group') throw new InvalidInput('Một nhóm không làm thành viên của nhóm khác; hãy thêm từng đơn vị của nhóm ấy.', 'member');
    const known = await this.em.find(GroupMember, { group: group.id, member: member.id });
    if (known.some(({ validUntil }) => validUntil === null)) throw new InvalidInput(`${member.name} đã là thành viên của nhóm.`, 'member');
    if (known.some((earlier) => heldAfter(earlier, validFrom))) {
      throw new InvalidInput(`${member.name} từng là thành viên; hãy chọn ngày vào lại sau khi lần trước kết thúc.`, 'validFrom');
    }
  }

  private async assertUnit(district: Gathering, unit: Organisation, validFrom: PlainDate | null): Promise<void> {
    if (unit.id === district.id) throw new InvalidInput('Một cơ quan không trực thuộc chính mình.', 'member');
    if (unit.kind === 'group') throw new InvalidInput('Nhóm cơ quan không trực thuộc một cơ quan; hãy thêm từng đơn vị của nhóm ấy.', 'member');
    const lasts = (one: GroupMember) => one.validUntil === null || heldAfter(one, validFrom);
    const superiors = await this.em.find(GroupMember, { member: unit.id, group: { kind: 'authority' } }, { populate: ['group'] });
    const superior = superiors.find(({ validUntil }) => validUntil === null);
    if (superior) {
      const isHere = superior.group.id === district.id;
      const words = isHere ? 'đã là đơn vị trực thuộc.' : `đang trực thuộc ${superior.group.name}; hãy ghi ngày thôi trực thuộc ở đó trước.`;
      throw new InvalidInput(`${unit.name} ${words}`, 'member');
    }
    const earlier = superiors.find((one) => heldAfter(one, validFrom));
    if (earlier) {
      const until = formatDate(earlier.validUntil!.subtract({ days: 1 }));
      throw new InvalidInput(`${unit.name} trực thuộc ${earlier.group.name} đến hết ngày ${until}; hãy chọn ngày sau đó.`, 'validFrom');
    }
    const above = (await this.em.find(GroupMember, { member: district.id, group: { kind: 'authority' } }, { populate: ['group'] })).find(lasts);
    if (above) throw new InvalidInput(`${district.name} đang trực thuộc ${above.group.name} nên không có đơn vị trực thuộc riêng.`, 'member');
    if ((await this.em.find(GroupMember, { group: { id: unit.id, kind: 'authority' } })).some(lasts)) {
      throw new InvalidInput(`${unit.name} có đơn vị trực thuộc riêng nên không trực thuộc cơ quan khác được.`, 'member');
    }
  }

  private async record(actor: Actor, action: string, subjectId: number, after: object, before: object | null = null): Promise<void> {
    await this.audit.record({ at: this.clock.now(), actorId: actor.userId, action, subject: 'organisation', subjectId, before, after });
  }
}

/**
 * Whoever acts for a group or a district acts for its members too: nobody makes their own reach longer.
 * Administrators can give themselves any role as it is.
 * @throws InvalidInput
 */
export function assertNotOwnReach(actor: Actor, { id, name }: Organisation): void {
  if (may(actor, 'accounts.erase') || !actor.grants.some(({ role, organisationId }) => isProducing(role) && organisationId === id)) return;
  throw new InvalidInput(`Bạn có vai trò ở ${name} nên không tự thêm đơn vị cho mình; hãy nhờ người điều phối khác hoặc quản trị.`, 'member');
}

/** Does an earlier membership, which has its end, last beyond the day from which another is to hold? */
function heldAfter({ validUntil }: GroupMember, validFrom: PlainDate | null): boolean {
  return validUntil !== null && (validFrom === null || isBefore(validFrom, validUntil));
}

function overlap(one: Validity, other: Validity): boolean {
  const beginsBeforeEnd = (a: Validity, b: Validity) => a.validFrom === null || b.validUntil === null || isBefore(a.validFrom, b.validUntil);
  return beginsBeforeEnd(one, other) && beginsBeforeEnd(other, one);
}
