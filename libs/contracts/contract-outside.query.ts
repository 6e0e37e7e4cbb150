import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { isDeclaredOn } from '#deliverables/counting-sql.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';
import { FALLS_UNDER, PRODUCERS } from './contract-items.query.js';
import type { ContractDays } from './contract-terms.js';

/** An item of Bên B on a line's task that appeared when the contract did not hold. */
export interface OutsideItem {
  readonly id: number;
  readonly lineId: number;
  readonly title: string;
  /** `YYYY-MM-DD`. */
  readonly occursOn: string;
}

const OUTSIDE = `with recursive ${PRODUCERS}
  select d.id as "id", l.id as "lineId", d.title as "title", d.occurs_on as "occursOn"
  from contract_line l join deliverable d on ${FALLS_UNDER}
  where l.contract_id = ? and d.organisation_id in (select id from producers) and d.occurs_on <= ? and (d.occurs_on < ? or d.occurs_on > ?) and ${isDeclaredOn('d')}
  order by d.occurs_on, d.id limit ?`;

@Injectable()
export class ContractOutsideQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** What appeared before the first day or after the last, by a day; the earliest first, no more than `most`. */
  async of({ id, startsOn, endsOn }: ContractDays, at: PlainDate, most = 50): Promise<OutsideItem[]> {
    const day = at.toString();
    return rowsOf<OutsideItem>(this.em, OUTSIDE, [id, id, day, startsOn.toString(), endsOn.toString(), day, most]);
  }
}
