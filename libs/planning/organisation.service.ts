import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import { type Actor, may } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { Forbidden, InvalidInput, NotFound } from '#kernel/domain-error.js';
import { isAfter } from '#kernel/plain-date.js';
import { codeOfName, freeCode } from '#organisations/organisation-code.js';
import { normaliseOrganisationName } from '#organisations/organisation-names.js';
import { type Contacts, Organisation, OrganisationName } from '#organisations/organisation.entity.js';
import type { NewOrganisation, Renaming } from '#organisations/organisation.input.js';
import { assertSensibleDay } from '#organisations/sensible-day.js';

const CONTACTS = ['address', 'phone', 'email', 'contactPerson'] as const satisfies readonly (keyof Contacts)[];

/**
 * What coordinators change about organisations: their names and contacts. It stands here, not beside the entities,
 * because it asks who may and writes the trail. Each method is one transaction with its audit entry.
 */
@Injectable()
export class OrganisationService {
  constructor(
    private readonly em: SqlEntityManager,
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
    assertSensibleDay(validFrom, this.clock.today(), 'validFrom');
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
