import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { hasEvidence, isDeclaredOn } from '#deliverables/counting-sql.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { placesFor, rowsOf } from '#kernel/sql.js';
import type { ContractDays } from './contract-terms.js';

/** What a line stands at, at the end of a day. */
export interface LineCounts {
  readonly lineId: number;
  /** Appeared within the contract's days, by the date asked for. */
  readonly declared: number;
  /** Of the declared, those with evidence. */
  readonly evidenced: number;
  /** Accepted in issued rounds, less what later rounds took back. */
  readonly accepted: number;
  /** Appeared before the contract's first day or after its last: never accepted under it. */
  readonly outside: number;
}

/** The contract's producer and whoever took its work over. */
export const PRODUCERS = `producers(id) as (
    select c.party_b_id from contract c where c.id = ?
    union select s.successor_id from succession s join producers p on s.predecessor_id = p.id where s.successor_id is not null)`;

/** Which line an item falls under: the one that names its genre, else the one of its task that names none. */
export const FALLS_UNDER = `d.task_id = l.task_id and (l.genre = d.genre or (l.genre is null and not exists (
    select 1 from contract_line named where named.contract_id = l.contract_id and named.task_id = d.task_id and named.genre = d.genre)))`;

/** Of several contracts, each within its own days. @param days `(?, ?, ?)` for each of them */
const declaredSql = (days: string) => `with recursive days(contract_id, starts_on, ends_on) as (values ${days}),
    producers(contract_id, id) as (
      select c.id, c.party_b_id from contract c join days on days.contract_id = c.id
      union select p.contract_id, s.successor_id from succession s join producers p on s.predecessor_id = p.id where s.successor_id is not null)
  select l.id as "lineId",
    cast(sum(case when d.occurs_on between days.starts_on and days.ends_on then 1 else 0 end) as integer) as "declared",
    cast(sum(case when d.occurs_on between days.starts_on and days.ends_on and ${hasEvidence('d')} then 1 else 0 end) as integer) as "evidenced",
    cast(sum(case when d.occurs_on between days.starts_on and days.ends_on then 0 else 1 end) as integer) as "outside"
  from days join contract_line l on l.contract_id = days.contract_id join deliverable d on ${FALLS_UNDER}
  where exists (select 1 from producers p where p.contract_id = l.contract_id and p.id = d.organisation_id) and d.occurs_on <= ? and ${isDeclaredOn('d')}
  group by l.id`;

const acceptedSql = (contracts: string) => `select i.line_id as "lineId", cast(count(*) as integer) as "accepted"
  from acceptance_item i join acceptance a on a.id = i.acceptance_id
  where a.contract_id in (${contracts}) and a.state = 'issued' and a.held_on <= ? and i.kind = 'item' and i.state = 'accepted'
    and not exists (select 1 from adjustment j where j.deliverable_id = i.deliverable_id and j.effective_on <= ?)
  group by i.line_id`;

/** Which items a contract is about. */
@Injectable()
export class ContractItemsQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** Each line that has anything, by its id. */
  async countsOf(days: ContractDays, at: PlainDate): Promise<Map<number, LineCounts>> {
    return this.countsOfAll([days], at);
  }

  /** As `countsOf`, of the lines of several contracts. Two queries, however many items and contracts. */
  async countsOfAll(all: readonly ContractDays[], at: PlainDate): Promise<Map<number, LineCounts>> {
    if (all.length === 0) return new Map();
    const day = at.toString();
    const ids = all.map(({ id }) => id);
    const days = all.flatMap(({ id, startsOn, endsOn }) => [id, startsOn.toString(), endsOn.toString()]);
    const places = all.map(() => '(cast(? as integer), ?, ?)').join(', ');
    const declared = await rowsOf<Omit<LineCounts, 'accepted'>>(this.em, declaredSql(places), [...days, day, day]);
    const accepted = await rowsOf<{ lineId: number; accepted: number }>(this.em, acceptedSql(placesFor(ids)), [...ids, day, day]);
    const counts = new Map<number, LineCounts>(declared.map((row) => [row.lineId, { ...row, accepted: 0 }]));
    for (const row of accepted) {
      counts.set(row.lineId, { declared: 0, evidenced: 0, outside: 0, ...counts.get(row.lineId), ...row });
    }
    return counts;
  }
}
