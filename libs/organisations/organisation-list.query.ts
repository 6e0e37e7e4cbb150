import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { PlainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';
import { byName } from '#kernel/vietnamese-order.js';
import type { Named, OrganisationKind, SuccessionKind } from './organisation.entity.js';

/** How an organisation goes over into another; dates are `YYYY-MM-DD`. */
export interface Ending {
  readonly kind: SuccessionKind;
  readonly effectiveOn: string;
  readonly successor: string | null;
}

export interface OrganisationLine extends Named {
  readonly id: number;
  readonly code: string;
  readonly kind: OrganisationKind;
  /** What it was called before, the earliest first. */
  readonly formerNames: readonly Named[];
  /** Empty while it stands; several where it was split. */
  readonly endings: readonly Ending[];
  /** How many belong to it: members of a group, subordinate units of a district. */
  readonly memberCount: number;
}

type OrganisationRow = Omit<OrganisationLine, 'formerNames' | 'endings'>;

@Injectable()
export class OrganisationListQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** Every organisation in Vietnamese alphabetical order, with what a list tells of it. Three queries, however many there are. */
  async all(today: PlainDate): Promise<OrganisationLine[]> {
    const day = today.toString();
    const organisations = await rowsOf<OrganisationRow>(
      this.em,
      `select o.id as "id", o.code as "code", o.name as "name", o.short_name as "shortName", o.kind as "kind",
         (select cast(count(*) as integer) from group_member g where g.group_id = o.id and (g.valid_from is null or g.valid_from <= ?) and (g.valid_until is null or g.valid_until > ?)) as "memberCount"
       from organisation o`,
      [day, day],
    );
    const names = await rowsOf<Named & { id: number }>(
      this.em,
      `select organisation_id as "id", name, short_name as "shortName" from organisation_name where valid_until is not null order by valid_until`,
    );
    const endings = await rowsOf<Ending & { id: number }>(
      this.em,
      `select s.predecessor_id as "id", s.kind as "kind", s.effective_on as "effectiveOn", o.name as "successor"
       from succession s left join organisation o on o.id = s.successor_id order by s.effective_on, s.id`,
    );
    const namesOf = Map.groupBy(names, ({ id }) => id);
    const endingsOf = Map.groupBy(endings, ({ id }) => id);
    return organisations.toSorted(byName).map((row) => ({
      ...row,
      formerNames: (namesOf.get(row.id) ?? []).map(({ name, shortName }) => ({ name, shortName })),
      endings: (endingsOf.get(row.id) ?? []).map(({ kind, effectiveOn, successor }) => ({ kind, effectiveOn, successor })),
    }));
  }
}
