import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { PlainDate } from '#kernel/plain-date.js';
import { placesFor, rowsOf } from '#kernel/sql.js';
import { byName } from '#kernel/vietnamese-order.js';

export interface Member {
  readonly groupId: number;
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly shortName: string;
}

/** Who belongs to which group on a day; a district's communes are no members in this sense, because its tasks stay its own. */
@Injectable()
export class MembershipQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** The members of groups on a day, by name; one that belongs to two of them stands twice. */
  async membersOf(groupIds: readonly number[], on: PlainDate): Promise<Member[]> {
    if (groupIds.length === 0) return [];
    const day = on.toString();
    const rows = await rowsOf<Member>(
      this.em,
      `select g.group_id as "groupId", o.id as "id", o.code as "code", o.name as "name", o.short_name as "shortName"
       from group_member g join organisation o on o.id = g.member_id join organisation w on w.id = g.group_id and w.kind = 'group'
       where g.group_id in (${placesFor(groupIds)}) and (g.valid_from is null or g.valid_from <= ?) and (g.valid_until is null or g.valid_until > ?)`,
      [...groupIds, day, day],
    );
    return rows.toSorted(byName);
  }

  /** The organisations that a list of parties stands for, each once: of a group its members, of one without known members nobody. */
  async standInFor(parties: readonly { readonly id: number; readonly kind: string }[], on: PlainDate): Promise<number[]> {
    const groups = parties.filter(({ kind }) => kind === 'group').map(({ id }) => id);
    const members = await this.membersOf(groups, on);
    const single = parties.filter(({ kind }) => kind !== 'group').map(({ id }) => id);
    return [...new Set([...single, ...members.map(({ id }) => id)])];
  }
}
