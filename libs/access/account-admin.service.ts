import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import { type Actor, assertMay } from '#identity/actor.js';
import { FurtherRole } from '#identity/further-role.entity.js';
import { personName } from '#identity/person-name.js';
import type { Role } from '#identity/role.js';
import { SessionService } from '#identity/session.service.js';
import type { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput, NotFound } from '#kernel/domain-error.js';
import { readInput } from '#kernel/form-input.js';
import { AccountReach } from './account-reach.js';
import { PasswordProof } from './password-proof.js';
import { holdAccount } from './hold-account.js';
import { roleInput } from './role.input.js';
import { SecondFactorService } from './second-factor.service.js';

const HAS_ROLE = 'Người này đã có vai trò ấy ở cơ quan này.';

/** What becomes of other people's accounts and roles; whose, `AccountReach` tells. */
@Injectable()
export class AccountAdminService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly reach: AccountReach,
    private readonly sessions: SessionService,
    private readonly secondFactor: SecondFactorService,
    private readonly passwords: PasswordProof,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts a slip of somebody's hand right. For administrators: entries of the trail show an account by the name of now, so
   * whoever leads an organisation must not be able to take another's.
   * @throws Forbidden, NotFound, InvalidForm
   */
  async rename(actor: Actor, id: number | undefined, raw: unknown): Promise<void> {
    assertMay(actor, 'accounts.erase');
    const user = await this.open(actor, id, 'name');
    const { name } = readInput(personName, raw);
    if (name === user.name) return;
    await this.em.transactional(async (em) => {
      user.name = name;
      await em.flush();
      // Neither name: the trail would keep it once the person is taken out.
      await this.record(actor, 'account.renamed', user.id, null, null);
    });
  }

  /** @throws Forbidden, InvalidForm, InvalidInput where the person is that already, and for a wrong password where an administrator is made */
  async addRole(actor: Actor, id: number | undefined, raw: unknown): Promise<void> {
    const { role, organisation: organisationId, password } = readInput(roleInput, raw);
    const user = await this.open(actor, id, 'role');
    const organisation = await this.reach.organisationFor(actor, role, organisationId);
    await this.assertProven(actor, role, password);
    await this.em.transactional(async (em) => {
      await holdAccount(em, user.id);
      await em.refresh(user);
      const isFirst = user.role === role && user.organisation.id === organisation.id;
      if (isFirst || (await em.count(FurtherRole, { user, organisation, role })) > 0) throw new InvalidInput(HAS_ROLE, 'role');
      await em.persist(new FurtherRole(user, organisation, role, this.clock.now())).flush();
      await this.record(actor, 'account.role-given', user.id, null, { role, organisation: organisation.name });
    });
  }

  /** @param roleId of a further role; 0 is the first, which is exchanged, not taken */
  async removeRole(actor: Actor, id: number | undefined, roleId: number | undefined): Promise<void> {
    const user = await this.reach.find(actor, id);
    const further = roleId === undefined ? null : await this.em.findOne(FurtherRole, { id: roleId, user }, { populate: ['organisation'] });
    if (!further) throw new NotFound('Không tìm thấy vai trò này.');
    this.reach.assertMayGive(actor, further.role, further.organisation.id);
    await this.em.transactional(async (em) => {
      const before = { role: further.role, organisation: further.organisation.name };
      await em.remove(further).flush();
      await this.record(actor, 'account.role-taken', user.id, before, null);
      if (further.role === 'administrator') await this.assertAdministratorRemains();
    });
  }

  /** Exchanges the first role. @throws as `addRole` */
  async changeRole(actor: Actor, id: number | undefined, raw: unknown): Promise<void> {
    const { role, organisation: organisationId, password } = readInput(roleInput, raw);
    const user = await this.open(actor, id, 'role');
    const organisation = await this.reach.organisationFor(actor, role, organisationId);
    await this.assertProven(actor, role, password);
    await this.em.transactional(async (em) => {
      await holdAccount(em, user.id);
      await em.refresh(user, { populate: ['organisation'] });
      this.reach.assertMayGive(actor, user.role, user.organisation.id);
      if (await em.count(FurtherRole, { user, organisation, role })) throw new InvalidInput(HAS_ROLE, 'role');
      const before = { role: user.role, organisation: user.organisation.name };
      user.role = role;
      user.organisation = organisation;
      await em.flush();
      await this.record(actor, 'account.role-changed', user.id, before, { role, organisation: organisation.name });
      if (before.role === 'administrator' && role !== 'administrator') await this.assertAdministratorRemains();
    });
  }

  /** Closes the account: every session and token ends at once, what was done stays. @throws InvalidInput for oneself and for the last administrator */
  async close(actor: Actor, id: number | undefined): Promise<void> {
    const user = await this.reach.find(actor, id);
    if (user.id === actor.userId) throw new InvalidInput('Không tự khoá tài khoản của mình được; hãy nhờ một người quản trị khác.');
    await this.em.transactional(async (em) => {
      user.isActive = false;
      await em.flush();
      await this.endAll(user);
      // What was on its way to a mailbox opens nothing any more, not even once the account is open again.
      for (const table of ['set_up_link', 'email_change']) await em.execute(`delete from ${table} where user_id = ?`, [user.id]);
      await this.record(actor, 'account.closed', user.id, null, null);
      if (await this.administers(user)) await this.assertAdministratorRemains();
    });
  }

  async reopen(actor: Actor, id: number | undefined): Promise<void> {
    const user = await this.reach.find(actor, id);
    if (user.isErased) throw new InvalidInput('Tài khoản đã ẩn danh không mở lại được.');
    await this.em.transactional(async (em) => {
      user.isActive = true;
      await em.flush();
      await this.record(actor, 'account.reopened', user.id, null, null);
    });
  }

  async signOutEverywhere(actor: Actor, id: number | undefined): Promise<void> {
    const user = await this.reach.find(actor, id);
    await this.em.transactional(async () => {
      await this.endAll(user);
      await this.record(actor, 'account.signed-out-everywhere', user.id, null, null);
    });
  }

  /** For whoever has lost phone and paper. */
  async removeSecondFactor(actor: Actor, id: number | undefined, password: string): Promise<void> {
    await this.secondFactor.takeFrom(actor, await this.reach.find(actor, id), password);
  }

  /** One that is still somebody's. */
  private async open(actor: Actor, id: number | undefined, field: string): Promise<User> {
    const user = await this.reach.find(actor, id);
    if (user.isErased) throw new InvalidInput('Tài khoản đã ẩn danh không sửa được nữa.', field);
    return user;
  }

  /** Making an administrator is making somebody who may do it all. */
  private async assertProven(actor: Actor, role: Role, password: string): Promise<void> {
    if (role === 'administrator') await this.passwords.assert(actor, password);
  }

  private async administers(user: User): Promise<boolean> {
    return user.role === 'administrator' || (await this.em.count(FurtherRole, { user, role: 'administrator' })) > 0;
  }

  /**
   * The last step of a transaction that may have taken an administrator away, after its entry in the trail: from there on
   * whoever does the same at the same instant waits, so that of two who close each other one is refused.
   * Somebody who has not come in yet, by a password or a provider, is none to rely on.
   */
  private async assertAdministratorRemains(): Promise<void> {
    const [one] = await this.em.execute<{ id: number }[]>(
      `select u.id as id from user_account u where u.is_active and (u.role = 'administrator'
         or exists (select 1 from further_role f where f.user_id = u.id and f.role = 'administrator'))
       and (u.password_hash is not null or exists (select 1 from external_identity e where e.user_id = u.id)) limit 1`,
    );
    if (!one) throw new InvalidInput('Đây là người quản trị cuối cùng; hãy thêm một người quản trị khác trước.');
  }

  private async endAll(user: User): Promise<void> {
    await this.sessions.endAll(user.id);
    await this.sessions.endPrograms(user.id);
  }

  private async record(actor: Actor, action: string, subjectId: number, before: object | null, after: object | null): Promise<void> {
    await this.audit.record({ at: this.clock.now(), actorId: actor.userId || null, action, subject: 'account', subjectId, before, after });
  }
}
