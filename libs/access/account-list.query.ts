import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { type Actor, may, reachOf } from '#identity/actor.js';
import type { AccountLetterKind } from '#identity/account-letter.entity.js';
import { isProducing, type Role, ROLES } from '#identity/role.js';
import { placesForRoles, type RolePlace } from '#identity/role-places.js';
import { rowsOf } from '#kernel/sql.js';
import { byName, compareNames } from '#kernel/vietnamese-order.js';

interface AccountRole {
  /** 0 is the first role. */
  readonly id: number;
  readonly role: Role;
  readonly organisationId: number;
  readonly organisationName: string;
}

/** What became of the last letter about an account. */
interface LastLetter {
  readonly kind: AccountLetterKind;
  readonly createdAt: string;
  readonly settledAt: string | null;
  readonly nextAttemptAt: string;
  readonly attempts: number;
  /** The mail server's words where it was refused last; null once it left. */
  readonly failure: string | null;
}

export interface AccountLine {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly isActive: boolean;
  readonly isErased: boolean;
  readonly hasPassword: boolean;
  /** By a password or a provider. */
  readonly hasCome: boolean;
  readonly hasSecondFactor: boolean;
  readonly lastSeenAt: string | null;
  readonly letter: LastLetter | null;
  readonly roles: readonly AccountRole[];
}

/** SQLite knows no booleans. */
type Flags = 'isActive' | 'isErased' | 'hasPassword' | 'hasCome' | 'hasSecondFactor';
type Row = Omit<AccountLine, 'roles' | 'letter' | Flags> &
  Record<Flags, boolean | number> &
  AccountRole & { readonly roleId: number } & {
    readonly [Key in keyof LastLetter as `letter${Capitalize<Key>}`]: LastLetter[Key] | null;
  };

@Injectable()
export class AccountListQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** The accounts that the actor keeps, those that are open first, by organisation and name, with their roles; in one query. */
  async keptBy(actor: Actor): Promise<AccountLine[]> {
    return this.lines(actor);
  }

  /** One of them. */
  async one(actor: Actor, id: number): Promise<AccountLine | undefined> {
    return (await this.lines(actor, id))[0];
  }

  /** The organisations in which the actor may give roles. */
  async organisationsFor(actor: Actor): Promise<RolePlace[]> {
    return placesForRoles(this.em, may(actor, 'accounts.erase') ? ROLES : ROLES.filter(isProducing), reachOf(actor, 'accounts.manage'));
  }

  private async lines(actor: Actor, id?: number): Promise<AccountLine[]> {
    const rows = await rowsOf<Row>(
      this.em,
      `select u.id as "id", u.name as "name", u.email as "email", u.is_active as "isActive", u.is_erased as "isErased",
         u.password_hash is not null as "hasPassword", u.totp_secret is not null as "hasSecondFactor",
         (u.password_hash is not null or exists (select 1 from external_identity e where e.user_id = u.id)) as "hasCome",
         (select max(s.last_seen_at) from session s where s.user_id = u.id) as "lastSeenAt",
         l.kind as "letterKind", l.created_at as "letterCreatedAt", l.settled_at as "letterSettledAt", l.next_attempt_at as "letterNextAttemptAt",
         l.attempts as "letterAttempts", l.failure as "letterFailure",
         r.id as "roleId", r.role as "role", o.id as "organisationId", o.name as "organisationName"
       from user_account u
       join (select 0 as id, id as user_id, organisation_id, role from user_account
         union all select id, user_id, organisation_id, role from further_role) r on r.user_id = u.id
       join organisation o on o.id = r.organisation_id
       left join account_letter l on l.id = (select max(n.id) from account_letter n where n.user_id = u.id)
       ${id === undefined ? '' : 'where u.id = ?'}
       order by u.id, r.id`,
      id === undefined ? [] : [id],
    );
    const reach = reachOf(actor, 'accounts.manage');
    // As `AccountReach.mayKeep` has it.
    const isKept = ({ roles, hasCome }: AccountLine) =>
      reach === 'all' || (hasCome && roles.every(({ role, organisationId }) => isProducing(role) && reach.includes(organisationId)));
    return [...Map.groupBy(rows, (row) => row.id).values()]
      .map((own): AccountLine => {
        const account = own[0]!;
        return {
          id: account.id,
          name: account.name,
          email: account.email,
          lastSeenAt: account.lastSeenAt,
          letter: letterIn(account),
          isActive: Boolean(account.isActive),
          isErased: Boolean(account.isErased),
          hasPassword: Boolean(account.hasPassword),
          hasCome: Boolean(account.hasCome),
          hasSecondFactor: Boolean(account.hasSecondFactor),
          roles: own.map(({ roleId, role, organisationId, organisationName }) => ({ id: roleId, role, organisationId, organisationName })),
        };
      })
      .filter(isKept)
      .toSorted((a, b) => Number(b.isActive) - Number(a.isActive) || compareNames(a.roles[0]!.organisationName, b.roles[0]!.organisationName) || byName(a, b));
  }
}

function letterIn({ letterKind, letterCreatedAt, letterSettledAt, letterNextAttemptAt, letterAttempts, letterFailure }: Row): LastLetter | null {
  return letterKind === null
    ? null
    : {
        kind: letterKind,
        createdAt: letterCreatedAt!,
        settledAt: letterSettledAt,
        nextAttemptAt: letterNextAttemptAt!,
        attempts: letterAttempts!,
        failure: letterFailure,
      };
}
