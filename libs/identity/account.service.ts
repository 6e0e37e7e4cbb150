import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock.js';
import { DomainError, InvalidInput, NotFound } from '#kernel/domain-error.js';
import { emailKey, isEmailAddress, WRONG_EMAIL } from '#kernel/email-address.js';
import { readInput } from '#kernel/form-input.js';
import { rowsOf } from '#kernel/sql.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { EmailChange } from './email-change.entity.js';
import { FurtherRole } from './further-role.entity.js';
import { assertStrong } from './password-strength.js';
import { hashPassword } from './password.js';
import { personName } from './person-name.js';
import type { Role } from './role.js';
import { assertPlaceFor } from './role-places.js';
import { hashOfToken, newSecretToken } from './secret-token.js';
import { Session, SetUpLink } from './session.entity.js';
import { User } from './user.entity.js';

export interface NewAccount {
  email: string;
  name: string;
  role: Role;
  /** The organisation's code. */
  organisation: string;
  /** Without one, the person chooses it through a set-up link. */
  password?: string | undefined;
}

export class AccountExists extends DomainError {
  readonly code = 'account-exists';
  readonly kind = 'conflict';

  constructor(email: string) {
    super(`Đã có tài khoản ${email}.`, 'email');
  }
}

const SET_UP_HOURS = 72;

@Injectable()
export class AccountService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly clock: Clock,
  ) {}

  async hasAny(): Promise<boolean> {
    return (await this.em.count(User)) > 0;
  }

  /** @throws AccountExists, NotFound (organisation), InvalidInput (address, password too short, an organisation without such a role), InvalidForm (name) */
  async add(account: NewAccount): Promise<User> {
    const email = emailKey(account.email);
    if (!isEmailAddress(email)) throw new InvalidInput(WRONG_EMAIL, 'email');
    const { name } = readInput(personName, account);
    const organisation = await this.em.findOne(Organisation, { code: account.organisation });
    if (!organisation) throw new NotFound(`Không có cơ quan mã “${account.organisation}”.`, 'organisation');
    // Before the address is looked for: a refusal must not tell who has an account.
    await assertPlaceFor(this.em, account.role, organisation);
    if (await this.em.count(User, { email })) throw new AccountExists(email);
    const user = new User(email, name, account.role, organisation, this.clock.now());
    if (account.password !== undefined) user.passwordHash = await hashPassword(account.password);
    await this.em.persist(user).flush();
    return user;
  }

  /** Makes a one-time link's secret for choosing a password, or for the first account of all; links made before for the same end. */
  async openSetUp(user: User | null, hours = SET_UP_HOURS): Promise<string> {
    const token = newSecretToken();
    await this.em.nativeDelete(SetUpLink, { user: user?.id ?? null });
    await this.em.persist(new SetUpLink(hashOfToken(token), user, this.clock.now().add({ hours }))).flush();
    return token;
  }

  /** A set-up link while it is good. @throws NotFound for one used or expired */
  async findSetUp(token: string): Promise<SetUpLink> {
    const link = await this.em.findOne(SetUpLink, { tokenHash: hashOfToken(token), expiresAt: { $gt: this.clock.now() } }, { populate: ['user'] });
    if (!link || link.user?.isActive === false) throw linkIsOver();
    return link;
  }

  /**
   * Sets the password and uses the link up; every session of the person ends, and an exchange of the address that was
   * asked for before. The link of an empty system makes the first coordinator from the name and address given.
   * @param told a last step of the same transaction
   * @throws NotFound for a link used or expired, InvalidInput for a password too short or an address that is none
   */
  async completeSetUp(
    token: string,
    chosen: { password: string; name?: string | undefined; email?: string | undefined },
    told: (set: { user: User; isExchange: boolean }) => Promise<void> = async () => {},
  ): Promise<User> {
    const known = await this.namesBehind(token);
    await assertStrong(chosen.password, [chosen.email ?? '', chosen.name ?? '', ...known]);
    const passwordHash = await hashPassword(chosen.password);
    return this.em.transactional(async (em) => {
      const link = await this.findSetUp(token);
      // Of two clicks at the same instant one finds the row gone.
      if ((await em.nativeDelete(SetUpLink, { tokenHash: link.tokenHash })) === 0) throw linkIsOver();
      em.getUnitOfWork().unsetIdentity(link);
      const user = link.user ?? (await this.firstCoordinator(chosen.name ?? '', chosen.email ?? ''));
      const isExchange = user.passwordHash !== null;
      user.passwordHash = passwordHash;
      // Before the sessions end: whoever opens one at this instant with the password before waits here, and is refused.
      await em.flush();
      await em.nativeDelete(Session, { user: user.id });
      await em.nativeDelete(EmailChange, { user: user.id });
      await told({ user, isExchange });
      return user;
    });
  }

  /**
   * What is known of whoever's link it is; not as an entity, which would outlive the link.
   * @throws NotFound for a link that is none, before a password is weighed or hashed for it: either is dear
   */
  private async namesBehind(token: string): Promise<string[]> {
    const rows = await rowsOf<{ email: string | null; name: string | null }>(
      this.em,
      'select u.email as "email", u.name as "name" from set_up_link l left join user_account u on u.id = l.user_id where l.token_hash = ?',
      [hashOfToken(token)],
    );
    if (rows.length === 0) throw linkIsOver();
    return rows.flatMap(({ email, name }) => [email ?? '', name ?? '']);
  }

  /** The first person of all coordinates and administers. @throws as `add` */
  async addFirst(person: { name: string; email: string; password?: string | undefined }): Promise<User> {
    const user = await this.add({ ...person, role: 'coordinator', organisation: await this.coordinatorCode() });
    await this.em.persist(new FurtherRole(user, user.organisation, 'administrator', this.clock.now())).flush();
    return user;
  }

  private async firstCoordinator(name: string, email: string): Promise<User> {
    if (await this.hasAny()) throw new NotFound('Hệ thống đã có người quản trị.');
    return this.addFirst({ name, email });
  }

  /** The organisation that coordinates the plan; a system without a plan gets Sở Nội vụ. */
  async coordinatorCode(): Promise<string> {
    const [row] = await rowsOf<{ code: string }>(this.em, 'select o.code from plan p join organisation o on o.id = p.coordinator_id order by p.id limit 1');
    if (row) return row.code;
    if (!(await this.em.count(Organisation, { code: 'so-noi-vu' }))) {
      await this.em.persist(new Organisation('so-noi-vu', 'Sở Nội vụ', 'Sở Nội vụ', 'department')).flush();
    }
    return 'so-noi-vu';
  }
}

function linkIsOver(): NotFound {
  return new NotFound('Liên kết này đã dùng hoặc đã hết hạn.');
}
