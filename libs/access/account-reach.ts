import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { type Actor, assertMay, may } from '#identity/actor.js';
import { ExternalIdentity } from '#identity/external-identity.entity.js';
import { FurtherRole } from '#identity/further-role.entity.js';
import { isProducing, ROLES, type Role } from '#identity/role.js';
import { assertPlaceFor } from '#identity/role-places.js';
import { User } from '#identity/user.entity.js';
import { Forbidden, InvalidInput, NotFound, OutOfReach } from '#kernel/domain-error.js';
import { Organisation } from '#organisations/organisation.entity.js';

/** Whose accounts somebody keeps, and which roles they give: administrators all, whoever leads an organisation its producers. */
@Injectable()
export class AccountReach {
  constructor(private readonly em: SqlEntityManager) {}

  /** One account that the actor may keep. @throws Forbidden; NotFound, and OutOfReach in the same words for another's */
  async find(actor: Actor, id: number | undefined): Promise<User> {
    assertMay(actor, 'accounts.manage');
    const user = id === undefined ? null : await this.em.findOne(User, id, { populate: ['organisation'], refresh: true });
    const words = 'Không tìm thấy tài khoản này.';
    if (!user) throw new NotFound(words);
    if (!(await this.mayKeep(actor, user))) throw new OutOfReach(words);
    return user;
  }

  /** The roles that the actor may give in an organisation. */
  rolesToGive(actor: Actor): readonly Role[] {
    return keepsAll(actor) ? ROLES : ROLES.filter(isProducing);
  }

  /** @returns the organisation @throws Forbidden, OutOfReach, InvalidInput where there is no such organisation */
  async organisationFor(actor: Actor, role: Role, organisationId: number): Promise<Organisation> {
    this.assertMayGive(actor, role, organisationId);
    const organisation = await this.em.findOne(Organisation, organisationId);
    if (!organisation) throw new InvalidInput('Hãy chọn cơ quan.', 'organisation');
    await assertPlaceFor(this.em, role, organisation);
    return organisation;
  }

  /** @throws Forbidden, OutOfReach */
  assertMayGive(actor: Actor, role: Role, organisationId: number): void {
    assertMay(actor, 'accounts.manage');
    if (keepsAll(actor)) return;
    if (!may(actor, 'accounts.manage', organisationId)) throw new OutOfReach('Không tìm thấy cơ quan này trong phạm vi của bạn.');
    if (!isProducing(role)) throw new Forbidden('Vai trò này do quản trị hệ thống phân.');
  }

  /** Somebody of the actor's, invited and not come yet. */
  async isInvitedOf(actor: Actor, user: User): Promise<boolean> {
    return !(await this.hasCome(user)) && (await this.isOnlyOf(actor, user));
  }

  /**
   * A lead keeps people who are producers of its organisations and nothing else. Whoever was invited and has not come yet is
   * not among them: whom a lead sees after an invitation must not tell who had an account before.
   */
  private async mayKeep(actor: Actor, user: User): Promise<boolean> {
    return keepsAll(actor) || ((await this.hasCome(user)) && (await this.isOnlyOf(actor, user)));
  }

  /** By a password or a provider. */
  async hasCome(user: User): Promise<boolean> {
    return user.passwordHash !== null || (await this.em.count(ExternalIdentity, { user })) > 0;
  }

  private async isOnlyOf(actor: Actor, user: User): Promise<boolean> {
    const roles = [user, ...(await this.em.find(FurtherRole, { user }))];
    return roles.every(({ role, organisation }) => isProducing(role) && may(actor, 'accounts.manage', organisation.id));
  }
}

export function keepsAll(actor: Actor): boolean {
  return may(actor, 'accounts.erase');
}
