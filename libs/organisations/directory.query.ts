import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { rowsOf } from '#kernel/sql.js';
import { byName } from '#kernel/vietnamese-order.js';
import type { OrganisationDirectory } from './organisation-names.js';
import { codeOfName, freeCode } from './organisation-code.js';
import type { OrganisationKind } from './organisation.entity.js';

export interface ListedOrganisation {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: OrganisationKind;
}

/** The organisations as a list to find names in. */
@Injectable()
export class DirectoryQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** Every organisation by name. */
  async known(): Promise<ListedOrganisation[]> {
    const rows = await rowsOf<ListedOrganisation>(this.em, 'select id, code, name, short_name as "shortName", kind from organisation');
    return rows.toSorted(byName);
  }

  /** Every organisation with all names it goes by, earlier ones too. */
  async all(): Promise<OrganisationDirectory> {
    const earlier = await rowsOf<{ organisation_id: number; name: string; short_name: string }>(
      this.em,
      'select organisation_id, name, short_name from organisation_name',
    );
    const known = await this.known();
    const names = new Map(known.map(({ id, name, shortName }) => [id, new Set([name, shortName])]));
    for (const { organisation_id, name, short_name } of earlier) names.get(organisation_id)?.add(name).add(short_name);
    return { entries: known.map(({ id, code }) => ({ code, names: [...names.get(id)!] })) };
  }

  /** The codes of the groups whose members are known. */
  async groupsWithMembers(): Promise<ReadonlySet<string>> {
    const rows = await rowsOf<{ code: string }>(
      this.em,
      "select distinct o.code from organisation o join group_member g on g.group_id = o.id where o.kind = 'group' and g.valid_until is null",
    );
    return new Set(rows.map(({ code }) => code));
  }

  /** Gives codes for organisations that are to be made, each unlike any there is and any given before. */
  async codeMaker(): Promise<(name: string) => string> {
    const taken = new Set((await this.known()).map(({ code }) => code));
    return (name) => {
      const code = freeCode(codeOfName(name), taken);
      taken.add(code);
      return code;
    };
  }
}
