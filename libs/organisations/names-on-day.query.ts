import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { PlainDate } from '#kernel/plain-date.js';
import { placesFor, rowsOf } from '#kernel/sql.js';
import type { Named } from './organisation.entity.js';

/**
 * An organisation's name on a day, as an SQL expression: the one last begun by then, else its name now
 * (the rule of `Organisation.nameOn`).
 * @param organisation the alias of its table in the query around
 * @param day a column or a place for a value, `YYYY-MM-DD`
 */
export function nameOnDaySql(column: 'name' | 'short_name', organisation: string, day: string): string {
  return `coalesce((select n.${column} from organisation_name n where n.organisation_id = ${organisation}.id and (n.valid_from is null or n.valid_from <= ${day})
    order by coalesce(n.valid_from, '') desc limit 1), ${organisation}.${column})`;
}

/** What organisations were called on a day, for what bears that day's date. */
@Injectable()
export class NamesOnDayQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** By id; an id that is nobody's is left out. One query, however many. */
  async namesOn(ids: readonly number[], day: PlainDate): Promise<Map<number, Named>> {
    if (ids.length === 0) return new Map();
    const on = day.toString();
    const rows = await rowsOf<Named & { id: number }>(
      this.em,
      `select o.id as "id", ${nameOnDaySql('name', 'o', '?')} as "name", ${nameOnDaySql('short_name', 'o', '?')} as "shortName"
       from organisation o where o.id in (${placesFor(ids)})`,
      [on, on, ...ids],
    );
    return new Map(rows.map(({ id, name, shortName }) => [id, { name, shortName }]));
  }
}
