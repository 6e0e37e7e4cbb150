import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import { type Actor, may } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { Forbidden, InvalidInput, NotFound } from '#kernel/domain-error.js';
import { formatDate, isAfter, isBefore, type PlainDate } from '#kernel/plain-date.js';
import { holdsOn } from '#kernel/validity.js';
import { codeOfName, freeCode } from '#organisations/organisation-code.js';
import { normaliseOrganisationName } from '#organisations/organisation-names.js';
import { type Contacts, GroupMember, Organisation, OrganisationName } from '#organisations/organisation.entity.js';
import type { NewOrganisation, Renaming } from '#organisations/organisation.input.js';
import { MemberTargetsService } from './member-targets.service.js';

const CONTACTS = ['address', 'phone', 'email', 'contactPerson'] as const satisfies readonly (keyof Contacts)[];

/**
 * What coordinators change about organisations: their names, contacts and groups. It stands here, not beside the entities,
 * because it asks who may and writes the trail. Each method is one transaction with its audit entry.
 */
@Injectable()
export class OrganisationService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly memberTargets: MemberTargetsService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** With its names. @throws NotFound */
  async find(id: number | undefined): Promise<Organisation> {
    const organisation = id === undefined ? null : await this.em.findOne(Organisation, id, { populate: ['names'] });
    if (!organisation) throw new NotFound('Không tìm thấy cơ quan này.');
    return organisation;
  }

  /** @throws Forbidden, InvalidInput for a name that another bears or bore */
  async create(actor: Actor, { name, shortName, kind }: NewOrganisation): Promise<Organisation> {
    assertMayKeepOrganisations(actor);
    await this.refuseTakenName(name);
    const codes = await this.em.find(Organisation, {}, { fields: ['code'] });
    const organisation = new Organisation(freeCode(codeOfName(name), new Set(codes.map(({ code }) => code))), name, shortName, kind);
    return this.em.transactional(async (em) => {
      await em.persist(organisation).flush();
      await this.record(actor, 'organisation.created', organisation.id, null, { name, shortName, kind });
      return organisation;
    });
  }

  /** Another name from a day on, not later than today. @throws Forbidden, NotFound, InvalidInput */
  async rename(actor: Actor, id: number, { name, shortName, validFrom, basis }: Renaming): Promise<void> {
    assertMayKeepOrganisations(actor);
    const organisation = await this.find(id);
    // A name to come would have to be put in force on its day by nobody in particular.
    if (isAfter(validFrom, this.clock.today())) {
      throw new InvalidInput('Ngày này chưa đến; hãy ghi tên mới khi quyết định đã có hiệu lực.', 'validFrom');
    }
    if (name === organisation.name && shortName === organisation.shortName) throw new InvalidInput('Đây đang là tên của cơ quan.', 'name');
    await this.refuseTakenName(name, id);
    const before = { name: organisation.name, shortName: organisation.shortName };
    await this.em.transactional(async () => {
      organisation.rename({ name, shortName }, validFrom, basis);
      await this.em.flush();
      await this.record(actor, 'organisation.renamed', id, before, { name, shortName, validFrom: validFrom.toString(), basis });
    });
  }

  /** @throws Forbidden, NotFound */
  async correctContacts(actor: Actor, id: number, contacts: Contacts): Promise<void> {
    assertMayKeepOrganisations(actor);
    const organisation = await this.find(id);
    const changed = CONTACTS.filter((part) => organisation[part] !== contacts[part]);
    await this.em.transactional(async () => {
      organisation.correctContacts(contacts);
      await this.em.flush();
      // Only which: they are a person's name, telephone and address, and the trail outlives both.
      await this.record(actor, 'organisation.contacts-corrected', id, null, { changed });
    });
  }

  /** Takes an organisation into a group from a day on. @throws Forbidden, NotFound, InvalidInput */
  async addMember(actor: Actor, groupId: number, { member: memberId, validFrom }: { member: number; validFrom: PlainDate | null }): Promise<void> {
    assertMayKeepOrganisations(actor);
    const group = await this.find(groupId);
    if (group.kind !== 'group') throw new InvalidInput('Chỉ nhóm cơ quan mới có thành viên.', 'member');
    const member = await this.em.findOne(Organisation, memberId);
    if (!member) throw new InvalidInput('Không tìm thấy cơ quan này.', 'member');
    if (member.kind === 'group') throw new InvalidInput('Một nhóm không làm thành viên của nhóm khác; hãy thêm từng đơn vị của nhóm ấy.', 'member');
    const known = await this.em.find(GroupMember, { group: groupId, member: memberId });
    if (known.some(({ validUntil }) => validUntil === null)) throw new InvalidInput(`${member.name} đã là thành viên của nhóm.`, 'member');
    if (known.some(({ validUntil }) => validFrom === null || isBefore(validFrom, validUntil!))) {
      throw new InvalidInput(`${member.name} từng là thành viên; hãy chọn ngày vào lại sau khi lần trước kết thúc.`, 'validFrom');
    }
    await this.em.transactional(async (em) => {
      await em.persist(new GroupMember(group, member, validFrom)).flush();
      await this.memberTargets.renew(groupId, validFrom ?? this.clock.today());
      await this.record(actor, 'organisation.member-added', groupId, null, { member: member.name, validFrom: validFrom?.toString() ?? null });
    });
  }

  /** Lets a membership end on a day, the first that it holds no more. @throws Forbidden, NotFound, InvalidInput */
  async endMember(actor: Actor, membershipId: number, validUntil: PlainDate): Promise<void> {
    assertMayKeepOrganisations(actor);
    const membership = await this.findMembership(membershipId);
    const { group, member, validFrom } = membership;
    if (validFrom && !isAfter(validUntil, validFrom)) {
      throw new InvalidInput(`${member.name} là thành viên từ ngày ${formatDate(validFrom)}; ngày thôi phải sau ngày đó.`, 'validUntil');
    }
    await this.em.transactional(async () => {
      membership.validUntil = validUntil;
      await this.em.flush();
      await this.memberTargets.renew(group.id, validUntil);
      await this.record(actor, 'organisation.member-ended', group.id, null, { member: member.name, validUntil: validUntil.toString() });
    });
  }

  /** Of a group its members on a day, of any other organisation the groups it belongs to; with both their ends. */
  async membershipsOf({ id, kind }: Organisation, on: PlainDate): Promise<GroupMember[]> {
    const memberships = await this.em.find(GroupMember, kind === 'group' ? { group: id } : { member: id }, { populate: ['group', 'member'] });
    return memberships.filter((membership) => holdsOn(membership, on));
  }

  /** A membership that still holds, with both its ends. @throws NotFound */
  async findMembership(id: number | undefined): Promise<GroupMember> {
    const membership = id === undefined ? null : await this.em.findOne(GroupMember, { id, validUntil: null }, { populate: ['group', 'member'] });
    if (!membership) throw new NotFound('Đơn vị này không còn là thành viên của nhóm.');
    return membership;
  }

  /** Two names that are read alike are one organisation entered twice. */
  private async refuseTakenName(name: string, own?: number): Promise<void> {
    const wanted = normaliseOrganisationName(name);
    const now = await this.em.find(Organisation, {}, { fields: ['name'] });
    const earlier = await this.em.find(OrganisationName, { validUntil: { $ne: null } }, { fields: ['name', 'organisation'] });
    const namesakes = [...now, ...earlier.map(({ organisation: { id }, name: former }) => ({ id, name: former }))];
    const other = namesakes.find((known) => known.id !== own && normaliseOrganisationName(known.name) === wanted);
    if (other) throw new InvalidInput(`Đã có cơ quan mang tên này: ${other.name}.`, 'name');
  }

  private async record(actor: Actor, action: string, subjectId: number, before: object | null, after: object): Promise<void> {
    await this.audit.record({ at: this.clock.now(), actorId: actor.userId, action, subject: 'organisation', subjectId, before, after });
  }
}

/** @throws Forbidden for whoever does not coordinate */
export function assertMayKeepOrganisations(actor: Actor): void {
  if (!may(actor, 'organisations.change')) throw new Forbidden('Danh mục cơ quan do Sở Nội vụ cập nhật; tài khoản của bạn chỉ được xem.');
}
