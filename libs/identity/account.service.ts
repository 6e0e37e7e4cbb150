import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock.js';
import { DomainError, InvalidInput, NotFound } from '#kernel/domain-error.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { hashPassword } from './password.js';
import type { Role } from './role.js';
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

  /** @throws AccountExists, NotFound (organisation), InvalidInput (password too short) */
  async add(account: NewAccount): Promise<User> {
    const email = account.email.trim().toLowerCase();
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new InvalidInput('Địa chỉ thư điện tử chưa đúng.', 'email');
    if (await this.em.count(User, { email })) throw new AccountExists(email);
    const organisation = await this.em.findOne(Organisation, { code: account.organisation });
    if (!organisation) throw new NotFound(`Không có cơ quan mã “${account.organisation}”.`, 'organisation');
    const user = new User(email, account.name, account.role, organisation, this.clock.now());
    if (account.password !== undefined) user.passwordHash = await hashPassword(account.password);
    await this.em.persist(user).flush();
    return user;
  }

  /** Makes a one-time link's secret for choosing a password; links made before for the same person end. */
  async openSetUp(user: User): Promise<string> {
    const token = newSecretToken();
    await this.em.nativeDelete(SetUpLink, { user: user.id });
    await this.em.persist(new SetUpLink(hashOfToken(token), user, this.clock.now().add({ hours: SET_UP_HOURS }))).flush();
    return token;
  }

  /** Whom a set-up link is for, while it is good. */
  async findBySetUp(token: string): Promise<User | null> {
    const link = await this.em.findOne(SetUpLink, { tokenHash: hashOfToken(token), expiresAt: { $gt: this.clock.now() } }, { populate: ['user'] });
    return link?.user ?? null;
  }

  /**
   * Sets the password and uses the link up; every session of the person ends.
   * @throws NotFound for a link used or expired, InvalidInput for a password too short
   */
  async completeSetUp(token: string, password: string): Promise<User> {
    const passwordHash = await hashPassword(password);
    return this.em.transactional(async (em) => {
      const link = await em.findOne(SetUpLink, { tokenHash: hashOfToken(token), expiresAt: { $gt: this.clock.now() } }, { populate: ['user'] });
      const taken = link ? await em.nativeDelete(SetUpLink, { tokenHash: link.tokenHash }) : 0;
      if (!link || taken === 0) throw new NotFound('Liên kết này đã dùng hoặc đã hết hạn.');
      link.user.passwordHash = passwordHash;
      await em.nativeDelete(Session, { user: link.user.id });
      return link.user;
    });
  }
}
